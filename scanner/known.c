#include "scanner/known.h"

#include <stdlib.h>
#include <string.h>

static int by_fingerprint(const void *a, const void *b)
{
	const struct tidemark_known *x = a, *y = b;

	return (x->fingerprint > y->fingerprint) - (x->fingerprint < y->fingerprint);
}

void known_init(struct known_findings *k, struct arena *arena, const struct tidemark_known *items,
		size_t count)
{
	struct tidemark_known *sorted = arena_array(arena, count, sizeof(*sorted));

	if (count) {
		memcpy(sorted, items, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), by_fingerprint);
	}
	*k = (struct known_findings){sorted, count};
}

bool known_has(const struct known_findings *k, struct str repository, uint64_t fingerprint)
{
	size_t low = 0, high = k->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (k->items[middle].fingerprint < fingerprint)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < k->count && k->items[low].fingerprint == fingerprint; low++)
		if (!k->items[low].repository ||
		    str_eq(str_from(k->items[low].repository), repository))
			return true;
	return false;
}
