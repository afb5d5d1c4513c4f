/*
 * Where a repository was cloned from, fit to be shown.
 */
#ifndef TIDEMARK_CORPUS_ORIGIN_H
#define TIDEMARK_CORPUS_ORIGIN_H

#include "core/base/arena.h"

/*
 * The URL without user, password, query and fragment; also of the short form user@host:path. What
 * is not UTF-8 or holds control characters is "". In `arena`.
 */
struct str origin_clean(struct arena *arena, struct str url);

#endif
