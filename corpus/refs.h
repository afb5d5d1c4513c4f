/*
 * From what the user asked for to a commit.
 */
#ifndef TIDEMARK_CORPUS_REFS_H
#define TIDEMARK_CORPUS_REFS_H

#include "corpus/objects.h"

#include <git2.h>

/*
 * The commit that `ref` names: HEAD, a branch, a tag (annotated ones too), a remote's branch, a
 * full name (refs/…), a commit's id or the beginning of one; looked for in git's order. And that
 * commit's tree. ERR_NOT_FOUND says which of these it is: an empty repository, a HEAD that points to
 * a branch that is not there, no such ref, or a commit that is not in the repository.
 */
int refs_resolve(git_repository *repository, struct objects *objects, struct str ref,
		 struct arena *arena, struct oid *ret_commit, struct oid *ret_tree,
		 struct err *reterr);

/*
 * From a tag, or a tag of tags, to the commit. ERR_USAGE: it is of something else. ERR_NOT_FOUND:
 * one of them is not here. `about` is for messages.
 */
int refs_peel(struct objects *objects, struct str about, struct oid *id, struct err *reterr);

#endif
