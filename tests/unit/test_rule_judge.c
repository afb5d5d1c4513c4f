/* What several rules ask of ops and bodies, and where dropped values go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rules/judge.h"
#include "rules/values.h"

static struct op op_at(uint32_t line, struct op op)
{
	op.at = (struct span){line * 100, line * 100 + 20, line, 5, line};
	op.excerpt = STR("    op.something()");
	return op;
}

static struct op drop_column(uint32_t line, const char *table, const char *name)
{
	return op_at(line, (struct op){.kind = OP_DROP_COLUMN,
				       .table = str_from(table),
				       .name = str_from(name)});
}

static struct op execute(uint32_t line, enum op_kind kind, const char *table, const char *sql)
{
	return op_at(line, (struct op){.kind = kind,
				       .flags = OPF_FROM_SQL,
				       .table = str_from(table),
				       .text = str_from(sql)});
}

static struct body body_of(const struct op *ops, uint32_t count)
{
	return (struct body){
		.shape = BODY_OPS, .at = {1, 2, 1, 1, 1}, .ops = ops, .op_count = count};
}

static void finds_words(void **state)
{
	(void)state;
	assert_int_equal(sql_find_word(STR("select Phone from t"), STR("phone"), 0), 7);
	assert_int_equal(sql_find_word(STR("telephone, phones, a_phone"), STR("phone"), 0), -1);
	assert_int_equal(sql_find_word(STR("phones.phone"), STR("phone"), 0), 7);
	assert_int_equal(sql_find_word(STR("phone"), STR("phone"), 1), -1);
	assert_int_equal(sql_find_word(STR("phone"), STR(""), 0), -1);
	assert_int_equal(sql_find_word(STR(""), STR("phone"), 0), -1);
	assert_int_equal(sql_find_word(STR("\xc3\xa9phone phone"), STR("phone"), 0), 8);
}

static void knows_what_a_body_changes(void **state)
{
	struct op ops[] = {{.kind = OP_SELECT},
			   {.kind = OP_SET_VARIABLE},
			   {.kind = OP_COMMIT},
			   {.kind = OP_CREATE_TABLE, .flags = OPF_TEMPORARY},
			   {.kind = OP_RAISE}};
	struct body body = body_of(ops, 5);

	(void)state;
	assert_int_equal(body_change(&body), CHANGE_NONE);
	ops[0].kind = OP_OPAQUE;
	assert_int_equal(body_change(&body), CHANGE_OPAQUE);
	ops[1].kind = OP_DELETE;
	assert_int_equal(body_change(&body), CHANGE_ROWS);
	ops[2].kind = OP_CREATE_INDEX;
	assert_int_equal(body_change(&body), CHANGE_SCHEMA);
}

static void follows_table_names(void **state)
{
	const struct op up[] = {
		{.kind = OP_RENAME_TABLE, .table = STR_INIT("a"), .to = STR_INIT("b")},
		{.kind = OP_RENAME_TABLE, .table = STR_INIT("b"), .to = STR_INIT("c")},
	};
	struct migration m = {.body = {body_of(up, 2), body_of(NULL, 0)}};
	struct table_names names = table_names_of(&m, STR("c"));

	(void)state;
	assert_int_equal(table_names_have(&names, STR("a")), TRI_YES);
	assert_int_equal(table_names_have(&names, STR("c")), TRI_YES);
	assert_int_equal(table_names_have(&names, STR("d")), TRI_NO);
	assert_int_equal(table_names_have(&names, STR("{x}")), TRI_UNKNOWN);
	assert_int_equal(table_names_have(&names, STR("")), TRI_UNKNOWN);
}

/* The fate of users.phone with one statement before the drop and one in the downgrade. */
static struct values_fate fate_of(const char *up_sql, const char *down_sql)
{
	const struct op up[] = {execute(1, OP_UPDATE, "users", up_sql),
				drop_column(2, "users", "phone")};
	const struct op down[] = {execute(3, OP_UPDATE, "users", down_sql)};
	struct migration m = {.body = {body_of(up, 2), body_of(down, 1)}};

	return values_fate(&m, &up[1]);
}

static void sees_values_move(void **state)
{
	(void)state;
	assert_int_equal(fate_of("UPDATE users SET c = phone", "").moved, TRI_YES);
	assert_int_equal(fate_of("UPDATE users SET c = lower(\"phone\")", "").moved, TRI_YES);
	assert_int_equal(fate_of("UPDATE users SET phone = ''", "").moved, TRI_NO);
	assert_int_equal(fate_of("UPDATE users u SET a = 1, u.phone = NULL", "").moved, TRI_NO);
	assert_int_equal(fate_of("UPDATE users SET a = 1 WHERE phone IS NULL", "").moved, TRI_NO);
	assert_int_equal(fate_of("UPDATE users SET a = telephone", "").moved, TRI_NO);
}

static void sees_values_come_back(void **state)
{
	const char *up = "UPDATE users SET c = phone";

	(void)state;
	assert_int_equal(fate_of(up, "UPDATE users SET phone = c").restored, TRI_YES);
	assert_int_equal(fate_of(up, "UPDATE users SET a=1, \"phone\"=c").restored, TRI_YES);
	assert_int_equal(fate_of(up, "UPDATE users SET phone = '0' || c").restored, TRI_YES);
	assert_int_equal(fate_of(up, "UPDATE users SET phone = ''").restored, TRI_NO);
	assert_int_equal(fate_of(up, "UPDATE users SET phone = 0;").restored, TRI_NO);
	assert_int_equal(fate_of(up, "UPDATE users SET phone = NULL, a = 1").restored, TRI_NO);
	assert_int_equal(fate_of(up, "UPDATE users SET c = phone").restored, TRI_NO);
	assert_int_equal(fate_of(up, "UPDATE users SET phone = 'unclosed").restored, TRI_NO);
	assert_int_equal(fate_of(up, "phone").restored, TRI_NO);
}

/* What is the downgrade's statement taken to write: the same everywhere, or what rows say? */
static void assert_fills(const char *sql, bool constant, bool derived)
{
	struct values_fate fate = fate_of("", sql);

	assert_int_equal(fate.constant, constant);
	assert_int_equal(fate.derived, derived);
}

static void tells_constants_from_values(void **state)
{
	(void)state;
	assert_fills("UPDATE users SET phone = '{}'::jsonb", true, false);
	assert_fills("UPDATE users SET phone = CAST(now() AS date), a = b", true, false);
	assert_fills("UPDATE users SET phone = ('0' || 1.5e3) FROM x", true, false);
	assert_fills("UPDATE users SET phone = CURRENT_TIMESTAMP WHERE true", true, false);
	assert_fills("UPDATE users SET phone = '-' WHERE phone IS NULL AND c = 1", true, false);
	assert_fills("UPDATE users SET phone = '-' WHERE id = :id", true, false);
	assert_fills("UPDATE users SET phone = '-' WHERE c = ''", false, true);
	assert_fills("UPDATE users SET phone = '-' WHERE c = 'a'::kind", false, true);
	assert_fills("UPDATE users SET phone = lower(c)", false, true);
	assert_fills("UPDATE users SET phone = \"c\"", false, true);
	assert_fills("UPDATE users SET phone = c::text", false, true);
	assert_fills("UPDATE users SET phone = :phone", false, true);
	assert_fills("UPDATE users SET phone = (SELECT max(n) FROM c)", false, true);
	assert_fills("UPDATE users SET c = phone", false, false);
	assert_fills("UPDATE users SET phone =", true, false);
	assert_fills("UPDATE users SET phone = '", true, false);
	assert_fills("UPDATE users SET phone = 1::", true, false);
}

static void stops_searching_long_texts(void **state)
{
	struct op up[] = {execute(1, OP_UPDATE, "users", ""), drop_column(2, "users", "phone")};
	struct migration m = {.body = {body_of(up, 2), body_of(NULL, 0)}};
	char *text = malloc(100000);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 100000);
	up[0].text = (struct str){text, 100000};
	assert_int_equal(values_fate(&m, &up[1]).moved, TRI_UNKNOWN);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_words),
		cmocka_unit_test(knows_what_a_body_changes),
		cmocka_unit_test(follows_table_names),
		cmocka_unit_test(sees_values_move),
		cmocka_unit_test(sees_values_come_back),
		cmocka_unit_test(tells_constants_from_values),
		cmocka_unit_test(stops_searching_long_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
