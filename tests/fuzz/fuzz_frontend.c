/*
 * The front end on any bytes, as a .py file. What follows a line "#" is a second file, which stands
 * wherever a module is looked for that is called "h".
 *
 * Checked beyond not crashing: a second evaluation gives the same bytes, they decode, encoding what
 * was decoded gives them again, and the semantic hash is that of the first.
 */
#include "core/base/pool.h"
#include "core/model/codec.h"
#include "frontends/frontend.h"

#include <inttypes.h>
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
	struct str content, module;
};

static enum module_kind look(void *self, struct str path, struct str *ret_blob)
{
	(void)self;
	*ret_blob = STR("");
	return str_ends(path, STR("/h.py")) ? MODULE_FILE : MODULE_ABSENT;
}

static int read_module(void *self, struct str path, struct arena *arena, struct str *ret_content,
		       struct str *ret_blob, struct err *reterr)
{
	const struct fuzzer *f = self;

	(void)path;
	(void)reterr;
	*ret_content = f->module;
	*ret_blob = arena_printf(arena, "%016" PRIx64, str_hash(f->module, STR_HASH_SEED));
	return 0;
}

static int encode(struct fuzzer *f, struct out *bytes)
{
	const struct loader loader = {f, look, read_module};
	const struct frontend_input input = {STR("a/b.py"), f->content, &loader,
					     f->content.len % 2 == 0};

	return frontend_encode(frontends[0], f->worker, &input, &f->arena, bytes, NULL);
}

/* On a worker, for its stack. */
static void run(void *self, unsigned number)
{
	struct fuzzer *f = self;
	int result;

	(void)number;
	out_clear(&f->first);
	out_clear(&f->second);
	result = encode(f, &f->first);
	arena_reset(&f->arena);
	check(encode(f, &f->second) == result);
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
	ptrdiff_t second;

	f->content = (struct str){(const char *)data, size};
	f->module = STR("");
	second = str_find(f->content, STR("\n#\n"));
	if (second >= 0) {
		f->module = str_sub(f->content, (size_t)second + 3, size);
		f->content.len = (size_t)second + 1;
	}
	check(pool_submit(f->pool, run, f));
	while (pool_wait(f->pool, 1000))
		;
	return 0;
}
