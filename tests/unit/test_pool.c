/* ctest: threads */
#include "core/base/limits.h"
#include "core/base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { JOBS = 300, WORKERS = 4, PARTS = 40 };

static struct pool *start(unsigned workers, unsigned queue)
{
	struct pool *pool = NULL;
	struct err err;

	assert_int_equal(pool_start(workers, queue, &pool, &err), 0);
	assert_non_null(pool);
	return pool;
}

static void submit(struct pool *pool, pool_fn run, void *self)
{
	while (!pool_submit(pool, run, self))
		pool_wait(pool, 50);
}

static void wait_for_all(struct pool *pool)
{
	while (pool_wait(pool, 50))
		;
}

struct job {
	unsigned runs; /* plain: only one worker ever has the job */
	unsigned worker;
};

static void run_once(void *self, unsigned worker)
{
	struct job *job = self;

	job->runs++;
	job->worker = worker;
}

static void every_job_runs_once(void **state)
{
	struct job jobs[JOBS] = {{0, 0}};
	struct pool *pool = start(WORKERS, 3);

	(void)state;
	assert_int_equal(pool_workers(pool), WORKERS);
	for (int i = 0; i < JOBS; i++)
		submit(pool, run_once, &jobs[i]);
	wait_for_all(pool);
	assert_false(pool_wait(pool, 1000)); /* nothing is under way: at once */
	for (int i = 0; i < JOBS; i++) {
		assert_int_equal(jobs[i].runs, 1);
		assert_in_range(jobs[i].worker, 0, WORKERS - 1);
	}
	pool_finish(pool);
}

static void finish_waits_for_queued_jobs(void **state)
{
	struct job jobs[20] = {{0, 0}};
	struct pool *pool = start(2, 20);

	(void)state;
	for (int i = 0; i < 20; i++)
		assert_true(pool_submit(pool, run_once, &jobs[i]));
	pool_finish(pool);
	for (int i = 0; i < 20; i++)
		assert_int_equal(jobs[i].runs, 1);
}

/* A job that waits to be let go. */
struct gate {
	atomic_bool open;
	atomic_uint waiting;
};

static void nap(void)
{
	struct timespec short_time = {0, 200000};

	nanosleep(&short_time, NULL);
}

static void wait_at_gate(void *self, unsigned worker)
{
	struct gate *gate = self;

	(void)worker;
	gate->waiting++;
	while (!gate->open)
		nap();
}

static void the_queue_is_bounded_and_in_order(void **state)
{
	struct gate gate = {false, 0};
	struct pool *pool = start(1, 2);
	struct timespec before, after;

	(void)state;
	assert_true(pool_submit(pool, wait_at_gate, &gate));
	while (!gate.waiting)
		nap();
	assert_true(pool_submit(pool, wait_at_gate, &gate));
	assert_true(pool_submit(pool, wait_at_gate, &gate));
	assert_false(pool_submit(pool, wait_at_gate, &gate)); /* one runs, two wait */
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_true(pool_wait(pool, 20)); /* not done, and it came back in time */
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec < 5);
	gate.open = true;
	wait_for_all(pool);
	assert_int_equal(gate.waiting, 3);
	pool_finish(pool);
}

/* A job that splits itself, as the evaluation of a large repository does. */
struct splitting_job {
	struct pool *pool;
	struct pool_group group;
	struct split_part {
		struct pool_part part;
		unsigned runs, worker;
	} parts[PARTS];
	unsigned handed_out, run_here, done_after_join;
};

static void run_part(void *self, unsigned worker)
{
	struct split_part *part = self;

	part->runs++;
	part->worker = worker;
}

static void run_and_split(void *self, unsigned worker)
{
	struct splitting_job *job = self;

	for (int i = 0; i < PARTS; i++) {
		struct split_part *part = &job->parts[i];

		part->part =
			(struct pool_part){.run = run_part, .self = part, .group = &job->group};
		if (pool_split(job->pool, &part->part, 8)) {
			job->handed_out++;
		} else {
			run_part(part, worker);
			job->run_here++;
		}
	}
	pool_join(job->pool, &job->group, worker);
	for (int i = 0; i < PARTS; i++)
		job->done_after_join += job->parts[i].runs;
}

static void parts_are_done_when_they_are_joined(void **state)
{
	static struct splitting_job jobs[30];

	(void)state;
	for (unsigned workers = 1; workers <= WORKERS; workers++) {
		struct pool *pool = start(workers, 4);

		memset(jobs, 0, sizeof(jobs));
		for (size_t i = 0; i < 30; i++) {
			jobs[i].pool = pool;
			submit(pool, run_and_split, &jobs[i]);
		}
		pool_finish(pool);
		for (size_t i = 0; i < 30; i++) {
			assert_int_equal(jobs[i].done_after_join, PARTS);
			assert_int_equal(jobs[i].handed_out + jobs[i].run_here, PARTS);
			assert_true(jobs[i].handed_out > 0);
			for (int k = 0; k < PARTS; k++)
				assert_in_range(jobs[i].parts[k].worker, 0, workers - 1);
		}
	}
}

static void split_has_a_limit(void *self, unsigned worker)
{
	struct splitting_job *job = self;

	for (int i = 0; i < 3; i++) {
		struct split_part *part = &job->parts[i];

		part->part =
			(struct pool_part){.run = run_part, .self = part, .group = &job->group};
		if (pool_split(job->pool, &part->part, 2))
			job->handed_out++;
	}
	pool_join(job->pool, &job->group, worker);
}

static void no_more_parts_than_asked_for(void **state)
{
	struct pool *pool = start(1, 1); /* the one worker is busy splitting: nobody takes a part */
	static struct splitting_job job;

	(void)state;
	job.pool = pool;
	submit(pool, split_has_a_limit, &job);
	pool_finish(pool);
	assert_int_equal(job.handed_out, 2);
	assert_int_equal(job.parts[0].runs + job.parts[1].runs, 2);
	assert_int_equal(job.parts[2].runs, 0);
}

/* Fills most of a worker's stack, a page at a time. */
static unsigned deep(unsigned left)
{
	volatile char page[4096];

	page[0] = (char)left;
	page[4095] = 1;
	return left ? deep(left - 1) + (unsigned)page[4095] : (unsigned)(page[0] == 0);
}

static void use_the_stack(void *self, unsigned worker)
{
	(void)worker;
	*(unsigned *)self = deep(LIMIT_STACK_BYTES / 4096 * 3 / 4);
}

static void workers_have_the_stack_that_is_promised(void **state)
{
	struct pool *pool = start(2, 2);
	unsigned reached = 0;

	(void)state;
	submit(pool, use_the_stack, &reached);
	pool_finish(pool);
	assert_int_equal(reached, LIMIT_STACK_BYTES / 4096 * 3 / 4 + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_job_runs_once),
		cmocka_unit_test(finish_waits_for_queued_jobs),
		cmocka_unit_test(the_queue_is_bounded_and_in_order),
		cmocka_unit_test(parts_are_done_when_they_are_joined),
		cmocka_unit_test(no_more_parts_than_asked_for),
		cmocka_unit_test(workers_have_the_stack_that_is_promised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
