/*
 * Growing arrays in an arena.
 *
 *	VEC(struct op) ops = {0};
 *	*vec_push(arena, &ops) = op;
 *	for (uint32_t i = 0; i < ops.count; i++) … ops.items[i] …
 *
 * Growth moves the items and leaves the old ones in the arena, so pointers to items last only until
 * the next push. At most UINT32_MAX / 2 items.
 */
#ifndef TIDEMARK_CORE_BASE_VEC_H
#define TIDEMARK_CORE_BASE_VEC_H

#include "core/base/arena.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *items;                                                                       \
		uint32_t count, capacity;                                                          \
	}

/* A pointer to a new zeroed last item. */
#define vec_push(arena, v)                                                                         \
	((v)->items = (v)->count < (v)->capacity ? (v)->items                                      \
						 : vec_grow((arena), (v)->items, (v)->count,       \
							    &(v)->capacity, sizeof(*(v)->items)),  \
	 &(v)->items[(v)->count++])

/* For vec_push: room for one more item. */
void *vec_grow(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size);

#endif
