#include "core/model/replay.h"
#include "tests/unit/chain_graph.h"

/* Replays the graph and tells the tables before a revision: "a b". */
static void assert_before(const char *graph, const char *revision, const char *expected)
{
	const struct environment env = {.dialects = DIALECT_POSTGRESQL};
	struct replay_budget budget;
	struct replay replay;
	struct graph g;
	struct pmap_cursor at;
	char tables[256] = "";
	size_t len = 0;
	uint32_t node;

	build(&g, graph);
	replay_budget_init(&budget);
	replay_build(&replay, &g.arena, &env, &g.chain, DIALECT_POSTGRESQL, &budget);
	node = chain_find(&g.chain, str_from(revision));
	if (replay.steps[node].unknown)
		len = (size_t)snprintf(tables, sizeof(tables), "?");
	at = pmap_begin(replay.steps[node].before.tables);
	while (pmap_next(&at))
		len += (size_t)snprintf(tables + len, sizeof(tables) - len, "%s" STR_FMT,
					len ? " " : "", STR_ARG(at.key));
	assert_string_equal(tables, expected);
	release(&g);
}

static void ancestors_make_the_state(void **state)
{
	(void)state;
	assert_before("r1 + a\nr2 < r1 + b\nr3 < r2 + c\n", "r1", "");
	assert_before("r1 + a\nr2 < r1 + b\nr3 < r2 + c\n", "r3", "a b");
}

static void branches_do_not_see_one_another(void **state)
{
	(void)state;
	assert_before("r1 + a\nr2 < r1 + b\nr3 < r1 + c\nr4 < r3\n", "r4", "a c");
}

static void a_merge_joins_both_ways_round(void **state)
{
	(void)state;
	assert_before("r1 + a\nr2 < r1 + b\nr3 < r1 + c\nr4 < r2 r3 + d\nr5 < r4\n", "r4", "a b c");
	assert_before("r1 + a\nr2 < r1 + b\nr3 < r1 + c\nr4 < r3 r2 + d\nr5 < r4\n", "r5",
		      "a b c d");
}

static void a_dependency_counts(void **state)
{
	(void)state;
	assert_before("r1 + a\nr2 + b\nr3 < r1 ; r2 + c\nr4 < r3\n", "r4", "a b c");
}

/* One of them fails; the state is that of either. */
static void both_branches_make_a_table(void **state)
{
	(void)state;
	assert_before("r1 + a\nr2 < r1 + b\nr3 < r1 + b\nr4 < r2 r3\n", "r4", "a b");
}

static void a_cycle_has_no_state(void **state)
{
	(void)state;
	assert_before("r1 < r3 + a\nr2 < r1 + b\nr3 < r2 + c\n", "r2", "?");
}

/* What an op shows to have been there all along is there before the migration, too. */
static void what_nobody_made_is_assumed(void **state)
{
	const struct environment env = {.dialects = DIALECT_POSTGRESQL};
	const struct op drop = {.kind = OP_DROP_COLUMN, .table = STR("old"), .name = STR("c")};
	const struct migration m = {.revision = STR("r1"),
				    .body = {{.shape = BODY_OPS, .ops = &drop, .op_count = 1}}};
	const struct migration *nodes[1] = {&m};
	struct replay_budget budget;
	struct replay replay;
	struct chain chain;
	struct arena arena;
	const struct table *before, *after;

	(void)state;
	arena_init(&arena);
	replay_budget_init(&budget);
	chain_build(&chain, &arena, nodes, 1);
	replay_build(&replay, &arena, &env, &chain, DIALECT_POSTGRESQL, &budget);
	before = schema_table(&replay.steps[0].before, STR("old"));
	after = schema_table(&replay.steps[0].after, STR("old"));
	assert_non_null(before);
	assert_non_null(after);
	assert_true(before->assumed);
	assert_ptr_equal(before->origin, after->origin);
	assert_non_null(table_column(before, STR("c")));
	assert_null(table_column(after, STR("c")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ancestors_make_the_state),
		cmocka_unit_test(branches_do_not_see_one_another),
		cmocka_unit_test(a_merge_joins_both_ways_round),
		cmocka_unit_test(a_dependency_counts),
		cmocka_unit_test(both_branches_make_a_table),
		cmocka_unit_test(a_cycle_has_no_state),
		cmocka_unit_test(what_nobody_made_is_assumed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
