#include "core/base/vec.h"

void *vec_grow(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
	uint32_t wanted;
	void *grown;

	if (count < *capacity)
		return items;
	wanted = *capacity ? *capacity * 2 : 8;
	grown = arena_array(a, wanted, size);
	if (count)
		memcpy(grown, items, count * size);
	*capacity = wanted;
	return grown;
}
