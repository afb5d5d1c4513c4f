/*
 * Path patterns: `*` and `?` within one part of a path, `**` over any number of parts.
 */
#ifndef TIDEMARK_CORE_BASE_GLOB_H
#define TIDEMARK_CORE_BASE_GLOB_H

#include "core/base/str.h"

/*
 * Does the whole path match? What ends in a slash means all below it; "**" before a slash matches no
 * part, too. Takes one of *steps for each character looked at, pattern × path at most; when they are
 * used up, nothing matches any more.
 */
bool glob_match(struct str pattern, struct str path, uint64_t *steps);

#endif
