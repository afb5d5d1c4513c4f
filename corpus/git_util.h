/*
 * What every use of libgit2 needs.
 */
#ifndef TIDEMARK_CORPUS_GIT_UTIL_H
#define TIDEMARK_CORPUS_GIT_UTIL_H

#include "core/base/err.h"
#include "core/base/str.h"

#include <git2.h>

/*
 * Turns what a function of libgit2 returned into an err_code, and copies libgit2's message at once,
 * because the next call replaces it. `about` says what it was done with: "<about>: <message>".
 */
int git_failed(struct err *reterr, int git_code, struct str about);

/* No piece of memory that libgit2 takes is much over LIMIT_OBJECT_BYTES from now on. */
int git_bound_memory(void);

#endif
