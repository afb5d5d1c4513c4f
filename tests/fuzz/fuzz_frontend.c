/*
 * The front end on any bytes, as a .py file.
 *
 * Checked beyond not crashing: a second evaluation gives the same bytes, they decode, encoding what
 * was decoded gives them again, and the semantic hash is that of the first.
 */
#include "core/base/limits.h"
#include "core/model/codec.h"
#include "frontends/frontend.h"

#include <pthread.h>
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

/* On a thread of its own, with the stack that a worker has. */
static void *run(void *self)
{
	const struct str *content = self;
	struct frontend_worker *worker = frontend_worker_new();
	struct out first, second;
	struct arena arena;
	int result;

	arena_init(&arena);
	out_init_buffer(&first, SIZE_MAX);
	out_init_buffer(&second, SIZE_MAX);
	result = frontend_encode(frontends[0], worker, *content, &arena, &first, NULL);
	check(frontend_encode(frontends[0], worker, *content, &arena, &second, NULL) == result);
	check(str_eq(out_content(&first), out_content(&second)));
	if (!result)
		check_bytes(out_content(&first), &arena);
	out_release(&first);
	out_release(&second);
	arena_release(&arena);
	frontend_worker_free(worker);
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str content = {(const char *)data, size};
	pthread_attr_t attributes;
	pthread_t thread;

	check(pthread_attr_init(&attributes) == 0);
	check(pthread_attr_setstacksize(&attributes, LIMIT_STACK_BYTES) == 0);
	check(pthread_create(&thread, &attributes, run, &content) == 0);
	check(pthread_join(thread, NULL) == 0);
	pthread_attr_destroy(&attributes);
	return 0;
}
