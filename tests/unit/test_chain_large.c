#include "tests/unit/chain_random.h"

/* ---- hostile sizes --------------------------------------------------------------------------- */

enum { MANY = 100 * 1000 };

/* A chain of MANY nodes; with `closed`, its first one's parent is the last. */
static void build_line(struct graph *g, bool closed)
{
	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, MANY, sizeof(*g->nodes));
	for (uint32_t i = 0; i < MANY; i++) {
		struct migration *m = arena_new(&g->arena, struct migration);
		struct str *parent = arena_new(&g->arena, struct str);

		m->revision = number(&g->arena, i * 7919 % MANY);
		*parent = number(&g->arena, (i + MANY - 1) % MANY * 7919 % MANY);
		m->parents = parent;
		m->parent_count = i > 0 || closed;
		g->nodes[i] = m;
	}
	chain_build(&g->chain, &g->arena, g->nodes, MANY);
}

static void long_chain(void **state)
{
	struct graph g;

	(void)state;
	build_line(&g, false);
	assert_int_equal(g.chain.head_count, 1);
	assert_int_equal(g.chain.heads[0], MANY - 1);
	assert_int_equal(g.chain.base_count, 1);
	assert_int_equal(g.chain.cycle_count, 0);
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(g.chain.order[i], i);
	assert_true(chain_share_ancestor(&g.chain, &g.arena, 0, MANY - 1));
	release(&g);
}

static void long_cycle(void **state)
{
	struct graph g;

	(void)state;
	build_line(&g, true);
	assert_int_equal(g.chain.head_count, 0);
	assert_int_equal(g.chain.base_count, 0);
	assert_int_equal(g.chain.cycle_count, MANY);
	assert_true(chain_share_ancestor(&g.chain, &g.arena, 0, MANY - 1));
	release(&g);
}

static void equal_revisions(void **state)
{
	struct graph g;
	struct migration m = {.revision = STR("same")};
	struct str parent = STR("same");

	(void)state;
	m.parents = &parent;
	m.parent_count = 1;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, MANY, sizeof(*g.nodes));
	for (uint32_t i = 0; i < MANY; i++)
		g.nodes[i] = &m;
	chain_build(&g.chain, &g.arena, g.nodes, MANY);
	assert_int_equal(g.chain.revision_count, 1);
	assert_int_equal(g.chain.duplicate_of[MANY - 1], 0);
	assert_int_equal(g.chain.head_count, 0);
	assert_int_equal(g.chain.cycle_count, MANY);
	release(&g);
}

static void wide_merge(void **state)
{
	enum { WIDTH = 10 * 1000 };
	struct graph g;
	struct migration *merge;
	struct str *parents;

	(void)state;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, WIDTH + 1, sizeof(*g.nodes));
	parents = arena_array(&g.arena, WIDTH, sizeof(*parents));
	for (uint32_t i = 0; i < WIDTH; i++) {
		struct migration *m = arena_new(&g.arena, struct migration);

		m->revision = parents[i] = number(&g.arena, i);
		m->labels = &m->revision;
		m->label_count = 1;
		g.nodes[i] = m;
	}
	merge = arena_new(&g.arena, struct migration);
	merge->revision = STR("merge");
	merge->parents = parents;
	merge->parent_count = WIDTH;
	g.nodes[WIDTH] = merge;
	chain_build(&g.chain, &g.arena, g.nodes, WIDTH + 1);
	assert_int_equal(g.chain.head_count, 1);
	assert_int_equal(g.chain.base_count, WIDTH);
	assert_int_equal(g.chain.order[WIDTH], WIDTH);
	assert_int_equal(g.chain.edge_count, WIDTH);
	assert_label(&g, "merge", "00000000");
	release(&g);
}

static void too_many_edges(void **state)
{
	enum { EACH = 50 * 1000, NODES = CHAIN_MAX_EDGES / EACH + 1 };
	struct graph g;
	struct str *parents;

	(void)state;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, NODES, sizeof(*g.nodes));
	parents = arena_array(&g.arena, EACH, sizeof(*parents));
	for (uint32_t i = 0; i < NODES; i++) {
		struct migration *m = arena_new(&g.arena, struct migration);

		m->revision = number(&g.arena, i);
		m->parents = parents;
		m->parent_count = EACH;
		g.nodes[i] = m;
	}
	chain_build(&g.chain, &g.arena, g.nodes, NODES);
	assert_int_equal(g.chain.edge_count, CHAIN_MAX_EDGES);
	assert_true(g.chain.unknown_parents);
	release(&g);
}

/* ---- properties of random graphs ------------------------------------------------------------- */

static void assert_order_respects_edges(struct graph *g)
{
	const struct chain *c = &g->chain;
	uint32_t *place = arena_array(&g->arena, c->count, sizeof(*place));
	bool *seen = arena_array(&g->arena, c->count, sizeof(*seen));

	for (uint32_t i = 0; i < c->count; i++) {
		assert_false(seen[c->order[i]]);
		seen[c->order[i]] = true;
		place[c->order[i]] = i;
	}
	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE)
			assert_true(place[c->edges[i].parent] < place[c->edges[i].child]);
}

/* Heads are the nodes without down_revision children, told the slow way: by comparing all names. */
static void assert_heads_have_no_children(const struct chain *c)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < c->count; i++) {
		bool child = false;

		for (uint32_t j = 0; j < c->count; j++)
			for (uint32_t k = 0; k < c->nodes[j]->parent_count; k++)
				child |= str_eq(c->nodes[j]->parents[k], c->nodes[i]->revision);
		if (!child)
			assert_int_equal(c->heads[at++], i);
	}
	assert_int_equal(at, c->head_count);
}

static void random_graphs(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 300; seed++) {
		struct graph g;

		random_graph(&g, seed, 1 + seed % 60);
		assert_int_equal(g.chain.cycle_count, 0);
		assert_order_respects_edges(&g);
		assert_heads_have_no_children(&g.chain);
		for (uint32_t i = 0; i < g.chain.count; i++) {
			assert_int_equal(chain_find(&g.chain, g.chain.nodes[i]->revision), i);
			for (uint32_t e = g.chain.first_edge[i]; e < g.chain.first_edge[i + 1]; e++)
				assert_int_equal(g.chain.edges[e].child, i);
		}
		release(&g);
	}
}

/* The same migrations under other paths: the order by revision stays, whatever the input order. */
static void order_does_not_depend_on_paths(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 50; seed++) {
		struct graph g;
		struct chain again;
		const struct migration **turned;

		random_graph(&g, seed, 40);
		turned = arena_array(&g.arena, 40, sizeof(*turned));
		for (uint32_t i = 0; i < 40; i++)
			turned[i] = g.nodes[39 - i];
		chain_build(&again, &g.arena, turned, 40);
		for (uint32_t i = 0; i < 40; i++)
			assert_ptr_equal(g.nodes[g.chain.order[i]], turned[again.order[i]]);
		release(&g);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_chain),
		cmocka_unit_test(long_cycle),
		cmocka_unit_test(equal_revisions),
		cmocka_unit_test(wide_merge),
		cmocka_unit_test(too_many_edges),
		cmocka_unit_test(random_graphs),
		cmocka_unit_test(order_does_not_depend_on_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
