#include "scanner/env_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define ONLINE "def run_migrations_online():\n    "
#define OFFLINE "def run_migrations_offline():\n    "
#define ENGINE "from sqlalchemy import create_engine, text, select\ne = create_engine(url)\n"
#define CONFIGURE "context.configure(connection=c)\n"

struct tools {
	struct cst_parser *parser;
	struct arena arena;
	struct env_setting settings[SETTING_COUNT];
};

static void read_settings(struct tools *t, struct str content)
{
	struct err err = {0};
	struct cst cst;

	memset(t->settings, 0, sizeof(t->settings));
	arena_reset(&t->arena);
	if (cst_parse_alone(t->parser, content, &t->arena, &cst, &err) == 0)
		env_settings_read(STR("env.py"), &cst, &t->arena, &t->arena, t->settings);
}

struct setting_case {
	const char *content;
	enum setting_kind kind;
	enum setting_state state;
	const char *value;
	uint32_t line; /* of the evidence; 0 = none */
};

static void check(const struct setting_case *cases, size_t count)
{
	struct tools t = {.parser = cst_parser_new()};

	arena_init(&t.arena);
	for (size_t i = 0; i < count; i++) {
		const struct env_setting *s = &t.settings[cases[i].kind];
		struct str value = str_from(cases[i].value);

		read_settings(&t, str_from(cases[i].content));
		if (s->state != cases[i].state || !str_eq(s->value, value) ||
		    s->evidence.line != cases[i].line)
			print_error("case %zu: %s\nis %s '" STR_FMT "' on line %u\n", i,
				    cases[i].content, setting_state_name(s->state).ptr,
				    STR_ARG(s->value), s->evidence.line);
		assert_int_equal(s->state, cases[i].state);
		assert_true(str_eq(s->value, value));
		assert_int_equal(s->evidence.line, cases[i].line);
		assert_int_equal(s->evidence.text.len > 0, cases[i].line > 0);
	}
	arena_release(&t.arena);
	cst_parser_free(t.parser);
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof((cases)[0]))

#define SET(kind, value, line) SETTING_##kind, SETTING_SET, value, line
#define UNSET(kind) SETTING_##kind, SETTING_UNSET, NULL, 0
#define UNKNOWN(kind, line) SETTING_##kind, SETTING_UNKNOWN, NULL, line

static void settings_of_configure(void **state)
{
	static const struct setting_case cases[] = {
		{"", UNKNOWN(RENDER_AS_BATCH, 0)},
		{"helper.run(target_metadata)", UNKNOWN(RENDER_AS_BATCH, 0)},
		{"logging.configure(render_as_batch=True)", UNKNOWN(RENDER_AS_BATCH, 0)},
		{CONFIGURE, UNSET(RENDER_AS_BATCH)},
		{CONFIGURE, UNSET(VERSION_TABLE_SCHEMA)},
		{"context.configure(c, render_as_batch=True)", SET(RENDER_AS_BATCH, "true", 1)},
		{"context.configure(\n  connection=c,\n  transaction_per_migration = True,\n)",
		 SET(TRANSACTION_PER_MIGRATION, "true", 3)},
		{"context.configure(c, transactional_ddl=False)",
		 SET(TRANSACTIONAL_DDL, "false", 1)},
		{"context.configure(c, include_schemas=None)", UNSET(INCLUDE_SCHEMAS)},
		{"context.configure(c, version_table='v', version_table_schema='s')",
		 SET(VERSION_TABLE_SCHEMA, "s", 1)},
		{"context.configure(c, render_as_batch=dialect.name == \"sqlite\")",
		 UNKNOWN(RENDER_AS_BATCH, 1)},
		{"context.configure(c, version_table=config.get_main_option('v'))",
		 UNKNOWN(VERSION_TABLE, 1)},
		{"from alembic import context as ctx\nctx.configure(c, include_schemas=True)",
		 SET(INCLUDE_SCHEMAS, "true", 2)},
		{"MigrationContext.configure(c, include_schemas=True)",
		 SET(INCLUDE_SCHEMAS, "true", 1)},
		{"# context.configure(c, include_schemas=True)", UNKNOWN(INCLUDE_SCHEMAS, 0)},
		{"context.configure(c, include_schemas=True\n", UNKNOWN(INCLUDE_SCHEMAS, 0)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_through_names(void **state)
{
	static const struct setting_case cases[] = {
		{"B = True\ncontext.configure(c, render_as_batch=B)",
		 SET(RENDER_AS_BATCH, "true", 2)},
		{"B: bool = (True)\n" ONLINE "context.configure(c, render_as_batch=B)",
		 SET(RENDER_AS_BATCH, "true", 3)},
		{"B = True\nB = False\ncontext.configure(c, render_as_batch=B)",
		 UNKNOWN(RENDER_AS_BATCH, 3)},
		{"B = True\ndef f(B):\n  context.configure(c, render_as_batch=B)",
		 UNKNOWN(RENDER_AS_BATCH, 3)},
		{"B = True\ndef g():\n  global B\n  B = x\ncontext.configure(c, render_as_batch=B)",
		 UNKNOWN(RENDER_AS_BATCH, 5)},
		{"B = True\nclass X:\n  B = False\n  def f():\n"
		 "    context.configure(c, render_as_batch=B)",
		 SET(RENDER_AS_BATCH, "true", 5)},
		{"from settings import B\ncontext.configure(c, render_as_batch=B)",
		 UNKNOWN(RENDER_AS_BATCH, 2)},
		{"N = 'x'\ncontext.configure(c, version_table=f'{N}_alembic' '_v')",
		 SET(VERSION_TABLE, "x_alembic_v", 2)},
		{"context.configure(c, version_table=f'{n}_alembic')", UNKNOWN(VERSION_TABLE, 1)},
		{"context.configure(c, version_table='%s_alembic' % n)", UNKNOWN(VERSION_TABLE, 1)},
		{"context.configure(c, version_table='{}_a'.format(n))", UNKNOWN(VERSION_TABLE, 1)},
		{"B = C\nC = B\ncontext.configure(c, render_as_batch=B)",
		 UNKNOWN(RENDER_AS_BATCH, 3)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_through_options(void **state)
{
	static const struct setting_case cases[] = {
		{"context.configure(c, **kwargs)", UNKNOWN(RENDER_AS_BATCH, 0)},
		{"context.configure(c, render_as_batch=True, **kwargs)",
		 SET(RENDER_AS_BATCH, "true", 1)},
		{"o = dict(\n  render_as_batch=True)\ncontext.configure(c, **o)",
		 SET(RENDER_AS_BATCH, "true", 2)},
		{"o = {'render_as_batch': True}\ncontext.configure(c, **o)",
		 SET(RENDER_AS_BATCH, "true", 1)},
		{"o = {'render_as_batch': True}\ncontext.configure(c, **o)", UNSET(VERSION_TABLE)},
		{"a = {'version_table': 'v'}\no = {**a, 'x': 1}\ncontext.configure(c, **o)",
		 SET(VERSION_TABLE, "v", 1)},
		{"o = {}\no['version_table'] = n\ncontext.configure(c, **o)",
		 UNKNOWN(VERSION_TABLE, 0)},
		{"o = {}\no['version_table'] = n\ncontext.configure(c, **o)",
		 UNSET(RENDER_AS_BATCH)},
		{"o = {}\no.update(x)\ncontext.configure(c, **o)", UNKNOWN(VERSION_TABLE, 0)},
		{"o = {}\nfill(o)\ncontext.configure(c, **o)", UNKNOWN(VERSION_TABLE, 0)},
		{"o = {}\nother.update(o)\ncontext.configure(c, **o)", UNSET(VERSION_TABLE)},
		{"o = {key: True}\ncontext.configure(c, **o)", UNKNOWN(VERSION_TABLE, 0)},
		{"a = {**b}\nb = {**a}\ncontext.configure(c, **a)", UNKNOWN(VERSION_TABLE, 0)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_online(void **state)
{
	static const struct setting_case cases[] = {
		{OFFLINE "context.configure(url=u, render_as_batch=True)\n" ONLINE CONFIGURE,
		 UNSET(RENDER_AS_BATCH)},
		{OFFLINE "context.configure(url=u)\n" ONLINE
			 "context.configure(connection=c, render_as_batch=True)\n",
		 SET(RENDER_AS_BATCH, "true", 4)},
		{OFFLINE "context.configure(url=u, render_as_batch=True)\n",
		 UNKNOWN(RENDER_AS_BATCH, 0)},
		{"if context.is_offline_mode():\n  context.configure(url=u)\nelse:\n"
		 "  context.configure(connection=c, include_schemas=True)",
		 SET(INCLUDE_SCHEMAS, "true", 4)},
		{CONFIGURE "context.configure(connection=c, render_as_batch=True)",
		 UNKNOWN(RENDER_AS_BATCH, 2)},
		{"context.configure(connection=c, render_as_batch=True)\n" CONFIGURE,
		 UNKNOWN(RENDER_AS_BATCH, 1)},
		{"context.configure(c, **o)\ncontext.configure(c, render_as_batch=True)",
		 UNKNOWN(RENDER_AS_BATCH, 2)},
		{"context.configure(c, version_table='a')\ncontext.configure(c, version_table='b')",
		 UNKNOWN(VERSION_TABLE, 1)},
		{"context.configure(c, version_table='a')\ncontext.configure(c, version_table='a')",
		 SET(VERSION_TABLE, "a", 1)},
		{OFFLINE "c.execute('SET lock_timeout = 1')\n" ENGINE, UNSET(LOCK_TIMEOUT)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_timeouts(void **state)
{
	static const struct setting_case cases[] = {
		{"c = app.engine.connect()", UNKNOWN(LOCK_TIMEOUT, 0)},
		{ENGINE, UNSET(LOCK_TIMEOUT)},
		{"from oslo import session\nsession.create_engine(u)", UNKNOWN(LOCK_TIMEOUT, 0)},
		{"c.execute(\"SET lock_timeout = 1000\")", SET(LOCK_TIMEOUT, "1000", 1)},
		{"c.execute(text(\n\"SET lock_timeout TO '5s'; set statement_timeout='1min'\"))",
		 SET(STATEMENT_TIMEOUT, "1min", 1)},
		{"c.exec_driver_sql('SET LOCAL lock_timeout = \\'5 s\\'')",
		 SET(LOCK_TIMEOUT, "5 s", 1)},
		{"c.execute(sa.text('SET SESSION idle_in_transaction_session_timeout=0'))",
		 SET(IDLE_IN_TRANSACTION_TIMEOUT, "0", 1)},
		{"c.execute(text('SET LOCK_TIMEOUT 1800'))", SET(LOCK_TIMEOUT, "1800", 1)},
		{"c.execute('SET @@session.lock_wait_timeout := 5, sql_mode = 1')",
		 SET(LOCK_WAIT_TIMEOUT, "5", 1)},
		{"c.execute('SET sql_mode = 1, lock_wait_timeout = 5')",
		 SET(LOCK_WAIT_TIMEOUT, "5", 1)},
		{"c.execute(\"SELECT set_config('lock_timeout', '4s', false)\")",
		 SET(LOCK_TIMEOUT, "4s", 1)},
		{"T = '5s'\nc.execute(text(f\"SET lock_timeout = '{T}'\"))",
		 SET(LOCK_TIMEOUT, "5s", 2)},
		{"T = 5000\nc.execute(f'SET lock_timeout = {T}')", SET(LOCK_TIMEOUT, "5000", 2)},
		{"Q = text('SET lock_timeout = 7')\nc.execute(Q)", SET(LOCK_TIMEOUT, "7", 2)},
		{"T = os.getenv('T', '5s')\nc.execute(f\"SET lock_timeout = '{T}'\")",
		 UNKNOWN(LOCK_TIMEOUT, 2)},
		{"c.execute(\"SET lock_timeout = '%s'\" % t)", UNKNOWN(LOCK_TIMEOUT, 1)},
		{"c.execute('SET lock_timeout = :t', {'t': 1})", UNKNOWN(LOCK_TIMEOUT, 1)},
		{"c.execute('SET lock_timeout = %(t)s', {'t': 1})", UNKNOWN(LOCK_TIMEOUT, 1)},
		{ENGINE "c.execute(f'SET {name} = 5')", UNKNOWN(LOCK_TIMEOUT, 0)},
		{ENGINE "c.execute(sql)", UNKNOWN(LOCK_TIMEOUT, 0)},
		{ENGINE "c.execute(select(x))", UNSET(LOCK_TIMEOUT)},
		{ENGINE "c.execute(text(f'SET search_path TO {s}'))", UNSET(LOCK_TIMEOUT)},
		{ENGINE "c.execute('SELECT 1')", UNSET(LOCK_TIMEOUT)},
		{"c.execute('SET lock_timeout = 1')\nc.execute('SET lock_timeout = 2')",
		 UNKNOWN(LOCK_TIMEOUT, 1)},
		{"x = 'SET lock_timeout = 1'", UNKNOWN(LOCK_TIMEOUT, 0)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_under_conditions(void **state)
{
	static const struct setting_case cases[] = {
		{"if c.dialect.name == 'postgresql':\n  c.execute('SET lock_timeout = 1')",
		 SET(LOCK_TIMEOUT, "1", 2)},
		{"if not is_test:\n  c.execute('SET lock_timeout = 1')", UNKNOWN(LOCK_TIMEOUT, 2)},
		{"def f():\n  with e.connect() as c:\n    try:\n"
		 "      c.execute('SET lock_timeout = 1')\n    finally:\n      pass",
		 SET(LOCK_TIMEOUT, "1", 4)},
		{"try:\n  pass\nexcept E:\n  c.execute('SET lock_timeout = 1')",
		 UNKNOWN(LOCK_TIMEOUT, 4)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_of_connections(void **state)
{
#define ARGS "from sqlalchemy import create_engine\ncreate_engine(u, connect_args="
	static const struct setting_case cases[] = {
		{ARGS "{'options': '-c lock_timeout=4s -cstatement_timeout=9'})",
		 SET(LOCK_TIMEOUT, "4s", 2)},
		{ARGS "{'options': '-c lock_timeout=4s -cstatement_timeout=9'})",
		 SET(STATEMENT_TIMEOUT, "9", 2)},
		{ARGS "{'options': '-c lock_timeout=4s'})", UNSET(STATEMENT_TIMEOUT)},
		{ARGS "{'options': f'-c lock_timeout={t}'})", UNKNOWN(LOCK_TIMEOUT, 2)},
		{ARGS "{'options': opts})", UNKNOWN(LOCK_TIMEOUT, 0)},
		{ARGS "{'server_settings': {'lock_timeout': '3s'}})", SET(LOCK_TIMEOUT, "3s", 2)},
		{ARGS "{'server_settings': s})", UNKNOWN(LOCK_TIMEOUT, 0)},
		{ARGS "{'server_settings': {'lock_timeout': str(x)}})", UNKNOWN(LOCK_TIMEOUT, 2)},
		{"a = {'ssl': x} if ssl else {}\n" ARGS "a)", UNKNOWN(LOCK_TIMEOUT, 0)},
		{ARGS "{'init_command': 'SET SESSION lock_wait_timeout=5'})",
		 SET(LOCK_WAIT_TIMEOUT, "5", 2)},
		{ARGS "{'ssl': ctx()})", UNSET(LOCK_TIMEOUT)},
		{ARGS "args)", UNKNOWN(LOCK_TIMEOUT, 0)},
		{"from sqlalchemy import create_engine\ncreate_engine(u, **kw)",
		 UNKNOWN(LOCK_TIMEOUT, 0)},
		{"a = {'server_settings': {}}\na['server_settings'] = a\n"
		 "from sqlalchemy import create_engine\ncreate_engine(u, connect_args=a)",
		 UNKNOWN(LOCK_TIMEOUT, 0)},
		{"a = {'server_settings': a}\n"
		 "from sqlalchemy import create_engine\ncreate_engine(u, connect_args=a)",
		 UNKNOWN(LOCK_TIMEOUT, 0)},
		{"u = 'postgresql://h/d?options=-c%20lock_timeout%3D5s&x=1'",
		 SET(LOCK_TIMEOUT, "5s", 1)},
		{"'''Use -c lock_timeout=5s.'''", UNKNOWN(LOCK_TIMEOUT, 0)},
	};

	(void)state;
	CHECK(cases);
}

static void settings_naming(void **state)
{
#define META(what) "m = MetaData(naming_convention=" what ")\n"
#define USE "context.configure(c, target_metadata=m)"
	static const struct setting_case cases[] = {
		{CONFIGURE, UNSET(NAMING_FK)},
		{"m = None\n" USE, UNSET(NAMING_FK)},
		{"m = [A.metadata, B.metadata]\n" USE, UNSET(NAMING_FK)},
		{"m = Base.metadata\n" USE, UNKNOWN(NAMING_FK, 0)},
		{"m = MetaData()\n" USE, UNSET(NAMING_FK)},
		{"m = MetaData(**kw)\n" USE, UNKNOWN(NAMING_FK, 0)},
		{META("{'fk': 'fk_%(table_name)s', 'pk': pk}") USE,
		 SET(NAMING_FK, "fk_%(table_name)s", 1)},
		{META("{'fk': 'fk_%(table_name)s', 'pk': pk}") USE, UNKNOWN(NAMING_PK, 1)},
		{META("{'fk': 'fk_%(table_name)s', 'pk': pk}") USE, UNSET(NAMING_IX)},
		{META("CONVENTION") USE, UNKNOWN(NAMING_FK, 1)},
		{"N = {\n 'uq': 'uq_%(table_name)s',\n}\n" META("N") USE,
		 SET(NAMING_UQ, "uq_%(table_name)s", 2)},
		{"m = Base.metadata\nm.naming_convention = {'ck': 'ck_x'}\n" USE,
		 SET(NAMING_CK, "ck_x", 2)},
		{"Base.metadata.naming_convention = N\nN = {'ck': 'ck_x'}\nm = Base.metadata\n" USE,
		 SET(NAMING_CK, "ck_x", 2)},
		{"other.naming_convention = {'ck': 'ck_x'}\n" USE, UNKNOWN(NAMING_CK, 0)},
		{"m.naming_convention = {'ck': 'a'}\nm.naming_convention = {'ck': 'a'}\n" USE,
		 UNKNOWN(NAMING_CK, 0)},
	};

	(void)state;
	CHECK(cases);
}

static void fill(char *bytes, size_t size, const char *pattern)
{
	size_t len = strlen(pattern);

	for (size_t at = 0; at < size; at++)
		bytes[at] = pattern[at % len];
}

static void settings_hostile(void **state)
{
	enum { SIZE = 250 * 1000 };
	static const char *const patterns[] = {
		"context.configure(c, **o)\n",
		"o = {**o, **o}\ncontext.configure(c, **o)\n",
		"x = x\nc.execute(x)\n",
		"x = f'{x}{x}'\n",
		"c.execute(f'SET lock_timeout={x}')\n",
		"{'lock_timeout': '-c lock_timeout=-c lock_timeout='},",
		"'-c lock_timeout=--c-c-c-c-c',",
		"c.execute(",
		"f'{f'{",
		"if x:\n",
		"m.naming_convention = m\n",
		"context.configure(target_metadata=m)\n",
		"\xff\xfe",
	};
	struct tools t = {.parser = cst_parser_new()};
	char *bytes = malloc(SIZE);

	(void)state;
	arena_init(&t.arena);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		fill(bytes, SIZE, patterns[i]);
		read_settings(&t, (struct str){bytes, SIZE});
		assert_true(t.arena.used < 200 * 1000 * 1000);
	}
	/* names that double, each standing for two of the one before */
	read_settings(&t, STR("a = ''\nb = f'{a}{a}{a}{a}{a}{a}{a}{a}'\n"
			      "c = f'{b}{b}{b}{b}{b}{b}{b}{b}'\nd = f'{c}{c}{c}{c}{c}{c}{c}'\n"
			      "e = f'{d}{d}{d}{d}{d}{d}{d}{d}'\nf = f'{e}{e}{e}{e}{e}{e}{e}'\n"
			      "g = f'{f}{f}{f}{f}{f}{f}{f}{f}'\nh = f'{g}{g}{g}{g}{g}{g}{g}'\n"
			      "x.execute(h)\ncontext.configure(x, version_table=h)\n"));
	assert_int_equal(t.settings[SETTING_RENDER_AS_BATCH].state, SETTING_UNKNOWN);
	arena_release(&t.arena);
	cst_parser_free(t.parser);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_of_configure),
		cmocka_unit_test(settings_through_names),
		cmocka_unit_test(settings_through_options),
		cmocka_unit_test(settings_online),
		cmocka_unit_test(settings_timeouts),
		cmocka_unit_test(settings_under_conditions),
		cmocka_unit_test(settings_of_connections),
		cmocka_unit_test(settings_naming),
		cmocka_unit_test(settings_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
