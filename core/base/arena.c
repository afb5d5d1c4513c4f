#include "core/base/arena.h"

#include "core/base/poison.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

/* Most files are evaluated within one block; 99 of 100 within those that are kept. */
#define BLOCK_SIZE ((size_t)256 * 1024)
#define SPARES_MAX 8
#define ALIGNMENT alignof(max_align_t)

struct arena_block {
	struct arena_block *below;
	size_t size; /* of data */
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

static void out_of_memory(void)
{
	fputs("tidemark: out of memory\n", stderr);
	abort();
}

void arena_init(struct arena *a)
{
	*a = (struct arena){NULL, 0, NULL, 0};
}

static void free_block(struct arena_block *block)
{
	UNPOISON(block->data, block->size);
	free(block);
}

/* The block goes to the spare ones, unless there are enough or it is a large one. */
static void pop(struct arena *a)
{
	struct arena_block *block = a->top;

	a->top = block->below;
	if (block->size > BLOCK_SIZE || a->spare_count == SPARES_MAX) {
		free_block(block);
		return;
	}
	POISON(block->data, block->size);
	block->below = a->spare;
	a->spare = block;
	a->spare_count++;
}

void arena_release(struct arena *a)
{
	arena_reset(a);
	while (a->spare) {
		struct arena_block *block = a->spare;

		a->spare = block->below;
		free_block(block);
	}
	a->spare_count = 0;
}

void arena_reset(struct arena *a)
{
	while (a->top)
		pop(a);
	a->used = 0;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->top, a->top ? a->top->used : 0, a->used};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->top != mark.block)
		pop(a);
	if (a->top) {
		POISON(a->top->data + mark.block_used, a->top->size - mark.block_used);
		a->top->used = mark.block_used;
	}
	a->used = mark.used;
}

static struct arena_block *take_spare(struct arena *a)
{
	struct arena_block *block = a->spare;

	a->spare = block->below;
	a->spare_count--;
	return block;
}

static struct arena_block *new_block(size_t size)
{
	struct arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		out_of_memory();
	block = malloc(sizeof(*block) + size);
	if (!block)
		out_of_memory();
	block->size = size;
	POISON(block->data, size);
	return block;
}

static void push(struct arena *a, size_t least)
{
	struct arena_block *block = a->spare && least <= BLOCK_SIZE
					    ? take_spare(a)
					    : new_block(least > BLOCK_SIZE ? least : BLOCK_SIZE);

	block->below = a->top;
	block->used = 0;
	a->top = block;
}

void *arena_raw(struct arena *a, size_t size)
{
	unsigned char *ptr;

	if (size > SIZE_MAX - ALIGNMENT)
		out_of_memory();
	size = size ? (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1) : ALIGNMENT;
	if (!a->top || a->top->size - a->top->used < size)
		push(a, size);
	ptr = a->top->data + a->top->used;
	a->top->used += size;
	a->used += size;
	UNPOISON(ptr, size);
	return ptr;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_raw(a, size), 0, size ? size : 1);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(a, count * size);
}

struct str arena_str(struct arena *a, struct str s)
{
	return arena_join(a, s, STR(""));
}

struct str arena_join(struct arena *a, struct str first, struct str second)
{
	char *copy = arena_alloc(a, first.len + second.len + 1);

	if (first.len)
		memcpy(copy, first.ptr, first.len);
	if (second.len)
		memcpy(copy + first.len, second.ptr, second.len);
	return (struct str){copy, first.len + second.len};
}

struct str arena_vprintf(struct arena *a, const char *format, va_list args)
{
	va_list again;
	int len;
	char *text;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		len = 0;
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return (struct str){text, (size_t)len};
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	struct str text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(a, format, args);
	va_end(args);
	return text;
}
