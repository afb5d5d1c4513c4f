/*
 * Trees of a history, each read once, into nodes (walk_nodes.h).
 *
 * What matters in a tree depends on where it stands, so a tree is known by its id and its *place*:
 *   OUTSIDE  files that configure, and folders that lead to something
 *   INSIDE   a folder of migrations, or below one: also every .py file
 * and one place more for each folder above or at one that was learnt (walk_trees_learn). A folder
 * `versions` and all below it is INSIDE wherever it stands; in a folder that holds script.py.mako
 * its own .py files count, but not those below it.
 *
 * A tree is not known by its path, so a depth is no reason to leave it out here; the reading does
 * not recurse. An id that leads back to itself (an index can lie: ids of trees are not computed
 * again) is a gap.
 */
#ifndef TIDEMARK_CORPUS_WALK_TREES_H
#define TIDEMARK_CORPUS_WALK_TREES_H

#include "corpus/objects.h"
#include "corpus/walk_nodes.h"

struct walk_place {
	struct map folders; /* name → index + 1 of `places` */
	bool direct;        /* its own .py files count */
	bool inside;        /* those below it too */
};

/* Trees that were met lately and hold nothing: the whole of `known` is too large for any cache. */
enum { WALK_RECENT = 4096 };
struct walk_recent {
	struct oid id;
	uint32_t place_next; /* its place + 1 */
};

struct walk_trees {
	struct objects *objects;
	const volatile int *stop; /* may be NULL */
	struct walk_nodes nodes;
	struct arena scratch;
	struct oid_map known;          /* (tree, place) → node, or see walk_trees.c */
	VEC(struct walk_place) places; /* of the root, which is the first, and below */
	uint32_t place_base;           /* number of the first: another one when they change */
	VEC(struct walk_frame) stack;
	struct walk_recent *recent;
	struct oid_map broken; /* tree → index + 1 of `reasons` */
	VEC(struct str) reasons;
	uint64_t count, bytes; /* of trees read */
};

void walk_trees_init(struct walk_trees *trees, struct objects *objects, const volatile int *stop);
void walk_trees_release(struct walk_trees *trees);

/*
 * A folder, by its path from the root, whose .py files count in every tree from now on; `below`:
 * also those of the folders in it. False when that was so before. What was read is to be read
 * again as far as the path leads there.
 */
bool walk_trees_learn(struct walk_trees *trees, struct str path, bool below);

/*
 * The node of a commit's root tree. A tree that cannot be read is a gap, the root's one has an empty
 * name. Only ERR_STOPPED is an error.
 */
int walk_trees_read(struct walk_trees *trees, const struct oid *root, uint32_t *ret_node,
		    struct err *reterr);

/* Why a tree is a gap; "" if there is no more to say than its reason. */
struct str walk_trees_reason(const struct walk_trees *trees, const struct oid *tree);

#endif
