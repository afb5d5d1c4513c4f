/*
 * Texts that are meant to hurt: they cost a bounded time and give ops or OP_RAW_SQL, never a crash.
 * Each runs on a thread with the stack that workers have. ctest: threads
 */
#include "core/base/limits.h"
#include "frontends/sql/sql.h"
#include "sql_print.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct job {
	struct str text;
	bool holes;
	uint32_t count, raw; /* of the result */
	enum op_kind first;
};

static void *run(void *self)
{
	struct job *job = self;
	struct sql_ops ops = {0};
	struct arena arena;

	arena_init(&arena);
	sql_read(job->text, job->holes, 0, &arena, &ops);
	job->count = ops.count;
	job->first = ops.count ? ops.items[0].kind : OP_OPAQUE;
	for (uint32_t i = 0; i < ops.count; i++)
		job->raw += ops.items[i].kind == OP_RAW_SQL;
	arena_release(&arena);
	return NULL;
}

static struct job read_on_worker(struct str text, bool holes)
{
	struct job job = {.text = text, .holes = holes};
	pthread_attr_t attributes;
	pthread_t thread;

	assert_int_equal(pthread_attr_init(&attributes), 0);
	assert_int_equal(pthread_attr_setstacksize(&attributes, LIMIT_STACK_BYTES), 0);
	assert_int_equal(pthread_create(&thread, &attributes, run, &job), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	pthread_attr_destroy(&attributes);
	return job;
}

/* before, `count` times `part`, after */
static struct job read_repeated(const char *before, const char *part, uint32_t count,
				const char *after)
{
	struct out out;
	struct job job;

	out_init_buffer(&out, SIZE_MAX);
	out_printf(&out, "%s", before);
	for (uint32_t i = 0; i < count; i++)
		out_str(&out, str_from(part));
	out_printf(&out, "%s", after);
	job = read_on_worker(out_content(&out), true);
	out_release(&out);
	return job;
}

static void operator_chains(void **state)
{
	static const char *const parts[] = {" + 1",      "::a",        " ISNULL",          " AND a",
					    " OR NOT a", " COLLATE c", " AT TIME ZONE 'x'"};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct job job = read_repeated("UPDATE t SET a = b", parts[i], 900, "");

		assert_int_equal(job.count, 1);
		assert_int_equal(job.first, OP_UPDATE);
		/* libpg_query alone would overrun an ordinary stack */
		job = read_repeated("UPDATE t SET a = b", parts[i], 60000, "");
		assert_int_equal(job.count, 1);
		assert_int_equal(job.first, OP_RAW_SQL);
	}
	/* the most that is let through */
	assert_int_equal(
		read_repeated("UPDATE t SET a = 1", "+1", LIMIT_SQL_OPERATORS - 1, "").first,
		OP_UPDATE);
	assert_int_equal(read_repeated("UPDATE t SET a = 1", "+1", LIMIT_SQL_OPERATORS, "").first,
			 OP_RAW_SQL);
}

static void joins_and_unions(void **state)
{
	(void)state;
	assert_int_equal(read_repeated("SELECT * FROM a", " CROSS JOIN a", 500, "").first,
			 OP_SELECT);
	assert_int_equal(read_repeated("SELECT 1", " UNION SELECT 1", 500, "").first, OP_SELECT);
	assert_int_equal(read_repeated("SELECT * FROM a", " CROSS JOIN a", 60000, "").first,
			 OP_RAW_SQL);
	assert_int_equal(read_repeated("SELECT 1", " UNION SELECT 1", 60000, "").first, OP_RAW_SQL);
}

/* Lists are long, not deep. */
static void long_lists(void **state)
{
	struct job job = read_repeated("INSERT INTO t VALUES (1, -1)", ", (-1, 2 + 3)", 4500, "");

	(void)state;
	assert_int_equal(job.first, OP_INSERT);
	job = read_repeated("", "DELETE FROM t WHERE a = 1;\n", 9000, "");
	assert_int_equal(job.count, 9000);
	assert_int_equal(job.raw, 0);
}

static void nesting(void **state)
{
	static const char *const parts[] = {"(",
					    "f(",
					    "(SELECT ",
					    "CASE WHEN ",
					    "NOT ",
					    "- ",
					    "[",
					    "ARRAY[",
					    "{",
					    "{{",
					    "/*",
					    "/* /* */ ",
					    "$$",
					    "$a$ $b$ ",
					    "'",
					    "\"",
					    "`",
					    "{x",
					    "[a",
					    "BEGIN ",
					    "a.",
					    "(a,",
					    "\nDELIMITER x\n",
					    "/*!1 ",
					    "#a ",
					    "\nGO 1\n",
					    "|| 'a' "};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct job job = read_repeated("SELECT ", parts[i], 20000, "");

		assert_int_equal(job.count, 1);
		job = read_repeated("SELECT ", parts[i], 200, "");
		assert_int_equal(job.count, 1);
		job = read_repeated("CREATE PROCEDURE p() ", parts[i], 5000, "");
		assert_int_equal(job.count, 1);
	}
}

/* WITH queries that read each other twice, and twice again. */
static void doubling(void **state)
{
	struct out out;
	struct job job;

	(void)state;
	out_init_buffer(&out, SIZE_MAX);
	out_printf(&out, "WITH c0 AS (VALUES (1))");
	for (int i = 1; i < 200; i++)
		out_printf(&out, ", c%d AS (SELECT * FROM c%d a, c%d b)", i, i - 1, i - 1);
	out_printf(&out, " INSERT INTO t SELECT * FROM c199");
	job = read_on_worker(out_content(&out), false);
	assert_int_equal(job.first, OP_INSERT);
	out_release(&out);
}

/* Blocks in blocks, long chains of conditions, handlers and branches that do not end. */
static void blocks(void **state)
{
	static const char *const parts[] = {
		"IF a THEN ", "BEGIN ",
		"LOOP ",      "FOR r IN SELECT 1 LOOP ",
		"IF a ",      "ELSIF b THEN ",
		"DECLARE ",   "EXCEPTION WHEN a THEN ",
		"CASE ",      "<<a>> ",
		"EXECUTE ",   "IF a THEN RETURN; END IF; ",
		"BEGIN TRY ", "WHILE a ",
		"a := ",      "BEGIN DROP TABLE a; END; ",
		"IF a\n",     "IF a DROP TABLE b\n",
		"ELSE\n",     "PERFORM a; ",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		assert_true(read_repeated("DO $$ BEGIN ", parts[i], 2000, " END $$").count > 0);
		assert_true(
			read_repeated("DO $$ BEGIN IF a THEN ", parts[i], 2000, "END IF; END $$")
				.count > 0);
		assert_true(read_repeated("IF a BEGIN ", parts[i], 2000, " END").count > 0);
		assert_true(read_repeated("BEGIN ", parts[i], 2000, " END;").count > 0);
	}
	/* no THEN and no LOOP to be found, again and again */
	assert_in_range(read_repeated("", "IF a\nDROP TABLE b\n", 3000, "").count, 2999, 3000);
	assert_in_range(read_repeated("", "WHILE a\nDROP TABLE b\n", 2500, "").count, 2499, 2500);
	/* each of the conditions is inside of the one before */
	assert_int_equal(read_repeated("DO $$ BEGIN IF a THEN DROP TABLE b; ",
				       "ELSIF a THEN DROP TABLE b; ", 2000, "END IF; END $$")
				 .count,
			 2001);
	assert_int_equal(read_repeated("DO $$ BEGIN ", "IF a THEN DROP TABLE b; ", 20, "").raw, 1);
}

/* Texts that make larger texts, which make larger ones again. */
static void made_texts(void **state)
{
	struct out out;
	struct job job;

	(void)state;
	out_init_buffer(&out, SIZE_MAX);
	out_printf(&out, "DO $a$ BEGIN ");
	for (int i = 0; i < 50; i++) {
		out_printf(&out, "EXECUTE format('");
		for (int j = 0; j < 120; j++)
			out_printf(&out, "%%1$s");
		out_printf(&out, "', '");
		for (int j = 0; j < 20; j++)
			out_printf(&out, "DROP TABLE a; ");
		out_printf(&out, "'); ");
	}
	out_printf(&out, "END $a$");
	job = read_on_worker(out_content(&out), false);
	assert_in_range(job.count, 2400, LIMIT_SQL_BYTES / 8);
	assert_true(job.raw > 0);
	out_clear(&out);
	/* a text in a text in a text */
	out_printf(&out, "DROP TABLE a");
	for (int i = 0; i < 60; i++) {
		char *copy = strndup(out_content(&out).ptr, out_content(&out).len);

		assert_non_null(copy);
		out_clear(&out);
		out_printf(&out, "DO $x%d$ BEGIN EXECUTE $y%d$%s$y%d$; END $x%d$", i, i, copy, i,
			   i);
		free(copy);
	}
	job = read_on_worker(out_content(&out), false);
	assert_int_equal(job.count, 1);
	assert_int_equal(job.raw, 1);
	out_release(&out);
}

/* Every hole in a form that PostgreSQL refuses, and wants again and again. */
static void many_holes(void **state)
{
	struct job job = read_repeated("SELECT * FROM t WHERE a IN {x}", " AND a IN {x}", 500, "");

	(void)state;
	assert_int_equal(job.count, 1);
	job = read_repeated("UPDATE t SET a = ", "{x}", 5000, "");
	assert_int_equal(job.count, 1);
	job = read_repeated("UPDATE t SET a = '", "{x}", 5000, "'");
	assert_int_equal(job.first, OP_UPDATE);
}

static void limits(void **state)
{
	struct job job;

	(void)state;
	job = read_repeated("UPDATE t SET a = '", "x", LIMIT_SQL_BYTES - 19, "'");
	assert_int_equal(job.first, OP_UPDATE);
	job = read_repeated("UPDATE t SET a = '", "x", LIMIT_SQL_BYTES, "'; DROP TABLE x");
	assert_int_equal(job.count, 2);
	assert_int_equal(job.raw, 1); /* the statement's limit, not the text's */
	job = read_repeated("DROP TABLE x; SELECT '", "x", LIMIT_STRING_BYTES, "'");
	assert_int_equal(job.count, 1);
	assert_int_equal(job.raw, 1);
}

static void bad_bytes(void **state)
{
	static const char nul[] = "DROP TABLE a\0; DROP TABLE b";
	static const char alone[] = "\0";
	struct job job;

	(void)state;
	job = read_on_worker((struct str){nul, sizeof(nul) - 1}, false);
	assert_int_equal(job.count, 2);
	assert_int_equal(job.first, OP_RAW_SQL);
	assert_int_equal(job.raw, 1);
	job = read_on_worker((struct str){alone, 1}, false);
	assert_int_equal(job.first, OP_RAW_SQL);
	/* half a character at the end, and in a name */
	job = read_on_worker(STR("UPDATE t SET a = 'x\xe2\x82'"), false);
	assert_int_equal(job.count, 1);
	job = read_on_worker(STR("DROP TABLE \xff\xfe"), false);
	assert_int_equal(job.count, 1);
	assert_int_equal(read_on_worker((struct str){NULL, 0}, true).count, 0);
	assert_int_equal(read_on_worker(STR("\xef\xbb\xbf"), true).count, 1);
}

/* What a caller gave is not written to, and equal texts give equal ops. */
static void pure(void **state)
{
	char text[] = "ALTER TABLE \"T\" ADD {c} VARCHAR({n}) DEFAULT 'it''s'; UPDATE `x` SET a=:b";
	char copy[sizeof(text)];
	struct out first, second;
	struct arena arena;

	(void)state;
	memcpy(copy, text, sizeof(text));
	arena_init(&arena);
	out_init_buffer(&first, 1 << 16);
	out_init_buffer(&second, 1 << 16);
	for (int round = 0; round < 2; round++) {
		struct sql_ops ops = {0};

		sql_read(str_from(text), true, 0, &arena, &ops);
		assert_int_equal(ops.count, 2);
		for (uint32_t i = 0; i < ops.count; i++)
			sql_print_op(&ops.items[i], round ? &second : &first);
	}
	assert_memory_equal(text, copy, sizeof(text));
	assert_true(str_eq(out_content(&first), out_content(&second)));
	out_release(&first);
	out_release(&second);
	arena_release(&arena);
}

enum { THREADS = 4, ROUNDS = 200 };

static void *read_many(void *self)
{
	static const char *const texts[] = {"CREATE TABLE t (a int DEFAULT 1); DROP TABLE {x}",
					    "ALTER TABLE `t` MODIFY a INT", "SELECT 1 +",
					    "INSERT INTO t SELECT * FROM {y} WHERE a IN {z}"};
	uint64_t *hash = self;
	struct arena arena;
	struct out out;

	arena_init(&arena);
	out_init_buffer(&out, 1 << 20);
	for (int round = 0; round < ROUNDS; round++) {
		struct sql_ops ops = {0};

		arena_reset(&arena);
		sql_read(str_from(texts[round % 4]), true, 0, &arena, &ops);
		for (uint32_t i = 0; i < ops.count; i++)
			sql_print_op(&ops.items[i], &out);
	}
	*hash = str_hash(out_content(&out), STR_HASH_SEED);
	out_release(&out);
	arena_release(&arena);
	return NULL;
}

/* libpg_query keeps its memory and its errors per thread. */
static void threads(void **state)
{
	uint64_t alone, hashes[THREADS];
	pthread_t ids[THREADS];

	(void)state;
	read_many(&alone);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&ids[i], NULL, read_many, &hashes[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(ids[i], NULL), 0);
		assert_true(hashes[i] == alone);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operator_chains),
		cmocka_unit_test(joins_and_unions),
		cmocka_unit_test(long_lists),
		cmocka_unit_test(nesting),
		cmocka_unit_test(doubling),
		cmocka_unit_test(blocks),
		cmocka_unit_test(made_texts),
		cmocka_unit_test(many_holes),
		cmocka_unit_test(limits),
		cmocka_unit_test(bad_bytes),
		cmocka_unit_test(pure),
		cmocka_unit_test(threads),
	};

	return cmocka_run_group_tests_name("sql_hostile", tests, NULL, NULL);
}
