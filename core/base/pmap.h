/*
 * Persistent maps from slices to pointers: every version stays as it was.
 *
 * A version is a value of two words; putting or removing a key gives another one that shares all
 * but O(log n) nodes with it, in the same arena. Keys and values are borrowed. An AVL tree: its
 * depth is bounded by PMAP_DEPTH whatever the keys are, and iteration is in the order of str_cmp().
 */
#ifndef TIDEMARK_CORE_BASE_PMAP_H
#define TIDEMARK_CORE_BASE_PMAP_H

#include "core/base/arena.h"

enum { PMAP_DEPTH = 48 }; /* more than an AVL tree of 2^32 nodes has */

struct pmap_node;

/* All zeros: the empty map. */
struct pmap {
	const struct pmap_node *root;
	uint32_t count;
};

/* The value, or NULL when the key is absent. */
const void *pmap_get(struct pmap m, struct str key);
/* The map with the key's value set; `value` is not NULL. */
struct pmap pmap_put(struct arena *a, struct pmap m, struct str key, const void *value);
/* The map without the key; the same map when it is absent. */
struct pmap pmap_remove(struct arena *a, struct pmap m, struct str key);

/*
 *	struct pmap_cursor at = pmap_begin(m);
 *	while (pmap_next(&at)) … at.key, at.value …
 */
struct pmap_cursor {
	struct str key;
	const void *value;
	const struct pmap_node *stack[PMAP_DEPTH];
	uint32_t depth;
};
struct pmap_cursor pmap_begin(struct pmap m);
/* The same from the first key that is not below `key`. */
struct pmap_cursor pmap_from(struct pmap m, struct str key);
bool pmap_next(struct pmap_cursor *at);

/*
 * The keys whose values are not the same pointer in both, in order. What two versions share is
 * passed over: the cost follows what differs.
 *
 *	struct pmap_diff at = pmap_compare(before, after);
 *	while (pmap_differ(&at)) … at.key, at.old, at.new …
 */
struct pmap_part {
	const struct pmap_node *node;
	bool whole; /* the subtree, not the node alone */
};
struct pmap_diff {
	struct str key;
	const void *old, *new; /* NULL: not there */
	struct pmap_part parts[2][2 * PMAP_DEPTH];
	uint32_t depth[2];
};
struct pmap_diff pmap_compare(struct pmap before, struct pmap after);
bool pmap_differ(struct pmap_diff *at);

#endif
