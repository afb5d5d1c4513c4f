/*
 * Arenas: memory with one lifetime.
 *
 * An arena grows in blocks and is freed or reset as a whole; an object in it is never freed alone.
 * An arena belongs to one worker. Functions that allocate take the arena as a parameter, so that a
 * signature shows how long the result lives.
 *
 * Running out of memory is not an error path: limits.h bounds every input first, so it means that
 * the machine has none left, and the process stops with a message (abort()).
 */
#ifndef TIDEMARK_CORE_BASE_ARENA_H
#define TIDEMARK_CORE_BASE_ARENA_H

#include "core/base/str.h"

#include <stdarg.h>

struct arena_block;

struct arena {
	struct arena_block *top;   /* the block being filled, linked to the full ones */
	size_t used;               /* bytes handed out since init or reset */
	struct arena_block *spare; /* blocks that were given back, for the next round */
	unsigned spare_count;
};

/* A point to return to. Valid until the arena is rewound before it, reset or released. */
struct arena_mark {
	struct arena_block *block;
	size_t block_used;
	size_t used;
};

void arena_init(struct arena *a);
/* Frees everything. The arena may be used again, as after init. */
void arena_release(struct arena *a);
/* Empties the arena, keeping some blocks of ordinary size for the next round. */
void arena_reset(struct arena *a);

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size);
/* The same, with whatever was in it. */
void *arena_raw(struct arena *a, size_t size);
#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* A copy of the slice, in the arena; ptr[len] is a NUL, for libraries that want a terminator. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_join(struct arena *a, struct str first, struct str second);
struct str arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct str arena_vprintf(struct arena *a, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

#endif
