#include "core/base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(ptr, size) __asan_poison_memory_region((ptr), (size))
#define UNPOISON(ptr, size) __asan_unpoison_memory_region((ptr), (size))
#else
#define POISON(ptr, size) ((void)(ptr), (void)(size))
#define UNPOISON(ptr, size) ((void)(ptr), (void)(size))
#endif

/* Most files are evaluated within one block, which a reset keeps. */
#define BLOCK_SIZE ((size_t)256 * 1024)
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
	*a = (struct arena){NULL, 0};
}

static void pop(struct arena *a)
{
	struct arena_block *block = a->top;

	a->top = block->below;
	UNPOISON(block->data, block->size);
	free(block);
}

void arena_release(struct arena *a)
{
	while (a->top)
		pop(a);
	a->used = 0;
}

void arena_reset(struct arena *a)
{
	while (a->top && (a->top->below || a->top->size > BLOCK_SIZE))
		pop(a);
	if (a->top) {
		a->top->used = 0;
		POISON(a->top->data, a->top->size);
	}
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

static void push(struct arena *a, size_t least)
{
	size_t size = least > BLOCK_SIZE ? least : BLOCK_SIZE;
	struct arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		out_of_memory();
	block = malloc(sizeof(*block) + size);
	if (!block)
		out_of_memory();
	block->below = a->top;
	block->size = size;
	block->used = 0;
	POISON(block->data, size);
	a->top = block;
}

void *arena_alloc(struct arena *a, size_t size)
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
	return memset(ptr, 0, size);
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
