#include "frontends/alembic/alembic_host.h"

enum {
	SQL_SEARCHED = 4096, /* bytes of a text that may ask a catalog */
	REF_SEARCHED = 256,
	DIALECT_NAME_MAX = 64,
	DIALECT_WORK = 4,   /* of a name looked up among the dialects' */
	TEXT_PER_WORK = 16, /* bytes */
};

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
};

static const struct str catalogs[] = {
	STR_INIT("information_schema"),
	STR_INIT("pg_indexes"),
	STR_INIT("pg_class"),
	STR_INIT("pg_type"),
	STR_INIT("pg_constraint"),
	STR_INIT("pg_tables"),
	STR_INIT("sqlite_master"),
	STR_INIT("PRAGMA table_info"),
	STR_INIT("to_regclass"),
	STR_INIT("SHOW TABLES"),
	STR_INIT("SHOW INDEX"),
	STR_INIT("pg_extension"),
	STR_INIT("pg_enum"),
	STR_INIT("pg_proc"),
	STR_INIT("pg_namespace"),
	STR_INIT("pg_views"),
	STR_INIT("pg_matviews"),
	STR_INIT("pg_attribute"),
	STR_INIT("pg_trigger"),
	STR_INIT("pg_policies"),
	STR_INIT("pg_sequences"),
	STR_INIT("user_tables"),
	STR_INIT("all_tables"),
	STR_INIT("sys.columns"),
	STR_INIT("sys.objects"),
	STR_INIT("sys.indexes"),
	STR_INIT("SHOW COLUMNS"),
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

/*
 * A method, of an inspector or a dialect. Helpers are followed; what one does that is not there is
 * opaque, whatever it is called.
 */
static bool asks_existence(const struct value *call)
{
	return call->base->kind == VALUE_ATTRIBUTE && IN(value_last_name(call), existence);
}

/* What a condition is made of. */
struct tested {
	struct eval *e;
	bool exists, x_argument, offline, environment, data;
};

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static bool names_catalog(struct eval *e, struct str text)
{
	text = str_sub(text, 0, SQL_SEARCHED);
	if (str_chr(text, ' ') < 0 && str_chr(text, '.') < 0) /* a name, not SQL */
		return false;
	if (!eval_spend(e, text.len / TEXT_PER_WORK))
		return false;
	for (size_t at = 0; at < text.len; at++) {
		bool inside = at && is_word(text.ptr[at - 1]);

		if (inside || !text.ptr[at] || !strchr("aipstuAIPSTU", text.ptr[at]))
			continue;
		for (size_t i = 0; i < sizeof(catalogs) / sizeof(catalogs[0]); i++)
			if ((catalogs[i].ptr[0] | 32) == (text.ptr[at] | 32) &&
			    str_eq_nocase(str_sub(text, at, at + catalogs[i].len), catalogs[i]))
				return true;
	}
	return false;
}

static void note_name(struct tested *t, struct str name)
{
	/* most names, and none of these */
	if (str_starts(name, STR("sqlalchemy.")) || str_starts(name, STR("alembic.op.")) ||
	    str_starts(name, STR("builtins.")))
		return;
	t->x_argument |= str_has(name, STR("get_x_argument"));
	t->offline |= str_has(name, STR("is_offline_mode")) || str_has(name, STR("as_sql"));
	t->environment |= str_has(name, STR("os.environ")) || str_has(name, STR("getenv")) ||
			  str_has(name, STR("config"));
}

/* A value_predicate that sees everything. */
static bool look_at(const struct value *v, void *self)
{
	struct tested *t = self;

	switch (v->kind) {
	case VALUE_CALL:
		t->exists |= asks_existence(v);
		t->data |= IN(value_last_name(v), reads);
		break;
	case VALUE_STR:
		t->exists |= names_catalog(t->e, v->text);
		break;
	case VALUE_REF:
		note_name(t, str_sub(v->text, 0, REF_SEARCHED));
		break;
	case VALUE_ATTRIBUTE:
		t->x_argument |= str_eq(v->text, STR("get_x_argument"));
		t->offline |= str_eq(v->text, STR("is_offline_mode")) ||
			      str_eq(v->text, STR("as_sql"));
		t->environment |= str_eq(v->text, STR("getenv")) || str_eq(v->text, STR("config"));
		break;
	default:
		break;
	}
	return false;
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

/* "mysql+pymysql": begins with the dialect's name. */
static bool is_description(const struct value *v)
{
	return v->kind == VALUE_ATTRIBUTE && str_eq(v->text, STR("dialect_description"));
}

/* Text that is longer than any dialect's name is none. */
static dialect_set named_dialect(const struct value *v)
{
	return value_is_str(v) && v->text.len <= DIALECT_NAME_MAX ? dialect_parse(v->text) : 0;
}

static dialect_set named_dialects(struct eval *e, const struct value *v)
{
	dialect_set set = 0;

	if (!eval_spend(e, DIALECT_WORK * (1 + (uint64_t)v->count)))
		return set;
	if (value_is_str(v))
		return named_dialect(v);
	if (value_is_sequence(v))
		for (uint32_t i = 0; i < v->count; i++)
			set |= named_dialect(v->items[i]);
	return set;
}

/* Dialects on which a condition can hold, and on which it can fail: all of both, if it is another. */
struct dialects_of {
	dialect_set holds, fails;
};

static const struct dialects_of any_dialect = {DIALECT_ALL, DIALECT_ALL};

static struct dialects_of only(dialect_set set)
{
	return set ? (struct dialects_of){set, DIALECT_ALL & ~set} : any_dialect;
}

static struct dialects_of opposite(struct dialects_of d)
{
	return (struct dialects_of){d.fails, d.holds};
}

/* "MariaDB" in engine.dialect.server_version_info */
static bool asks_for_mariadb(const struct value *v)
{
	return str_eq(v->text, STR("in")) && value_is_str(v->items[0]) &&
	       str_eq_nocase(v->items[0]->text, STR("mariadb")) &&
	       v->items[1]->kind == VALUE_ATTRIBUTE &&
	       str_eq(v->items[1]->text, STR("server_version_info"));
}

static struct dialects_of compared(struct eval *e, const struct value *v)
{
	bool negated = str_eq(v->text, STR("!=")) || str_starts(v->text, STR("not")) ||
		       str_eq(v->text, STR("is not"));
	struct dialects_of d = any_dialect;

	if (v->count < 2)
		return d;
	if (asks_for_mariadb(v))
		d = only(DIALECT_MYSQL | DIALECT_MARIADB);
	else if (is_dialect_name(v->items[0]))
		d = only(named_dialects(e, v->items[1]));
	else if (is_dialect_name(v->items[1])) /* "sqlite" == name, "postgres" in name */
		d = only(named_dialects(e, v->items[0]));
	return negated ? opposite(d) : d;
}

static struct dialects_of dialects_of(struct eval *e, const struct value *v, int depth);

/* What a helper returns: True or False, each followed by the conditions that it stands under. */
static struct dialects_of returned(struct eval *e, const struct value *v, int depth)
{
	struct dialects_of all = {0, 0};

	for (uint32_t i = 0; i < v->count;) {
		bool yes = v->items[i]->kind == VALUE_BOOL && v->items[i]->number;
		dialect_set where = DIALECT_ALL;

		if (v->items[i]->kind != VALUE_BOOL)
			return any_dialect;
		for (i++; i < v->count && v->items[i]->kind != VALUE_BOOL; i++)
			where &= dialects_of(e, v->items[i], depth + 1).holds;
		if (yes)
			all.holds |= where;
		else
			all.fails |= where;
	}
	return all.holds && all.fails ? all : any_dialect;
}

static struct dialects_of dialects_of(struct eval *e, const struct value *v, int depth)
{
	struct dialects_of a, b;

	if (depth > 16 || !eval_spend(e, 1)) /* conditions share parts: it may be 2^16 of them */
		return any_dialect;
	if (v->kind == VALUE_CALL && str_eq(value_last_name(v), STR("startswith")) && v->count &&
	    v->base->kind == VALUE_ATTRIBUTE &&
	    (is_dialect_name(v->base->base) || is_description(v->base->base)))
		return only(named_dialects(e, v->items[0]));
	if (v->kind == VALUE_CALL && str_eq(value_last_name(v), STR("get_bind")))
		return (struct dialects_of){DIALECT_ALL, 0}; /* a connection is there everywhere */
	if (v->kind == VALUE_UNKNOWN && v->count > 1 && v->items[0]->kind == VALUE_BOOL)
		return returned(e, v, depth);
	if (v->kind != VALUE_EXPR)
		return any_dialect;
	if (str_eq(v->text, STR("not")))
		return opposite(dialects_of(e, v->items[0], depth + 1));
	if (!str_eq(v->text, STR("and")) && !str_eq(v->text, STR("or")))
		return compared(e, v);
	a = dialects_of(e, v->items[0], depth + 1);
	b = dialects_of(e, v->items[1], depth + 1);
	if (str_eq(v->text, STR("and")))
		return (struct dialects_of){a.holds & b.holds, a.fails | b.fails};
	return (struct dialects_of){a.holds | b.holds, a.fails & b.fails};
}

/* What a condition tests that is not, or not only, the dialect. */
static void classify_other(struct eval *e, const struct value *condition, struct guard *guard)
{
	struct tested t = {.e = e};

	eval_search(e, condition, look_at, &t);
	if (t.exists) {
		guard->kind = GUARD_EXISTS;
		alembic_existence(e, condition, guard);
	} else if (t.x_argument) {
		guard->kind = GUARD_X_ARGUMENT;
	} else if (t.offline) {
		guard->kind = GUARD_OFFLINE;
	} else if (t.environment) {
		guard->kind = GUARD_ENVIRONMENT;
	} else if (t.data) {
		guard->kind = GUARD_DATA;
	}
}

void alembic_classify(void *self, struct eval *e, const struct value *condition,
		      struct guard *guard, dialect_set *ret_implied)
{
	struct dialects_of d = dialects_of(e, condition, 0);
	dialect_set here = guard->negated ? d.fails : d.holds;

	(void)self;
	if (d.holds != DIALECT_ALL && d.fails == (DIALECT_ALL & ~d.holds)) {
		guard->kind = GUARD_DIALECT; /* that alone, so that its opposite is told as well */
		guard->dialects = d.holds;
		return;
	}
	classify_other(e, condition, guard);
	if (d.holds != DIALECT_ALL)
		guard->dialects = d.holds;
	if (here != DIALECT_ALL)
		*ret_implied = here;
}
