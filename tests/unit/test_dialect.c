/* Dialects as users and URLs write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/model/dialect.h"

static bool parse(const char *text, uint32_t versions[DIALECT_COUNT])
{
	for (int i = 0; i < DIALECT_COUNT; i++)
		versions[i] = 0;
	return dialect_version_parse(str_from(text), versions);
}

static void a_version_is_kept_at_its_dialect(void **state)
{
	uint32_t v[DIALECT_COUNT];

	(void)state;
	assert_true(parse("postgresql@10", v));
	assert_int_equal(v[0], 1000);
	assert_true(parse("mysql@8.4", v));
	assert_int_equal(v[0], 0);
	assert_int_equal(v[1], 804);
	assert_true(parse("mariadb+pymysql@10.11.2", v));
	assert_int_equal(v[2], 1011);
	assert_true(parse("oracle", v));
	assert_int_equal(v[5], 0);
}

static void what_is_no_version_is_refused(void **state)
{
	static const char *const bad[] = {"postgresql@",     "postgresql@x",   "postgresql@10x",
					  "postgresql@10.x", "postgresql@-1",  "postgresql@.5",
					  "postgresql@1000", "postgresql@@10", "nosuch@10"};
	uint32_t v[DIALECT_COUNT];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(parse(bad[i], v));
}

static void the_word_stands_before_the_version(void **state)
{
	(void)state;
	assert_true(str_eq(dialect_word(STR("postgresql@10")), STR("postgresql")));
	assert_true(str_eq(dialect_word(STR("sqlite")), STR("sqlite")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_is_kept_at_its_dialect),
		cmocka_unit_test(what_is_no_version_is_refused),
		cmocka_unit_test(the_word_stands_before_the_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
