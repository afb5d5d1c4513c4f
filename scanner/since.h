/*
 * --since: which files of a repository are as they were at an earlier commit.
 */
#ifndef TIDEMARK_SCANNER_SINCE_H
#define TIDEMARK_SCANNER_SINCE_H

#include "core/base/map.h"
#include "core/model/finding.h"
#include "corpus/corpus.h"

struct since {
	bool asked;
	struct map paths; /* that were there */
	struct map blobs; /* of these contents, wherever they lay */
};

/*
 * Lists the place at `commit` (any name of one). Errors as corpus_open() and corpus_list();
 * ERR_NOT_FOUND too for a folder without git, which has no earlier state.
 */
int since_read(struct since *since, const struct corpus_place *place, struct str commit,
	       struct arena *arena, const volatile int *stop, struct err *reterr);

/*
 * Is the finding older than what was added or changed since? It is not when its own file, or one
 * that its evidence names, has another content now: two heads are new if one of them is. A file that
 * was only moved is as it was.
 */
bool since_is_older(const struct since *since, const struct finding *finding,
		    const struct corpus_listing *now);

#endif
