#include "core/model/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static const struct token *on(enum token_kind kind, const struct op *op, const struct token *below,
			      const struct token *other)
{
	const struct token *from[2] = {below, other};

	return token_new(&arena, kind, op, from, other ? 2 : below ? 1 : 0);
}

static const struct token *assumed(void)
{
	return on(TOKEN_ASSUMED, NULL, NULL, NULL);
}

#define assert_state(now, then, state)                                                             \
	assert_int_equal(token_compare((now), (then), NULL, NULL), (state))

static void copied_and_copied_back(void **state)
{
	const struct token *old = assumed(), *copy = on(TOKEN_COPIED, NULL, old, NULL);

	(void)state;
	assert_state(old, old, TOKEN_KEPT);
	assert_state(on(TOKEN_COPIED, NULL, copy, NULL), old, TOKEN_KEPT);
	assert_state(on(TOKEN_CAST, NULL, copy, NULL), old, TOKEN_KEPT);
	assert_state(on(TOKEN_EMPTY, NULL, NULL, NULL), old, TOKEN_LOST);
	assert_state(on(TOKEN_WRITTEN, NULL, old, NULL), old, TOKEN_LOST);
	assert_state(on(TOKEN_CUT, NULL, copy, NULL), old, TOKEN_CHANGED);
	assert_state(on(TOKEN_DERIVED, NULL, copy, NULL), old, TOKEN_CHANGED);
	assert_state(on(TOKEN_FILLED, NULL, old, NULL), old, TOKEN_FILLED_UP);
}

static void copied_in_some_rows(void **state)
{
	const struct token *old = assumed(), *empty = on(TOKEN_EMPTY, NULL, NULL, NULL);

	(void)state;
	assert_state(on(TOKEN_PARTLY, NULL, empty, old), old, TOKEN_SOME_LOST);
	assert_state(on(TOKEN_PARTLY, NULL, old, empty), old, TOKEN_SOME_LOST);
	assert_state(on(TOKEN_PARTLY, NULL, old, old), old, TOKEN_KEPT);
	assert_state(on(TOKEN_FED, NULL, empty, old), old, TOKEN_KEPT);
	assert_state(on(TOKEN_FED_PART, NULL, empty, old), old, TOKEN_SOME_LOST);
}

static struct op insert_of(const struct column *value)
{
	return (struct op){.kind = OP_INSERT, .columns = value, .column_count = 1};
}

static void seeds_and_their_opposites(void **state)
{
	const struct column one = {.name = STR("id"),
				   .server_default = {.kind = DEFAULT_LITERAL, .text = STR("1")}};
	const struct column two = {.name = STR("id"),
				   .server_default = {.kind = DEFAULT_LITERAL, .text = STR("2")}};
	struct op first = insert_of(&one), second = insert_of(&two);
	struct op no_first = {.kind = OP_DELETE, .condition = STR("id = 1")};
	struct op no_second = {.kind = OP_DELETE, .condition = STR("t.id IN (2, 3)")};
	struct op other = {.kind = OP_DELETE, .condition = STR("id = 7")};
	struct op all = {.kind = OP_DELETE, .flags = OPF_NO_WHERE};
	const struct token *old = assumed();
	const struct token *seeded = on(TOKEN_INSERTED, &second,
					on(TOKEN_INSERTED, &first, old, NULL), NULL);

	(void)state;
	assert_state(seeded, old, TOKEN_MORE);
	/* in whatever order */
	assert_state(
		on(TOKEN_DELETED, &no_second, on(TOKEN_DELETED, &no_first, seeded, NULL), NULL),
		old, TOKEN_KEPT);
	assert_state(
		on(TOKEN_DELETED, &no_first, on(TOKEN_DELETED, &no_second, seeded, NULL), NULL),
		old, TOKEN_KEPT);
	assert_state(on(TOKEN_DELETED, &no_first, seeded, NULL), old, TOKEN_MORE);
	assert_state(on(TOKEN_DELETED, &other, seeded, NULL), old, TOKEN_SOME_LOST);
	assert_state(on(TOKEN_DELETED, &all, seeded, NULL), old, TOKEN_SOME_LOST);
	/* deleted, and spelled out again */
	assert_state(on(TOKEN_INSERTED, &first, on(TOKEN_DELETED, &no_first, old, NULL), NULL), old,
		     TOKEN_KEPT);
	assert_state(on(TOKEN_INSERTED, &first, on(TOKEN_DELETED, &all, old, NULL), NULL), old,
		     TOKEN_SOME_LOST);
}

static struct op update_of(const struct column *value)
{
	return (struct op){
		.kind = OP_UPDATE, .flags = OPF_NO_WHERE, .columns = value, .column_count = 1};
}

static void computed_back_in_turn(void **state)
{
	const struct column values[4] = {
		{.server_default = {.text = STR("n + 1")}},
		{.server_default = {.text = STR("n + 2")}},
		{.server_default = {.text = STR("n - 2")}},
		{.server_default = {.text = STR("n - 1")}},
	};
	struct op ops[4];
	const struct token *old = assumed(), *now = old;

	(void)state;
	for (int i = 0; i < 4; i++) {
		ops[i] = update_of(&values[i]);
		now = on(TOKEN_DERIVED, &ops[i], now, NULL);
		assert_state(now, old, i < 3 ? TOKEN_CHANGED : TOKEN_KEPT);
	}
}

static void what_is_too_deep_is_not_known(void **state)
{
	const struct token *old = assumed(), *now = old;

	(void)state;
	for (int i = 0; i < TOKEN_DEPTH; i++)
		now = on(TOKEN_COPIED, NULL, now, NULL);
	assert_state(now, old, TOKEN_KEPT);
	assert_state(on(TOKEN_COPIED, NULL, now, NULL), old, TOKEN_DOUBTFUL);
}

/* Each is made of the one below in very many ways, and none of them ends at what is looked for. */
static void what_takes_too_long_is_not_known(void **state)
{
	const struct token *now = assumed();

	(void)state;
	for (int i = 0; i < TOKEN_DEPTH; i++) {
		const struct token *from[TOKEN_SOURCES];

		for (int k = 0; k < TOKEN_SOURCES; k++)
			from[k] = now;
		now = token_new(&arena, TOKEN_DERIVED, NULL, from, TOKEN_SOURCES);
	}
	assert_state(now, assumed(), TOKEN_DOUBTFUL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied_and_copied_back),
		cmocka_unit_test(copied_in_some_rows),
		cmocka_unit_test(seeds_and_their_opposites),
		cmocka_unit_test(computed_back_in_turn),
		cmocka_unit_test(what_is_too_deep_is_not_known),
		cmocka_unit_test(what_takes_too_long_is_not_known),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
