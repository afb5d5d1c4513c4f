#include "tests/unit/chain_random.h"

#include "core/base/err.h"
#include "core/base/limits.h"

static uint32_t node_of(const struct chain *c, const char *revision)
{
	return chain_find(c, str_from(revision));
}

static void assert_step(struct graph *g, const char *node, const char *base, const char *extra)
{
	struct chain *c = &g->chain;
	uint32_t at = node_of(c, node), parent = chain_base_parent(c, at), count;
	const uint32_t *nodes;

	assert_int_equal(parent, *base ? node_of(c, base) : CHAIN_NONE);
	assert_int_equal(chain_extra_ancestors(c, &g->arena, at, parent, &nodes, &count), 0);
	assert_nodes(c, nodes, count, extra);
}

static void lines_and_bases(void **state)
{
	struct graph g;

	(void)state;
	build(&g, "a\nb < a\nc < b\nlone < gone\nunknown ?\n");
	assert_step(&g, "a", "", "");
	assert_step(&g, "b", "a", "");
	assert_step(&g, "c", "b", "");
	assert_step(&g, "lone", "", "");
	assert_step(&g, "unknown", "", "");
	release(&g);
}

static void merges_add_the_shorter_side(void **state)
{
	struct graph g;

	(void)state;
	build(&g, "base\n"
		  "l1 < base\n"
		  "r1 < base\n"
		  "r2 < r1\n"
		  "m < l1 r2\n"
		  "l2 < l1\n"
		  "n < l2 m\n"
		  "o < base m\n"
		  "even < l1 r1\n");
	assert_step(&g, "m", "r2", "l1");
	assert_step(&g, "n", "m", "l2");
	assert_step(&g, "o", "m", "");
	assert_step(&g, "even", "l1", "r1");
	release(&g);
}

static void dependencies_count(void **state)
{
	struct graph g;

	(void)state;
	build(&g, "a\n"
		  "z\n"
		  "y < z\n"
		  "b < a ; y\n"
		  "c ; b\n"
		  "d < c ; y gone\n");
	assert_step(&g, "b", "y", "a");
	assert_step(&g, "c", "b", "");
	assert_step(&g, "d", "c", "");
	release(&g);
}

static void other_base_parents(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\nb < a\nc < a\nd < b c\ne < d\n");
	const uint32_t *nodes;
	uint32_t count;

	(void)state;
	assert_int_equal(chain_extra_ancestors(c, &g.arena, 4, CHAIN_NONE, &nodes, &count), 0);
	assert_nodes(c, nodes, count, "a b c d");
	assert_int_equal(chain_extra_ancestors(c, &g.arena, 4, 2, &nodes, &count), 0);
	assert_nodes(c, nodes, count, "b d");
	assert_int_equal(chain_extra_ancestors(c, &g.arena, 3, 2, &nodes, &count), 0);
	assert_nodes(c, nodes, count, "b");
	release(&g);
}

static void cycles_have_no_state(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\nb < a c\nc < b\nd < c a\n");
	const uint32_t *nodes;
	uint32_t count;

	(void)state;
	for (uint32_t i = 1; i < 4; i++) {
		assert_int_equal(chain_base_parent(c, i), CHAIN_NONE);
		assert_int_equal(chain_extra_ancestors(c, &g.arena, i, CHAIN_NONE, &nodes, &count),
				 ERR_CORRUPT);
	}
	assert_int_equal(c->steps[0].error, 0);
	release(&g);
}

/* Marks all ancestors of `node`, the slow way. */
static void mark_all(const struct chain *c, uint32_t node, bool *marks)
{
	for (uint32_t e = 0; e < c->edge_count; e++) {
		uint32_t parent = c->edges[e].parent;

		if (c->edges[e].child != node || parent == CHAIN_NONE || marks[parent])
			continue;
		marks[parent] = true;
		mark_all(c, parent, marks);
	}
}

static uint32_t count_marks(const struct chain *c, const bool *marks)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->count; i++)
		count += marks[i];
	return count;
}

/* What is asked of every node: the base has the most ancestors, the extras are the others. */
static void check_node(struct graph *g, uint32_t node)
{
	const struct chain *c = &g->chain;
	bool *all = arena_array(&g->arena, c->count, sizeof(*all));
	bool *below = arena_array(&g->arena, c->count, sizeof(*below));
	uint32_t base = chain_base_parent(c, node), count = 0, largest;
	const uint32_t *extra;

	mark_all(c, node, all);
	if (base != CHAIN_NONE) {
		below[base] = true;
		mark_all(c, base, below);
	}
	largest = count_marks(c, below);
	assert_int_equal(chain_extra_ancestors(c, &g->arena, node, base, &extra, &count), 0);
	for (uint32_t i = 0; i < count; i++) {
		assert_true(all[extra[i]] && !below[extra[i]]);
		assert_true(i == 0 || c->steps[extra[i - 1]].place < c->steps[extra[i]].place);
	}
	assert_int_equal(largest + count, count_marks(c, all));
	for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
		bool *other = arena_array(&g->arena, c->count, sizeof(*other));

		if (c->edges[e].parent == CHAIN_NONE)
			continue;
		other[c->edges[e].parent] = true;
		mark_all(c, c->edges[e].parent, other);
		assert_true(count_marks(c, other) <= largest);
	}
}

static void random_graphs(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 200; seed++) {
		struct graph g;

		random_graph(&g, seed, 1 + seed % 70);
		for (uint32_t i = 0; i < g.chain.count; i++)
			check_node(&g, i);
		assert_false(g.chain.over_budget);
		release(&g);
	}
}

/* ---- hostile sizes --------------------------------------------------------------------------- */

enum { MANY = 100 * 1000 };

/* Node i with the parents that `parents_of` says, as numbers; each at most four. */
static void build_many(struct graph *g, uint32_t (*parents_of)(uint32_t i, uint32_t *parents))
{
	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, MANY, sizeof(*g->nodes));
	for (uint32_t i = 0; i < MANY; i++) {
		struct migration *m = arena_new(&g->arena, struct migration);
		struct str *names = arena_array(&g->arena, 4, sizeof(*names));
		uint32_t parents[4];

		m->revision = number(&g->arena, i);
		m->parent_count = parents_of(i, parents);
		for (uint32_t j = 0; j < m->parent_count; j++)
			names[j] = number(&g->arena, parents[j]);
		m->parents = names;
		g->nodes[i] = m;
	}
	chain_build(&g->chain, &g->arena, g->nodes, MANY);
}

static uint32_t extras_of(const struct chain *c)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < c->count; i++)
		sum += c->steps[i].extra_count;
	return sum;
}

/* A release branch that every third change is merged into. */
static uint32_t side_branch(uint32_t i, uint32_t *parents)
{
	if (i < 3)
		return i ? (parents[0] = 0, 1) : 0;
	parents[0] = i % 3 == 2 ? i - 3 : i % 3 ? i - 1 : i - 3;
	parents[1] = i - 1;
	return i % 3 == 2 ? 2 : 1;
}

static void merged_over_and_over(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, side_branch);
	assert_false(g.chain.over_budget);
	assert_true(extras_of(&g.chain) <= MANY);
	release(&g);
}

/* Two branches that merge each other at every step. */
static uint32_t criss_cross(uint32_t i, uint32_t *parents)
{
	if (i < 2)
		return 0;
	parents[0] = i - 2;
	parents[1] = i % 2 ? i - 3 : i - 1;
	return 2;
}

static void crossed_over_and_over(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, criss_cross);
	assert_false(g.chain.over_budget);
	assert_true(extras_of(&g.chain) <= 2 * MANY);
	release(&g);
}

/* A long branch that each of many short ones merges: what they add grows with the square. */
static uint32_t square(uint32_t i, uint32_t *parents)
{
	if (i == 0 || i == MANY / 3)
		return 0;
	if (i < 2 * (MANY / 3)) {
		parents[0] = i - 1;
		return 1;
	}
	parents[0] = MANY / 3 - 1;
	parents[1] = 2 * (MANY / 3) - 1;
	return 2;
}

static void what_is_over_budget_is_told(void **state)
{
	struct graph g;
	const uint32_t *nodes;
	uint32_t count, refused = 0;

	(void)state;
	build_many(&g, square);
	assert_true(g.chain.over_budget);
	assert_true(extras_of(&g.chain) <= LIMIT_CHAIN_EXTRAS);
	assert_int_equal(g.chain.steps[MANY / 2].error, 0);
	for (uint32_t i = 0; i < MANY; i++)
		refused += chain_extra_ancestors(&g.chain, &g.arena, i,
						 chain_base_parent(&g.chain, i), &nodes,
						 &count) == ERR_LIMIT;
	assert_in_range(refused, MANY / 4, MANY / 3 + 2);
	release(&g);
}

/* Each node has the last four for parents. */
static uint32_t dense(uint32_t i, uint32_t *parents)
{
	uint32_t count = i < 4 ? i : 4;

	for (uint32_t j = 0; j < count; j++)
		parents[j] = i - 1 - j;
	return count;
}

static void dense_graph(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, dense);
	assert_false(g.chain.over_budget);
	assert_int_equal(extras_of(&g.chain), 0);
	assert_int_equal(chain_base_parent(&g.chain, MANY - 1), MANY - 2);
	release(&g);
}

/* Parents anywhere below: a graph of random merges. */
static uint32_t anywhere(uint32_t i, uint32_t *parents)
{
	uint32_t seed = i * 2654435761u + 1, count = i < 3 ? i : 3;

	for (uint32_t j = 0; j < count; j++)
		parents[j] = next_random(&seed) % i;
	return count;
}

static void random_merges_end(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, anywhere);
	assert_true(extras_of(&g.chain) <= LIMIT_CHAIN_EXTRAS);
	release(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_bases),
		cmocka_unit_test(merges_add_the_shorter_side),
		cmocka_unit_test(dependencies_count),
		cmocka_unit_test(other_base_parents),
		cmocka_unit_test(cycles_have_no_state),
		cmocka_unit_test(random_graphs),
		cmocka_unit_test(merged_over_and_over),
		cmocka_unit_test(crossed_over_and_over),
		cmocka_unit_test(what_is_over_budget_is_told),
		cmocka_unit_test(dense_graph),
		cmocka_unit_test(random_merges_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
