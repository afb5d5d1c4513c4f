/*
 * Worker threads.
 *
 * Two kinds of work: *jobs*, which come from outside, wait in a bounded queue and are taken in
 * order; and *parts*, into which a job may split itself, which are taken first by whoever is free.
 * A job that has handed out parts helps with them in pool_join(), so that parts never wait for a
 * free worker. Parts do not split again.
 *
 * Every worker has a stack of LIMIT_STACK_BYTES and a number, [0, workers), by which the caller
 * keeps what belongs to one worker.
 */
#ifndef TIDEMARK_CORE_BASE_POOL_H
#define TIDEMARK_CORE_BASE_POOL_H

#include "core/base/err.h"

#include <stdbool.h>

struct pool;

typedef void (*pool_fn)(void *self, unsigned worker);

/* Parts of one job. All-zero to begin with; owned by the job. */
struct pool_group {
	unsigned open; /* handed out and not finished */
};

/* A part; owned by the job until pool_join() returns. */
struct pool_part {
	pool_fn run;
	void *self;
	struct pool_group *group;
	struct pool_part *next;
};

/* ERR_IO when threads cannot be made. `queue`: how many jobs may wait. */
int pool_start(unsigned workers, unsigned queue, struct pool **ret_pool, struct err *reterr);
/* Waits for all work and frees the pool. */
void pool_finish(struct pool *pool);
unsigned pool_workers(const struct pool *pool);

/* From outside. False when the queue is full. */
bool pool_submit(struct pool *pool, pool_fn run, void *self);
/* From outside: waits until a job has finished or `milliseconds` have passed. False: all is done. */
bool pool_wait(struct pool *pool, unsigned milliseconds);

/* From a job. False, and nothing done, when `most` parts of the group are under way already. */
bool pool_split(struct pool *pool, struct pool_part *part, unsigned most);
/* From a job: runs parts until all of the group are finished. */
void pool_join(struct pool *pool, struct pool_group *group, unsigned worker);

#endif
