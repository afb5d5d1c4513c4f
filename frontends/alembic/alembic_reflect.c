#include "frontends/alembic/alembic_reflect.h"

#include "frontends/alembic/alembic_operation.h"
#include "frontends/alembic/alembic_sql.h"

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

/* Is it Python's function of that name, of things that are not known? */
static bool is_builtin(const struct value *v, struct str name)
{
	return v->kind == VALUE_UNKNOWN && v->count && str_starts(v->text, name) &&
	       v->text.len > name.len && v->text.ptr[name.len] == '(';
}

const struct value *reflect_copied(const struct value *v)
{
	static const struct str names[] = {STR_INIT("list"),     STR_INIT("sorted"),
					   STR_INIT("set"),      STR_INIT("tuple"),
					   STR_INIT("reversed"), STR_INIT("iter")};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_builtin(v, names[i]))
			return v->items[0];
	if (v->kind == VALUE_CALL && !v->count && v->base->kind == VALUE_ATTRIBUTE &&
	    str_eq(v->base->text, STR("copy")))
		return v->base->base;
	return NULL;
}

/* Table("users", metadata, autoload=True), also as the table of one of its columns. */
static const struct value *reflected_table(struct reader *r, const struct value *v)
{
	const struct value *table = NULL, *automatic;

	if (v->kind == VALUE_ATTRIBUTE && str_eq(v->text, STR("table")) &&
	    alembic_column_name(r->e, v->base, &table).len && table)
		v = table;
	if (v->kind != VALUE_CALL || !str_eq(value_last_name(v), STR("Table")))
		return NULL;
	automatic = value_keyword(v, STR("autoload"));
	if (automatic ? value_truth(automatic) == TRUTH_NO
		      : !value_keyword(v, STR("autoload_with")))
		return NULL;
	return v;
}

/* table.foreign_keys */
static bool is_reading_table(struct reader *r, const struct value *v)
{
	const struct value *table = NULL;

	if (v->kind == VALUE_ATTRIBUTE && (str_eq(v->text, STR("foreign_keys")) ||
					   str_eq(v->text, STR("foreign_key_constraints"))))
		table = reflected_table(r, v->base);
	if (!table)
		return false;
	r->call = table;
	r->found.what = REFLECTED_FOREIGN_KEYS;
	r->of_table = true;
	return true;
}

static bool read_name(struct reader *r, const struct value *v, int depth);

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
	if (is_reading_table(r, v))
		return true;
	if (reflect_copied(v))
		return read_list(r, reflect_copied(v), ret_names, depth + 1);
	if (v->kind != VALUE_UNKNOWN || !value_is_container(v) || !sample)
		return false;
	if (!reflect_read_object(r, sample, depth + 1)) {
		*ret_names = true;
		if (!read_name(r, sample, depth + 1))
			return false;
	}
	for (uint32_t i = 2; i < v->count; i++)
		reflect_add_filters(r, v->items[i], false, 0);
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

	if (v->kind != VALUE_UNKNOWN || v->count < 2 || value_is_container(v) || reflect_copied(v))
		return false;
	while (found < v->count &&
	       (v->items[found]->kind == VALUE_EXPR || !read(r, v->items[found], depth + 1)))
		found++;
	if (found == v->count)
		return false;
	if (is_branch(v))
		reflect_add_filters(r, v->items[2], found == 1, 0);
	for (uint32_t i = found + 1; i < v->count && v->items[i]->kind == VALUE_EXPR; i++)
		reflect_add_filters(r, v->items[i], false, 0);
	/* what it was before a loop is told where the loop ends */
	for (uint32_t i = 0; i < v->count; i++)
		r->found.partial |= i != found && v->items[i]->kind != VALUE_NONE &&
				    v->items[i]->kind != VALUE_EXPR &&
				    !(v->items[i]->kind == VALUE_UNKNOWN && !v->items[i]->count);
	r->found.first = true;
	return true;
}

bool reflect_read_object(struct reader *r, const struct value *v, int depth)
{
	if (depth > REFLECT_DEPTH)
		return false;
	if (v->kind == VALUE_CALL && is_reading(r, v) && r->found.what == REFLECTED_PRIMARY_KEY)
		r->found.first = true;
	else if (!read_one(r, v, false, depth + 1) &&
		 !read_either(r, v, reflect_read_object, depth + 1))
		return false;
	note(r->objects, &r->object_count, v);
	return true;
}

/* fk["name"] or "what it may be called" */
static bool read_or(struct reader *r, const struct value *v, int depth)
{
	if (value_is_str(v->items[1]) && !v->items[1]->holes)
		r->found.unnamed = v->items[1]->text;
	else
		r->found.partial = true;
	return read_name(r, v->items[0], depth + 1);
}

/* op.f(name), name.replace("tenant", "project"); NULL: neither. */
static const struct value *made_of_name(struct reader *r, const struct value *v)
{
	if (v->kind != VALUE_CALL)
		return NULL;
	if (v->count == 1 && str_eq(value_last_name(v), STR("f")))
		return v->items[0];
	if (v->count != 2 || v->base->kind != VALUE_ATTRIBUTE ||
	    !str_eq(v->base->text, STR("replace")) || r->found.replaced.len)
		return NULL;
	for (uint32_t i = 0; i < 2; i++)
		if (!value_is_str(v->items[i]) || v->items[i]->holes)
			return NULL;
	r->found.replaced = v->items[0]->text;
	r->found.by = v->items[1]->text;
	return v->base->base;
}

/* fk.name, fk.constraint.name */
static const struct value *named_object(struct reader *r, const struct value *v, int depth)
{
	if (v->kind != VALUE_ATTRIBUTE || !str_eq(v->text, STR("name")))
		return NULL;
	v = v->base;
	if (v->kind == VALUE_ATTRIBUTE && str_eq(v->text, STR("constraint")))
		v = v->base;
	return reflect_read_object(r, v, depth + 1) && r->of_table ? v : NULL;
}

/* {tuple(x["column_names"]): x["name"] for x in …}.get(key) */
static bool read_looked_up(struct reader *r, const struct value *v, int depth)
{
	const struct value *map = v->kind == VALUE_UNKNOWN && v->count == 2 ? v->items[0] : NULL;

	return map && map->kind == VALUE_UNKNOWN && map->number == VALUE_DICT && map->count == 3 &&
	       read_name(r, map->items[2], depth + 1) &&
	       reflect_add_key(r, map->items[1], v->items[1]);
}

static bool read_name(struct reader *r, const struct value *v, int depth)
{
	const struct value *object, *name;
	struct str key;

	if (depth > REFLECT_DEPTH)
		return false;
	name = made_of_name(r, v);
	if (name)
		return read_name(r, name, depth + 1);
	if (v->kind == VALUE_EXPR && v->count == 2 && str_eq(v->text, STR("or")))
		return read_or(r, v, depth);
	object = reflect_object_of(v, &key);
	if (object) {
		if (!str_eq(key, STR("name")) || !reflect_read_object(r, object, depth + 1))
			return false;
	} else if (!named_object(r, v, depth) && !read_looked_up(r, v, depth) &&
		   !read_one(r, v, true, depth + 1) && !read_either(r, v, read_name, depth + 1)) {
		return false;
	}
	note(r->names, &r->name_count, v);
	return true;
}

/* ---- the op ---- */

void reflect_set_table(struct reader *r)
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
	reflect_set_table(&r);
	reflect_take_guards(&r, op);
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
