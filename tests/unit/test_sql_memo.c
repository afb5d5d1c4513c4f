/*
 * Kept readings of SQL: the same as new ones, by text and circumstances.
 */
#include "frontends/sql/sql_memo.h"

#include "core/base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void a_text_is_read_once(void **state)
{
	struct sql_memo *memo = sql_memo_new();
	char text[] = "DROP TABLE users";
	const struct sql_ops *first, *again;
	size_t bytes, same;

	(void)state;
	first = sql_memo_read(memo, str_from(text), false, 0, &bytes);
	text[11] = 'U'; /* borrowed only for the call */
	again = sql_memo_read(memo, STR("DROP TABLE users"), false, 0, &same);
	assert_ptr_equal(first, again);
	assert_int_equal(bytes, same);
	assert_true(bytes > 0);
	assert_int_equal(again->count, 1);
	assert_int_equal(again->items[0].kind, OP_DROP_TABLE);
	assert_true(str_eq(again->items[0].table, STR("users")));
	sql_memo_free(memo);
}

static void circumstances_count(void **state)
{
	static const struct str text = STR_INIT("DROP TABLE {Name}");
	struct sql_memo *memo = sql_memo_new();
	const struct sql_ops *holes, *plain, *mysql;
	size_t bytes;

	(void)state;
	holes = sql_memo_read(memo, text, true, 0, &bytes);
	plain = sql_memo_read(memo, text, false, 0, &bytes);
	mysql = sql_memo_read(memo, text, true, DIALECT_MYSQL, &bytes);
	assert_true(holes != plain && holes != mysql && plain != mysql);
	assert_int_equal(holes->items[0].kind, OP_DROP_TABLE);
	assert_int_equal(plain->items[0].kind, OP_RAW_SQL);
	assert_int_equal(mysql->items[0].dialects, DIALECT_MYSQL);
	sql_memo_free(memo);
}

static void too_much_is_forgotten(void **state)
{
	struct sql_memo *memo = sql_memo_new();
	size_t bytes, sum = 0;
	char text[64];

	(void)state;
	for (int i = 0; sum <= 2 * (size_t)LIMIT_SQL_MEMO_BYTES; i++) {
		const struct sql_ops *ops;

		sql_memo_trim(memo);
		snprintf(text, sizeof(text), "DELETE FROM t%d WHERE a = 1", i);
		ops = sql_memo_read(memo, str_from(text), false, 0, &bytes);
		assert_int_equal(ops->count, 1);
		sum += bytes;
	}
	sql_memo_free(memo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_read_once),
		cmocka_unit_test(circumstances_count),
		cmocka_unit_test(too_much_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
