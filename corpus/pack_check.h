/*
 * A look at a pack's index before libgit2 maps it. See objects.h for why.
 */
#ifndef TIDEMARK_CORPUS_PACK_CHECK_H
#define TIDEMARK_CORPUS_PACK_CHECK_H

#include "core/base/err.h"
#include "core/base/str.h"

/*
 * Both files of a pack are regular, the index (version 1 or 2) is of this pack, which is whole as far
 * as its two ends say, and every offset in the index lies within the pack. `index` is the index's path and `pack` the pack's. ERR_NOT_FOUND, ERR_REFUSED, ERR_IO,
 * ERR_CORRUPT.
 */
int pack_check(const char *index, const char *pack, uint64_t *ret_pack_size, struct err *reterr);

#endif
