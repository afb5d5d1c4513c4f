#include "core/model/migration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The kinds' own table. */
static void kinds_are_consistent(void **state)
{
	(void)state;
	for (int kind = 0; kind < OP_KIND_COUNT; kind++) {
		const struct op_info *info = op_info(kind);

		assert_true(info->spelling.len > 0);
		for (int other = 0; other < kind; other++)
			if (str_eq(op_info(other)->spelling, info->spelling))
				fail_msg("two kinds are spelt " STR_FMT, STR_ARG(info->spelling));
		for (size_t i = 0; i < info->spelling.len; i++)
			assert_true(info->spelling.ptr[i] == '_' ||
				    (info->spelling.ptr[i] >= 'a' && info->spelling.ptr[i] <= 'z'));
		/* what undoes a kind is undone by it, and acts on the same objects */
		if (info->inverse == OP_OPAQUE)
			continue;
		if ((int)op_info(info->inverse)->inverse != kind)
			fail_msg(STR_FMT " is undone by " STR_FMT ", but not the reverse",
				 STR_ARG(info->spelling),
				 STR_ARG(op_info(info->inverse)->spelling));
		assert_int_equal(op_info(info->inverse)->object, info->object);
	}
}

static void rows(void **state)
{
	static const enum op_kind destroys[] = {OP_DROP_TABLE, OP_DROP_COLUMN, OP_TRUNCATE,
						OP_DELETE, OP_DROP_SCHEMA};
	int count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(destroys) / sizeof(destroys[0]); i++)
		assert_int_equal(op_info(destroys[i])->rows, ROWS_DESTROYS);
	for (int kind = 0; kind < OP_KIND_COUNT; kind++)
		count += op_info(kind)->rows == ROWS_DESTROYS;
	assert_int_equal(count, sizeof(destroys) / sizeof(destroys[0]));
	assert_int_equal(op_info(OP_OPAQUE)->rows, ROWS_UNKNOWN);
	assert_int_equal(op_info(OP_RAW_SQL)->rows, ROWS_UNKNOWN);
}

static void names(void **state)
{
	(void)state;
	assert_true(name_known(STR("users")));
	assert_false(name_known(STR("")));
	assert_false(name_known(STR("{schema}")));
	assert_false(name_known(STR("{prefix}_users")));
	assert_false(name_known(STR("users_{n}")));
	assert_true(str_eq(direction_name(UP), STR("upgrade")));
	assert_true(str_eq(direction_name(DOWN), STR("downgrade")));
	assert_true(str_eq(body_shape_name(BODY_MISSING), STR("missing")));
	assert_true(str_eq(body_shape_name(BODY_OPS), STR("ops")));
	assert_true(str_eq(constraint_kind_name(CONSTRAINT_EXCLUDE), STR("exclusion constraint")));
	assert_true(str_eq(guard_kind_name(GUARD_DATA), STR("data")));
}

/* Ops as literals. */
#define O(op_kind, ...) ((struct op){.kind = OP_##op_kind, __VA_ARGS__})
#define TABLE(text) .table = STR(text)
#define NAME(text) .name = STR(text)
#define TO(text) .to = STR(text)
#define BODY(list) ((struct body){.shape = BODY_OPS, .ops = (list), .op_count = COUNT(list)})
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void searching(void **state)
{
	const struct op ops[] = {
		O(ADD_COLUMN, TABLE("a"), NAME("x")),
		O(ADD_COLUMN, TABLE("a"), NAME("y")),
		O(ADD_COLUMN, TABLE("b"), NAME("y")),
		O(DROP_TABLE, TABLE("c")),
	};
	const struct body body = BODY(ops), none = {.shape = BODY_EMPTY};

	(void)state;
	assert_ptr_equal(body_find(&body, OP_ADD_COLUMN, STR("a"), STR("y")), &ops[1]);
	assert_ptr_equal(body_find(&body, OP_ADD_COLUMN, STR("a"), STR("")), &ops[0]);
	assert_ptr_equal(body_find(&body, OP_DROP_TABLE, STR("c"), STR("")), &ops[3]);
	assert_null(body_find(&body, OP_DROP_COLUMN, STR("a"), STR("x")));
	assert_null(body_find(&body, OP_ADD_COLUMN, STR("a"), STR("z")));
	assert_null(body_find(&none, OP_ADD_COLUMN, STR("a"), STR("x")));
	assert_true(body_has(&body, OP_BIT(DROP_TABLE) | OP_BIT(TRUNCATE)));
	assert_false(body_has(&body, OP_BIT(TRUNCATE) | OP_BIT(OPAQUE)));
	assert_false(body_has(&body, 0));
	assert_false(body_has(&none, UINT64_MAX));
}

static void opaque_parts(void **state)
{
	const struct op opaque[] = {O(DROP_TABLE, TABLE("a")), {.kind = OP_OPAQUE}};
	const struct op raw[] = {{.kind = OP_RAW_SQL}};
	const struct op clear[] = {O(DROP_TABLE, TABLE("a")), {.kind = OP_RAISE}};
	const struct body bodies[] = {BODY(opaque), BODY(raw), BODY(clear)};

	(void)state;
	assert_true(op_is_opaque(&opaque[1]));
	assert_true(op_is_opaque(&raw[0]));
	assert_false(op_is_opaque(&clear[1]));
	assert_true(body_is_opaque(&bodies[0]));
	assert_true(body_is_opaque(&bodies[1]));
	assert_false(body_is_opaque(&bodies[2]));
}

static void empty_revisions(void **state)
{
	struct migration m = {.body = {{.shape = BODY_EMPTY}, {.shape = BODY_EMPTY}}};

	(void)state;
	assert_true(migration_is_empty(&m));
	m.body[DOWN].shape = BODY_MISSING;
	assert_true(migration_is_empty(&m));
	m.body[DOWN].shape = BODY_RAISES;
	assert_false(migration_is_empty(&m));
	m.body[DOWN].shape = BODY_EMPTY;
	m.body[UP].shape = BODY_OPS;
	assert_false(migration_is_empty(&m));
	m.body[UP].shape = BODY_EMPTY;
	m.status = MIGRATION_UNPARSABLE; /* nothing is known of it */
	assert_false(migration_is_empty(&m));
}

/* Each case asks about the last op. */
#define ASK(question, expected, ...)                                                               \
	do {                                                                                       \
		const struct op ops[] = {__VA_ARGS__};                                             \
		const struct body body = BODY(ops);                                                \
                                                                                                   \
		assert_int_equal(question(&body, &ops[COUNT(ops) - 1]), expected);                 \
	} while (0)

static void tables_of_the_same_body(void **state)
{
	(void)state;
#define CREATED(expected, ...) ASK(body_creates_table_before, expected, __VA_ARGS__)
	CREATED(false, O(DROP_COLUMN, TABLE("t"), NAME("c")));
	CREATED(true, O(CREATE_TABLE, TABLE("t")), O(DROP_COLUMN, TABLE("t"), NAME("c")));
	CREATED(false, O(CREATE_TABLE, TABLE("other")), O(DROP_COLUMN, TABLE("t"), NAME("c")));
	/* dropped in between: this one is another table */
	CREATED(false, O(CREATE_TABLE, TABLE("t")), O(DROP_TABLE, TABLE("t")),
		O(DROP_COLUMN, TABLE("t"), NAME("c")));
	CREATED(true, O(DROP_TABLE, TABLE("t")), O(CREATE_TABLE, TABLE("t")),
		O(DROP_COLUMN, TABLE("t"), NAME("c")));
	/* under its later name, and under the one after that */
	CREATED(true, O(CREATE_TABLE, TABLE("t")), O(RENAME_TABLE, TABLE("t"), TO("u")),
		O(DROP_COLUMN, TABLE("u"), NAME("c")));
	CREATED(true, O(CREATE_TABLE, TABLE("t")), O(RENAME_TABLE, TABLE("t"), TO("u")),
		O(RENAME_TABLE, TABLE("u"), TO("v")), O(DROP_TABLE, TABLE("v")));
	/* the SQLite way: a new table takes the place of the old one */
	CREATED(true, O(CREATE_TABLE, TABLE("t_new")), O(DROP_TABLE, TABLE("t")),
		O(RENAME_TABLE, TABLE("t_new"), TO("t")), O(CREATE_INDEX, TABLE("t"), NAME("i")));
	/* the old one moved away and is still the old one */
	CREATED(false, O(RENAME_TABLE, TABLE("t"), TO("t_old")), O(CREATE_TABLE, TABLE("t")),
		O(DROP_TABLE, TABLE("t_old")));
	CREATED(true, O(RENAME_TABLE, TABLE("t"), TO("t_old")), O(CREATE_TABLE, TABLE("t")),
		O(INSERT, TABLE("t")));
	/* what comes later does not count */
	{
		const struct op ops[] = {O(DROP_TABLE, TABLE("t")), O(CREATE_TABLE, TABLE("t"))};
		const struct body body = BODY(ops);

		assert_false(body_creates_table_before(&body, &ops[0]));
		assert_false(body_creates_table_before(&body, &ops[1]));
	}
#undef CREATED
}

static void columns_of_the_same_body(void **state)
{
	(void)state;
#define CREATED(expected, ...) ASK(body_creates_column_before, expected, __VA_ARGS__)
	CREATED(false, O(SET_NULLABLE, TABLE("t"), NAME("c")));
	CREATED(true, O(ADD_COLUMN, TABLE("t"), NAME("c")), O(SET_NULLABLE, TABLE("t"), NAME("c")));
	CREATED(false, O(ADD_COLUMN, TABLE("t"), NAME("d")),
		O(SET_NULLABLE, TABLE("t"), NAME("c")));
	CREATED(false, O(ADD_COLUMN, TABLE("u"), NAME("c")),
		O(SET_NULLABLE, TABLE("t"), NAME("c")));
	/* with its table */
	CREATED(true, O(CREATE_TABLE, TABLE("t")), O(DROP_COLUMN, TABLE("t"), NAME("c")));
	/* renamed, it is the same column … */
	CREATED(true, O(ADD_COLUMN, TABLE("t"), NAME("c")),
		O(RENAME_COLUMN, TABLE("t"), NAME("c"), TO("d")),
		O(SET_NULLABLE, TABLE("t"), NAME("d")));
	/* … and its first name may be another's now */
	CREATED(false, O(RENAME_COLUMN, TABLE("t"), NAME("c"), TO("c_old")),
		O(ADD_COLUMN, TABLE("t"), NAME("c")), O(DROP_COLUMN, TABLE("t"), NAME("c_old")));
	CREATED(true, O(RENAME_COLUMN, TABLE("t"), NAME("c"), TO("c_old")),
		O(ADD_COLUMN, TABLE("t"), NAME("c")), O(SET_NULLABLE, TABLE("t"), NAME("c")));
	CREATED(false, O(ADD_COLUMN, TABLE("t"), NAME("c")), O(DROP_COLUMN, TABLE("t"), NAME("c")),
		O(SET_NULLABLE, TABLE("t"), NAME("c")));
	/* its table renamed on the way, both before and after */
	CREATED(true, O(ADD_COLUMN, TABLE("t"), NAME("c")), O(RENAME_TABLE, TABLE("t"), TO("u")),
		O(SET_NULLABLE, TABLE("u"), NAME("c")));
	CREATED(true, O(ADD_COLUMN, TABLE("t"), NAME("c")), O(RENAME_TABLE, TABLE("t"), TO("u")),
		O(RENAME_COLUMN, TABLE("u"), NAME("c"), TO("d")),
		O(SET_NULLABLE, TABLE("u"), NAME("d")));
	CREATED(false, O(ADD_COLUMN, TABLE("t"), NAME("c")), O(RENAME_TABLE, TABLE("x"), TO("t")),
		O(SET_NULLABLE, TABLE("t"), NAME("c")));
#undef CREATED
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_consistent),
		cmocka_unit_test(rows),
		cmocka_unit_test(names),
		cmocka_unit_test(searching),
		cmocka_unit_test(opaque_parts),
		cmocka_unit_test(empty_revisions),
		cmocka_unit_test(tables_of_the_same_body),
		cmocka_unit_test(columns_of_the_same_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
