/*
 * From ids to numbers, for as many as a history has: a table of fixed cells that grows by itself.
 *
 * A key is an id and a number beside it. Numbers of two maps can be packed into an id that is
 * nobody's (oid_of_pair()). Nothing depends on the order of the cells; nothing is removed.
 */
#ifndef TIDEMARK_CORPUS_OID_MAP_H
#define TIDEMARK_CORPUS_OID_MAP_H

#include "corpus/oid.h"

struct oid_cell;

struct oid_map {
	struct oid_cell *cells; /* malloc()ed; a power of two of them */
	uint32_t count;
	unsigned bits;
};

void oid_map_release(struct oid_map *map);

/* The place of the key's number, or NULL. Valid until the next oid_map_put(). */
uint32_t *oid_map_get(const struct oid_map *map, const struct oid *id, uint32_t beside);
/* The same, made when it is absent. */
uint32_t *oid_map_put(struct oid_map *map, const struct oid *id, uint32_t beside, bool *ret_new);

static inline struct oid oid_of_pair(uint32_t first, uint32_t second)
{
	struct oid id = {{0}};

	memcpy(id.bytes, &first, sizeof(first));
	memcpy(id.bytes + sizeof(first), &second, sizeof(second));
	return id;
}

#endif
