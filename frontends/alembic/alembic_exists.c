#include "frontends/alembic/alembic_host.h"

#include "core/base/limits.h"

/*
 * Conditions that ask whether one object of the schema is there:
 *
 *	inspector.has_table("users")                         table users
 *	"users" in inspector.get_table_names()               table users
 *	"phone" in [c["name"] for c in i.get_columns("users")]   column users.phone
 *	any(x["name"] == "ix_a" for x in i.get_indexes("users")) index ix_a
 *
 * also negated, compared with None or 0, and as what a helper returns.
 */

enum { CONDITION_DEPTH = 16 };

/* What the calls ask for. */
static const struct {
	struct str call, object;
	bool of_table; /* its first string names a table; the object's own name is looked for */
	bool both;     /* its two strings name a table and the object */
} questions[] = {
	{STR_INIT("has_table"), STR_INIT("table"), false, false},
	{STR_INIT("has_sequence"), STR_INIT("sequence"), false, false},
	{STR_INIT("has_column"), STR_INIT("column"), false, true},
	{STR_INIT("has_index"), STR_INIT("index"), false, true},
	{STR_INIT("get_table_names"), STR_INIT("table"), true, false},
	{STR_INIT("table_names"), STR_INIT("table"), true, false},
	{STR_INIT("get_view_names"), STR_INIT("view"), true, false},
	{STR_INIT("get_enums"), STR_INIT("type"), true, false},
	{STR_INIT("get_columns"), STR_INIT("column"), true, false},
	{STR_INIT("get_indexes"), STR_INIT("index"), true, false},
	{STR_INIT("get_foreign_keys"), STR_INIT("constraint"), true, false},
	{STR_INIT("get_unique_constraints"), STR_INIT("constraint"), true, false},
	{STR_INIT("get_check_constraints"), STR_INIT("constraint"), true, false},
};

/*
 * Methods, of an inspector or a dialect. A function is followed where it is there; of one that is
 * not, the name proves nothing.
 */
static int question_of(const struct value *v)
{
	bool method = v->kind == VALUE_CALL && v->base->kind == VALUE_ATTRIBUTE;
	struct str name = method ? value_last_name(v) : STR("");

	for (size_t i = 0; name.len && i < sizeof(questions) / sizeof(questions[0]); i++)
		if (str_eq(questions[i].call, name))
			return (int)i;
	return -1;
}

static bool asks(const struct value *v, void *self)
{
	(void)self;
	return question_of(v) >= 0;
}

/* Is it a name to be compared with what the schema has? */
static bool is_name(const struct value *v)
{
	return value_is_str(v) && v->text.len;
}

/* Is it an attribute of an object of the schema other than its name: fk["referred_table"]? */
static bool is_other_attribute(const struct value *v)
{
	return v->kind == VALUE_ITEM && value_is_str(v->items[0]) &&
	       !str_eq(v->items[0]->text, STR("name"));
}

/* Is it the name of an object of the schema, c["name"]? */
static bool is_name_of_object(const struct value *v)
{
	return v->kind == VALUE_ITEM && value_is_str(v->items[0]) &&
	       str_eq(v->items[0]->text, STR("name"));
}

/* `"phone" == c["name"]`, `"phone" in names`: the comparison with a name, not that of the key. */
static bool compares(const struct value *v, void *self)
{
	(void)self;
	return v->kind == VALUE_EXPR && v->count == 2 &&
	       (str_eq(v->text, STR("==")) || str_eq(v->text, STR("in"))) &&
	       (is_name(v->items[0]) || is_name(v->items[1])) && !is_other_attribute(v->items[0]) &&
	       !is_other_attribute(v->items[1]);
}

/* The call's string arguments, in order: at most two. A connection before them does not count. */
static uint32_t string_arguments(const struct value *call, const struct value *ret[2])
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < call->count && count < 2; i++)
		if (is_name(call->items[i]))
			ret[count++] = call->items[i];
	for (uint32_t i = 0; i < call->keyword_count && count < 2; i++)
		if (is_name(call->keywords[i].value) &&
		    !str_eq(call->keywords[i].name, STR("schema")))
			ret[count++] = call->keywords[i].value;
	return count;
}

/* "column users.phone" for the call in `where` and the name that it is asked for; "" if not told. */
static struct str object_of(struct eval *e, const struct value *where, const struct value *name)
{
	const struct value *call = eval_search(e, where, asks, NULL), *strings[2];
	const struct value *comparison;
	uint32_t count;
	int question;

	if (!call)
		return STR("");
	question = question_of(call);
	count = string_arguments(call, strings);
	if (questions[question].of_table) {
		if (!name) {
			comparison = eval_search(e, where, compares, NULL);
			if (comparison)
				name = comparison->items[is_name(comparison->items[0]) ? 0 : 1];
		}
		if (!name)
			return STR("");
		if (!str_eq(questions[question].object, STR("column")))
			return arena_printf(eval_arena(e), STR_FMT " " STR_FMT,
					    STR_ARG(questions[question].object),
					    STR_ARG(eval_name(e, name)));
		return count ? arena_printf(eval_arena(e), "column " STR_FMT "." STR_FMT,
					    STR_ARG(eval_name(e, strings[0])),
					    STR_ARG(eval_name(e, name)))
			     : STR("");
	}
	if (!questions[question].both)
		return count ? arena_printf(eval_arena(e), STR_FMT " " STR_FMT,
					    STR_ARG(questions[question].object),
					    STR_ARG(eval_name(e, strings[0])))
			     : STR("");
	if (count < 2)
		return STR("");
	if (!str_eq(questions[question].object, STR("column")))
		return arena_printf(eval_arena(e), "index " STR_FMT,
				    STR_ARG(eval_name(e, strings[1])));
	return arena_printf(eval_arena(e), "column " STR_FMT "." STR_FMT,
			    STR_ARG(eval_name(e, strings[0])), STR_ARG(eval_name(e, strings[1])));
}

/* Is the comparison one with nothing: None, 0, False? */
static bool is_nothing(const struct value *v)
{
	return v->kind == VALUE_NONE ||
	       ((v->kind == VALUE_INT || v->kind == VALUE_BOOL) && !v->number);
}

static struct str existence(struct eval *e, const struct value *v, bool *absent, int depth);

/* Both are there; or, of "or", one is not. */
static struct str of_both(struct eval *e, const struct value *v, bool *absent, int depth)
{
	bool either = str_eq(v->text, STR("or")), absences[2] = {false, false};
	struct str a = existence(e, v->items[0], &absences[0], depth + 1);
	struct str b = existence(e, v->items[1], &absences[1], depth + 1);

	if (!a.len || !b.len || absences[0] != either || absences[1] != either)
		return STR("");
	*absent ^= either;
	return arena_printf(eval_arena(e), STR_FMT " and " STR_FMT, STR_ARG(a), STR_ARG(b));
}

static struct str of_expression(struct eval *e, const struct value *v, bool *absent, int depth)
{
	bool opposite = str_eq(v->text, STR("not in"));

	if (str_eq(v->text, STR("not")) && v->count == 1) {
		*absent = !*absent;
		return existence(e, v->items[0], absent, depth + 1);
	}
	if (v->count != 2)
		return STR("");
	if (str_eq(v->text, STR("and")) || str_eq(v->text, STR("or")))
		return of_both(e, v, absent, depth);
	if (is_other_attribute(v->items[0]) || is_other_attribute(v->items[1]))
		return STR("");
	if (str_eq(v->text, STR("==")) && is_name_of_object(v->items[0]) && is_name(v->items[1]))
		return object_of(e, v->items[0], v->items[1]);
	if (is_name_of_object(v->items[1])) /* "phone" in c["name"]: a part of it */
		return STR("");
	if ((str_eq(v->text, STR("in")) || opposite) && is_name(v->items[0])) {
		*absent ^= opposite;
		return object_of(e, v->items[1], v->items[0]);
	}
	if (!is_nothing(v->items[1]))
		return STR("");
	if (str_eq(v->text, STR("==")) || str_eq(v->text, STR("is")))
		*absent = !*absent;
	else if (!str_eq(v->text, STR("!=")) && !str_eq(v->text, STR("is not")) &&
		 !str_eq(v->text, STR(">")))
		return STR("");
	return existence(e, v->items[0], absent, depth + 1);
}

/*
 * What a helper or any(…) made of it. A helper's returns come with the conditions they stand under:
 * the first tells which answer means that the object is there.
 */
static struct str of_unknown(struct eval *e, const struct value *v, bool *absent, int depth)
{
	if (v->count == 1)
		return existence(e, v->items[0], absent, depth + 1);
	if (v->count > 1 && v->items[0]->kind == VALUE_BOOL)
		*absent ^= !v->items[0]->number;
	return object_of(e, v, NULL);
}

static struct str existence(struct eval *e, const struct value *v, bool *absent, int depth)
{
	if (depth > CONDITION_DEPTH)
		return STR("");
	switch (v->kind) {
	case VALUE_EXPR:
		return of_expression(e, v, absent, depth);
	case VALUE_UNKNOWN:
		return of_unknown(e, v, absent, depth);
	case VALUE_CALL:
		return question_of(v) >= 0 && !questions[question_of(v)].of_table
			       ? object_of(e, v, NULL)
			       : STR("");
	default:
		return STR("");
	}
}

void alembic_existence(struct eval *e, const struct value *condition, struct guard *guard)
{
	bool absent = false;
	struct str object = existence(e, condition, &absent, 0);

	/* `c["name"] == "phone"` does not hold of the others, whether there is one of that name or not */
	if (guard->negated && condition->kind == VALUE_EXPR && str_eq(condition->text, STR("==")) &&
	    is_name_of_object(condition->items[0]))
		return;
	if (!object.len)
		return;
	guard->object = str_sub(object, 0, LIMIT_LINE_BYTES);
	guard->absent = absent;
}
