/*
 * All refs of a repository, read without libgit2, which opens whatever lies below refs/.
 */
#ifndef TIDEMARK_CORPUS_REFS_LIST_H
#define TIDEMARK_CORPUS_REFS_LIST_H

#include "core/base/vec.h"
#include "corpus/listing.h"

struct ref {
	struct str name; /* "refs/heads/main" */
	struct oid id;   /* of a commit, or of anything else */
};

struct refs {
	VEC(struct ref) items; /* sorted by name */
};

/*
 * Every ref under refs/ but notes and replacements, which are no history. Symbolic refs are left
 * out: what they point to is there itself. `folder` is the repository's common folder. What is no
 * ref is a skip. ERR_LIMIT: too many.
 */
int refs_list(const char *folder, struct arena *arena, struct lister *skips, struct refs *ret_refs,
	      struct err *reterr);

#endif
