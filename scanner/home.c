#include "scanner/home.h"

#include "core/base/limits.h"

#include <stdlib.h>

/* Sections that name no folder of the source, for which a home is looked for all the same. */
enum { MAX_UNPLACED = 256 };

/* What homes_find() needs only while it works. */
struct search {
	struct homes *h;
	struct map by_key;  /* script_location and version_locations → index + 1 */
	struct map by_path; /* script_location → 1 + the home of its folder `versions` */
	struct map owners;  /* a version location that configuration names → index + 1 */
	VEC(struct unplaced) unplaced;
};

/* A section whose script_location is not known or not among the folders of the source. */
struct unplaced {
	const struct alembic_config *config;
	const struct alembic_section *section;
};

static uint32_t map_index(const struct map *m, struct str key)
{
	return (uint32_t)(uintptr_t)map_get(m, key);
}

/* Sets the value unless there is one. Returns what is there then. */
static uint32_t map_index_put(struct arena *arena, struct map *m, struct str key, uint32_t value)
{
	void **place = map_put(arena, m, key);

	if (!*place)
		*place = (void *)(uintptr_t)value;
	return (uint32_t)(uintptr_t)*place;
}

static struct str join_path(struct arena *arena, struct str folder, struct str name)
{
	if (str_empty(folder))
		return name;
	return arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
}

static struct home *add_home(struct homes *h, struct str path, bool known)
{
	const struct place *place = places_at(&h->places, path);
	struct home *home = vec_push(h->arena, &h->items);

	home->path = home->name = path;
	home->known = known;
	home->env_py = place ? place->env_py : NULL;
	return home;
}

/* ---- configuration --------------------------------------------------------------------------- */

/*
 * Is `config` a better place to describe `home` than the one it has? The closest above it wins,
 * then the one with the usual name.
 */
static bool is_better_config(const struct home *home, struct str config)
{
	static const struct str usual = STR_INIT("alembic.ini");
	struct str dir = str_dirname(config), old = str_dirname(home->config);
	bool above = path_within(home->path, dir), old_above = path_within(home->path, old);
	bool named = str_eq(str_basename(config), usual);

	if (str_empty(home->config))
		return true;
	if (above != old_above)
		return above;
	if (above && dir.len != old.len)
		return dir.len > old.len;
	if (named != str_eq(str_basename(home->config), usual))
		return named;
	return str_cmp(config, home->config) < 0;
}

static void attach(struct arena *arena, struct home *home, const struct alembic_config *config,
		   const struct alembic_section *section)
{
	if (!home->signs)
		home->signs = arena_new(arena, struct signs);
	signs_merge(home->signs, &section->signs);
	signs_merge(home->signs, &config->signs);
	home->recursive |= section->recursive;
	if (!home->timeouts)
		home->timeouts = section->timeouts;
	if (is_better_config(home, config->path)) {
		home->config = config->path;
		home->section = section->name;
	}
}

static int compare_paths(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The version locations that exist, sorted, each once. */
static uint32_t resolve_locations(struct search *s, const struct alembic_config *config,
				  const struct alembic_section *section, struct str *ret_paths)
{
	struct str dir = str_dirname(config->path);
	uint32_t count = 0, kept = 0;

	for (uint32_t i = 0; i < section->version_location_count; i++)
		count += places_version_location(&s->h->places, s->h->arena, dir,
						 section->version_locations[i], &ret_paths[count]);
	if (count)
		qsort(ret_paths, count, sizeof(*ret_paths), compare_paths);
	for (uint32_t i = 0; i < count; i++)
		if (i == 0 || !str_eq(ret_paths[i], ret_paths[kept - 1]))
			ret_paths[kept++] = ret_paths[i];
	return kept;
}

/* The script_location of a section; *ret_path only on success. */
static bool resolve_script(struct search *s, const struct alembic_config *config,
			   const struct alembic_section *section, struct str *ret_path)
{
	struct str dir = str_dirname(config->path);
	const struct place *place;

	if (str_empty(section->script_location)) { /* Flask-Migrate's: beside env.py */
		place = places_at(&s->h->places, dir);
		if (place && !place_is_script_location(place) && !place->has_versions)
			place = NULL;
	} else {
		place = places_script_location(&s->h->places, s->h->arena, dir,
					       section->script_location);
	}
	if (place)
		*ret_path = place->path;
	return place != NULL;
}

static struct str home_key(struct arena *arena, struct str path, const struct str *locations,
			   uint32_t count)
{
	struct str key = path;

	for (uint32_t i = 0; i < count; i++)
		key = arena_printf(arena, STR_FMT "\n" STR_FMT, STR_ARG(key),
				   STR_ARG(locations[i]));
	return key;
}

static void add_section(struct search *s, const struct alembic_config *config,
			const struct alembic_section *section)
{
	struct str locations[ALEMBIC_MAX_LOCATIONS], path, key;
	uint32_t count = resolve_locations(s, config, section, locations), home;
	struct homes *h = s->h;

	if (!resolve_script(s, config, section, &path)) {
		if (!count) {
			if (s->unplaced.count < MAX_UNPLACED)
				*vec_push(h->arena, &s->unplaced) = (struct unplaced){config,
										      section};
			return;
		}
		if (!path_above_versions(locations[0], false, &path))
			path = locations[0];
	}
	if (count == 1 && str_eq(locations[0], join_path(h->arena, path, STR("versions"))))
		count = 0; /* the default, spelled out */
	key = home_key(h->arena, path, locations, count);
	home = map_index_put(h->arena, &s->by_key, key, h->items.count + 1);
	if (home > h->items.count) {
		add_home(h, path, true)->listed = count > 0;
		if (!count)
			map_index_put(h->arena, &s->by_path, path, home);
	}
	for (uint32_t i = 0; i < count; i++)
		map_index_put(h->arena, &s->owners, locations[i], home);
	attach(h->arena, &h->items.items[home - 1], config, section);
}

static void add_configured(struct search *s, const struct alembic_config *configs, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < configs[i].section_count; j++)
			add_section(s, &configs[i], &configs[i].sections[j]);
	/* a folder `versions` that nobody lists belongs to the first with its script_location */
	for (uint32_t i = 0; i < s->h->items.count; i++)
		map_index_put(s->h->arena, &s->by_path, s->h->items.items[i].path, i + 1);
}

/* An ini file that names no folder of the source describes the only home below its own. */
static void attach_unplaced(struct search *s)
{
	for (uint32_t i = 0; i < s->unplaced.count; i++) {
		const struct unplaced *u = &s->unplaced.items[i];
		struct str dir = str_dirname(u->config->path);
		struct home *only = NULL;
		uint32_t found = 0;

		for (uint32_t j = 0; j < s->h->items.count && found < 2; j++) {
			struct home *home = &s->h->items.items[j];

			if (home->migration_count && path_within(home->path, dir)) {
				only = home;
				found++;
			}
		}
		if (found == 1)
			attach(s->h->arena, only, u->config, u->section);
	}
}

/* ---- env.py, script.py.mako and the files alone ---------------------------------------------- */

static void add_shown(struct search *s)
{
	struct homes *h = s->h;

	for (uint32_t i = 0; i < h->places.items.count; i++) {
		const struct place *place = &h->places.items.items[i];

		if (!place_is_script_location(place) || map_index(&s->by_path, place->path))
			continue;
		add_home(h, place->path, true);
		map_index_put(h->arena, &s->by_path, place->path, h->items.count);
	}
}

/* Does the script_location `path` look for migrations in the folder? */
static bool is_own_folder(struct str folder, struct str path)
{
	struct str rest;

	if (folder.len == path.len)
		return true;
	rest = str_sub(folder, str_empty(path) ? 0 : path.len + 1, folder.len);
	return path_within(rest, STR("versions"));
}

/* The innermost home, by version location or by script_location, around a folder; 0 = none. */
static uint32_t enclosing_home(struct search *s, struct str folder, bool *ret_direct)
{
	struct str at = folder;

	for (;;) {
		uint32_t home = map_index(&s->owners, at);

		*ret_direct = folder.len == at.len;
		if (home)
			return home;
		home = map_index(&s->by_path, at);
		if (home && is_own_folder(folder, at)) {
			*ret_direct |= str_eq(str_basename(folder), STR("versions")) &&
				       str_eq(str_dirname(folder), at);
			return home;
		}
		if (str_empty(at))
			return 0;
		at = str_dirname(at);
	}
}

static uint32_t implied_home(struct search *s, struct str folder)
{
	struct homes *h = s->h;
	struct str path = folder;
	uint32_t home;

	path_above_versions(folder, false, &path);
	home = map_index_put(h->arena, &s->by_path, path, h->items.count + 1);
	if (home > h->items.count)
		add_home(h, path, false);
	return home;
}

static void place_folder(struct search *s, struct folder *folder)
{
	uint32_t home = enclosing_home(s, folder->path, &folder->direct);

	if (!home) {
		home = implied_home(s, folder->path);
		folder->direct = folder->path.len == s->h->items.items[home - 1].path.len ||
				 str_eq(str_basename(folder->path), STR("versions"));
	}
	folder->home = home - 1;
	s->h->items.items[home - 1].migration_count += folder->members.count;
}

static void collect_folders(struct homes *h)
{
	uint32_t *folder_of = arena_array(h->arena, h->migration_count, sizeof(*folder_of));
	struct map by_path = {0};

	for (uint32_t i = 0; i < h->migration_count; i++) {
		struct str path = str_dirname(h->migrations[i]->path);
		uint32_t folder = map_index_put(h->arena, &by_path, path, h->folders.count + 1) - 1;

		if (folder == h->folders.count)
			vec_push(h->arena, &h->folders)->path = path;
		*vec_push(h->arena, &h->folders.items[folder].members) = i;
		folder_of[i] = folder;
	}
	h->folder_of = folder_of;
}

void homes_find(struct homes *h, struct arena *arena, const struct environment_input *input,
		const struct alembic_config *configs, uint32_t config_count)
{
	struct search s = {.h = h};

	*h = (struct homes){
		.arena = arena,
		.migrations = input->migrations,
		.migration_count = input->migration_count,
	};
	places_init(&h->places, arena, input);
	add_configured(&s, configs, config_count);
	add_shown(&s);
	collect_folders(h);
	for (uint32_t i = 0; i < h->folders.count; i++)
		place_folder(&s, &h->folders.items[i]);
	attach_unplaced(&s);
	homes_follow_revisions(h);
}
