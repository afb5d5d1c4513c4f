/*
 * The loader of one source: other files of its tree, for evaluations on any worker.
 */
#ifndef TIDEMARK_SCANNER_MODULES_H
#define TIDEMARK_SCANNER_MODULES_H

#include "core/model/loader.h"
#include "corpus/history.h"

#include <pthread.h>

/*
 * The loader of files of one commit of a history; without a history, of the tree that was listed.
 * Like the struct modules, it must outlive those who use the loader.
 */
struct modules;
struct modules_view {
	struct modules *modules;
	uint32_t commit;
	struct loader loader;
};

/* Serialises all reading of the source: lock it too when reading candidates meanwhile. */
struct modules {
	struct modules_view tip; /* without a history */
	struct loader loader;    /* its */
	struct corpus_source *source;
	struct corpus_history *history; /* or NULL */
	pthread_mutex_t lock;
};

/* The source must have been listed; `history` is of it, or NULL. */
void modules_init(struct modules *m, struct corpus_source *source, struct corpus_history *history);
void modules_view_init(struct modules_view *view, struct modules *modules, uint32_t commit);
void modules_release(struct modules *m);

#endif
