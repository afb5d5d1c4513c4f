#include "core/base/map.h"

#include "core/base/vec.h"

static uint32_t first_slot(const struct map *m, uint64_t hash)
{
	return (uint32_t)(hash ^ (hash >> 32)) & (m->slot_count - 1);
}

static uint32_t *find_slot(const struct map *m, struct str key, uint64_t hash)
{
	uint32_t mask = m->slot_count - 1;

	for (uint32_t i = first_slot(m, hash);; i = (i + 1) & mask) {
		uint32_t *slot = &m->slots[i];
		const struct map_entry *entry;

		if (!*slot)
			return slot;
		entry = &m->entries[*slot - 1];
		if (entry->hash == hash && str_eq(entry->key, key))
			return slot;
	}
}

void *map_get(const struct map *m, struct str key)
{
	uint32_t *slot;

	if (!m->slot_count)
		return NULL;
	slot = find_slot(m, key, str_hash_quick(key, STR_HASH_SEED));
	return *slot ? m->entries[*slot - 1].value : NULL;
}

static void rehash(struct arena *a, struct map *m)
{
	m->slot_count = m->slot_count ? m->slot_count * 2 : 16;
	m->slots = arena_array(a, m->slot_count, sizeof(*m->slots));
	for (uint32_t i = 0; i < m->count; i++)
		*find_slot(m, m->entries[i].key, m->entries[i].hash) = i + 1;
}

void **map_put(struct arena *a, struct map *m, struct str key)
{
	uint64_t hash = str_hash_quick(key, STR_HASH_SEED);
	uint32_t *slot;

	if (m->count >= m->slot_count / 2)
		rehash(a, m);
	slot = find_slot(m, key, hash);
	if (!*slot) {
		m->entries = vec_grow(a, m->entries, m->count, &m->capacity, sizeof(*m->entries));
		m->entries[m->count++] = (struct map_entry){key, hash, NULL};
		*slot = m->count;
	}
	return &m->entries[*slot - 1].value;
}
