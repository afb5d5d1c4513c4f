#include "corpus/walk.h"

#include "core/base/limits.h"

/* ---- the passes -------------------------------------------------------------------------------------- */

static void add_tips(struct walk *w, const struct walk_input *input)
{
	for (uint32_t i = 0; i < input->tip_count; i++)
		walk_commits_add(&w->commits, &input->tips[i]);
}

/* Those tips that are commits, the first one first. */
static void find_tips(struct walk *w, const struct walk_input *input)
{
	for (uint32_t i = 0; i < input->tip_count; i++) {
		const uint32_t *number = oid_map_get(&w->commits.numbers, &input->tips[i], 0);

		if (number && w->commits.items.items[*number].read)
			*vec_push(&w->arena, &w->tips) = *number;
	}
}

/* Newest first: a pack has older trees as differences to newer ones. */
static int read_states(struct walk *w, struct err *reterr)
{
	int result = 0;

	for (uint32_t i = w->commits.order.count; i && !result; i--) {
		struct walk_commit *commit = &w->commits.items.items[w->commits.order.items[i - 1]];

		result = walk_trees_read(&w->trees, &commit->tree, &commit->state, reterr);
	}
	return result;
}

static int trace(struct walk *w, const struct walk_input *input, bool *ret_cut, struct err *reterr)
{
	struct err err = {0};
	int result;

	walk_trace_release(&w->trace);
	walk_trace_init(&w->trace, &w->commits, &w->trees.nodes);
	result = walk_trace_run(&w->trace, w->tips.items, w->tips.count, &err);
	if (result == ERR_STOPPED)
		return err_set(reterr, result, "%s", err.text);
	if (result && !*ret_cut)
		listing_skip(input->skips, SKIP_TOO_MANY, STR(""), str_from(err.text));
	*ret_cut |= result != 0;
	return 0;
}

/* ---- what the history tells of folders ------------------------------------------------------------------ */

static struct str path_of(const struct walk *w, const struct walk_version *v, struct arena *arena)
{
	return walk_path_text(&w->trace.paths, v->folder, v->entry, arena);
}

static bool learn_from_config(struct walk *w, const struct walk_input *input,
			      const struct walk_version *v, const struct oid *blob)
{
	struct arena_mark mark = arena_mark(&w->arena);
	struct str path = path_of(w, v, &w->arena), content;
	struct history_folder *folders = NULL;
	uint32_t count = 0;
	struct err err = {0};
	bool learnt = false;
	int result = objects_read(input->objects, blob, OBJECT_BLOB, LIMIT_CONFIG_BYTES, true,
				  &content, &err);

	if (result) {
		listing_skip(input->skips, listing_reason(result), path, str_from(err.text));
		return false;
	}
	input->read_config(input->self, path, content, &w->arena, &folders, &count);
	for (uint32_t i = 0; i < count; i++)
		learnt |= walk_trees_learn(&w->trees, folders[i].path, folders[i].below);
	arena_rewind(&w->arena, mark);
	return learnt;
}

/* Asks configurations that were not asked before. Are there folders that were not known? */
static int learn(struct walk *w, const struct walk_input *input, bool *ret_learnt,
		 struct err *reterr)
{
	bool learnt = false;

	for (uint32_t i = 0; i < w->trace.versions.count && input->read_config; i++) {
		const struct walk_version *v = &w->trace.versions.items[i];
		const struct walk_entry *e = walk_entry_of(&w->trees.nodes, v->entry);
		struct oid blob = e->id;
		bool is_new;

		if (e->what != WALK_FILE || e->detail != CANDIDATE_CONFIG)
			continue;
		if (input->stop && *input->stop)
			return err_set(reterr, ERR_STOPPED, "stopped");
		oid_map_put(&w->configs, &blob, v->folder, &is_new);
		if (is_new)
			learnt |= learn_from_config(w, input, v, &blob);
	}
	*ret_learnt = learnt;
	return 0;
}

/* ---- all of it --------------------------------------------------------------------------------------- */

static struct str gap_text(const struct walk *w, const struct walk_entry *gap)
{
	struct str text = walk_trees_reason(&w->trees, &gap->id);

	if (!str_empty(text))
		return text;
	switch ((enum skip_reason)gap->detail) {
	case SKIP_BAD_NAME:
		return STR("a tree entry with a name that no file can have, or that several have");
	case SKIP_SYMLINK:
		return STR("a symbolic link, which is not followed");
	default:
		return STR("a tree entry that git does not know, or that leads back to itself");
	}
}

/* Those that the listing of the first tip has not told. */
static void tell_gaps(struct walk *w, const struct walk_input *input)
{
	for (uint32_t i = 0; i < w->trace.versions.count; i++) {
		const struct walk_version *v = &w->trace.versions.items[i];
		const struct walk_entry *e = walk_entry_of(&w->trees.nodes, v->entry);
		struct arena_mark mark = arena_mark(&w->arena);

		if (e->what != WALK_GAP || v->at_first_tip)
			continue;
		listing_skip(input->skips, (enum skip_reason)e->detail, path_of(w, v, &w->arena),
			     gap_text(w, e));
		arena_rewind(&w->arena, mark);
	}
}

/* What the first tip tells of folders, so that all is rarely read twice. */
static int look_at_tip(struct walk *w, const struct walk_input *input, struct err *reterr)
{
	struct walk_commit *tip;
	bool learnt;
	int result;

	if (!w->tips.count)
		return 0;
	tip = &w->commits.items.items[w->tips.items[0]];
	result = walk_trees_read(&w->trees, &tip->tree, &tip->state, reterr);
	if (result)
		return result;
	/* over a limit: the whole says so */
	walk_trace_look(&w->trace, w->tips.items[0], NULL);
	return learn(w, input, &learnt, reterr);
}

static int read_and_trace(struct walk *w, const struct walk_input *input, struct err *reterr)
{
	bool learnt = true, cut = false;
	int result = look_at_tip(w, input, reterr);

	while (learnt && !result && w->rounds < LIMIT_WALK_ROUNDS) {
		w->rounds++;
		result = read_states(w, reterr);
		if (!result)
			result = trace(w, input, &cut, reterr);
		if (!result)
			result = learn(w, input, &learnt, reterr);
	}
	if (learnt && !result)
		listing_skip(input->skips, SKIP_TOO_MANY, STR(""),
			     STR("configurations of the history name ever further folders"));
	return result;
}

int walk_run(struct walk *w, const struct walk_input *input, struct err *reterr)
{
	int result;

	*w = (struct walk){0};
	arena_init(&w->arena);
	walk_commits_init(&w->commits, input->objects, input->stop);
	walk_trees_init(&w->trees, input->objects, input->stop);
	walk_trace_init(&w->trace, &w->commits, &w->trees.nodes);
	add_tips(w, input);
	result = walk_commits_read(&w->commits, input->skips, reterr);
	if (result)
		return result;
	find_tips(w, input);
	for (uint32_t i = 0; i < input->folder_count; i++)
		walk_trees_learn(&w->trees, input->folders[i], false);
	result = read_and_trace(w, input, reterr);
	if (!result)
		tell_gaps(w, input);
	return result;
}

void walk_release(struct walk *w)
{
	walk_trace_release(&w->trace);
	walk_trees_release(&w->trees);
	walk_commits_release(&w->commits);
	oid_map_release(&w->configs);
	arena_release(&w->arena);
}
