#include "frontends/sql/pg_tree.h"

#include "core/base/cleanup.h"

#include <string.h>

/* Who waits for the tree of the parse that this thread is in. */
struct awaited {
	pg_tree_read read;
	void *self;
	bool handed_over, one;
};

static _Thread_local struct awaited *awaited;

static void hand_over(struct awaited *to, const PgQuery__ParseResult *tree)
{
	to->handed_over = true;
	to->one = tree->n_stmts == 1 && tree->stmts[0]->stmt; /* none: an error, or empty */
	if (to->one)
		to->read(to->self, tree->stmts[0]->stmt);
}

/* ---- called by the library instead of its own functions of these names ------------------------ */

struct packed {
	ProtobufCBuffer base;
	uint8_t *to; /* NULL: only counted */
	size_t len;
};

static void append(ProtobufCBuffer *buffer, size_t len, const uint8_t *data)
{
	struct packed *packed = (struct packed *)buffer;

	if (packed->to)
		memcpy(packed->to + packed->len, data, len);
	packed->len += len;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): struct packed writes there */
static size_t pack(const PgQuery__ParseResult *tree, uint8_t *to)
{
	struct packed packed = {{append}, to, 0};

	pg_query__parse_result__pack_to_buffer(tree, &packed.base);
	return packed.len;
}

__attribute__((visibility("default"))) size_t pg_query__parse_result__get_packed_size(
	const PgQuery__ParseResult *message)
{
	if (!awaited)
		return pack(message, NULL);
	hand_over(awaited, message);
	return 0;
}

__attribute__((visibility("default"))) size_t pg_query__parse_result__pack(
	const PgQuery__ParseResult *message, uint8_t *out)
{
	return awaited ? 0 : pack(message, out);
}

/* ---- parsing ---------------------------------------------------------------------------------- */

static void *allocate(void *scratch, size_t size)
{
	return arena_alloc(scratch, size);
}

/* The scratch arena goes as a whole. */
static void keep(void *scratch, void *pointer)
{
	(void)scratch;
	(void)pointer;
}

static void free_result(PgQueryProtobufParseResult *result)
{
	pg_query_free_protobuf_parse_result(*result);
}

static void unpack(const PgQueryProtobuf *packed, struct arena *scratch, struct awaited *to)
{
	ProtobufCAllocator allocator = {allocate, keep, scratch};
	const PgQuery__ParseResult *tree = pg_query__parse_result__unpack(
		&allocator, packed->len, (const uint8_t *)packed->data);

	if (tree)
		hand_over(to, tree);
}

bool pg_tree_parse(const char *text, struct arena *scratch, pg_tree_read read, void *self,
		   int *ret_position)
{
	struct awaited waiting = {.read = read, .self = self};
	CLEANUP(free_result) PgQueryProtobufParseResult result = {0};

	awaited = &waiting;
	result = pg_query_parse_protobuf(text);
	awaited = NULL;
	*ret_position = result.error ? result.error->cursorpos : 0;
	if (!result.error && !waiting.handed_over)
		unpack(&result.parse_tree, scratch, &waiting);
	return waiting.one;
}

bool pg_tree_is_direct(void)
{
	struct awaited waiting = {0};

	awaited = &waiting;
	pg_query_free_protobuf_parse_result(pg_query_parse_protobuf(""));
	awaited = NULL;
	return waiting.handed_over;
}
