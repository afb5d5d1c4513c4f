#include "frontends/alembic/alembic_reflect.h"

#include "core/base/vec.h"
#include "frontends/alembic/alembic_sql.h"

/*
 * Conditions on an object that is read from the live schema, as filters of what is read.
 */

static bool is_noted(const struct value *const *list, uint32_t count, const struct value *v)
{
	for (uint32_t i = 0; i < count; i++)
		if (list[i] == v)
			return true;
	return false;
}

/* The object and key of fk["name"], fk.get("name"). */
const struct value *reflect_object_of(const struct value *v, struct str *ret_key)
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
	object = reflect_object_of(v, &key);
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

static void push(struct reader *r, struct filter filter)
{
	*vec_push(eval_arena(r->e), &r->filters) = filter;
}

static void push_is(struct reader *r, struct str attribute, struct str value)
{
	struct str *values = arena_new(eval_arena(r->e), struct str);

	*values = value;
	push(r, (struct filter){.relation = FILTER_IS,
				.attribute = attribute,
				.values = values,
				.value_count = 1});
}

/* fk.column == users.c.id, fk.parent == orders.c.user_id, of keys that have one column. */
static bool compare_columns(struct reader *r, const struct value *end, const struct value *column)
{
	bool referred = str_eq(end->text, STR("column")), same;
	const struct value *table = NULL;
	struct str name, own, schema;

	if (end->kind != VALUE_ATTRIBUTE || !is_noted(r->objects, r->object_count, end->base) ||
	    (!referred && !str_eq(end->text, STR("parent"))))
		return false;
	name = alembic_column_name(r->e, column, &table);
	if (!name.len || !table || !r->call->count)
		return false;
	own = alembic_table_name(r->e, r->call, &schema);
	table = table->count ? table : r->call;
	if (referred)
		push_is(r, STR("referred_table"), alembic_table_name(r->e, table, &schema));
	push_is(r, referred ? STR("referred_columns") : STR("constrained_columns"), name);
	same = str_eq(alembic_table_name(r->e, table, &schema), own);
	if (!referred && !same) /* a column of another table: none of these */
		push(r, (struct filter){.relation = FILTER_ONE_OF, .attribute = STR("name")});
	return true;
}

static bool column_comparison(struct reader *r, const struct value *v, bool negated)
{
	return r->of_table && !negated && r->filters.count + 3 <= FILTERS_MAX &&
	       str_eq(v->text, STR("==")) && v->count == 2 &&
	       (compare_columns(r, v->items[0], v->items[1]) ||
		compare_columns(r, v->items[1], v->items[0]));
}

static const struct value *without_copies(const struct value *v)
{
	for (int depth = 0; reflect_copied(v) && depth < REFLECT_DEPTH; depth++)
		v = reflect_copied(v);
	return v;
}

bool reflect_add_key(struct reader *r, const struct value *made, const struct value *key)
{
	struct reader other = {.e = r->e};
	const struct value *object;
	struct str *attribute, name, theirs;

	made = without_copies(made);
	key = without_copies(key);
	name = attribute_of(r, made, 0);
	object = reflect_object_of(key, &theirs);
	if (!name.len || !object || r->filters.count == FILTERS_MAX ||
	    !reflect_read_object(&other, object, 0) || other.found.first || other.found.partial ||
	    other.filters.count || !other.call)
		return false;
	reflect_set_table(&other);
	attribute = arena_new(eval_arena(r->e), struct str);
	*attribute = theirs;
	push(r, (struct filter){.relation = FILTER_AMONG,
				.attribute = name,
				.values = attribute,
				.value_count = 1,
				.what = other.found.what,
				.table = other.found.table});
	return true;
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
	if (v->kind == VALUE_EXPR && column_comparison(r, v, negated))
		return true;
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

void reflect_add_filters(struct reader *r, const struct value *condition, bool negated, int depth)
{
	r->found.partial |= !add_condition(r, condition, negated, depth);
}

static bool is_about(const struct value *v, void *self)
{
	const struct reader *r = self;

	return is_noted(r->objects, r->object_count, v) || is_noted(r->names, r->name_count, v);
}

/* Guards that test the object are filters; the first that cannot be expressed stays, with the rest. */
void reflect_take_guards(struct reader *r, struct op *op)
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
