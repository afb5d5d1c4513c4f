#include "frontends/python/parse_memory.h"

#include "core/base/poison.h"

#include <stdlib.h>
#include <tree_sitter/api.h>

/* What stands before the bytes that are handed out, and keeps them aligned. */
struct parse_block {
	struct parse_block *next; /* while it is free */
	size_t index;             /* of its size */
};
_Static_assert(sizeof(struct parse_block) == PARSE_STEP, "what follows is aligned");

/* The one thing here that is in no struct: tree-sitter's allocator has no place for it. */
static _Thread_local struct parse_memory *current;

static size_t index_of(size_t size)
{
	size_t index = PARSE_SMALL / PARSE_STEP;

	if (size <= PARSE_SMALL)
		return size ? (size - 1) / PARSE_STEP : 0;
	for (size_t most = (size_t)PARSE_SMALL * 2; most < size; most *= 2)
		if (++index == PARSE_SIZES)
			abort();
	return index;
}

static size_t size_of(size_t index)
{
	if (index < PARSE_SMALL / PARSE_STEP)
		return (index + 1) * PARSE_STEP;
	return (size_t)PARSE_SMALL * 2 << (index - PARSE_SMALL / PARSE_STEP);
}

static void *take(size_t size)
{
	struct parse_memory *m = current;
	size_t index = index_of(size);
	struct parse_block *block = m->freed[index];

	if (block)
		m->freed[index] = block->next;
	else
		block = arena_raw(&m->arena, sizeof(*block) + size_of(index));
	block->index = index;
	UNPOISON(block + 1, size_of(index));
	return block + 1;
}

static void *parse_malloc(size_t size)
{
	current->asked += size;
	return take(size);
}

static void *parse_calloc(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		abort();
	return memset(parse_malloc(count * size), 0, count * size);
}

static void parse_free(void *memory)
{
	struct parse_memory *m = current;
	struct parse_block *block;

	if (!memory)
		return;
	block = (struct parse_block *)memory - 1;
	block->next = m->freed[block->index];
	m->freed[block->index] = block;
	POISON(memory, size_of(block->index));
}

static void *parse_realloc(void *memory, size_t size)
{
	size_t had;
	void *larger;

	current->asked += size;
	if (!memory)
		return take(size);
	had = size_of(((struct parse_block *)memory - 1)->index);
	if (size <= had)
		return memory;
	larger = take(size);
	memcpy(larger, memory, had);
	parse_free(memory);
	return larger;
}

void parse_memory_install(void)
{
	ts_set_allocator(parse_malloc, parse_calloc, parse_realloc, parse_free);
}

void parse_memory_enter(struct parse_memory *m)
{
	current = m;
}

void parse_memory_reset(struct parse_memory *m)
{
	arena_reset(&m->arena);
	memset(m->freed, 0, sizeof(m->freed));
	m->asked = 0;
}

void parse_memory_release(struct parse_memory *m)
{
	parse_memory_reset(m);
	arena_release(&m->arena);
}
