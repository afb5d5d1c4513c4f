/*
 * A map from slices to pointers, in an arena.
 *
 * Keys are borrowed and must outlive the map. Iteration is in order of insertion, so that results
 * do not depend on hashing. Nothing can be removed; set a value to NULL instead.
 */
#ifndef TIDEMARK_CORE_BASE_MAP_H
#define TIDEMARK_CORE_BASE_MAP_H

#include "core/base/arena.h"

struct map_entry {
	struct str key;
	uint64_t hash;
	void *value;
};

struct map {
	struct map_entry *entries; /* in order of insertion */
	uint32_t *slots;           /* index + 1 into entries, 0 = free; a power of two of them */
	uint32_t count, capacity, slot_count;
};

/* The value, or NULL when the key is absent. An all-zero map is empty. */
void *map_get(const struct map *m, struct str key);
/* The place of the key's value, made (NULL) when it is absent. Valid until the next map_put. */
void **map_put(struct arena *a, struct map *m, struct str key);
#endif
