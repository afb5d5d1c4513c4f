#include "core/base/pool.h"

#include "core/base/limits.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct job {
	pool_fn run;
	void *self;
};

struct worker {
	struct pool *pool;
	pthread_t thread;
	unsigned number;
};

struct pool {
	pthread_mutex_t lock;
	/*
	 * For workers: a job, a part, a group's end, the end. Always broadcast, since who wakes
	 * may be waiting for another of these.
	 */
	pthread_cond_t work;
	pthread_cond_t progress; /* for the outside: a job has finished */
	struct job *queue;       /* a ring */
	unsigned queue_size, queued, first;
	unsigned running; /* jobs */
	struct pool_part *parts;
	bool closing;
	struct worker *workers;
	unsigned count;
};

/* With the lock held; gives it up while the part runs. */
static void run_part(struct pool *p, unsigned worker)
{
	struct pool_part *part = p->parts;

	p->parts = part->next;
	pthread_mutex_unlock(&p->lock);
	part->run(part->self, worker);
	pthread_mutex_lock(&p->lock);
	if (--part->group->open == 0)
		pthread_cond_broadcast(&p->work);
}

static void run_job(struct pool *p, unsigned worker)
{
	struct job job = p->queue[p->first];

	p->first = (p->first + 1) % p->queue_size;
	p->queued--;
	p->running++;
	pthread_mutex_unlock(&p->lock);
	job.run(job.self, worker);
	pthread_mutex_lock(&p->lock);
	p->running--;
	pthread_cond_signal(&p->progress);
}

static void *work(void *self)
{
	struct worker *w = self;
	struct pool *p = w->pool;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		if (p->parts)
			run_part(p, w->number);
		else if (p->queued)
			run_job(p, w->number);
		else if (p->closing)
			break;
		else
			pthread_cond_wait(&p->work, &p->lock);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

/* Signals go to the thread that made the pool. */
static int start_workers(struct pool *p, unsigned wanted)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	int failed = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, LIMIT_STACK_BYTES);
	for (p->count = 0; p->count < wanted && !failed; p->count += !failed) {
		struct worker *w = &p->workers[p->count];

		*w = (struct worker){.pool = p, .number = p->count};
		failed = pthread_create(&w->thread, &attributes, work, w);
	}
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

int pool_start(unsigned workers, unsigned queue, struct pool **ret_pool, struct err *reterr)
{
	struct pool *p = must(calloc(1, sizeof(*p)));
	pthread_condattr_t clock;
	int failed;

	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&p->progress, &clock);
	pthread_condattr_destroy(&clock);
	p->queue_size = queue ? queue : 1;
	p->queue = must(calloc(p->queue_size, sizeof(*p->queue)));
	p->workers = must(calloc(workers, sizeof(*p->workers)));
	failed = start_workers(p, workers);
	if (failed && !p->count) {
		pool_finish(p);
		return err_set(reterr, ERR_IO, "cannot start a thread: %s", strerror(failed));
	}
	*ret_pool = p; /* fewer workers than wanted do the same work */
	return 0;
}

void pool_finish(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->closing = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->count; i++)
		pthread_join(p->workers[i].thread, NULL);
	pthread_cond_destroy(&p->progress);
	pthread_cond_destroy(&p->work);
	pthread_mutex_destroy(&p->lock);
	free(p->workers);
	free(p->queue);
	free(p);
}

unsigned pool_workers(const struct pool *p)
{
	return p->count;
}

bool pool_submit(struct pool *p, pool_fn run, void *self)
{
	bool taken;

	pthread_mutex_lock(&p->lock);
	taken = p->queued < p->queue_size;
	if (taken) {
		p->queue[(p->first + p->queued++) % p->queue_size] = (struct job){run, self};
		pthread_cond_broadcast(&p->work);
	}
	pthread_mutex_unlock(&p->lock);
	return taken;
}

bool pool_wait(struct pool *p, unsigned milliseconds)
{
	struct timespec until;
	bool busy;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&p->lock);
	if (p->queued || p->running)
		pthread_cond_timedwait(&p->progress, &p->lock, &until);
	busy = p->queued || p->running;
	pthread_mutex_unlock(&p->lock);
	return busy;
}

bool pool_split(struct pool *p, struct pool_part *part, unsigned most)
{
	struct pool_part **last = &p->parts;
	bool taken;

	pthread_mutex_lock(&p->lock);
	taken = part->group->open < most;
	if (taken) {
		while (*last)
			last = &(*last)->next;
		part->next = NULL;
		part->group->open++;
		*last = part;
		pthread_cond_broadcast(&p->work);
	}
	pthread_mutex_unlock(&p->lock);
	return taken;
}

void pool_join(struct pool *p, struct pool_group *group, unsigned worker)
{
	pthread_mutex_lock(&p->lock);
	while (group->open) {
		if (p->parts)
			run_part(p, worker);
		else
			pthread_cond_wait(&p->work, &p->lock);
	}
	pthread_mutex_unlock(&p->lock);
}
