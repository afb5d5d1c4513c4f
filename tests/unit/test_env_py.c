#include "scanner/env_py.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct signs env_py(struct arena *arena, const char *content)
{
	struct signs result;

	env_py_read(STR("env.py"), str_from(content), arena, &result);
	return result;
}

static void env_py_dialects(void **state)
{
	static const struct {
		const char *content;
		dialect_set said, asked;
	} cases[] = {
		{"", 0, 0},
		{"url = 'postgresql+asyncpg://u:p@h/d'", DIALECT_POSTGRESQL, 0},
		{"url = f\"mysql://{user}:{pwd}@{host}\"", DIALECT_MYSQL, 0},
		{"url = 'https://example.org'", 0, 0},
		{"# postgresql://", 0, 0},
		{"\"\"\"Like postgresql://host.\"\"\"", 0, 0},
		{"if connection.dialect.name == 'sqlite':", 0, DIALECT_SQLITE},
		{"if dialect_name not in (\"mysql\", \"dm\"):", 0, DIALECT_MYSQL},
		{"if bind.engine.name == \"postgresql\":", 0, DIALECT_POSTGRESQL},
		{"user = os.getenv('DB_USER', 'postgres')", 0, 0},
		{"from sqlalchemy.dialects import postgresql", DIALECT_POSTGRESQL, 0},
		{"from sqlalchemy.dialects.mysql import TINYINT", DIALECT_MYSQL, 0},
		{"import sqlalchemy.dialects.oracle", DIALECT_ORACLE, 0},
		{"import alembic_postgresql_enum", DIALECT_POSTGRESQL, 0},
		{"import mysql", 0, 0},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct signs e = env_py(&arena, cases[i].content);

		assert_int_equal(e.seen[TRUST_SAID], cases[i].said);
		assert_int_equal(e.seen[TRUST_ASKED], cases[i].asked);
	}
	arena_release(&arena);
}

static void env_py_lines(void **state)
{
	struct arena arena;
	struct signs e;
	const struct evidence *evidence;

	(void)state;
	arena_init(&arena);
	e = env_py(&arena, "\"\"\"doc\n\n\"\"\"\nx = '''\n'''\nurl = 'mysql://u:p@h'  # c\n");
	evidence = &e.first[TRUST_SAID][1];
	assert_int_equal(evidence->line, 6);
	assert_true(str_eq(evidence->text, STR("url = 'mysql://***@h'  # c")));
	arena_release(&arena);
}

static void env_py_hostile(void **state)
{
	enum { SIZE = 1000 * 1000 };
	static const char *const patterns[] = {"'mysql' ", "\"",
					       "'''",      "://",
					       "mysql://", "render_as_batch=",
					       "((((",     "\\",
					       "'\\",      "#",
					       "a",        "dialects import mysql ",
					       "\n'",      "'mysql' dialect "};
	char *bytes = malloc(SIZE);
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct signs e;
		size_t len = strlen(patterns[i]);

		for (size_t at = 0; at < SIZE; at++)
			bytes[at] = patterns[i][at % len];
		env_py_read(STR("env.py"), (struct str){bytes, SIZE}, &arena, &e);
		assert_true(arena.used < SIZE);
		arena_reset(&arena);
	}
	for (uint32_t random = 1, round = 0; round < 100; round++) {
		struct signs e;

		for (size_t at = 0; at < 1000; at++) {
			random = random * 1664525u + 1013904223u;
			bytes[at] = "'\"\\\n#= ab://()*\xff"[(random >> 20) % 17];
		}
		env_py_read(STR("env.py"), (struct str){bytes, 1000}, &arena, &e);
		arena_reset(&arena);
	}
	arena_release(&arena);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(env_py_dialects),
		cmocka_unit_test(env_py_lines),
		cmocka_unit_test(env_py_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
