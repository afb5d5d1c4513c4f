/*
 * What is behind struct corpus_history: the walk, and files by their path in any commit.
 */
#ifndef TIDEMARK_CORPUS_HISTORY_TREE_H
#define TIDEMARK_CORPUS_HISTORY_TREE_H

#include "corpus/history.h"
#include "corpus/listing.h"
#include "corpus/walk.h"

struct history_walk {
	struct walk walk;
	struct objects *objects;
	struct arena trees; /* contents of trees, and … */
	struct map by_id;   /* … (id → struct kept_tree) where */
	struct map digits;  /* id → struct kept_digits, of modules that were asked for */
};

#endif
