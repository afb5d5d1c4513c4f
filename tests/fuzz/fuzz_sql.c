/*
 * The SQL readers on any bytes. The first byte says whether braces are holes (bit 6) and on which
 * dialects the text runs (bits 0 to 5); the rest is the text.
 *
 * Checked beyond not crashing: every op's text is a slice of the input, ops survive encoding and
 * decoding, and a second reading gives the same bytes.
 */
#include "core/base/limits.h"
#include "core/model/codec.h"
#include "frontends/sql/sql.h"

#include <pthread.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	struct str text;
	bool holes;
	dialect_set dialects;
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void read_and_encode(const struct input *input, struct arena *arena, struct out *bytes)
{
	struct migration migration = {.status = MIGRATION_OK};
	struct sql_ops ops = {0};

	sql_read(input->text, input->holes, input->dialects, arena, &ops);
	for (uint32_t i = 0; i < ops.count; i++) {
		struct str text = ops.items[i].text;

		check(ops.items[i].kind < OP_KIND_COUNT);
		check(ops.items[i].guard <= ops.guards.count);
		check(text.ptr >= input->text.ptr);
		check(text.ptr + text.len <= input->text.ptr + input->text.len);
	}
	migration.body[UP] = (struct body){.shape = BODY_OPS,
					   .ops = ops.items,
					   .op_count = ops.count,
					   .guards = ops.guards.items,
					   .guard_count = ops.guards.count};
	migration_encode(&migration, bytes);
}

static void *run(void *self)
{
	const struct input *input = self;
	struct migration decoded;
	struct out first, second;
	struct arena arena;

	arena_init(&arena);
	out_init_buffer(&first, SIZE_MAX);
	out_init_buffer(&second, SIZE_MAX);
	read_and_encode(input, &arena, &first);
	read_and_encode(input, &arena, &second);
	check(str_eq(out_content(&first), out_content(&second)));
	check(migration_decode(out_content(&first), &arena, &decoded, NULL) == 0);
	out_release(&first);
	out_release(&second);
	arena_release(&arena);
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input;
	pthread_attr_t attributes;
	pthread_t thread;

	if (size == 0)
		return 0;
	input.holes = data[0] & (1 << DIALECT_COUNT);
	input.dialects = data[0] & DIALECT_ALL;
	input.text = (struct str){(const char *)data + 1, size - 1};
	check(pthread_attr_init(&attributes) == 0);
	check(pthread_attr_setstacksize(&attributes, LIMIT_STACK_BYTES) == 0);
	check(pthread_create(&thread, &attributes, run, &input) == 0);
	check(pthread_join(thread, NULL) == 0);
	pthread_attr_destroy(&attributes);
	return 0;
}
