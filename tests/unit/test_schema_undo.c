/*
 * Applying an op and what undoes it gives back an equal schema, and no version that was made before
 * changes: on random schemas, for every kind of op that has an inverse, in every dialect.
 */
#include "tests/unit/random_step.h"
#include "tests/unit/schema_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { SCHEMAS = 40, SETUP_STEPS = 25, STEPS = 40 };

static void apply(struct replica *r, const struct op *op)
{
	struct op *kept = arena_new(r->arena, struct op);
	struct applied applied;

	*kept = *op;
	applied = schema_apply(r, kept);
	if (applied.outcome != APPLIED)
		fail_msg(STR_FMT " " STR_FMT "." STR_FMT ": " STR_FMT,
			 STR_ARG(op_info(op->kind)->spelling), STR_ARG(op->table),
			 STR_ARG(op->name), STR_ARG(applied.why));
}

/* The lines that one text has and the other has not. */
static void print_lines(const char *word, struct str text, struct str other)
{
	struct str line;

	while (str_split(&text, '\n', &line))
		if (!str_has(other, line))
			print_error("%s " STR_FMT "\n", word, STR_ARG(line));
}

static void assert_equal(const struct step *step, struct str text, struct str expected)
{
	if (str_eq(text, expected))
		return;
	print_lines("only before:", expected, text);
	print_lines("only afterwards:", text, expected);
	fail_msg(STR_FMT " is not undone", STR_ARG(op_info(step->op.kind)->spelling));
}

static void check_undo(struct stepper *s, const struct step *step)
{
	struct replica *r = s->replica;
	struct schema before = r->now, after;
	struct str text = schema_lines(s->arena, &before, false), applied;

	apply(r, &step->op);
	after = r->now;
	applied = schema_lines(s->arena, &after, false);
	for (uint32_t i = 0; i < step->undo_count; i++)
		apply(r, &step->undo[i]);
	assert_equal(step, schema_lines(s->arena, &r->now, false), text);
	assert_true(str_eq(schema_lines(s->arena, &before, false), text));
	assert_true(str_eq(schema_lines(s->arena, &after, false), applied));
	r->now = before;
}

/* The kinds of step.op that were tried. */
static uint64_t run(struct rng *rng, dialect_set dialect)
{
	static const struct environment env = {.dialects = DIALECT_ALL};
	struct arena arena;
	struct replica replica = {.arena = &arena, .dialect = dialect, .env = &env};
	struct stepper s = {.rng = rng, .arena = &arena, .replica = &replica, .grow = 3};
	struct step step;
	uint64_t kinds = 0;

	arena_init(&arena);
	for (int i = 0; i < SETUP_STEPS; i++) {
		random_step(&s, &step);
		apply(&replica, &step.op);
	}
	s.allowed = STEP_ADMITS | STEP_DESTROYS;
	s.grow = 0;
	replica.node = 1;
	for (int i = 0; i < STEPS; i++) {
		random_step(&s, &step);
		check_undo(&s, &step);
		kinds |= UINT64_C(1) << step.op.kind;
	}
	arena_release(&arena);
	return kinds;
}

static void undo(dialect_set dialect, uint64_t expected)
{
	struct rng rng = {20261124};
	uint64_t kinds = 0;

	for (int i = 0; i < SCHEMAS; i++)
		kinds |= run(&rng, dialect);
	assert_int_equal(expected & ~kinds, 0);
}

#define TABLES                                                                                     \
	(OP_BIT(CREATE_TABLE) | OP_BIT(DROP_TABLE) | OP_BIT(RENAME_TABLE) |                        \
	 OP_BIT(SET_TABLE_COMMENT) | OP_BIT(ADD_COLUMN) | OP_BIT(DROP_COLUMN) |                    \
	 OP_BIT(RENAME_COLUMN) | OP_BIT(ALTER_TYPE) | OP_BIT(SET_NULLABLE) | OP_BIT(SET_DEFAULT) | \
	 OP_BIT(SET_COLUMN_COMMENT) | OP_BIT(CREATE_INDEX) | OP_BIT(DROP_INDEX) |                  \
	 OP_BIT(CREATE_CONSTRAINT) | OP_BIT(DROP_CONSTRAINT) | OP_BIT(CREATE_VIEW) |               \
	 OP_BIT(DROP_VIEW) | OP_BIT(CREATE_TRIGGER) | OP_BIT(DROP_TRIGGER) | OP_BIT(INSERT) |      \
	 OP_BIT(UPDATE) | OP_BIT(DELETE))
#define OTHERS                                                                                     \
	(OP_BIT(RENAME_INDEX) | OP_BIT(RENAME_CONSTRAINT) | OP_BIT(CREATE_TYPE) |                  \
	 OP_BIT(DROP_TYPE) | OP_BIT(RENAME_TYPE) | OP_BIT(RENAME_ENUM_VALUE) |                     \
	 OP_BIT(CREATE_SEQUENCE) | OP_BIT(DROP_SEQUENCE) | OP_BIT(CREATE_ROUTINE) |                \
	 OP_BIT(DROP_ROUTINE) | OP_BIT(CREATE_POLICY) | OP_BIT(DROP_POLICY) |                      \
	 OP_BIT(CREATE_EXTENSION) | OP_BIT(DROP_EXTENSION) | OP_BIT(CREATE_SCHEMA) |               \
	 OP_BIT(DROP_SCHEMA))

static void postgresql(void **state)
{
	(void)state;
	undo(DIALECT_POSTGRESQL, TABLES | OTHERS);
}

static void mysql(void **state)
{
	(void)state;
	undo(DIALECT_MYSQL, TABLES | OP_BIT(RENAME_INDEX));
}

static void mariadb(void **state)
{
	(void)state;
	undo(DIALECT_MARIADB, TABLES | OP_BIT(RENAME_INDEX));
}

static void sqlite(void **state)
{
	(void)state;
	undo(DIALECT_SQLITE, TABLES);
}

static void mssql(void **state)
{
	(void)state;
	undo(DIALECT_MSSQL, TABLES);
}

static void oracle(void **state)
{
	(void)state;
	undo(DIALECT_ORACLE, TABLES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(postgresql), cmocka_unit_test(mysql), cmocka_unit_test(mariadb),
		cmocka_unit_test(sqlite),     cmocka_unit_test(mssql), cmocka_unit_test(oracle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
