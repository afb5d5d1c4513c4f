/*
 * Graphs of revisions made by numbers, for the tests of core/model/chain.
 */
#ifndef TIDEMARK_TESTS_UNIT_CHAIN_RANDOM_H
#define TIDEMARK_TESTS_UNIT_CHAIN_RANDOM_H

#include "tests/unit/chain_graph.h"

static inline struct str number(struct arena *a, uint32_t i)
{
	return arena_printf(a, "%08x", i);
}

static inline uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* A DAG: shuffled nodes whose parents all have a lower number, some of them missing. */
static inline void random_graph(struct graph *g, uint32_t seed, uint32_t count)
{
	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, count, sizeof(*g->nodes));
	for (uint32_t i = 0; i < count; i++) {
		struct migration *m = arena_new(&g->arena, struct migration);
		uint32_t wanted = i ? next_random(&seed) % 4 : 0;

		m->revision = number(&g->arena, i * 2654435761u);
		for (uint32_t j = 0; j < wanted; j++) {
			uint32_t parent = next_random(&seed) % i;
			struct str name = next_random(&seed) % 16 == 0
						  ? STR("nobody")
						  : number(&g->arena, parent * 2654435761u);

			if (next_random(&seed) % 4 == 0)
				m->depends_on = add_word(&g->arena, m->depends_on,
							 &m->depends_count, name);
			else
				m->parents = add_word(&g->arena, m->parents, &m->parent_count,
						      name);
		}
		g->nodes[i] = m;
	}
	for (uint32_t i = count; i > 1; i--) {
		uint32_t other = next_random(&seed) % i;
		const struct migration *m = g->nodes[i - 1];

		g->nodes[i - 1] = g->nodes[other];
		g->nodes[other] = m;
	}
	chain_build(&g->chain, &g->arena, g->nodes, count);
}

#endif
