/*
 * Loose objects, as a backend for git_odb. See objects.h for why it is not libgit2's own.
 */
#ifndef TIDEMARK_CORPUS_LOOSE_H
#define TIDEMARK_CORPUS_LOOSE_H

#include "core/base/err.h"

#include <git2.h>

/*
 * A backend that reads objects/xx/… below the open folder `fd`, which it takes over (also when it
 * fails). Only regular files are opened; an object over LIMIT_OBJECT_BYTES is not read; the id is
 * always computed again.
 */
int loose_backend(int fd, struct git_odb_backend **ret_backend, struct err *reterr);

#endif
