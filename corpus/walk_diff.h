/*
 * Paths, and what two states of a history (walk_nodes.h) differ in.
 */
#ifndef TIDEMARK_CORPUS_WALK_DIFF_H
#define TIDEMARK_CORPUS_WALK_DIFF_H

#include "core/base/err.h"
#include "corpus/walk_nodes.h"

#define PATH_ROOT 0
#define PATH_NONE UINT32_MAX

/* A folder, as a name in another one. */
struct walk_path {
	uint32_t above, name;
	uint32_t depth;
};

struct walk_paths {
	struct walk_nodes *nodes; /* of the names */
	struct arena arena;
	VEC(struct walk_path) items; /* PATH_ROOT is the root */
	struct oid_map numbers;
	uint64_t steps; /* entries compared so far, up to LIMIT_WALK_STEPS */
};

void walk_paths_init(struct walk_paths *paths, struct walk_nodes *nodes);
void walk_paths_release(struct walk_paths *paths);

/* PATH_NONE: too deep, or too many. */
uint32_t walk_path_below(struct walk_paths *paths, uint32_t folder, uint32_t name);
/* The path of an entry in a folder, as the trees have it, in `arena`. */
struct str walk_path_text(const struct walk_paths *paths, uint32_t folder, uint32_t entry,
			  struct arena *arena);

/* A file or a gap that one of the two has. */
struct walk_difference {
	uint32_t folder, entry;
	bool added; /* it is the second that has it */
};
/* 0, or a code that ends the comparison. */
typedef int (*walk_diff_fn)(void *self, const struct walk_difference *difference);

/*
 * Tells, in the order of names, each file and gap that is in one state and not, the same, in the
 * other. The cost is that of the folders that differ. ERR_LIMIT: what is left was not compared.
 */
int walk_diff(struct walk_paths *paths, uint32_t before, uint32_t after, walk_diff_fn tell,
	      void *self, struct err *reterr);

enum walk_presence {
	WALK_ABSENT,
	WALK_PRESENT,
	WALK_UNKNOWN, /* there is a gap in its place, or in that of a folder above it */
};
/* Is the entry in this folder, in the state? */
enum walk_presence walk_look(struct walk_paths *paths, uint32_t state, uint32_t folder,
			     uint32_t entry);

#endif
