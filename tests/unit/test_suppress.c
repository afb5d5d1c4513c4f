/* Which comment allows which finding, and which allow nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rules/suppress.h"

static const struct suppression comments[] = {
	{SUPPRESSION_TIDEMARK, 3, false, STR_INIT("dropped-column"), STR_INIT("old")},
	{SUPPRESSION_TIDEMARK, 5, true, STR_INIT("TM202, blocking-index"), STR_INIT("")},
	{SUPPRESSION_NOQA, 10, true, STR_INIT("MRT201"), STR_INIT("")},
	{SUPPRESSION_TIDEMARK, 11, true, STR_INIT("dropped-table"), STR_INIT("")},
	{SUPPRESSION_MRT, 11, true, STR_INIT(""), STR_INIT("")},
	{SUPPRESSION_NOQA, 20, false, STR_INIT("mrt206 reviewed by TM202"), STR_INIT("")},
	{SUPPRESSION_TIDEMARK, 30, false, STR_INIT("rollback"), STR_INIT("")},
	{SUPPRESSION_NOQA, 40, false, STR_INIT(""), STR_INIT("")},
	{SUPPRESSION_NOQA, 41, false, STR_INIT("rollback dropped-column"), STR_INIT("")},
	{SUPPRESSION_TIDEMARK, 50, false, STR_INIT("dropped-colum"), STR_INIT("")},
	{SUPPRESSION_NOQA, 60, false, STR_INIT("MRT999"), STR_INIT("")},
	{SUPPRESSION_NOQA, 61, false, STR_INIT("MRT201, MRT999"), STR_INIT("")},
};
enum { COUNT = sizeof(comments) / sizeof(comments[0]) };

struct place {
	struct arena arena;
	struct migration m;
	struct suppress s;
};

static int setup(void **state)
{
	static struct place place;

	arena_init(&place.arena);
	place.m = (struct migration){.suppressions = comments, .suppression_count = COUNT};
	suppress_init(&place.s, &place.arena, &place.m);
	*state = &place;
	return 0;
}

static int teardown(void **state)
{
	struct place *place = *state;

	arena_release(&place->arena);
	return 0;
}

/* The line of the comment that allows a finding of the rule on these lines, 0 if none does. */
static uint32_t allowed_by(void **state, const char *rule, uint32_t line, uint32_t end_line)
{
	struct place *place = *state;
	const struct span at = {.line = line, .end_line = end_line};
	const struct suppression *by = suppress_find(&place->s, rule_find(str_from(rule)), &at);

	return by ? by->line : 0;
}

static void on_the_line(void **state)
{
	assert_int_equal(allowed_by(state, "dropped-column", 3, 3), 3);
	assert_int_equal(allowed_by(state, "dropped-table", 3, 3), 0);
	assert_int_equal(allowed_by(state, "dropped-column", 4, 4), 0);
	assert_int_equal(allowed_by(state, "dropped-column", 2, 2), 0);
}

static void on_any_line_of_the_statement(void **state)
{
	assert_int_equal(allowed_by(state, "dropped-column", 1, 3), 3);
	assert_int_equal(allowed_by(state, "dropped-column", 2, 9), 3);
	assert_int_equal(allowed_by(state, "dropped-column", 18, 20), 20);
}

static void alone_on_the_line_above(void **state)
{
	assert_int_equal(allowed_by(state, "dropped-table", 6, 6), 5);
	assert_int_equal(allowed_by(state, "blocking-index", 6, 8), 5);
	assert_int_equal(allowed_by(state, "dropped-table", 7, 7), 0);
	/* the comment at the end of line 3 is not alone */
	assert_int_equal(allowed_by(state, "dropped-column", 4, 4), 0);
}

static void stacked_above(void **state)
{
	assert_int_equal(allowed_by(state, "dropped-column", 12, 12), 10);
	assert_int_equal(allowed_by(state, "dropped-table", 12, 12), 11);
	assert_int_equal(allowed_by(state, "unparsable-file", 12, 12), 11); /* mrt: ignore */
	assert_int_equal(allowed_by(state, "dropped-column", 13, 13), 0);
}

static void codes_and_families(void **state)
{
	assert_int_equal(allowed_by(state, "dropped-column", 20, 20), 20);
	assert_int_equal(allowed_by(state, "dropped-table", 20, 20), 0); /* words are a reason */
	assert_int_equal(allowed_by(state, "missing-downgrade", 30, 30), 30);
	assert_int_equal(allowed_by(state, "blocking-index", 30, 30), 0);
	assert_int_equal(allowed_by(state, "dropped-column", 40, 40), 0); /* a bare noqa */
	assert_int_equal(allowed_by(state, "dropped-column", 41, 41), 0); /* names are no codes */
}

static void without_a_line(void **state)
{
	assert_int_equal(allowed_by(state, "dropped-column", 0, 100), 0);
}

static bool unused(void **state, uint32_t line, const char *profile, struct str *ret_unknown)
{
	struct place *place = *state;
	struct rule_selection selection;

	assert_int_equal(rule_selection_profile(&selection, str_from(profile), NULL), 0);
	for (uint32_t i = 0; i < COUNT; i++)
		if (comments[i].line == line)
			return suppress_is_unused(&place->s, i, &selection, ret_unknown);
	fail();
	return false;
}

static void unused_comments(void **state)
{
	struct str unknown;

	assert_true(unused(state, 3, "all", &unknown));
	assert_int_equal(unknown.len, 0);
	assert_int_equal(allowed_by(state, "dropped-column", 3, 3), 3);
	assert_false(unused(state, 3, "all", &unknown));
	/* one of the rules that it names did not run */
	assert_true(unused(state, 5, "all", &unknown));
	assert_false(unused(state, 5, "rollback", &unknown));
	assert_true(unused(state, 20, "rollback", &unknown));
}

static void unused_is_not_said_of_what_is_not_ours(void **state)
{
	struct str unknown;

	assert_false(unused(state, 40, "all", &unknown));
	assert_false(unused(state, 41, "all", &unknown));
	assert_false(unused(state, 60, "all", &unknown)); /* a check that only the peer has */
	assert_false(unused(state, 61, "all", &unknown));
}

static void unknown_names(void **state)
{
	struct str unknown;

	assert_true(unused(state, 50, "rollback", &unknown));
	assert_int_equal(unknown.len, sizeof("dropped-colum") - 1);
}

static void no_comments(void **state)
{
	struct place *place = *state;
	struct migration empty = {0};
	const struct span at = {.line = 3, .end_line = 3};

	suppress_init(&place->s, &place->arena, &empty);
	assert_null(suppress_find(&place->s, rules[0], &at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(on_the_line),
		T(on_any_line_of_the_statement),
		T(alone_on_the_line_above),
		T(stacked_above),
		T(codes_and_families),
		T(without_a_line),
		T(unused_comments),
		T(unused_is_not_said_of_what_is_not_ours),
		T(unknown_names),
		T(no_comments),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
