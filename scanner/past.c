#include "scanner/past.h"

#include "core/base/limits.h"
#include "core/base/vec.h"
#include "scanner/config_folders.h"

static struct str key_of(struct arena *arena, struct str path, struct str blob)
{
	char *key = arena_alloc(arena, path.len + blob.len + 2);

	memcpy(key, path.ptr, path.len);
	memcpy(key + path.len + 1, blob.ptr, blob.len);
	return (struct str){key, path.len + 1 + blob.len};
}

/* ---- reading ------------------------------------------------------------------------------------------ */

/* Folders of migrations at the ref. */
static struct str *folders_of(const struct evaluated *now, struct arena *arena, uint32_t *ret_count)
{
	VEC(struct str) folders = {0};
	struct map seen = {0};

	for (uint32_t i = 0; i < now->count; i++) {
		struct str folder = str_dirname(now->migrations[i]->path);
		void **entry = map_put(arena, &seen, folder);

		if (!*entry)
			*vec_push(arena, &folders) = folder;
		*entry = &seen;
	}
	*ret_count = folders.count;
	return folders.items;
}

/* Refs that were asked for besides the unit's own. */
static struct str *other_refs(const struct tidemark_scan *o, struct arena *arena,
			      uint32_t *ret_count)
{
	struct str *refs = arena_array(arena, o->ref_count + 1, sizeof(*refs));

	*ret_count = 0;
	for (size_t i = 1; i < o->ref_count; i++)
		refs[(*ret_count)++] = str_from(o->refs[i]);
	return refs;
}

/* The contents that the ref does not have; those that it has were evaluated with it. */
static struct candidate *past_candidates(struct past *past, struct arena *arena,
					 uint32_t *ret_count)
{
	struct candidate *candidates = arena_array(arena, past->history.count, sizeof(*candidates));

	*ret_count = 0;
	for (uint32_t i = 0; i < past->history.count; i++) {
		struct history_file *file = &past->history.items[i];
		struct str key;

		if (file->file.kind != CANDIDATE_PYTHON)
			continue;
		key = key_of(arena, file->file.path, file->file.blob);
		*map_put(arena, &past->files, key) = file;
		if (!file->at_ref)
			candidates[(*ret_count)++] = file->file;
	}
	return candidates;
}

int past_read(struct past *past, struct unit *unit, struct corpus_source *source,
	      const struct evaluated *now, unsigned worker, struct err *reterr)
{
	struct worker_tools *tools = &unit->run->tools[worker];
	struct arena *arena = &tools->unit;
	struct history_options options = {
		.all_refs = unit->run->options->all_refs,
		.read_config = config_folders,
		.stop = &scan_stop_signal,
	};
	struct candidate *candidates;
	uint32_t count;
	int result;

	*past = (struct past){0};
	options.refs = other_refs(unit->run->options, arena, &options.ref_count);
	options.folders = folders_of(now, arena, &options.folder_count);
	result = history_read(source, &options, arena, &past->history, reterr);
	if (result)
		return result;
	candidates = past_candidates(past, arena, &count);
	return evaluate_history(unit->run, source, &past->history, candidates, count, arena, worker,
				&past->evaluated);
}

void past_release(struct past *past)
{
	evaluated_release(&past->evaluated);
	history_release(&past->history);
}

/* ---- moments ------------------------------------------------------------------------------------------- */

static struct record_moment moment_of(const struct corpus_history *history, uint32_t commit,
				      struct arena *arena)
{
	struct history_commit c;

	if (commit == HISTORY_NONE)
		return (struct record_moment){0};
	c = history_commit_of(history, commit, arena);
	return (struct record_moment){
		.commit = c.id,
		.has_time = c.has_time,
		.has_author_time = c.has_author_time,
		.time = c.has_time ? c.time : 0,
		.author_time = c.has_author_time ? c.author_time : 0,
	};
}

static const struct history_file *find_file(const struct past *past, struct str path,
					    struct str blob, struct arena *arena)
{
	struct arena_mark mark = arena_mark(arena);
	const struct history_file *file = map_get(&past->files, key_of(arena, path, blob));

	arena_rewind(arena, mark);
	return file;
}

void past_moments(const struct past *past, struct str path, struct str blob, struct arena *arena,
		  struct record_moment *ret_introduced, struct record_moment *ret_removed)
{
	const struct history_file *file = find_file(past, path, blob, arena);

	if (!file)
		return;
	*ret_introduced = moment_of(&past->history, file->introduced, arena);
	*ret_removed = moment_of(&past->history, file->removed, arena);
}

/* ---- environments ---------------------------------------------------------------------------------------- */

struct sorting {
	struct past *past;
	struct arena *arena, *scratch;
	dialect_set dialects_given;
	const uint32_t *dialect_versions;
	struct map by_path;   /* of migrations of the ref → index + 1 of its group */
	struct map by_folder; /* the same of folders */
	struct map by_name;   /* of environments */
	VEC(const struct migration *) left; /* one of each path that belongs to no group so far */
	struct map left_paths;
};

static uint32_t add_group(struct sorting *s, const struct environment *env,
			  const struct environment_group *now)
{
	struct past *past = s->past;

	past->groups = vec_grow(s->arena, past->groups, past->group_count, &past->group_capacity,
				sizeof(*past->groups));
	past->groups[past->group_count] = (struct past_group){.env = *env, .now = now};
	*map_put(s->scratch, &s->by_name, past->groups[past->group_count].env.name) =
		(void *)(uintptr_t)(past->group_count + 1);
	return past->group_count++;
}

static void index_now(struct sorting *s, const struct environment_groups *now)
{
	for (uint32_t i = 0; i < now->count; i++) {
		const struct environment_group *group = &now->items[i];
		void *index = (void *)(uintptr_t)(add_group(s, &group->env, group) + 1);

		for (uint32_t j = 0; j < group->count; j++)
			*map_put(s->scratch, &s->by_path, group->migrations[j]->path) = index;
		for (uint32_t j = 0; j < group->env.folder_count; j++)
			*map_put(s->scratch, &s->by_folder, group->env.folders[j]) = index;
	}
}

/* By the path, or by the folder or one above it. 0: none. */
static uintptr_t find_group(const struct sorting *s, struct str path)
{
	uintptr_t index = (uintptr_t)map_get(&s->by_path, path);

	while (!index && path.len) {
		path = str_dirname(path);
		index = (uintptr_t)map_get(&s->by_folder, path);
	}
	return index;
}

static void note_left(struct sorting *s)
{
	const struct evaluated *evaluated = &s->past->evaluated;

	for (uint32_t i = 0; i < evaluated->count; i++) {
		const struct migration *m = evaluated->migrations[i];
		void **known;

		if (find_group(s, m->path))
			continue;
		known = map_put(s->scratch, &s->left_paths, m->path);
		if (!*known)
			*vec_push(s->scratch, &s->left) = m;
		*known = s;
	}
}

/* What configures, of each path the content that came last. */
static struct candidate *past_settings(const struct past *past, struct arena *arena,
				       uint32_t *ret_count)
{
	struct candidate *candidates = arena_array(arena, past->history.count, sizeof(*candidates));
	uint32_t count = 0;

	for (uint32_t i = 0; i < past->history.count; i++) {
		const struct candidate *c = &past->history.items[i].file;

		if (count && str_eq(candidates[count - 1].path, c->path))
			count--;
		candidates[count++] = *c;
	}
	*ret_count = count;
	return candidates;
}

static int read_setting(void *self, const struct candidate *candidate, struct arena *arena,
			struct str *ret_content, struct err *reterr)
{
	if (scan_stop_signal)
		return err_set(reterr, ERR_STOPPED, "stopped");
	return corpus_read(self, candidate, LIMIT_CONFIG_BYTES, arena, ret_content, reterr);
}

/* Environments that the ref does not have any more, or not there. */
static int group_left(struct sorting *s, struct corpus_source *source, struct err *reterr)
{
	struct environment_input input = {
		.migrations = s->left.items,
		.migration_count = s->left.count,
		.read = read_setting,
		.self = source,
		.dialects_given = s->dialects_given,
		.dialect_versions = s->dialect_versions,
	};
	struct environment_groups groups;
	int result;

	input.candidates = past_settings(s->past, s->arena, &input.candidate_count);
	result = environment_group(&input, s->arena, s->scratch, &groups, reterr);
	if (result)
		return result;
	for (uint32_t i = 0; i < groups.count; i++) {
		const struct environment_group *group = &groups.items[i];
		uintptr_t index = (uintptr_t)map_get(&s->by_name, group->env.name);

		if (!index)
			index = add_group(s, &group->env, NULL) + 1;
		for (uint32_t j = 0; j < group->count; j++)
			*map_put(s->scratch, &s->by_path,
				 group->migrations[j]->path) = (void *)index;
	}
	s->past->skips = groups.skips;
	s->past->skip_count = groups.skip_count;
	return 0;
}

/* What is in no environment, over a limit, is in none of the groups: grouping said so. */
static void fill(struct sorting *s)
{
	struct past *past = s->past;

	for (uint32_t i = 0; i < past->evaluated.count; i++) {
		const struct migration *m = past->evaluated.migrations[i];
		uintptr_t index = find_group(s, m->path);

		if (!index)
			continue;
		*vec_push(s->arena, &past->groups[index - 1]) =
			(struct past_migration){m, find_file(past, m->path, m->blob, s->scratch)};
	}
}

int past_group(struct past *past, struct unit *unit, struct corpus_source *source,
	       const struct environment_groups *now, dialect_set dialects_given,
	       const uint32_t *dialect_versions, unsigned worker, struct err *reterr)
{
	struct worker_tools *tools = &unit->run->tools[worker];
	struct arena_mark mark = arena_mark(&tools->scratch);
	struct sorting s = {
		.past = past,
		.arena = &tools->unit,
		.scratch = &tools->scratch,
		.dialects_given = dialects_given,
		.dialect_versions = dialect_versions,
	};
	int result = 0;

	index_now(&s, now);
	note_left(&s);
	if (s.left.count)
		result = group_left(&s, source, reterr);
	if (!result)
		fill(&s);
	arena_rewind(&tools->scratch, mark);
	return result;
}
