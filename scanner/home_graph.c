#include "scanner/home.h"

#include <stdlib.h>

enum {
	/* Migrations of one revision id that are looked through; copies of environments are few. */
	MAX_COPIES = 64,
};

struct revision {
	struct str id;
	uint32_t migration;
};

struct graph {
	struct homes *h;
	struct revision *revisions; /* sorted by id, then by path */
	uint32_t revision_count;
	uint32_t *joined; /* union-find over homes, later over folders: the lower index leads */
};

/* What is known of a connected set of folders, at the index of its leader. */
struct component {
	bool direct; /* holds a version location itself */
	bool based;  /* holds a migration without parents */
	bool open;   /* may go on elsewhere: a parent is missing or was not understood */
	bool split;
	struct str common; /* the folder around all of it */
};

static int compare_revisions(const void *a, const void *b)
{
	const struct revision *x = a, *y = b;
	int order = str_cmp(x->id, y->id);

	return order ? order : (x->migration > y->migration) - (x->migration < y->migration);
}

static void index_revisions(struct graph *g)
{
	struct homes *h = g->h;

	g->revisions = arena_array(h->arena, h->migration_count, sizeof(*g->revisions));
	for (uint32_t i = 0; i < h->migration_count; i++)
		if (!str_empty(h->migrations[i]->revision))
			g->revisions[g->revision_count++] =
				(struct revision){h->migrations[i]->revision, i};
	if (g->revision_count)
		qsort(g->revisions, g->revision_count, sizeof(*g->revisions), compare_revisions);
}

/* The first migrations of a revision id: *ret points to up to MAX_COPIES of them. */
static uint32_t find_copies(const struct graph *g, struct str id, const struct revision **ret)
{
	uint32_t low = 0, high = g->revision_count, count = 0;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (str_cmp(g->revisions[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*ret = &g->revisions[low];
	while (count < MAX_COPIES && low + count < g->revision_count &&
	       str_eq(g->revisions[low + count].id, id))
		count++;
	return count;
}

static uint32_t leader(const struct graph *g, uint32_t item)
{
	while (g->joined[item] != item) {
		g->joined[item] = g->joined[g->joined[item]];
		item = g->joined[item];
	}
	return item;
}

static void join(struct graph *g, uint32_t a, uint32_t b)
{
	a = leader(g, a);
	b = leader(g, b);
	if (a < b)
		g->joined[b] = a;
	else
		g->joined[a] = b;
}

static void start_joining(struct graph *g, uint32_t count)
{
	g->joined = arena_array(g->h->arena, count, sizeof(*g->joined));
	for (uint32_t i = 0; i < count; i++)
		g->joined[i] = i;
}

typedef void (*edge_fn)(struct graph *g, void *self, uint32_t migration, struct str parent);

/* Calls back for every parent and dependency that a migration names. */
static void each_edge(struct graph *g, edge_fn edge, void *self)
{
	for (uint32_t i = 0; i < g->h->migration_count; i++) {
		const struct migration *m = g->h->migrations[i];

		for (uint32_t j = 0; j < m->parent_count; j++)
			edge(g, self, i, m->parents[j]);
		for (uint32_t j = 0; j < m->depends_count; j++)
			edge(g, self, i, m->depends_on[j]);
	}
}

static struct folder *folder_of(const struct graph *g, uint32_t migration)
{
	return &g->h->folders.items[g->h->folder_of[migration]];
}

static struct str common_folder(struct str a, struct str b)
{
	while (!path_within(b, a))
		a = str_dirname(a);
	return a;
}

/* ---- joining implied homes ------------------------------------------------------------------- */

/* May homes that a revision connects be one? Two that are known by themselves never are. */
static bool may_join(const struct home *a, const struct home *b)
{
	if (a->known && b->known)
		return false;
	if (path_within(a->path, b->path) || path_within(b->path, a->path))
		return true;
	return !a->known && !b->known && str_eq(str_dirname(a->path), str_dirname(b->path));
}

/* The leader of joined homes takes on what the other is. */
static void join_homes(struct graph *g, uint32_t a, uint32_t b)
{
	struct home *items = g->h->items.items, *kept, *gone;
	struct str path;

	join(g, a, b);
	kept = &items[leader(g, a)];
	gone = kept == &items[a] ? &items[b] : &items[a];
	path = common_folder(kept->path, gone->path);
	if (gone->known) {
		*kept = *gone;
	} else if (!kept->known) {
		kept->path = kept->name = path;
	}
}

static void join_along(struct graph *g, void *self, uint32_t migration, struct str parent)
{
	const struct revision *copies;
	uint32_t count = find_copies(g, parent, &copies);
	uint32_t home = leader(g, folder_of(g, migration)->home);

	(void)self;
	for (uint32_t i = 0; i < count; i++)
		if (leader(g, folder_of(g, copies[i].migration)->home) == home)
			return;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t other = leader(g, folder_of(g, copies[i].migration)->home);

		if (may_join(&g->h->items.items[home], &g->h->items.items[other])) {
			join_homes(g, home, other);
			return;
		}
	}
}

static void join_connected_homes(struct graph *g)
{
	struct homes *h = g->h;

	start_joining(g, h->items.count);
	each_edge(g, join_along, NULL);
	for (uint32_t i = 0; i < h->folders.count; i++)
		h->folders.items[i].home = leader(g, h->folders.items[i].home);
}

/* ---- splitting chains off -------------------------------------------------------------------- */

/*
 * Joins the folders of a home that an edge connects. A parent in the child's own folder is the one
 * that is meant: copies of a chain for several databases use the same revision ids.
 */
static void note_edge(struct graph *g, void *self, uint32_t migration, struct str parent)
{
	struct component *components = self;
	uint32_t folder = g->h->folder_of[migration];
	const struct revision *copies;
	uint32_t count = find_copies(g, parent, &copies);
	bool found = false;

	for (uint32_t i = 0; i < count; i++)
		if (g->h->folder_of[copies[i].migration] == folder)
			return;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t other = g->h->folder_of[copies[i].migration];

		if (g->h->folders.items[other].home == g->h->folders.items[folder].home) {
			join(g, folder, other);
			found = true;
		}
	}
	components[folder].open |= !found;
}

static void note_folder(struct graph *g, struct component *components, uint32_t index)
{
	const struct folder *folder = &g->h->folders.items[index];
	struct component *own = &components[index], *lead = &components[leader(g, index)];

	for (uint32_t i = 0; i < folder->members.count; i++) {
		const struct migration *m = g->h->migrations[folder->members.items[i]];

		own->based |= m->parent_count == 0 && !m->parents_unknown;
		own->open |= m->parents_unknown || m->status == MIGRATION_UNPARSABLE ||
			     str_empty(m->revision);
	}
	own->direct |= folder->direct;
	if (own == lead) {
		own->common = folder->path;
		return;
	}
	lead->based |= own->based;
	lead->open |= own->open;
	lead->direct |= own->direct;
	lead->common = common_folder(lead->common, folder->path);
}

/* A complete chain of its own, in folders of its own. */
static bool may_split(const struct graph *g, const struct component *c, uint32_t folder)
{
	const struct home *home = &g->h->items.items[g->h->folders.items[folder].home];

	return !c->direct && c->based && !c->open && !home->recursive;
}

static void split_home(struct graph *g, struct component *c, uint32_t folder)
{
	struct homes *h = g->h;
	struct home copy = h->items.items[h->folders.items[folder].home];

	copy.name = c->common;
	*vec_push(h->arena, &h->items) = copy;
	c->split = true;
}

static void split_chains(struct graph *g)
{
	struct homes *h = g->h;
	struct component *components = arena_array(h->arena, h->folders.count, sizeof(*components));
	uint32_t *parts = arena_array(h->arena, h->items.count, sizeof(*parts));
	uint32_t *new_home = arena_array(h->arena, h->folders.count, sizeof(*new_home));

	start_joining(g, h->folders.count);
	each_edge(g, note_edge, components);
	for (uint32_t i = 0; i < h->folders.count; i++) {
		note_folder(g, components, i);
		parts[h->folders.items[i].home] += leader(g, i) == i;
	}
	for (uint32_t i = 0; i < h->folders.count; i++) {
		uint32_t lead = leader(g, i);

		if (lead == i && parts[h->folders.items[i].home] > 1 &&
		    may_split(g, &components[i], i)) {
			split_home(g, &components[i], i);
			new_home[i] = h->items.count - 1;
		}
		if (components[lead].split)
			h->folders.items[i].home = new_home[lead];
	}
}

void homes_follow_revisions(struct homes *h)
{
	struct graph g = {.h = h};

	index_revisions(&g);
	join_connected_homes(&g);
	split_chains(&g);
	for (uint32_t i = 0; i < h->items.count; i++)
		h->items.items[i].migration_count = 0;
	for (uint32_t i = 0; i < h->folders.count; i++)
		h->items.items[h->folders.items[i].home].migration_count +=
			h->folders.items[i].members.count;
}
