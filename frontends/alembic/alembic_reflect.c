#include "core/base/vec.h"
#include "frontends/alembic/alembic_operation.h"

/*
 * Names that are read from the live schema through an inspector:
 *
 *	for fk in inspector.get_foreign_keys("users"):
 *	    if fk["referred_table"] == "orders":
 *	        op.drop_constraint(fk["name"], "users")
 *
 * An *object* is one element of such a list, a *name* its attribute "name". Lists come as they are,
 * copied, or through comprehensions, whose conditions are filters like those of guards.
 */

enum {
	REFLECT_DEPTH = 12,
	FILTERS_MAX = 16,
	OBJECTS_MAX = 4,
	FOR_DISTANCE = 64, /* nodes between a loop and its target */
};

struct reader {
	struct eval *e;
	const struct value *call;                 /* inspector.get_…("table") */
	const struct value *objects[OBJECTS_MAX]; /* what one of its elements is known by */
	const struct value *names[OBJECTS_MAX];   /* what its name is known by */
	uint32_t object_count, name_count;
	struct reflection found;
	struct {
		struct filter *items;
		uint32_t count, capacity;
	} filters;
};

static const struct {
	struct str call;
	enum reflected what;
} calls[] = {
	{STR_INIT("get_table_names"), REFLECTED_TABLES},
	{STR_INIT("table_names"), REFLECTED_TABLES},
	{STR_INIT("get_columns"), REFLECTED_COLUMNS},
	{STR_INIT("get_indexes"), REFLECTED_INDEXES},
	{STR_INIT("get_pk_constraint"), REFLECTED_PRIMARY_KEY},
	{STR_INIT("get_unique_constraints"), REFLECTED_UNIQUE_CONSTRAINTS},
	{STR_INIT("get_foreign_keys"), REFLECTED_FOREIGN_KEYS},
	{STR_INIT("get_check_constraints"), REFLECTED_CHECK_CONSTRAINTS},
};

static bool is_reading(struct reader *r, const struct value *v)
{
	struct str name = v->kind == VALUE_CALL ? value_last_name(v) : STR("");

	for (size_t i = 0; name.len && i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (!str_eq(calls[i].call, name))
			continue;
		r->call = v;
		r->found.what = calls[i].what;
		return true;
	}
	return false;
}

static void note(const struct value **list, uint32_t *count, const struct value *v)
{
	if (*count < OBJECTS_MAX)
		list[(*count)++] = v;
}

static bool is_noted(const struct value *const *list, uint32_t count, const struct value *v)
{
	for (uint32_t i = 0; i < count; i++)
		if (list[i] == v)
			return true;
	return false;
}

/* Is it Python's function of that name, of things that are not known? */
static bool is_builtin(const struct value *v, struct str name)
{
	return v->kind == VALUE_UNKNOWN && v->count && str_starts(v->text, name) &&
	       v->text.len > name.len && v->text.ptr[name.len] == '(';
}

static bool is_copy(const struct value *v)
{
	static const struct str names[] = {STR_INIT("list"),     STR_INIT("sorted"),
					   STR_INIT("set"),      STR_INIT("tuple"),
					   STR_INIT("reversed"), STR_INIT("iter")};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_builtin(v, names[i]))
			return true;
	return false;
}

static bool read_object(struct reader *r, const struct value *v, int depth);
static bool read_name(struct reader *r, const struct value *v, int depth);
static void add_filters(struct reader *r, const struct value *condition, bool negated, int depth);

/* A list of objects, or of their names: *ret_names. */
static bool read_list(struct reader *r, const struct value *v, bool *ret_names, int depth)
{
	const struct value *sample = v->count > 1 ? v->items[1] : NULL;

	*ret_names = false;
	if (depth > REFLECT_DEPTH)
		return false;
	if (is_reading(r, v)) {
		*ret_names = r->found.what == REFLECTED_TABLES;
		return r->found.what != REFLECTED_PRIMARY_KEY;
	}
	if (is_copy(v))
		return read_list(r, v->items[0], ret_names, depth + 1);
	if (v->kind != VALUE_UNKNOWN || !value_is_container(v) || !sample)
		return false;
	if (!read_object(r, sample, depth + 1)) {
		*ret_names = true;
		if (!read_name(r, sample, depth + 1))
			return false;
	}
	for (uint32_t i = 2; i < v->count; i++)
		add_filters(r, v->items[i], false, 0);
	return true;
}

/* [0], next(…), .pop(): the one of a list. */
static const struct value *taken_from(const struct value *v)
{
	if (v->kind == VALUE_ITEM && v->items[0]->kind == VALUE_INT)
		return v->base;
	if (is_builtin(v, STR("next")))
		return v->items[0];
	if (v->kind == VALUE_CALL && v->base->kind == VALUE_ATTRIBUTE &&
	    str_eq(v->base->text, STR("pop")))
		return v->base->base;
	return NULL;
}

/* A name that a loop gives to each of a list. */
static bool is_loop_name(const struct value *v)
{
	return v->kind == VALUE_UNKNOWN && v->count == 1 && !v->number && str_chr(v->text, '(') < 0;
}

/* Is the loop whose target it is left early? Then it is one of them at most. */
static bool leaves_early(const struct eval *e, const struct value *v)
{
	const struct cst *c = eval_cst(e);

	for (uint32_t i = 1; v->at && i < FOR_DISTANCE && i < v->at; i++) {
		uint32_t node = v->at - i;

		if (cst_kind(c, node) == CST_FOR_STATEMENT && cst_end(c, node) > v->at)
			return cst_has(c, node, CST_BREAK_STATEMENT) ||
			       cst_has(c, node, CST_RETURN_STATEMENT);
	}
	return false;
}

/* One of a list, of objects or of names as `names` says. */
static bool read_one(struct reader *r, const struct value *v, bool names, int depth)
{
	const struct value *list = taken_from(v);
	bool first = list != NULL, are_names;

	if (!list && is_loop_name(v))
		list = v->items[0];
	if (!list || !read_list(r, list, &are_names, depth + 1) || are_names != names)
		return false;
	r->found.first |= first || leaves_early(r->e, v);
	return true;
}

/* A name's value where a condition holds, its value where not, the condition: as a branch leaves it. */
static bool is_branch(const struct value *v)
{
	return v->count == 3 && v->items[1]->kind != VALUE_EXPR && v->items[2]->kind == VALUE_EXPR;
}

/*
 * One of several values: what a helper returns, each followed by its conditions, or what a branch
 * leaves a name as. The rest may be None.
 */
static bool read_either(struct reader *r, const struct value *v,
			bool (*read)(struct reader *, const struct value *, int), int depth)
{
	uint32_t found = 0;

	if (v->kind != VALUE_UNKNOWN || v->count < 2 || value_is_container(v) || is_copy(v))
		return false;
	while (found < v->count &&
	       (v->items[found]->kind == VALUE_EXPR || !read(r, v->items[found], depth + 1)))
		found++;
	if (found == v->count)
		return false;
	if (is_branch(v))
		add_filters(r, v->items[2], found == 1, 0);
	for (uint32_t i = found + 1; i < v->count && v->items[i]->kind == VALUE_EXPR; i++)
		add_filters(r, v->items[i], false, 0);
	/* what it was before a loop is told where the loop ends */
	for (uint32_t i = 0; i < v->count; i++)
		r->found.partial |= i != found && v->items[i]->kind != VALUE_NONE &&
				    v->items[i]->kind != VALUE_EXPR &&
				    !(v->items[i]->kind == VALUE_UNKNOWN && !v->items[i]->count);
	r->found.first = true;
	return true;
}

static bool read_object(struct reader *r, const struct value *v, int depth)
{
	if (depth > REFLECT_DEPTH)
		return false;
	if (v->kind == VALUE_CALL && is_reading(r, v) && r->found.what == REFLECTED_PRIMARY_KEY)
		r->found.first = true;
	else if (!read_one(r, v, false, depth + 1) && !read_either(r, v, read_object, depth + 1))
		return false;
	note(r->objects, &r->object_count, v);
	return true;
}

/* The object and key of fk["name"], fk.get("name"). */
static const struct value *object_of(const struct value *v, struct str *ret_key)
{
	const struct value *key = NULL, *object = NULL;

	if (v->kind == VALUE_ITEM) {
		key = v->items[0];
		object = v->base;
	} else if (v->kind == VALUE_CALL && v->count && v->base->kind == VALUE_ATTRIBUTE &&
		   str_eq(v->base->text, STR("get"))) {
		key = v->items[0];
		object = v->base->base;
	}
	if (!object || !value_is_str(key))
		return NULL;
	*ret_key = key->text;
	return object;
}

static bool read_name(struct reader *r, const struct value *v, int depth)
{
	const struct value *object;
	struct str key;

	if (depth > REFLECT_DEPTH)
		return false;
	if (v->kind == VALUE_CALL && v->count == 1 && str_eq(value_last_name(v), STR("f")))
		return read_name(r, v->items[0], depth + 1); /* op.f(name) */
	if (v->kind == VALUE_EXPR && v->count == 2 && str_eq(v->text, STR("or"))) {
		r->found.partial = true; /* fk["name"] or "what it may be called" */
		return read_name(r, v->items[0], depth + 1);
	}
	object = object_of(v, &key);
	if (object) {
		if (!str_eq(key, STR("name")) || !read_object(r, object, depth + 1))
			return false;
	} else if (!read_one(r, v, true, depth + 1) && !read_either(r, v, read_name, depth + 1)) {
		return false;
	}
	note(r->names, &r->name_count, v);
	return true;
}

/* ---- filters ---- */

/* The attribute of the object that a value is, "options.ondelete"; "" if it is none. */
static struct str attribute_of(struct reader *r, const struct value *v, int depth)
{
	const struct value *object;
	struct str key, outer;

	if (depth > REFLECT_DEPTH)
		return STR("");
	if (is_noted(r->names, r->name_count, v) ||
	    (r->found.what == REFLECTED_TABLES && is_noted(r->objects, r->object_count, v)))
		return STR("name");
	object = object_of(v, &key);
	if (!object)
		return STR("");
	if (is_noted(r->objects, r->object_count, object))
		return key;
	outer = attribute_of(r, object, depth + 1);
	return outer.len ? arena_printf(eval_arena(r->e), STR_FMT "." STR_FMT, STR_ARG(outer),
					STR_ARG(key))
			 : STR("");
}

/* A text, or a list of texts, as a filter's values. */
static bool set_values(struct reader *r, const struct value *v, struct filter *filter)
{
	uint32_t count = value_is_sequence(v) ? v->count : 1;
	struct str *values = arena_array(eval_arena(r->e), count, sizeof(*values));

	for (uint32_t i = 0; i < count; i++) {
		const struct value *one = value_is_sequence(v) ? v->items[i] : v;

		if (one->kind == VALUE_BOOL)
			values[i] = one->number ? STR("true") : STR("false");
		else if (value_is_str(one) && !one->holes)
			values[i] = one->text;
		else
			return false;
	}
	filter->values = values;
	filter->value_count = count;
	return true;
}

static bool comparison(struct reader *r, const struct value *v, struct filter *filter)
{
	const struct value *a = v->items[0], *b = v->items[1];

	if (str_eq(v->text, STR("!=")) || str_eq(v->text, STR("not in")))
		filter->negated = !filter->negated;
	if (b->kind == VALUE_NONE) { /* == None, is not None */
		filter->relation = FILTER_GIVEN;
		filter->negated ^= str_eq(v->text, STR("==")) || str_eq(v->text, STR("!=")) ||
				   str_eq(v->text, STR("is"));
		filter->attribute = attribute_of(r, a, 0);
		return filter->attribute.len > 0;
	}
	if (str_eq(v->text, STR("==")) || str_eq(v->text, STR("!=")) ||
	    str_eq(v->text, STR("is"))) {
		filter->relation = FILTER_IS;
		filter->attribute = attribute_of(r, a, 0);
		if (filter->attribute.len)
			return set_values(r, b, filter);
		filter->attribute = attribute_of(r, b, 0);
		return filter->attribute.len && set_values(r, a, filter);
	}
	if (!str_eq(v->text, STR("in")) && !str_eq(v->text, STR("not in")))
		return false;
	filter->attribute = attribute_of(r, a, 0);
	if (filter->attribute.len) {
		filter->relation = FILTER_ONE_OF;
		return value_is_sequence(b) && set_values(r, b, filter);
	}
	filter->attribute = attribute_of(r, b, 0);
	filter->relation = FILTER_CONTAINS;
	return filter->attribute.len && value_is_str(a) && set_values(r, a, filter);
}

/* fk["name"].startswith("x") */
static bool text_method(struct reader *r, const struct value *v, struct filter *filter)
{
	if (v->base->kind != VALUE_ATTRIBUTE || v->count != 1 || !value_is_str(v->items[0]))
		return false;
	if (str_eq(v->base->text, STR("startswith")))
		filter->relation = FILTER_STARTS;
	else if (str_eq(v->base->text, STR("endswith")))
		filter->relation = FILTER_ENDS;
	else
		return false;
	filter->attribute = attribute_of(r, v->base->base, 0);
	return filter->attribute.len && set_values(r, v->items[0], filter);
}

/* Adds what the condition asks of the object. False: not all of it could be expressed. */
static bool add_condition(struct reader *r, const struct value *v, bool negated, int depth)
{
	struct filter filter = {.negated = negated};
	bool known = false;

	if (depth > REFLECT_DEPTH || r->filters.count == FILTERS_MAX)
		return false;
	if (is_noted(r->objects, r->object_count, v))
		return !negated; /* `if fk:` there is one */
	if (v->kind == VALUE_EXPR && str_eq(v->text, STR("not")) && v->count == 1)
		return add_condition(r, v->items[0], !negated, depth + 1);
	if (v->kind == VALUE_EXPR && v->count == 2 &&
	    str_eq(v->text, negated ? STR("or") : STR("and")))
		return (int)add_condition(r, v->items[0], negated, depth + 1) &
		       (int)add_condition(r, v->items[1], negated, depth + 1); /* both are added */
	if (v->kind == VALUE_EXPR && v->count == 2)
		known = comparison(r, v, &filter);
	else if (v->kind == VALUE_CALL && attribute_of(r, v, 0).len == 0)
		known = text_method(r, v, &filter);
	if (!known && v->kind != VALUE_EXPR) {
		filter = (struct filter){.negated = negated, .relation = FILTER_GIVEN};
		filter.attribute = attribute_of(r, v, 0);
		known = filter.attribute.len > 0;
	}
	/* `if name:` what has none cannot be dropped */
	if (known && filter.relation == FILTER_GIVEN && !filter.negated &&
	    str_eq(filter.attribute, STR("name")))
		return true;
	if (known)
		*vec_push(eval_arena(r->e), &r->filters) = filter;
	return known;
}

static void add_filters(struct reader *r, const struct value *condition, bool negated, int depth)
{
	r->found.partial |= !add_condition(r, condition, negated, depth);
}

static bool is_about(const struct value *v, void *self)
{
	const struct reader *r = self;

	return is_noted(r->objects, r->object_count, v) || is_noted(r->names, r->name_count, v);
}

/* Guards that test the object are filters; the first that cannot be expressed stays, with the rest. */
static void take_guards(struct reader *r, struct op *op)
{
	while (op->guard) {
		const struct guard *guard = eval_guard_at(r->e, op->guard);
		const struct value *condition = eval_condition(r->e, op->guard);
		uint32_t count = r->filters.count;

		if (!condition || guard->kind == GUARD_DIALECT ||
		    !eval_search(r->e, condition, is_about, r))
			return;
		if (!add_condition(r, condition, guard->negated, 0)) {
			r->filters.count = count;
			return;
		}
		op->guard = guard->outer;
	}
}

/* ---- the op ---- */

static void set_table(struct reader *r)
{
	const struct value *table = r->call->count ? r->call->items[0] : NULL;
	const struct value *schema = value_keyword(r->call, STR("schema"));
	struct reader outer = {.e = r->e};
	struct str unused;

	if (r->found.what == REFLECTED_TABLES) {
		schema = schema ? schema : table;
		table = NULL;
	} else if (!table) {
		table = value_keyword(r->call, STR("table_name"));
	}
	if (table && read_name(&outer, table, 0) && outer.found.what == REFLECTED_TABLES)
		r->found.table = STR("{each table}");
	else if (table)
		r->found.table = alembic_table_name(r->e, table, &unused);
	if (schema && schema->kind != VALUE_NONE)
		r->found.schema = eval_name(r->e, schema);
}

struct str alembic_reflect(struct alembic *a, struct eval *e, const struct value *name,
			   struct op *op)
{
	struct reader r = {.e = e};
	struct reflection *found;

	if (!name || value_is_str(name) || !read_name(&r, name, 0) || !r.call)
		return STR("");
	set_table(&r);
	take_guards(&r, op);
	found = arena_new(a->arena, struct reflection);
	*found = r.found;
	found->filters = r.filters.items;
	found->filter_count = r.filters.count;
	op->reflects = found;
	a->reflected = eval_hole(e, name);
	if (!found->first && eval_loops(e) == 1)
		op->flags &= ~(uint32_t)OPF_IN_LOOP;
	return alembic_reflection_text(a->arena, found);
}

void operation_reflect(struct operation *o, struct op *op, const struct value *name)
{
	struct str text = alembic_reflect(o->a, o->e, name, op);

	if (text.len)
		op->name = text;
}
