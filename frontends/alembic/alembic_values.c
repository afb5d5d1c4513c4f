#include "frontends/alembic/alembic_values.h"

#include "core/base/vec.h"
#include "frontends/alembic/alembic_sql.h"

enum {
	VALUE_COLUMNS_MAX = 2000, /* of one statement: more than any table has */
	VALUE_ROWS_MAX = 64,      /* of a list, whose dicts have the same keys but for accidents */
};

static struct column *column_of(struct alembic_values *w, struct str name)
{
	struct column *column;

	eval_spend(w->e, w->columns.count / 8 + 1);
	for (uint32_t i = 0; i < w->columns.count; i++)
		if (str_eq(w->columns.items[i].name, name))
			return &w->columns.items[i];
	if (w->columns.count == VALUE_COLUMNS_MAX)
		return NULL;
	column = vec_push(w->a->arena, &w->columns);
	column->name = name;
	return column;
}

/* The value that bindparam("name") gets from what is executed with the statement. */
static const struct value *bound(const struct alembic_values *w, const struct value *value)
{
	const struct value *rows = w->parameters;

	if (!rows || value->kind != VALUE_CALL || !value->count || !value_is_str(value->items[0]) ||
	    !str_eq(value_last_name(value), STR("bindparam")))
		return value;
	if (value_is_sequence(rows) && rows->count)
		rows = rows->items[0];
	for (uint32_t i = 0; rows->kind == VALUE_UNKNOWN && i < rows->count; i++)
		if (rows->items[i]->kind == VALUE_DICT)
			rows = rows->items[i];
	value = rows->kind == VALUE_DICT ? eval_get(w->e, rows, value->items[0]) : NULL;
	return value;
}

/* "secret", generate_password_hash("secret"), encrypt("secret") */
static bool is_secret(struct str name, const struct value *value)
{
	struct str function = value->kind == VALUE_CALL ? value_last_name(value) : STR("");

	if (value_is_str(value))
		return !value->holes && alembic_is_secret(name, value->text);
	if (!function.len || !value->count || !value_is_str(value->items[0]) ||
	    value->items[0]->holes)
		return false;
	return str_find_nocase(function, STR("hash")) >= 0 ||
	       str_find_nocase(function, STR("crypt")) >= 0;
}

/* bindparam() of a statement that is executed with several rows: every row's value. */
static bool bound_rows(struct alembic_values *w, struct str name, const struct value *value)
{
	const struct value *rows = w->parameters;
	struct alembic_values one = *w;

	if (!rows || !value_is_sequence(rows) || rows->count < 2 || value->kind != VALUE_CALL ||
	    !str_eq(value_last_name(value), STR("bindparam")))
		return false;
	for (uint32_t i = 0; i < rows->count && i < VALUE_ROWS_MAX; i++) {
		one.parameters = rows->items[i];
		alembic_value(&one, name, value);
	}
	w->columns = one.columns;
	return true;
}

void alembic_value(struct alembic_values *w, struct str name, const struct value *value)
{
	struct column *column;
	struct str table;

	if (value && bound_rows(w, name, value))
		return;
	column = column_of(w, name);
	value = column && value ? bound(w, value) : NULL;
	if (!value)
		return;
	if (is_secret(name, value)) {
		w->op->flags |= OPF_HOLDS_SECRET;
		w->a->facts |= FACT_HOLDS_SECRET;
	}
	table = alembic_written(w, value, column);
	if (!w->op->to.len)
		w->op->to = table;
}

/* The name that a key of values({…}) stands for: a string, t.c.name, Model.name. */
static struct str key_name(struct alembic_values *w, const struct value *key)
{
	const struct value *table;
	struct str name = alembic_column_name(w->e, key, &table);

	return name.len ? name : eval_name(w->e, key);
}

static void dict_values(struct alembic_values *w, const struct value *dict)
{
	for (uint32_t i = 0; i + 1 < dict->count; i += 2)
		alembic_value(w, key_name(w, dict->items[i]), dict->items[i + 1]);
}

/* The attributes of a mapped object: what its constructor was given, and what was set since. */
static void object_values(struct alembic_values *w, const struct value *object)
{
	alembic_value_keywords(w, object);
	for (uint32_t i = 0; object->scope && i < object->scope->count; i++)
		alembic_value(w, object->scope->bindings[i].name, object->scope->bindings[i].value);
}

void alembic_value_rows(struct alembic_values *w, const struct value *rows)
{
	if (rows->kind == VALUE_DICT)
		dict_values(w, rows);
	else if (rows->kind == VALUE_CALL)
		object_values(w, rows);
	/* of an unknown list, the sample that it is made from */
	for (uint32_t i = 0; (value_is_sequence(rows) || rows->kind == VALUE_UNKNOWN) &&
			     i < rows->count && i < VALUE_ROWS_MAX;
	     i++)
		if (rows->items[i]->kind == VALUE_DICT)
			dict_values(w, rows->items[i]);
		else if (rows->items[i]->kind == VALUE_CALL && rows->kind != VALUE_UNKNOWN)
			object_values(w, rows->items[i]);
	/* more rows than are looked at, or a sample of them */
	for (uint32_t i = 0;
	     value_is_sequence(rows) && rows->count > VALUE_ROWS_MAX && i < w->columns.count; i++)
		alembic_written_unknown(&w->columns.items[i]);
}

void alembic_value_keywords(struct alembic_values *w, const struct value *call)
{
	for (uint32_t i = 0; i < call->keyword_count; i++)
		if (call->keywords[i].name.len)
			alembic_value(w, call->keywords[i].name, call->keywords[i].value);
}

/* from_select(["a", "b"], select(x, y)) */
static void from_select(struct alembic_values *w, const struct value *call)
{
	const struct value *names = call->items[0], *select = alembic_read(w->e, call->items[1]);
	uint32_t count = value_is_sequence(names) ? names->count : 0;

	if (select && select->count == 1 && value_is_sequence(select->items[0]))
		select = select->items[0]; /* select([x, y]), as releases before 1.4 have it */
	if (select && select->count == 1 && alembic_is_table(select->items[0]))
		w->op->flags |= OPF_ALL_COLUMNS;
	for (uint32_t i = 0; i < count; i++) {
		const struct value *from = select && select->count == count ? select->items[i]
									    : NULL;

		alembic_value(w, key_name(w, names->items[i]), from);
	}
}

/* values({…}), values(a=1), ordered_values((a, 1)), update(t, values={…}) */
static bool statement_values(struct alembic_values *w, const struct value *call, struct str name)
{
	const struct value *given = value_keyword(call, STR("values"));

	if (str_eq(name, STR("values"))) {
		alembic_value_keywords(w, call);
		if (call->count)
			alembic_value_rows(w, call->items[0]);
		return true;
	}
	if (str_eq(name, STR("ordered_values"))) {
		for (uint32_t i = 0; i < call->count; i++)
			if (call->items[i]->kind == VALUE_TUPLE && call->items[i]->count == 2)
				alembic_value(w, key_name(w, call->items[i]->items[0]),
					      call->items[i]->items[1]);
		return true;
	}
	if (given)
		alembic_value_rows(w, given);
	return given != NULL;
}

void alembic_value_statement(struct alembic_values *w, const struct value *statement,
			     const struct value *parameters)
{
	bool any = false;

	w->parameters = parameters;
	for (int depth = 0; statement->kind == VALUE_CALL && depth < 64; depth++) {
		struct str name = value_last_name(statement);

		if (str_eq(name, STR("from_select")) && statement->count > 1) {
			from_select(w, statement);
			any = true;
		}
		any |= statement_values(w, statement, name);
		if (statement->base->kind != VALUE_ATTRIBUTE)
			break;
		statement = statement->base->base;
	}
	if (!any && parameters)
		alembic_value_rows(w, parameters);
}

void alembic_values_finish(struct alembic_values *w)
{
	w->op->columns = w->columns.items;
	w->op->column_count = w->columns.count;
}
