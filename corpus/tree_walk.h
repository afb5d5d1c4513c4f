/*
 * The candidates of one tree.
 */
#ifndef TIDEMARK_CORPUS_TREE_WALK_H
#define TIDEMARK_CORPUS_TREE_WALK_H

#include "corpus/listing.h"
#include "corpus/objects.h"

/*
 * Three passes, none of which recurses:
 *   1. every distinct tree below `root` is read once, and its entries that may matter are kept;
 *   2. every distinct blob of those is looked at or searched once;
 *   3. the trees that lead to a candidate or a skip are walked by path.
 * So the cost is that of the objects that exist, however many paths they make. What cannot be read
 * is a skip at each of its paths. Fails when the root cannot be read, and with ERR_STOPPED. The
 * walk is kept to be asked for paths; free it.
 */
struct tree_walk;
int tree_walk(struct objects *objects, const struct oid *root, struct lister *lister,
	      struct tree_walk **ret_walk, struct err *reterr);
void tree_walk_free(struct tree_walk *walk);

/* What stands at a path: a folder, or a .py file with its id. */
enum module_kind tree_walk_find(struct tree_walk *walk, struct str path, struct oid *ret_id,
				struct str *ret_hex);

#endif
