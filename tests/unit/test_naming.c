#include "core/base/md5.h"
#include "core/model/naming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const struct str columns[] = {STR_INIT("a"), STR_INIT("b")};

static bool taken(void *self, enum name_space space, struct str name)
{
	(void)space;
	for (const struct str *one = self; one->len; one++)
		if (str_eq(*one, name))
			return true;
	return false;
}

static void assert_str(struct str got, const char *expected)
{
	if (!str_eq(got, str_from(expected)))
		fail_msg(STR_FMT ", not %s", STR_ARG(got), expected);
}

static void databases_name_constraints(void **state)
{
	struct str there[] = {STR("t_a_b_key"), STR("t_a_b_key1"), STR("a"), {0}};
	struct naming n = {.dialect = DIALECT_POSTGRESQL, .taken = taken, .self = there};
	struct constraint c = {.kind = CONSTRAINT_UNIQUE, .columns = columns, .column_count = 2};
	struct str t = STR("t");
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_str(name_constraint(&a, &n, t, &c), "t_a_b_key2");
	c.kind = CONSTRAINT_PRIMARY_KEY;
	assert_str(name_constraint(&a, &n, t, &c), "t_pkey");
	c.kind = CONSTRAINT_FOREIGN_KEY;
	assert_str(name_constraint(&a, &n, t, &c), "t_a_b_fkey");
	c.kind = CONSTRAINT_CHECK;
	assert_str(name_constraint(&a, &n, t, &c), "t_check");
	c.column_count = 1;
	assert_str(name_constraint(&a, &n, t, &c), "t_a_check");
	c.kind = CONSTRAINT_EXCLUDE;
	assert_str(name_constraint(&a, &n, t, &c), "t_a_excl");
	assert_str(name_sequence(&a, &n, t, STR("a")), "t_a_seq");
	n.dialect = DIALECT_MYSQL;
	n.foreign_keys = 2;
	c.kind = CONSTRAINT_UNIQUE;
	assert_str(name_constraint(&a, &n, t, &c), "a_2");
	c.kind = CONSTRAINT_FOREIGN_KEY;
	assert_str(name_constraint(&a, &n, t, &c), "t_ibfk_3");
	c.kind = CONSTRAINT_CHECK;
	assert_str(name_constraint(&a, &n, t, &c), "t_chk_1");
	n.dialect = DIALECT_MARIADB;
	assert_str(name_constraint(&a, &n, t, &c), "CONSTRAINT_1");
	c.kind = CONSTRAINT_PRIMARY_KEY;
	c.name = STR("pk");
	assert_str(name_constraint(&a, &n, t, &c), "PRIMARY");
	n.dialect = DIALECT_SQLITE;
	assert_str(name_constraint(&a, &n, t, &c), "pk");
	c.name = STR("");
	assert_str(name_constraint(&a, &n, t, &c), "");
	assert_str(name_autoindex(&a, t, 2), "sqlite_autoindex_t_2");
	arena_release(&a);
}

static void set(struct env_setting *settings, enum setting_kind kind, const char *value)
{
	settings[kind] = (struct env_setting){.state = SETTING_SET, .value = str_from(value)};
}

static void conventions_name_what_has_no_name(void **state)
{
	struct env_setting settings[SETTING_COUNT] = {0};
	struct naming n = {.dialect = DIALECT_POSTGRESQL, .settings = settings};
	struct constraint c = {.kind = CONSTRAINT_UNIQUE, .columns = columns, .column_count = 2};
	struct str t = STR("t");
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_false(naming_is_known(&n, CONSTRAINT_UNIQUE));
	assert_str(name_column_index(&a, &n, t, STR("a")), "ix_t_a");
	n.schema = STR("s");
	assert_str(name_column_index(&a, &n, t, STR("a")), "ix_s_t_a");
	set(settings, SETTING_NAMING_UQ, "uq_%(table_name)s_%(column_0_N_name)s");
	set(settings, SETTING_NAMING_CK, "ck_%(table_name)s_%(constraint_name)s");
	set(settings, SETTING_NAMING_PK, "pk_%(own_token)s");
	assert_true(naming_is_known(&n, CONSTRAINT_UNIQUE));
	assert_str(name_constraint(&a, &n, t, &c), "uq_t_a_b");
	c.name = STR("mine");
	assert_str(name_constraint(&a, &n, t, &c), "mine");
	c.kind = CONSTRAINT_CHECK;
	assert_str(name_constraint(&a, &n, t, &c), "ck_t_mine");
	c.name = STR("ck_t_mine"); /* by op.f() */
	assert_str(name_constraint(&a, &n, t, &c), "ck_t_mine");
	c.name = STR("");
	assert_str(name_constraint(&a, &n, t, &c), "t_check");
	c.kind = CONSTRAINT_PRIMARY_KEY;
	assert_str(name_constraint(&a, &n, t, &c), "t_pkey");
	/* the default convention, which names indexes, is replaced */
	assert_str(name_column_index(&a, &n, t, STR("a")), "");
	arena_release(&a);
}

static void checks_name_their_columns(void **state)
{
	static const struct str all[] = {STR_INIT("a"), STR_INIT("b"), STR_INIT("Order")};
	struct str found[3];

	(void)state;
	assert_int_equal(name_check_columns(STR("a > 0 AND A < 9"), all, 3, found, 3), 1);
	assert_str(found[0], "a");
	assert_int_equal(name_check_columns(STR("b > a"), all, 3, found, 3), 2);
	assert_str(found[0], "b");
	assert_int_equal(name_check_columns(STR("\"Order\" IN ('a', 'b')"), all, 3, found, 3), 1);
	assert_str(found[0], "Order");
	assert_int_equal(name_check_columns(STR("'a"), all, 3, found, 3), 0);
}

static void assert_md5(const char *text, const char *digest)
{
	char got[MD5_HEX_BYTES];

	md5_hex(str_from(text), got);
	assert_memory_equal(got, digest, sizeof(got));
}

/* The test suite of RFC 1321. */
static void md5_is_md5(void **state)
{
	(void)state;
	assert_md5("", "d41d8cd98f00b204e9800998ecf8427e");
	assert_md5("a", "0cc175b9c0f1b6a831c399e269772661");
	assert_md5("message digest", "f96b697d7cb7938d525a2f31aaf161d0");
	assert_md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
		   "d174ab98d277d9f5a5611c2c9f419d9f");
	assert_md5("1234567890123456789012345678901234567890123456789012345678901234567890123456789"
		   "0",
		   "57edf4a22be3c955ac49da2e2107b67a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(databases_name_constraints),
		cmocka_unit_test(conventions_name_what_has_no_name),
		cmocka_unit_test(checks_name_their_columns),
		cmocka_unit_test(md5_is_md5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
