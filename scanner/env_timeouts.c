#include "scanner/env_settings.h"
#include "scanner/timeouts.h"

/* What is found out about timeouts, beside their values. */
struct reading {
	struct env_draft *d;
	bool any_hidden; /* something that cannot be read may set any of them */
	bool own_engine; /* the file makes its engine itself, with arguments that can be read */
};

/* ---- where it stands ------------------------------------------------------------------------- */

/* Conditions that hold on the database a timeout is meant for, and outside of the offline mode. */
static bool is_expected(struct str condition)
{
	static const struct str words[] = {
		STR_INIT("dialect"), STR_INIT("postgres"), STR_INIT("mysql"),
		STR_INIT("mariadb"), STR_INIT("sqlite"),   STR_INIT("offline"),
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find_nocase(condition, words[i]) >= 0)
			return true;
	return false;
}

static bool is_certain(struct env_draft *d, uint32_t node)
{
	const struct cst *c = d->names.cst;

	for (uint32_t child = node; child; child = d->names.parents[child]) {
		uint32_t parent = d->names.parents[child], condition;

		switch (cst_kind(c, parent)) {
		case CST_FUNCTION_DEFINITION:
			return true;
		case CST_IF_STATEMENT:
		case CST_ELIF_CLAUSE:
			condition = cst_child(c, parent, FIELD_CONDITION);
			if (condition && condition != child && !is_expected(cst_text(c, condition)))
				return false;
			break;
		case CST_EXCEPT_CLAUSE:
		case CST_CASE_CLAUSE:
		case CST_CONDITIONAL_EXPRESSION:
		case CST_BOOLEAN_OPERATOR:
			return false;
		default:
			break;
		}
	}
	return true;
}

static void set_timeout(struct reading *r, enum setting_kind kind, struct str value, uint32_t node)
{
	if (env_draft_offline(r->d, node))
		return;
	env_draft_set(r->d, kind, is_certain(r->d, node) ? value : STR(""), node);
}

/* ---- SQL ------------------------------------------------------------------------------------- */

/* After SET: [SESSION | LOCAL] name {= | TO} value, … ; also SQL Server's SET LOCK_TIMEOUT 1800 */
static void read_set(struct reading *r, struct str rest, uint32_t node)
{
	while (rest.len) {
		struct str name = timeout_token(&rest), value;
		enum setting_kind kind;

		if (str_eq_nocase(name, STR("session")) || str_eq_nocase(name, STR("local")) ||
		    str_eq_nocase(name, STR("global")) || str_eq(name, STR(",")))
			continue;
		r->any_hidden |= str_chr(name, ENV_HOLE) >= 0;
		kind = timeout_named(name);
		value = timeout_token(&rest);
		if (str_eq(value, STR(":")) && str_starts(rest, STR("="))) /* := */
			value = timeout_token(&rest);
		if (str_eq(value, STR("=")) || str_eq_nocase(value, STR("to")))
			value = timeout_token(&rest);
		if (kind != SETTING_COUNT)
			set_timeout(r, kind, timeout_value(value), node);
		while (rest.len && !str_eq(timeout_token(&rest), STR(",")))
			;
	}
}

/* set_config('lock_timeout', '5s', false) */
static void read_set_config(struct reading *r, struct str sql, uint32_t node)
{
	static const struct str function = STR_INIT("set_config");
	ptrdiff_t found = str_find_nocase(sql, function);
	enum setting_kind kind;
	struct str name;

	if (found < 0)
		return;
	sql = str_sub(sql, (size_t)found + function.len, sql.len);
	timeout_token(&sql); /* ( */
	name = timeout_token(&sql);
	kind = timeout_named(name);
	timeout_token(&sql); /* , */
	if (kind != SETTING_COUNT)
		set_timeout(r, kind, timeout_value(timeout_token(&sql)), node);
	else if (name.len == 0 || name.ptr[0] != '\'' || str_chr(name, ENV_HOLE) >= 0)
		r->any_hidden = true;
}

static void read_sql(struct reading *r, struct str sql, uint32_t node)
{
	struct str statement;

	while (str_split(&sql, ';', &statement)) {
		struct str rest = statement, verb = timeout_token(&rest);

		if (str_eq_nocase(verb, STR("set")))
			read_set(r, rest, node);
		else if (str_eq_nocase(verb, STR("select")))
			read_set_config(r, rest, node);
		else if (str_chr(verb, ENV_HOLE) >= 0 || str_eq(verb, STR("-")) ||
			 str_eq(verb, STR("/"))) /* comments are not read */
			r->any_hidden = true;
	}
}

/* A call that is no text: select(…), CreateSchema(…) of SQLAlchemy's. */
static bool is_construct(struct env_draft *d, uint32_t node)
{
	uint32_t value = env_resolve(&d->names, node);

	return value && cst_kind(d->names.cst, value) == CST_CALL &&
	       env_is_from(&d->names, value, STR("sqlalchemy"));
}

static void read_execute(struct reading *r, uint32_t call)
{
	struct env_draft *d = r->d;
	uint32_t argument = env_first_argument(&d->names, call);
	struct str sql;

	if (env_draft_offline(d, call))
		return;
	if (argument && env_text(&d->names, argument, &sql))
		read_sql(r, sql, call);
	else if (!argument || !is_construct(d, argument))
		r->any_hidden = true;
}

/* ---- connection options ---------------------------------------------------------------------- */

static void read_options(struct reading *r, struct str text, uint32_t node)
{
	struct timeout_option option;

	while (timeout_next_option(&text, &option))
		set_timeout(r, option.kind, option.value, node);
}

static void read_string(struct reading *r, uint32_t node)
{
	struct env_draft *d = r->d;
	struct str text = cst_text(d->names.cst, node);
	uint32_t parent = d->names.parents[node];

	if (!str_has(text, STR("timeout")) ||
	    cst_kind(d->names.cst, parent) == CST_EXPRESSION_STATEMENT ||
	    (!str_has(text, STR("-c")) && !str_has(text, STR("--"))))
		return;
	if (env_text(&d->names, node, &text))
		read_options(r, timeout_options(d->names.arena, text), node);
}

/* {"lock_timeout": "5s"}: asyncpg's server_settings; {"init_command": "SET …"}: MySQL's drivers */
static void read_pair(struct reading *r, uint32_t node)
{
	struct env_draft *d = r->d;
	const struct cst *c = d->names.cst;
	uint32_t key = cst_child(c, node, FIELD_KEY), value = cst_child(c, node, FIELD_VALUE);
	enum setting_kind kind;
	struct str text;

	if (!key || !value || cst_kind(c, key) != CST_STRING || !env_text(&d->names, key, &text))
		return;
	kind = timeout_named(text);
	if (kind != SETTING_COUNT) {
		if (!env_text(&d->names, value, &text))
			text = STR("");
		set_timeout(r, kind, timeout_value(text), node);
	} else if (str_eq(text, STR("init_command"))) {
		if (env_text(&d->names, value, &text))
			read_sql(r, text, node);
		else
			r->any_hidden = true;
	}
}

/* ---- engines --------------------------------------------------------------------------------- */

/* Does a value hold nothing that is not written out? Then read_pair() and read_string() see it. */
static bool is_written_out(struct env_draft *d, uint32_t node, bool nested)
{
	uint32_t value = env_resolve(&d->names, node);
	const struct cst *c = d->names.cst;

	if (!value || cst_kind(c, value) != CST_DICTIONARY || !env_is_fixed(&d->names, node))
		return false;
	for (uint32_t i = cst_first(c, value); i; i = cst_next(c, i)) {
		uint32_t key = cst_child(c, i, FIELD_KEY), item = cst_child(c, i, FIELD_VALUE);
		struct str text;

		if (cst_kind(c, i) == CST_COMMENT)
			continue;
		if (!key || !item || cst_kind(c, key) != CST_STRING)
			return false;
		if (!env_text(&d->names, key, &text))
			return false;
		if ((str_eq(text, STR("options")) && !env_text(&d->names, item, &text)) ||
		    (str_eq(text, STR("server_settings")) &&
		     (nested || !is_written_out(d, item, true))))
			return false;
	}
	return true;
}

static void read_engine(struct reading *r, uint32_t call)
{
	struct env_draft *d = r->d;
	bool hidden;
	uint32_t arguments;

	if (env_draft_offline(d, call))
		return;
	if (!env_is_from(&d->names, call, STR("sqlalchemy")) &&
	    !env_is_from(&d->names, call, STR("sqlmodel")))
		return;
	arguments = env_keyword(&d->names, call, STR("connect_args"), &hidden);
	if (hidden || (arguments && !is_written_out(d, arguments, false)))
		r->any_hidden = true;
	else
		r->own_engine = true;
}

static bool is_one_of(struct str name, const struct str *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(name, names[i]))
			return true;
	return false;
}

static void read_call(struct reading *r, uint32_t call)
{
	static const struct str executes[] = {STR_INIT("execute"), STR_INIT("exec_driver_sql"),
					      STR_INIT("scalar")};
	static const struct str engines[] = {
		STR_INIT("create_engine"),
		STR_INIT("engine_from_config"),
		STR_INIT("create_async_engine"),
		STR_INIT("async_engine_from_config"),
	};
	struct str name = env_callee(&r->d->names, call);

	if (is_one_of(name, executes, sizeof(executes) / sizeof(executes[0])))
		read_execute(r, call);
	else if (is_one_of(name, engines, sizeof(engines) / sizeof(engines[0])))
		read_engine(r, call);
}

void env_timeouts_read(struct env_draft *d)
{
	const struct cst *c = d->names.cst;
	struct reading r = {.d = d};

	for (uint32_t i = 0; i < c->files[0]->count; i++) {
		if (cst_kind(c, i) == CST_CALL)
			read_call(&r, i);
		else if (cst_kind(c, i) == CST_STRING)
			read_string(&r, i);
		else if (cst_kind(c, i) == CST_PAIR)
			read_pair(&r, i);
	}
	for (int kind = FIRST_TIMEOUT; kind <= LAST_TIMEOUT; kind++)
		if (!d->found[kind] && r.own_engine && !r.any_hidden)
			d->settings[kind].state = SETTING_UNSET;
}
