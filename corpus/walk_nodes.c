#include "corpus/walk_nodes.h"

#include "core/base/limits.h"
#include "core/model/record.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024 };

void walk_nodes_init(struct walk_nodes *n)
{
	*n = (struct walk_nodes){0};
	arena_init(&n->arena);
	vec_push(&n->arena, &n->nodes);
}

void walk_nodes_release(struct walk_nodes *n)
{
	for (int i = 0; i < WALK_WHAT_COUNT; i++)
		oid_map_release(&n->entry_numbers[i]);
	free(n->slots);
	arena_release(&n->arena);
	*n = (struct walk_nodes){0};
}

uint32_t walk_name(struct walk_nodes *n, struct str name)
{
	uintptr_t known = (uintptr_t)map_get(&n->name_numbers, name);
	struct str copy;

	if (known)
		return (uint32_t)known - 1;
	copy = arena_str(&n->arena, name);
	*vec_push(&n->arena, &n->names) = copy;
	*map_put(&n->arena, &n->name_numbers, copy) = (void *)(uintptr_t)n->names.count;
	return n->names.count - 1;
}

uint32_t walk_entry(struct walk_nodes *n, const struct walk_entry *entry)
{
	struct oid pair = oid_of_pair(entry->node, 0);
	bool is_new, folder = entry->what == WALK_FOLDER;
	uint32_t beside = entry->name, *number;

	if (entry->what == WALK_GAP) /* there are a few reasons for one thing */
		beside = beside * SKIP_REASON_COUNT + entry->detail;
	number = oid_map_put(&n->entry_numbers[entry->what], folder ? &pair : &entry->id, beside,
			     &is_new);
	if (is_new) {
		*number = n->entries.count;
		*vec_push(&n->arena, &n->entries) = *entry;
	}
	return *number;
}

/* ---- lists of entries -------------------------------------------------------------------------- */

struct named {
	struct str name;
	uint32_t entry;
};

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static bool is_in_order(const struct walk_nodes *n, const uint32_t *entries, uint32_t count)
{
	for (uint32_t i = 0; i + 1 < count; i++)
		if (str_cmp(walk_name_of(n, entries[i]), walk_name_of(n, entries[i + 1])) >= 0)
			return false;
	return true;
}

static uint32_t duplicate(struct walk_nodes *n, uint32_t of)
{
	struct walk_entry gap = {
		.what = WALK_GAP,
		.detail = SKIP_BAD_NAME,
		.name = walk_entry_of(n, of)->name,
	};

	return walk_entry(n, &gap);
}

/* Sorts the entries, and puts one gap for those of the same name. Their number. */
static uint32_t put_in_order(struct walk_nodes *n, uint32_t *entries, uint32_t count)
{
	struct named *named = malloc(count * sizeof(*named));
	uint32_t kept = 0;

	if (!named)
		abort();
	for (uint32_t i = 0; i < count; i++)
		named[i] = (struct named){walk_name_of(n, entries[i]), entries[i]};
	qsort(named, count, sizeof(*named), by_name);
	for (uint32_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && str_eq(named[next].name, named[i].name);)
			next++;
		entries[kept++] = next > i + 1 ? duplicate(n, named[i].entry) : named[i].entry;
	}
	free(named);
	return kept;
}

/* ---- nodes --------------------------------------------------------------------------------------- */

static uint64_t hash_list(const uint32_t *entries, uint32_t count)
{
	return str_hash_quick((struct str){(const char *)entries, count * sizeof(*entries)},
			      STR_HASH_SEED);
}

static uint32_t *find_slot(const struct walk_nodes *n, const uint32_t *entries, uint32_t count)
{
	uint32_t mask = n->slot_count - 1, at = (uint32_t)hash_list(entries, count) & mask;

	for (;; at = (at + 1) & mask) {
		const struct walk_node *node;

		if (!n->slots[at])
			return &n->slots[at];
		node = &n->nodes.items[n->slots[at] - 1];
		if (node->count == count &&
		    memcmp(n->lists.items + node->first, entries, count * sizeof(*entries)) == 0)
			return &n->slots[at];
	}
}

static void grow_slots(struct walk_nodes *n)
{
	free(n->slots);
	n->slot_count = n->slot_count ? n->slot_count * 2 : FIRST_SLOTS;
	n->slots = calloc(n->slot_count, sizeof(*n->slots));
	if (!n->slots)
		abort();
	for (uint32_t i = NODE_EMPTY + 1; i < n->nodes.count; i++)
		*find_slot(n, n->lists.items + n->nodes.items[i].first,
			   n->nodes.items[i].count) = i + 1;
}

static bool has_gaps(const struct walk_nodes *n, const uint32_t *entries, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct walk_entry *entry = walk_entry_of(n, entries[i]);

		if (entry->what == WALK_GAP ||
		    (entry->what == WALK_FOLDER && n->nodes.items[entry->node].has_gaps))
			return true;
	}
	return false;
}

uint32_t walk_node(struct walk_nodes *n, uint32_t *entries, uint32_t count)
{
	uint32_t *slot;

	if (!count)
		return NODE_EMPTY;
	if (!is_in_order(n, entries, count))
		count = put_in_order(n, entries, count);
	if (n->nodes.count >= n->slot_count / 2)
		grow_slots(n);
	slot = find_slot(n, entries, count);
	if (*slot)
		return *slot - 1;
	if (count > LIMIT_WALK_KEPT - n->lists.count)
		return NODE_NONE;
	*vec_push(&n->arena, &n->nodes) = (struct walk_node){
		.first = n->lists.count,
		.count = count,
		.has_gaps = has_gaps(n, entries, count),
	};
	for (uint32_t i = 0; i < count; i++)
		*vec_push(&n->arena, &n->lists) = entries[i];
	*slot = n->nodes.count;
	return n->nodes.count - 1;
}

uint32_t walk_node_find(const struct walk_nodes *n, uint32_t node, struct str name)
{
	uint32_t low = n->nodes.items[node].first, high = low + n->nodes.items[node].count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, entry = n->lists.items[middle];
		int order = str_cmp(walk_name_of(n, entry), name);

		if (order == 0)
			return entry;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return UINT32_MAX;
}
