/*
 * Tree objects, as they come: sorted or not, with names that no tree should have.
 */
#ifndef TIDEMARK_CORPUS_TREE_H
#define TIDEMARK_CORPUS_TREE_H

#include "corpus/oid.h"

enum tree_entry_kind {
	ENTRY_TREE,
	ENTRY_BLOB,
	ENTRY_SYMLINK,
	ENTRY_SUBMODULE,
	ENTRY_UNKNOWN, /* a mode that git does not make */
};

struct tree_entry {
	enum tree_entry_kind kind;
	uint32_t mode;
	struct str name; /* borrowed from the tree */
	struct oid id;
};

/* Takes the next entry off *tree. 1, 0 at the end, ERR_CORRUPT when the bytes are no entry. */
int tree_next(struct str *tree, struct tree_entry *ret_entry);

/* May a path have this part? Not "", ".", "..", ".git", and no slash in it. */
bool tree_name_is_good(struct str name);

#endif
