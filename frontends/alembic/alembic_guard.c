#include "frontends/alembic/alembic_host.h"

/* Calls that look whether something exists. */
static const struct str existence[] = {
	STR_INIT("has_table"),
	STR_INIT("has_index"),
	STR_INIT("has_sequence"),
	STR_INIT("has_column"),
	STR_INIT("get_table_names"),
	STR_INIT("table_names"),
	STR_INIT("get_view_names"),
	STR_INIT("get_columns"),
	STR_INIT("get_indexes"),
	STR_INIT("get_foreign_keys"),
	STR_INIT("get_unique_constraints"),
	STR_INIT("get_check_constraints"),
	STR_INIT("get_pk_constraint"),
	STR_INIT("get_enums"),
	STR_INIT("reflect"),
	STR_INIT("schema_has_table"),
	STR_INIT("schema_has_column"),
};

static const struct str catalogs[] = {
	STR_INIT("information_schema"), STR_INIT("pg_indexes"),
	STR_INIT("pg_class"),           STR_INIT("pg_type"),
	STR_INIT("pg_constraint"),      STR_INIT("pg_tables"),
	STR_INIT("sqlite_master"),      STR_INIT("PRAGMA table_info"),
	STR_INIT("to_regclass"),        STR_INIT("SHOW TABLES"),
	STR_INIT("SHOW INDEX"),
};

static const struct str reads[] = {
	STR_INIT("fetchone"),
	STR_INIT("fetchall"),
	STR_INIT("first"),
	STR_INIT("scalar"),
	STR_INIT("scalars"),
	STR_INIT("one"),
	STR_INIT("all"),
	STR_INIT("one_or_none"),
	STR_INIT("execute"),
	STR_INIT("scalar_one_or_none"),
	STR_INIT("count"),
	STR_INIT("scalar_one"),
	STR_INIT("exec_driver_sql"),
	STR_INIT("query"),
};

static bool in(struct str name, const struct str *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}
#define IN(name, names) in((name), (names), sizeof(names) / sizeof((names)[0]))

static bool tests_existence(const struct value *v, void *self)
{
	(void)self;
	if (v->kind == VALUE_CALL)
		return IN(value_last_name(v), existence);
	if (value_is_str(v))
		for (size_t i = 0; i < sizeof(catalogs) / sizeof(catalogs[0]); i++)
			if (str_find_nocase(v->text, catalogs[i]) >= 0)
				return true;
	return false;
}

static bool reads_data(const struct value *v, void *self)
{
	(void)self;
	return v->kind == VALUE_CALL && IN(value_last_name(v), reads);
}

static bool names(const struct value *v, void *self)
{
	const struct str *word = self;

	if (v->kind == VALUE_REF)
		return str_has(v->text, *word);
	return v->kind == VALUE_ATTRIBUTE && str_eq(v->text, *word);
}

static bool mentions(const struct value *v, struct str word)
{
	return value_search(v, names, &word) != NULL;
}

/* bind.dialect.name, engine.name, op.get_context().dialect.name … */
static bool is_dialect_name(const struct value *v)
{
	if (v->kind == VALUE_REF)
		return str_ends(v->text, STR(".dialect.name"));
	if (v->kind != VALUE_ATTRIBUTE ||
	    (!str_eq(v->text, STR("name")) && !str_eq(v->text, STR("drivername"))))
		return v->kind == VALUE_ATTRIBUTE && str_eq(v->text, STR("dialect_name"));
	v = v->base;
	return v->kind == VALUE_ATTRIBUTE &&
	       (str_eq(v->text, STR("dialect")) || str_eq(v->text, STR("engine")) ||
		str_eq(v->text, STR("bind")));
}

static dialect_set named_dialects(const struct value *v)
{
	dialect_set set = 0;

	if (value_is_str(v))
		return dialect_parse(v->text);
	if (value_is_sequence(v))
		for (uint32_t i = 0; i < v->count; i++)
			set |= value_is_str(v->items[i]) ? dialect_parse(v->items[i]->text) : 0;
	return set;
}

/* The dialects for which a condition holds; 0 when that is not what it tests. */
static dialect_set dialects_of(const struct value *v, int depth)
{
	dialect_set a, b;

	if (depth > 16)
		return 0;
	if (v->kind == VALUE_CALL && str_eq(value_last_name(v), STR("startswith")) && v->count &&
	    v->base->kind == VALUE_ATTRIBUTE && is_dialect_name(v->base->base))
		return named_dialects(v->items[0]);
	if (v->kind != VALUE_EXPR)
		return 0;
	if (str_eq(v->text, STR("not"))) {
		a = dialects_of(v->items[0], depth + 1);
		return a ? DIALECT_ALL & ~a : 0;
	}
	if (str_eq(v->text, STR("and")) || str_eq(v->text, STR("or"))) {
		a = dialects_of(v->items[0], depth + 1);
		b = dialects_of(v->items[1], depth + 1);
		if (str_eq(v->text, STR("and")))
			return a && b ? a & b : a | b;
		return a && b ? a | b : 0;
	}
	if (!is_dialect_name(v->items[0]))
		return 0;
	a = v->count > 1 ? named_dialects(v->items[1]) : 0;
	if (a && (str_eq(v->text, STR("!=")) || str_starts(v->text, STR("not"))))
		return DIALECT_ALL & ~a;
	return a;
}

void alembic_classify(void *self, struct eval *e, const struct value *condition,
		      struct guard *guard)
{
	const struct value *found;

	(void)self;
	(void)e;
	guard->dialects = dialects_of(condition, 0);
	if (guard->dialects) {
		guard->kind = GUARD_DIALECT;
		return;
	}
	found = value_search(condition, tests_existence, NULL);
	if (found) {
		guard->kind = GUARD_EXISTS;
		guard->object = guard->text;
	} else if (mentions(condition, STR("get_x_argument"))) {
		guard->kind = GUARD_X_ARGUMENT;
	} else if (mentions(condition, STR("is_offline_mode")) ||
		   mentions(condition, STR("as_sql"))) {
		guard->kind = GUARD_OFFLINE;
	} else if (mentions(condition, STR("os.environ")) || mentions(condition, STR("getenv")) ||
		   mentions(condition, STR("config"))) {
		guard->kind = GUARD_ENVIRONMENT;
	} else if (value_search(condition, reads_data, NULL)) {
		guard->kind = GUARD_DATA;
	}
}
