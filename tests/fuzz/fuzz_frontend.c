/*
 * The front end on any bytes, as a .py file.
 *
 * Checked beyond not crashing: a second evaluation gives the same bytes, they decode, encoding what
 * was decoded gives them again, and the semantic hash is that of the first.
 */
#include "core/base/pool.h"
#include "core/model/codec.h"
#include "frontends/frontend.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_bytes(struct str bytes, struct arena *arena)
{
	struct migration first, second;
	struct out again;

	out_init_buffer(&again, SIZE_MAX);
	check(migration_decode(bytes, arena, &first, NULL) == 0);
	migration_encode(&first, &again);
	check(str_eq(bytes, out_content(&again)));
	check(migration_decode(out_content(&again), arena, &second, NULL) == 0);
	check(migration_semantic_hash(&first) == migration_semantic_hash(&second));
	out_release(&again);
}

/* What is kept from input to input: making a thread and a parser costs far more than most inputs. */
struct fuzzer {
	struct pool *pool;
	struct frontend_worker *worker;
	struct arena arena;
	struct out first, second;
	struct str content;
};

/* On a worker, for its stack. */
static void run(void *self, unsigned number)
{
	struct fuzzer *f = self;
	int result;

	(void)number;
	out_clear(&f->first);
	out_clear(&f->second);
	result = frontend_encode(frontends[0], f->worker, f->content, &f->arena, &f->first, NULL);
	arena_reset(&f->arena);
	check(frontend_encode(frontends[0], f->worker, f->content, &f->arena, &f->second, NULL) ==
	      result);
	arena_reset(&f->arena);
	check(str_eq(out_content(&f->first), out_content(&f->second)));
	if (!result)
		check_bytes(out_content(&f->first), &f->arena);
	arena_reset(&f->arena);
}

static struct fuzzer *fuzzer(void)
{
	static struct fuzzer f;

	if (!f.pool) {
		check(pool_start(1, 1, &f.pool, NULL) == 0);
		f.worker = frontend_worker_new();
		arena_init(&f.arena);
		out_init_buffer(&f.first, SIZE_MAX);
		out_init_buffer(&f.second, SIZE_MAX);
	}
	return &f;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzzer *f = fuzzer();

	f->content = (struct str){(const char *)data, size};
	check(pool_submit(f->pool, run, f));
	while (pool_wait(f->pool, 1000))
		;
	return 0;
}
