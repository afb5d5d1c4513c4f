/*
 * Nodes: what a walk over a history keeps of trees.
 *
 * A node is a tree without all that does not matter: files that may matter, the folders that lead
 * to them, and what could not be read. Nodes are values: two trees of which the same matters are
 * the same node, so that a commit which changes nothing of interest has the node of its parent, and
 * the root's node is the *state* of a commit. Everything is a number here, and lives as long as the
 * walk.
 */
#ifndef TIDEMARK_CORPUS_WALK_NODES_H
#define TIDEMARK_CORPUS_WALK_NODES_H

#include "core/base/map.h"
#include "core/base/vec.h"
#include "corpus/oid_map.h"

enum walk_what {
	WALK_FOLDER, /* `node` is what is in it */
	WALK_FILE,   /* `detail` is its enum candidate_kind */
	WALK_GAP,    /* not read, or not to be trusted; `detail` is the enum skip_reason */
	WALK_WHAT_COUNT,
};

struct walk_entry {
	struct oid id; /* of FILE and GAP */
	uint32_t name;
	uint32_t node; /* of FOLDER */
	uint8_t what, detail;
};

struct walk_node {
	uint32_t first, count; /* of `lists`, sorted by name, each name once */
	bool has_gaps;         /* it, or a folder further down */
};

#define NODE_EMPTY 0
#define NODE_NONE UINT32_MAX /* there is no room for more */

struct walk_nodes {
	struct arena arena;
	VEC(struct str) names;
	struct map name_numbers; /* name → number + 1 */
	VEC(struct walk_entry) entries;
	struct oid_map entry_numbers[WALK_WHAT_COUNT];
	VEC(struct walk_node) nodes; /* nodes.items[NODE_EMPTY] has nothing in it */
	VEC(uint32_t) lists;         /* of entries */
	uint32_t *slots;             /* hashed: node + 1, 0 = free */
	uint32_t slot_count;
};

void walk_nodes_init(struct walk_nodes *nodes);
void walk_nodes_release(struct walk_nodes *nodes);

/* The number of a name, which is copied. */
uint32_t walk_name(struct walk_nodes *nodes, struct str name);
/* The number of the entry. */
uint32_t walk_entry(struct walk_nodes *nodes, const struct walk_entry *entry);
/*
 * The node of these entries, in whatever order, which is changed. Where several have one name, none
 * is trusted: a GAP stands for them. NODE_NONE over LIMIT_WALK_KEPT entries in all nodes.
 */
uint32_t walk_node(struct walk_nodes *nodes, uint32_t *entries, uint32_t count);

static inline const struct walk_entry *walk_entry_of(const struct walk_nodes *nodes, uint32_t entry)
{
	return &nodes->entries.items[entry];
}

static inline struct str walk_name_of(const struct walk_nodes *nodes, uint32_t entry)
{
	return nodes->names.items[nodes->entries.items[entry].name];
}

/* The entry of this name in a node, or UINT32_MAX. */
uint32_t walk_node_find(const struct walk_nodes *nodes, uint32_t node, struct str name);

#endif
