#include "tests/unit/environment_listing.h"

#include "core/base/limits.h"
#include "scanner/facts.h"
#include "scanner/role.h"

/* ---- role ------------------------------------------------------------------------------------ */

static void roles(void **state)
{
	static const struct {
		const char *path, *evidence;
		enum role role;
	} cases[] = {
		{"", "", ROLE_PRODUCTION},
		{"migrations", "", ROLE_PRODUCTION},
		{"tests/migrations", "path segment 'tests'", ROLE_TEST},
		{"src/x/Testing/db", "path segment 'Testing'", ROLE_TEST},
		{"pkg/test_app/migrations", "path segment 'test_app'", ROLE_TEST},
		{"pkg/integration-tests/m", "path segment 'integration-tests'", ROLE_TEST},
		{"pkg/api_tests/m", "path segment 'api_tests'", ROLE_TEST},
		{"examples/shop/alembic", "path segment 'examples'", ROLE_EXAMPLE},
		{"docs/code/alembic", "path segment 'docs'", ROLE_EXAMPLE},
		{"{{cookiecutter.slug}}/alembic", "path segment '{{cookiecutter.slug}}'",
		 ROLE_TEMPLATE},
		{"x/alembic.jinja/m", "path segment 'alembic.jinja'", ROLE_TEMPLATE},
		{"app/utils/plugin_alembic_template", "path segment 'plugin_alembic_template'",
		 ROLE_TEMPLATE},
		{"lib/alembic/templates/generic", "path segment 'templates'", ROLE_TEMPLATE},
		{"vendor/x/migrations", "path segment 'vendor'", ROLE_VENDORED},
		{"src/third-party/x", "path segment 'third-party'", ROLE_VENDORED},
		{"venv/lib/python3.9/site-packages/x", "path segment 'site-packages'",
		 ROLE_VENDORED},
		{"usr/lib/python3/dist-packages/nova/db/main/migrations", "", ROLE_PRODUCTION},
		/* the outermost one decides */
		{"vendor/x/tests/m", "path segment 'vendor'", ROLE_VENDORED},
		/* whole segments, and none that are as often a product's */
		{"latest/m", "", ROLE_PRODUCTION},
		{"test_results/m", "", ROLE_PRODUCTION},
		{"contest/m", "", ROLE_PRODUCTION},
		{"testing-service/m", "", ROLE_PRODUCTION},
		{"attestations/m", "", ROLE_PRODUCTION},
		{"template", "path segment 'template'", ROLE_TEMPLATE},
		{"tests", "path segment 'tests'", ROLE_TEST},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str evidence;
		enum role role = role_of_path(str_from(cases[i].path), &arena, &evidence);

		assert_int_equal(role, cases[i].role);
		assert_true(str_eq(evidence, str_from(cases[i].evidence)));
	}
	arena_release(&arena);
}

/* ---- evidence -------------------------------------------------------------------------------- */

static void assert_evidence_text(const char *line, const char *expected)
{
	struct arena arena;

	arena_init(&arena);
	assert_true(str_eq(evidence_text(&arena, str_from(line)), str_from(expected)));
	arena_release(&arena);
}

static void evidence_hides_credentials(void **state)
{
	(void)state;
	assert_evidence_text(" url = mysql://root:p@ss/w@host/db \n", "url = mysql://***@host/db");
	assert_evidence_text("a://u:p@h 'b://t@h' c://h", "a://***@h 'b://***@h' c://h");
	assert_evidence_text("://@", "://@");
	assert_evidence_text("mail me@x", "mail me@x");
	assert_evidence_text("caf\xc3\xa9 \xff\t\x1b[31m", "caf\xc3\xa9 ?  [31m");
	assert_evidence_text("", "");
}

static void evidence_is_bounded(void **state)
{
	struct arena arena;
	char line[4096];
	struct str text;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i + 2 < sizeof(line); i += 2)
		memcpy(line + i, "\xc3\xa9", 2);
	text = evidence_text(&arena, (struct str){line, sizeof(line) - 2});
	assert_int_equal(text.len, LIMIT_LINE_BYTES);
	assert_true(str_is_utf8(text));
	for (size_t i = 0; i + 3 < sizeof(line); i += 3)
		memcpy(line + i, "://", 3);
	text = evidence_text(&arena, (struct str){line, sizeof(line) - 3});
	assert_true(text.len <= LIMIT_LINE_BYTES);
	/* a password that goes on past the limit */
	memset(line, 'x', sizeof(line));
	memcpy(line, "a://", 4);
	line[sizeof(line) - 1] = '@';
	text = evidence_text(&arena, (struct str){line, sizeof(line)});
	assert_true(str_eq(text, STR("a://***")));
	arena_release(&arena);
}

/* Adds the signs of "trust dialect" in order; gives the set that follows. */
static dialect_set decided(const struct signs *signs, uint32_t expected_evidence)
{
	const struct evidence *evidence;
	struct arena arena;
	dialect_set set;
	uint32_t count;

	arena_init(&arena);
	set = signs_decide(signs, &arena, &evidence, &count);
	assert_int_equal(count, expected_evidence);
	arena_release(&arena);
	return set;
}

static void the_best_signs_decide(void **state)
{
	struct signs s = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_int_equal(decided(&s, 0), 0);
	signs_add(&s, &a, TRUST_TEST_DRIVER, DIALECT_SQLITE, STR("t"), 1, STR("aiosqlite"));
	assert_int_equal(decided(&s, 1), DIALECT_SQLITE);
	signs_add(&s, &a, TRUST_TEST_DRIVER, DIALECT_MYSQL, STR("t"), 2, STR("pymysql"));
	assert_int_equal(decided(&s, 2), DIALECT_SQLITE | DIALECT_MYSQL);
	signs_add(&s, &a, TRUST_DRIVER, DIALECT_POSTGRESQL, STR("r"), 1, STR("asyncpg"));
	assert_int_equal(decided(&s, 1), DIALECT_POSTGRESQL);
	/* a URL of SQLite's rules nothing out */
	signs_add(&s, &a, TRUST_SAID, DIALECT_SQLITE, STR("i"), 1, STR("sqlite://"));
	assert_int_equal(decided(&s, 2), DIALECT_POSTGRESQL | DIALECT_SQLITE);
	signs_add(&s, &a, TRUST_SAID, DIALECT_ORACLE, STR("i"), 2, STR("oracle://"));
	assert_int_equal(decided(&s, 2), DIALECT_ORACLE | DIALECT_SQLITE);
	/* a question about what is said already changes nothing */
	signs_add(&s, &a, TRUST_ASKED, DIALECT_ORACLE, STR("g"), 1, STR("if oracle"));
	assert_int_equal(decided(&s, 2), DIALECT_ORACLE | DIALECT_SQLITE);
	/* an option adds */
	signs_add(&s, &a, TRUST_OPTION, DIALECT_MYSQL, STR("m"), 1, STR("mysql_engine"));
	assert_int_equal(decided(&s, 3), DIALECT_ORACLE | DIALECT_SQLITE | DIALECT_MYSQL);
	/* a folder is meant for its database alone, SQLite too */
	signs_add(&s, &a, TRUST_FOLDER, DIALECT_SQLITE, STR("f"), 0, STR("folder"));
	assert_int_equal(decided(&s, 1), DIALECT_SQLITE);
	arena_release(&a);
}

static void questions_name_what_is_expected(void **state)
{
	struct signs s = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	signs_add(&s, &a, TRUST_ASKED, DIALECT_MYSQL, STR("g"), 1, STR("if mysql"));
	assert_int_equal(decided(&s, 1), DIALECT_MYSQL);
	signs_add(&s, &a, TRUST_TEST_DRIVER, DIALECT_POSTGRESQL, STR("t"), 1, STR("psycopg2"));
	assert_int_equal(decided(&s, 2), DIALECT_MYSQL | DIALECT_POSTGRESQL);
	signs_add(&s, &a, TRUST_SAID, DIALECT_SQLITE, STR("i"), 1, STR("sqlite://"));
	assert_int_equal(decided(&s, 3), DIALECT_MYSQL | DIALECT_POSTGRESQL | DIALECT_SQLITE);
	/* SQLite is asked for because of batches: no second server */
	signs_add(&s, &a, TRUST_ASKED, DIALECT_SQLITE, STR("g"), 2, STR("if sqlite"));
	assert_int_equal(decided(&s, 3), DIALECT_MYSQL | DIALECT_POSTGRESQL | DIALECT_SQLITE);
	signs_add(&s, &a, TRUST_ASKED, DIALECT_ORACLE, STR("g"), 3, STR("if oracle"));
	assert_int_equal(decided(&s, 3), DIALECT_MYSQL | DIALECT_ORACLE | DIALECT_SQLITE);
	arena_release(&a);
}

/* A URL and code that asks for another database: it serves several, and the drivers are some. */
static void questions_open_what_a_url_says(void **state)
{
	struct signs s = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	signs_add(&s, &a, TRUST_SAID, DIALECT_POSTGRESQL, STR("i"), 1, STR("postgresql://"));
	signs_add(&s, &a, TRUST_DRIVER, DIALECT_MYSQL, STR("r"), 1, STR("aiomysql"));
	signs_add(&s, &a, TRUST_TEST_DRIVER, DIALECT_ORACLE, STR("t"), 1, STR("oracledb"));
	assert_int_equal(decided(&s, 1), DIALECT_POSTGRESQL);
	signs_add(&s, &a, TRUST_ASKED, DIALECT_SQLITE, STR("g"), 1, STR("if sqlite"));
	assert_int_equal(decided(&s, 3), DIALECT_POSTGRESQL | DIALECT_SQLITE | DIALECT_MYSQL);
	/* one that asks for several names them all */
	signs_add(&s, &a, TRUST_ASKED, DIALECT_MARIADB, STR("g"), 2, STR("if mariadb"));
	signs_add(&s, &a, TRUST_ASKED, DIALECT_POSTGRESQL, STR("g"), 3, STR("if postgres"));
	assert_int_equal(decided(&s, 3), DIALECT_POSTGRESQL | DIALECT_SQLITE | DIALECT_MARIADB);
	arena_release(&a);
}

/* ---- all of it together ---------------------------------------------------------------------- */

/* The dialects of the environment "app/m", and where the first piece of evidence stands. */
static void assert_dialects(const struct listed *files, size_t count, dialect_set given,
			    dialect_set expected, const char *evidence)
{
	static const struct listed own[] = {{"app/m/versions/1.py", "1"}};
	const struct environment *env;
	struct listing l;

	listing_init(&l, own, 1);
	for (size_t i = 0; i < count; i++)
		listing_add(&l, &files[i]);
	l.input.dialects_given = given;
	assert_int_equal(listing_group(&l, NULL), 0);
	env = environment_named(&l, "app/m");
	assert_int_equal(env->dialects, expected);
	assert_int_equal(env->dialects_given, given != 0);
	if (env->dialect_evidence_count)
		assert_true(str_eq(env->dialect_evidence[0].path, str_from(evidence)));
	else
		assert_null(evidence);
	listing_release(&l);
}

#define DIALECTS(given, expected, evidence, ...)                                                   \
	assert_dialects((const struct listed[]){__VA_ARGS__},                                      \
			sizeof((const struct listed[]){__VA_ARGS__}) / sizeof(struct listed),      \
			given, expected, evidence)

static void dialects_of_an_environment(void **state)
{
	static const struct listed ini = {"app/alembic.ini",
					  "[alembic]\nscript_location = m\n"
					  "sqlalchemy.url = postgresql://u:p@h/d\n"};
	static const struct listed lite = {"app/alembic.ini", "[alembic]\nscript_location = m\n"
							      "sqlalchemy.url = sqlite:///x.db\n"};
	static const struct listed env = {"app/m/env.py",
					  "context.configure(c, render_as_batch=True)\n"};
	static const struct listed drivers = {"requirements.txt", "pymysql\noracledb\n"};

	(void)state;
	DIALECTS(0, 0, NULL, {"README.txt", ""});
	DIALECTS(0, DIALECT_POSTGRESQL, "app/alembic.ini", ini, drivers);
	DIALECTS(0, DIALECT_MYSQL | DIALECT_ORACLE, "requirements.txt", drivers);
	DIALECTS(0, DIALECT_MYSQL | DIALECT_ORACLE | DIALECT_SQLITE, "app/alembic.ini", lite,
		 drivers);
	DIALECTS(0, DIALECT_SQLITE, "app/alembic.ini", lite);
	DIALECTS(0, DIALECT_POSTGRESQL | DIALECT_MYSQL, "app/m/versions/2.py", drivers,
		 {"app/m/versions/2.py", "2 1 !postgresql !mysql"});
	/* an option of a table rules nothing out, and counts alone */
	DIALECTS(0, DIALECT_POSTGRESQL | DIALECT_MYSQL, "app/m/versions/2.py",
		 {"requirements.txt", "psycopg2\n"}, {"app/m/versions/2.py", "2 1 !mysql !option"});
	DIALECTS(0, DIALECT_MYSQL, "app/m/versions/2.py",
		 {"app/m/versions/2.py", "2 1 !mysql !option"});
	DIALECTS(0, DIALECT_MYSQL | DIALECT_SQLITE, "app/alembic.ini", lite,
		 {"app/m/versions/2.py", "2 1 !mysql !option"});
	/* an import rules others out, but not where the code chooses between databases */
	DIALECTS(0, DIALECT_MYSQL | DIALECT_SQLITE, "app/m/versions/2.py", lite,
		 {"test-requirements.txt", "psycopg2\n"}, {"app/m/versions/2.py", "2 1 !mysql"});
	DIALECTS(0, DIALECT_MYSQL | DIALECT_POSTGRESQL | DIALECT_SQLITE, "app/alembic.ini", lite,
		 {"test-requirements.txt", "psycopg2\n"},
		 {"app/m/versions/2.py", "2 1 !mysql !variants"});
	/* env.py asks: for one database, or for two */
	DIALECTS(0, DIALECT_MYSQL | DIALECT_ORACLE | DIALECT_MARIADB, "app/m/env.py", drivers,
		 {"app/m/env.py", "if dialect.name == 'mariadb': pass\n"});
	DIALECTS(0, DIALECT_POSTGRESQL | DIALECT_MARIADB, "app/m/env.py", drivers,
		 {"app/m/env.py", "ok = dialect.name in ('mariadb', 'postgresql')\n"});
	/* any text is no list of requirements */
	DIALECTS(0, 0, NULL, {"app/base.txt", "psycopg2\n"});
	/* batches add SQLite to what else there is, and say nothing alone */
	DIALECTS(0, DIALECT_POSTGRESQL | DIALECT_SQLITE, "app/alembic.ini", ini, env);
	DIALECTS(0, 0, NULL, env);
	/* what the user says is not argued with */
	DIALECTS(DIALECT_MSSQL, DIALECT_MSSQL, NULL, ini, drivers);
	/* a placeholder */
	DIALECTS(0, 0, NULL,
		 {"app/alembic.ini", "[alembic]\nscript_location = m\n"
				     "sqlalchemy.url = driver://user:pass@localhost/dbname\n"});
}

static void dialects_from_requirements(void **state)
{
	static const struct listed drivers = {"requirements.txt", "pymysql\noracledb\n"};

	(void)state;
	/* the nearest requirements with a driver for users */
	DIALECTS(0, DIALECT_POSTGRESQL, "app/pyproject.toml", drivers,
		 {"app/pyproject.toml", "[project]\ndependencies = ['psycopg2']\n"});
	DIALECTS(0, DIALECT_MYSQL | DIALECT_ORACLE, "requirements.txt", drivers,
		 {"app/test-requirements.txt", "aiosqlite\n"});
	DIALECTS(0, DIALECT_POSTGRESQL, "app/requirements/prod.txt", drivers,
		 {"app/requirements/prod.txt", "asyncpg\n"});
	/* of another project */
	DIALECTS(0, 0, NULL, {"other/requirements.txt", "asyncpg\n"});
	DIALECTS(0, DIALECT_POSTGRESQL, "app/setup.py",
		 {"app/setup.py", "setup(install_requires=['psycopg2'])\n"});
	DIALECTS(0, 0, NULL, {"app/setup.py", "\xff ['psycopg2']\n"});
	DIALECTS(0, DIALECT_POSTGRESQL, "Pipfile", {"Pipfile", "[packages]\npsycopg2 = '*'\n"});
}

static void dialects_that_code_asks_for(void **state)
{
	static const struct guard guards[] = {
		{.kind = GUARD_DATA, .text = STR_INIT("rows"), .at = {.line = 8}},
		{.kind = GUARD_DIALECT,
		 .dialects = DIALECT_ALL & ~DIALECT_MYSQL,
		 .text = STR_INIT("bind.dialect.name != 'mysql'"),
		 .at = {.line = 9}},
	};
	static const struct listed files[] = {{"m/1.py", "1 !postgresql"},
					      {"requirements.txt", "oracledb\n"}};
	struct migration *m;
	struct listing l;
	const struct environment *env;

	(void)state;
	listing_init(&l, files, 2);
	m = arena_new(&l.arena, struct migration);
	*m = *l.migrations.items[0];
	m->body[DOWN].guards = guards;
	m->body[DOWN].guard_count = 2;
	l.migrations.items[0] = m;
	assert_int_equal(listing_group(&l, NULL), 0);
	env = environment_named(&l, "m");
	assert_int_equal(env->dialects, DIALECT_POSTGRESQL | DIALECT_MYSQL);
	assert_int_equal(env->dialect_evidence[1].line, 9);
	assert_true(str_eq(env->dialect_evidence[1].text, STR("bind.dialect.name != 'mysql'")));
	listing_release(&l);
}

/* `if is_mysql(bind)`, where is_mysql is another file's: the import does not rule MySQL out. */
static void dialects_that_helpers_ask_for(void **state)
{
	static const struct guard guards[] = {
		{.kind = GUARD_UNKNOWN, .text = STR_INIT("is_mysql(bind)"), .at = {.line = 8}},
		{.kind = GUARD_EXISTS,
		 .text = STR_INIT("has_table('is_oracle')"),
		 .at = {.line = 9}},
	};
	static const struct listed files[] = {{"m/1.py", "1 !postgresql"}};
	struct migration *m;
	struct listing l;
	const struct environment *env;

	(void)state;
	listing_init(&l, files, 1);
	m = arena_new(&l.arena, struct migration);
	*m = *l.migrations.items[0];
	m->body[UP].guards = guards;
	m->body[UP].guard_count = 2;
	l.migrations.items[0] = m;
	assert_int_equal(listing_group(&l, NULL), 0);
	env = environment_named(&l, "m");
	assert_int_equal(env->dialects, DIALECT_POSTGRESQL | DIALECT_MYSQL);
	assert_int_equal(env->dialect_evidence_count, 2);
	listing_release(&l);
}

static void folders_named_after_databases(void **state)
{
	static const struct listed files[] = {
		{"m/env.py", "if dialect.name == 'mysql': pass\n"},
		{"m/versions/postgresql/1.py", "1 !mysql"},
		{"m/versions/sqlite/1.py", "1"},
		{"db/mysql/migrations/versions/1.py", "1"},
		{"oracle/migrations/versions/1.py", "1"},
	};
	struct listing l;

	(void)state;
	listing_init(&l, files, 5);
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_int_equal(l.groups.count, 4);
	assert_int_equal(environment_named(&l, "m/versions/postgresql")->dialects,
			 DIALECT_POSTGRESQL);
	assert_int_equal(environment_named(&l, "m/versions/sqlite")->dialects, DIALECT_SQLITE);
	assert_int_equal(environment_named(&l, "db/mysql/migrations")->dialects, DIALECT_MYSQL);
	assert_int_equal(environment_named(&l, "oracle/migrations")->dialects, 0);
	listing_release(&l);
}

static void modes_and_role(void **state)
{
	static const struct listed files[] = {
		{"tests/m/env.py", "context.configure(c, transaction_per_migration=True)\n"
				   "c.execute(text('SET lock_timeout = 4000'))\n"},
		{"tests/m/versions/1.py", "1"},
		{"m/versions/tests/1.py", "1"},
	};
	struct listing l;
	const struct environment *env;

	(void)state;
	listing_init(&l, files, 3);
	assert_int_equal(listing_group(&l, NULL), 0);
	env = environment_named(&l, "tests/m");
	assert_int_equal(env->role, ROLE_TEST);
	assert_int_equal(env->transaction_per_migration, TRI_YES);
	assert_int_equal(env->render_as_batch, TRI_NO);
	assert_int_equal(env->settings[SETTING_RENDER_AS_BATCH].state, SETTING_UNSET);
	assert_int_equal(env->settings[SETTING_LOCK_TIMEOUT].state, SETTING_SET);
	assert_true(str_eq(env->settings[SETTING_LOCK_TIMEOUT].value, STR("4000")));
	assert_true(
		str_eq(env->settings[SETTING_LOCK_TIMEOUT].evidence.path, STR("tests/m/env.py")));
	assert_int_equal(env->settings[SETTING_LOCK_TIMEOUT].evidence.line, 2);
	env = environment_named(&l, "m");
	assert_int_equal(env->role, ROLE_PRODUCTION);
	assert_int_equal(env->transaction_per_migration, TRI_UNKNOWN); /* no env.py */
	listing_release(&l);
}

static void forward_only(void **state)
{
	static const struct {
		const char *migrations[4];
		bool expected;
	} cases[] = {
		{{"1 !missing"}, false},
		{{"1 !missing", "2 !missing"}, true},
		{{"1 !missing", "2 !raises", "3 !empty"}, true},
		{{"1 !missing", "2 !missing", "3"}, false},
		{{"1 !missing", "2 !noop", "3 !noop"}, false}, /* one upgrade does something */
		{{"1 !missing", "2 !missing", "3 !unparsable"}, true},
		{{"1 !noop", "2 !noop"}, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static const char *const paths[] = {"m/1.py", "m/2.py", "m/3.py", "m/4.py"};
		struct listing l;

		listing_init(&l, NULL, 0);
		for (size_t j = 0; j < 4 && cases[i].migrations[j]; j++)
			listing_add(&l, &(struct listed){paths[j], cases[i].migrations[j]});
		assert_int_equal(listing_group(&l, NULL), 0);
		assert_int_equal(l.groups.items[0].env.forward_only, cases[i].expected);
		listing_release(&l);
	}
}

/* However many environments share an env.py and a file of requirements, each is read once. */
static void files_are_read_once(void **state)
{
	struct listing l;

	(void)state;
	listing_init(&l, NULL, 0);
	for (uint32_t i = 0; i < 500; i++) {
		struct str path = arena_printf(&l.arena, "m/versions/%u/1.py", i);

		listing_add(&l, &(struct listed){path.ptr, "1"});
	}
	listing_add(&l, &(struct listed){"m/env.py", ""});
	listing_add(&l, &(struct listed){"requirements.txt", "asyncpg\n"});
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_int_equal(l.groups.count, 500);
	assert_int_equal(l.reads, 2);
	listing_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles),
		cmocka_unit_test(evidence_hides_credentials),
		cmocka_unit_test(evidence_is_bounded),
		cmocka_unit_test(the_best_signs_decide),
		cmocka_unit_test(questions_name_what_is_expected),
		cmocka_unit_test(questions_open_what_a_url_says),
		cmocka_unit_test(dialects_of_an_environment),
		cmocka_unit_test(dialects_from_requirements),
		cmocka_unit_test(dialects_that_code_asks_for),
		cmocka_unit_test(dialects_that_helpers_ask_for),
		cmocka_unit_test(folders_named_after_databases),
		cmocka_unit_test(modes_and_role),
		cmocka_unit_test(forward_only),
		cmocka_unit_test(files_are_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
