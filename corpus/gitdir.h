/*
 * Where a repository keeps its things: recognised without libgit2, so that a folder can be searched
 * for repositories, and looked over before libgit2 opens files that nobody vouches for.
 */
#ifndef TIDEMARK_CORPUS_GITDIR_H
#define TIDEMARK_CORPUS_GITDIR_H

#include "core/base/arena.h"
#include "core/base/err.h"

/* Terminated paths, in the arena. */
struct gitdir {
	struct str path; /* with HEAD in it */
	struct str
		common; /* with config, refs and objects in it: the same but for linked work trees */
};

/*
 * Is the folder `path` a repository: does it have a `.git` folder with something of git's in it, a
 * `.git` file that says where that folder is, or is it bare? What it is found by may be broken.
 */
bool gitdir_find(const char *path, struct arena *arena, struct gitdir *ret_gitdir);

/* Bytes of the packs. */
uint64_t gitdir_size(const struct gitdir *gitdir);

/*
 * Whether libgit2 can be let near: HEAD, config and what it includes, and the other files that it
 * opens are regular files of sensible size. ERR_NOT_FOUND (HEAD), ERR_REFUSED, ERR_IO, ERR_LIMIT.
 */
int gitdir_check(const struct gitdir *gitdir, struct arena *arena, struct err *reterr);

#endif
