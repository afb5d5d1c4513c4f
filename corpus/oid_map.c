#include "corpus/oid_map.h"

#include <stdlib.h>

enum { FIRST_BITS = 8 };

struct oid_cell {
	struct oid id;
	uint32_t beside;
	uint32_t value;
	bool used;
};

static uint64_t hash(const struct oid *id, uint32_t beside)
{
	uint64_t words[2];

	memcpy(words, id->bytes, sizeof(words));
	words[0] ^= words[1] + beside * UINT64_C(0xc2b2ae3d27d4eb4f);
	return words[0] * UINT64_C(0x9e3779b97f4a7c15);
}

static inline bool is_same(const struct oid_cell *cell, const struct oid *id, uint32_t beside)
{
	uint64_t a[2], b[2];
	uint32_t c, d;

	/* in words: a call of memcmp() costs more */
	memcpy(a, cell->id.bytes, 16);
	memcpy(b, id->bytes, 16);
	memcpy(&c, cell->id.bytes + 16, 4);
	memcpy(&d, id->bytes + 16, 4);
	return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (c ^ d) | (cell->beside ^ beside)) == 0;
}

static struct oid_cell *find(const struct oid_map *map, const struct oid *id, uint32_t beside)
{
	size_t mask = ((size_t)1 << map->bits) - 1;
	size_t at = (size_t)(hash(id, beside) >> (64 - map->bits));

	while (map->cells[at].used && !is_same(&map->cells[at], id, beside))
		at = (at + 1) & mask;
	return &map->cells[at];
}

static void grow(struct oid_map *map)
{
	struct oid_map wider = {.count = map->count,
				.bits = map->bits ? map->bits + 1 : FIRST_BITS};
	size_t size = map->bits ? (size_t)1 << map->bits : 0;

	wider.cells = calloc((size_t)1 << wider.bits, sizeof(*wider.cells));
	if (!wider.cells)
		abort();
	for (size_t i = 0; i < size; i++)
		if (map->cells[i].used)
			*find(&wider, &map->cells[i].id, map->cells[i].beside) = map->cells[i];
	free(map->cells);
	*map = wider;
}

void oid_map_release(struct oid_map *map)
{
	free(map->cells);
	*map = (struct oid_map){0};
}

uint32_t *oid_map_get(const struct oid_map *map, const struct oid *id, uint32_t beside)
{
	struct oid_cell *cell = map->count ? find(map, id, beside) : NULL;

	return cell && cell->used ? &cell->value : NULL;
}

uint32_t *oid_map_put(struct oid_map *map, const struct oid *id, uint32_t beside, bool *ret_new)
{
	struct oid_cell *cell;

	/* at most two thirds full */
	if (map->count >= ((size_t)1 << map->bits) / 3 * 2)
		grow(map);
	cell = find(map, id, beside);
	*ret_new = !cell->used;
	if (!cell->used) {
		map->count++;
		*cell = (struct oid_cell){*id, beside, 0, true};
	}
	return &cell->value;
}
