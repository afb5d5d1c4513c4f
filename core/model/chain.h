/*
 * The revision graph of one environment state.
 *
 * Nodes are the migrations in the order given (sorted by path). A parent is named by revision id or
 * by an unambiguous prefix of at least 4 characters, as Alembic allows; what no node answers to is
 * a missing parent, kept as data. Hostile graphs (cycles, 100,000 nodes, duplicates) cost
 * O(nodes + edges) and no recursion.
 */
#ifndef TIDEMARK_CORE_MODEL_CHAIN_H
#define TIDEMARK_CORE_MODEL_CHAIN_H

#include "core/base/arena.h"
#include "core/model/migration.h"

#define CHAIN_NONE UINT32_MAX

struct chain_edge {
	uint32_t child, parent; /* node indexes; parent = CHAIN_NONE when it is missing */
	struct str name;        /* as the child spells it */
	bool depends_on;        /* an edge of depends_on, not of down_revision */
};

struct chain {
	const struct migration *const *nodes; /* borrowed */
	uint32_t count;
	struct chain_edge *edges; /* sorted by child */
	uint32_t edge_count;
	uint32_t *heads; /* no down_revision child, ascending; unparsable and duplicate nodes left out */
	uint32_t head_count;
	uint32_t *bases; /* no parents */
	uint32_t base_count;
	uint32_t *order;     /* topological, ties by revision; members of cycles come last */
	uint32_t cycle_count; /* how many nodes at the end of `order` are in or behind a cycle */
	uint32_t *duplicate_of; /* per node: the first node with the same revision, or CHAIN_NONE */
	uint32_t *first_edge;   /* per node: its first edge in `edges`; [count] = edge_count */
	bool unknown_parents;   /* some down_revision was not resolved: heads may be fewer */
};

/* Builds the graph in `arena`. Never fails: what is wrong with the graph is in it. */
void chain_build(struct chain *c, struct arena *arena, const struct migration *const *nodes,
		 uint32_t count);

/* A node by revision id, or CHAIN_NONE. */
uint32_t chain_find(const struct chain *c, struct str revision);

/*
 * A branch label that this head alone among the heads descends from, or empty. Heads that all have
 * a label of their own are a deliberate choice ("alembic upgrade label@head").
 */
struct str chain_head_label(const struct chain *c, struct arena *scratch, uint32_t head);

/* Do the two nodes have a common ancestor (down_revision edges only)? */
bool chain_share_ancestor(const struct chain *c, struct arena *scratch, uint32_t a, uint32_t b);

#endif
