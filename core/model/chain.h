/*
 * The revision graph of one environment state.
 *
 * Nodes are the migrations in the order given (sorted by path). A parent is named by revision id,
 * by a branch label, or by an unambiguous prefix of an id of at least 4 characters, in this order;
 * what no node answers to is a missing parent, kept as data. Hostile graphs (cycles, 100,000 nodes,
 * duplicates) cost O((nodes + edges) log nodes) and no recursion.
 *
 * Heads and bases are Alembic's: they follow from down_revision alone, so a revision that others
 * only depend on is still a head. Nodes that are unparsable, repeat another's revision or whose
 * revision is not known are neither, but their edges count.
 */
#ifndef TIDEMARK_CORE_MODEL_CHAIN_H
#define TIDEMARK_CORE_MODEL_CHAIN_H

#include "core/base/arena.h"
#include "core/model/migration.h"

#define CHAIN_NONE UINT32_MAX

/* Edges beyond these are left out, and unknown_parents is set. */
enum { CHAIN_MAX_EDGES = 4 * 1000 * 1000 };

struct chain_edge {
	uint32_t child, parent; /* node indexes; parent = CHAIN_NONE when it is missing */
	struct str name;        /* as the child spells it */
	bool depends_on;        /* an edge of depends_on, not of down_revision */
};

/*
 * What defines the state before a migration: all its ancestors, by down_revision and depends_on.
 * They are those of `base`, `base` itself and `extra`. See chain_extra_ancestors().
 */
struct chain_step {
	uint32_t place; /* in `order` */
	uint32_t base;  /* CHAIN_NONE at a base, and in or behind a cycle */
	const uint32_t *extra;
	uint32_t extra_count;
	int error; /* 0, or why the ancestors are not known: ERR_CORRUPT, ERR_LIMIT */
};

struct chain {
	const struct migration *const *nodes; /* borrowed */
	uint32_t count;
	struct chain_edge *edges; /* sorted by child */
	uint32_t edge_count;
	uint32_t *heads; /* no down_revision child, ascending */
	uint32_t head_count;
	uint32_t *bases; /* no down_revision, ascending */
	uint32_t base_count;
	uint32_t *order;        /* parents first, ties by revision, then by path; see cycle_count */
	uint32_t cycle_count;   /* how many nodes at the end of `order` are in or behind a cycle */
	uint32_t *duplicate_of; /* per node: the first node with the same revision, or CHAIN_NONE */
	uint32_t *first_edge;   /* per node: its first edge in `edges`; [count] = edge_count */
	uint32_t *by_revision;  /* nodes with a revision, duplicates left out, sorted by revision */
	uint32_t revision_count;
	struct chain_step *steps; /* per node */
	struct str *branch;   /* per node: see chain_head_label(); NULL when there are no labels */
	bool unknown_parents; /* some down_revision was not resolved: heads may be fewer */
	bool over_budget;     /* some step has ERR_LIMIT: see LIMIT_CHAIN_STEPS */
};

/* Builds the graph in `arena`. Never fails: what is wrong with the graph is in it. */
void chain_build(struct chain *c, struct arena *arena, const struct migration *const *nodes,
		 uint32_t count);

/* The node of exactly this revision id (the first one of duplicates), or CHAIN_NONE. */
uint32_t chain_find(const struct chain *c, struct str revision);

/* Do several revisions, none of them exactly this one, begin with the name? */
bool chain_is_ambiguous(const struct chain *c, struct str name);

/*
 * A branch label that this head alone among the heads descends from, or empty. Heads that all have
 * a label of their own are a deliberate choice ("alembic upgrade label@head").
 */
struct str chain_head_label(const struct chain *c, struct arena *scratch, uint32_t head);

/*
 * Do the two nodes have a common ancestor, a node being an ancestor of itself (down_revision edges
 * only)? Costs O(nodes + edges) each time.
 */
bool chain_share_ancestor(const struct chain *c, struct arena *scratch, uint32_t a, uint32_t b);

/*
 * Of the parents (by down_revision or depends_on) the one with the most ancestors, the first of
 * equals: it comes earlier in `order`, and the state before `node` follows from the one after it
 * and the extra ancestors. CHAIN_NONE at a base, and in or behind a cycle.
 */
uint32_t chain_base_parent(const struct chain *c, uint32_t node);

/*
 * The ancestors of `node` that are neither `base_parent` nor among its ancestors, in chain order;
 * with CHAIN_NONE, all of them. Free when base_parent is chain_base_parent(), else it costs
 * O(nodes + edges). The result is the chain's or in `scratch`.
 *
 * ERR_CORRUPT: the node is in or behind a cycle. ERR_LIMIT: the ancestors of this node, or of one
 * on its way through base parents, are more than the graph may cost; nothing is known of it then.
 * Parents that are missing or were not resolved are no error here.
 */
int chain_extra_ancestors(const struct chain *c, struct arena *scratch, uint32_t node,
			  uint32_t base_parent, const uint32_t **ret, uint32_t *ret_count);

#endif
