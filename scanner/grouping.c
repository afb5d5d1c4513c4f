#include "scanner/grouping.h"

#include "core/base/limits.h"
#include "scanner/facts.h"

#include <stdlib.h>

/* One call of environment_group(). */
struct grouping {
	const struct environment_input *input;
	struct arena *arena, *scratch;
	struct readings readings;
	VEC(struct alembic_config) configs;
	uint32_t section_count; /* of all configs */
	struct homes homes;
	struct err *reterr;
};

/* A home that has migrations, on its way to become an environment. */
struct named {
	struct str name, section, config;
	uint32_t home;
};

/* ---- configuration --------------------------------------------------------------------------- */

static bool is_alembic_file(const struct candidate *c, bool by_name)
{
	struct str name = str_basename(c->path);
	bool named = str_find_nocase(name, STR("alembic")) >= 0;

	if (c->kind != CANDIDATE_CONFIG || named != by_name)
		return false;
	return str_ends(name, STR(".ini")) || str_ends(name, STR(".cfg")) ||
	       str_ends(name, STR(".toml"));
}

static int read_config(struct grouping *g, const struct candidate *file)
{
	struct alembic_config config;
	struct str content;
	int result = readings_get(&g->readings, file, &content, g->reterr);

	if (result <= 0)
		return result;
	if (!alembic_config_read(file->path, content, g->scratch, &g->readings.content, &config))
		return 0;
	if (config.too_many || config.section_count > LIMIT_ENVIRONMENTS - g->section_count) {
		readings_skip(&g->readings, SKIP_TOO_MANY, file->path,
			      STR("too many databases in one configuration, or in all"));
		if (!config.too_many)
			return 0;
	}
	g->section_count += config.section_count;
	*vec_push(g->scratch, &g->configs) = config;
	return 0;
}

/* Those called alembic-something first, so that no heap of other ini files uses up the budget. */
static int read_configs(struct grouping *g)
{
	for (int by_name = 1; by_name >= 0; by_name--)
		for (uint32_t i = 0; i < g->input->candidate_count; i++) {
			const struct candidate *c = &g->input->candidates[i];
			int result = is_alembic_file(c, by_name) ? read_config(g, c) : 0;

			if (result)
				return result;
		}
	return 0;
}

/* ---- names ----------------------------------------------------------------------------------- */

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = str_cmp(x->name, y->name);

	if (!order)
		order = str_cmp(x->config, y->config);
	return order ? order : (x->home > y->home) - (x->home < y->home);
}

static void count_key(struct arena *arena, struct map *counts, struct str key)
{
	void **count = map_put(arena, counts, key);

	*count = (void *)((uintptr_t)*count + 1);
}

/* Notes which configuration files are used with several sections. */
static void note_section(struct grouping *g, struct map *first, struct map *several,
			 struct home *home)
{
	void **section = map_put(g->scratch, first, home->config);

	if (!*section)
		*section = home;
	else if (!str_eq(((const struct home *)*section)->section, home->section))
		count_key(g->scratch, several, home->config);
}

/* Makes the name differ from all others: by its section, else by a number. */
static struct str unique_name(struct grouping *g, struct map *used, const struct named *n,
			      bool shared)
{
	struct str name = str_empty(n->name) ? STR(".") : n->name, base;

	if (shared && !str_empty(n->section))
		name = arena_printf(g->arena, STR_FMT " [" STR_FMT "]", STR_ARG(name),
				    STR_ARG(n->section));
	base = name;
	for (uint32_t i = 2; map_get(used, name); i++)
		name = arena_printf(g->arena, STR_FMT " #%u", STR_ARG(base), i);
	count_key(g->scratch, used, name);
	return name;
}

/* The homes with migrations in the order of their names, which are unique then. */
static struct named *name_homes(struct grouping *g, uint32_t *ret_count)
{
	const struct homes *h = &g->homes;
	struct named *named = arena_array(g->scratch, h->items.count, sizeof(*named));
	struct map names = {0}, sections = {0}, several = {0}, used = {0};
	uint32_t count = 0;

	for (uint32_t i = 0; i < h->items.count; i++) {
		struct home *home = &h->items.items[i];

		if (!home->migration_count)
			continue;
		named[count++] = (struct named){home->name, home->section, home->config, i};
		count_key(g->scratch, &names, home->name);
		note_section(g, &sections, &several, home);
	}
	if (count)
		qsort(named, count, sizeof(*named), compare_named);
	for (uint32_t i = 0; i < count; i++) {
		bool shared = (uintptr_t)map_get(&names, named[i].name) > 1;

		if (!map_get(&several, named[i].config))
			named[i].section = STR("");
		named[i].name = unique_name(g, &used, &named[i], shared);
	}
	if (count)
		qsort(named, count, sizeof(*named), compare_named);
	*ret_count = count;
	return named;
}

/* ---- the result ------------------------------------------------------------------------------ */

static int compare_strs(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* What a group is filled from. */
struct members {
	VEC(struct str) folders;
	VEC(const struct migration *) migrations; /* in the order of the input: by path */
};

static struct members *collect_members(struct grouping *g)
{
	const struct homes *h = &g->homes;
	struct members *members = arena_array(g->scratch, h->items.count, sizeof(*members));

	for (uint32_t i = 0; i < h->folders.count; i++)
		*vec_push(g->arena,
			  &members[h->folders.items[i].home].folders) = h->folders.items[i].path;
	for (uint32_t i = 0; i < h->migration_count; i++)
		*vec_push(g->arena, &members[h->folders.items[h->folder_of[i]].home].migrations) =
			h->migrations[i];
	return members;
}

static void fill_group(struct grouping *g, const struct named *n, const struct members *members,
		       struct environment_group *group)
{
	const struct home *home = &g->homes.items.items[n->home];

	qsort(members->folders.items, members->folders.count, sizeof(struct str), compare_strs);
	*group = (struct environment_group){
		.env =
			{
				.name = arena_str(g->arena, n->name),
				.framework = members->migrations.items[0]->framework,
				.section = arena_str(g->arena, n->section),
				.config = n->config,
				.folders = members->folders.items,
				.folder_count = members->folders.count,
			},
		.migrations = members->migrations.items,
		.count = members->migrations.count,
		.env_py = home->env_py ? home->env_py->path : STR(""),
	};
}

static int fill_groups(struct grouping *g, struct environment_groups *ret_groups)
{
	struct members *members = collect_members(g);
	struct facts facts;
	uint32_t count;
	struct named *named = name_homes(g, &count);
	struct environment_group *groups;
	int result = 0;

	if (count > LIMIT_ENVIRONMENTS) {
		readings_skip(&g->readings, SKIP_TOO_MANY, named[LIMIT_ENVIRONMENTS].name,
			      STR("too many environments: this one and further ones are left out"));
		count = LIMIT_ENVIRONMENTS;
	}
	groups = arena_array(g->arena, count, sizeof(*groups));
	facts_init(&facts, &g->readings, g->input, g->arena, g->scratch);
	for (uint32_t i = 0; i < count && !result; i++) {
		fill_group(g, &named[i], &members[named[i].home], &groups[i]);
		result = facts_find(&facts, &g->homes.items.items[named[i].home], &groups[i],
				    g->reterr);
	}
	facts_release(&facts);
	if (result)
		return result;
	*ret_groups = (struct environment_groups){.items = groups, .count = count};
	return 0;
}

static int group_migrations(struct grouping *g, struct environment_groups *ret_groups)
{
	int result = read_configs(g);

	if (result)
		return result;
	homes_find(&g->homes, g->scratch, g->input, g->configs.items, g->configs.count);
	result = fill_groups(g, ret_groups);
	if (result)
		return result;
	ret_groups->skips = g->readings.skips.items;
	ret_groups->skip_count = g->readings.skips.count;
	return 0;
}

int environment_group(const struct environment_input *input, struct arena *arena,
		      struct arena *scratch, struct environment_groups *ret_groups,
		      struct err *reterr)
{
	struct grouping g = {.input = input, .arena = arena, .scratch = scratch, .reterr = reterr};
	struct arena_mark mark = arena_mark(scratch);
	int result;

	if (!input->migration_count) {
		*ret_groups = (struct environment_groups){0};
		return 0;
	}
	readings_init(&g.readings, input, arena, scratch);
	result = group_migrations(&g, ret_groups);
	readings_release(&g.readings);
	arena_rewind(scratch, mark);
	return result;
}
