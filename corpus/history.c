#include "corpus/history.h"

#include "core/base/limits.h"
#include "corpus/history_tree.h"
#include "corpus/refs.h"
#include "corpus/refs_list.h"
#include "corpus/source.h"

#include <stdlib.h>

struct reading {
	struct corpus_source *source;
	const struct history_options *options;
	struct arena *arena;
	struct arena scratch;
	struct lister skips;
	VEC(struct oid) tips;
	VEC(struct str) folders;
	struct corpus_history *history;
};

/* ---- where to begin ----------------------------------------------------------------------------------- */

static void add_tip(struct reading *r, const struct oid *commit)
{
	*vec_push(&r->scratch, &r->tips) = *commit;
}

/* Of a ref that is not a commit's there is no history; one whose object is not here is a gap. */
static void add_ref(struct reading *r, const struct ref *ref)
{
	struct oid id = ref->id;
	struct err err = {0};
	int result = refs_peel(&r->source->objects, ref->name, &id, &err);

	if (!result)
		add_tip(r, &id);
	else if (result != ERR_USAGE)
		listing_skip(&r->skips, listing_reason(result), STR(""),
			     arena_printf(&r->scratch, "ref " STR_FMT ": %s", STR_ARG(ref->name),
					  err.text));
}

static int add_all_refs(struct reading *r, struct err *reterr)
{
	struct oid head;
	struct refs refs;
	int result = refs_list(r->source->common.ptr, &r->scratch, &r->skips, &refs, reterr);

	if (result)
		return result;
	/* a HEAD that leads nowhere takes nothing from the others */
	if (!git_source_resolve(r->source, STR("HEAD"), &head, NULL))
		add_tip(r, &head);
	for (uint32_t i = 0; i < refs.items.count; i++) {
		if (r->options->stop && *r->options->stop)
			return err_set(reterr, ERR_STOPPED, "stopped");
		add_ref(r, &refs.items.items[i]);
	}
	r->history->refs = refs.items.count;
	return 0;
}

static int find_tips(struct reading *r, struct err *reterr)
{
	const struct history_options *o = r->options;
	int result = 0;

	add_tip(r, &r->source->commit_id);
	for (uint32_t i = 0; i < o->ref_count && !result; i++) {
		struct oid commit;

		result = git_source_resolve(r->source, o->refs[i], &commit, reterr);
		if (!result)
			add_tip(r, &commit);
	}
	r->history->refs = 1 + o->ref_count;
	if (o->all_refs && !result)
		result = add_all_refs(r, reterr);
	return result;
}

/* A path as a listing shows it, as the tree has it: where bytes were escaped there are two answers. */
static void add_folder(struct reading *r, struct str shown)
{
	char *raw = arena_alloc(&r->scratch, shown.len + 1);
	size_t len = 0;

	*vec_push(&r->scratch, &r->folders) = arena_str(&r->scratch, shown);
	if (str_chr(shown, '\\') < 0)
		return;
	for (size_t i = 0; i < shown.len; i++) {
		int high = -1, low = -1;

		if (str_starts(str_sub(shown, i, shown.len), STR("\\x")) && i + 3 < shown.len) {
			high = oid_digit(shown.ptr[i + 2]);
			low = oid_digit(shown.ptr[i + 3]);
		}
		raw[len++] = high < 0 || low < 0 ? shown.ptr[i] : (char)(high << 4 | low);
		i += high < 0 || low < 0 ? 0 : 3;
	}
	*vec_push(&r->scratch, &r->folders) = (struct str){raw, len};
}

/* ---- what came out -------------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	const struct history_file *x = a, *y = b;
	int order = str_cmp(x->file.path, y->file.path);

	if (!order)
		order = (x->seen > y->seen) - (x->seen < y->seen);
	return order ? order : str_cmp(x->file.blob, y->file.blob);
}

/* By index of a commit: its place in the order, which is its number for those who ask. */
static uint32_t *number_commits(struct reading *r, const struct walk_commits *commits)
{
	uint32_t *numbers = arena_array(&r->scratch, commits->items.count + 1, sizeof(*numbers));

	for (uint32_t i = 0; i < commits->order.count; i++)
		numbers[commits->order.items[i]] = i;
	return numbers;
}

static void add_file(struct reading *r, const struct walk_version *v, const uint32_t *numbers)
{
	const struct walk *walk = &r->history->walk->walk;
	const struct walk_entry *e = walk_entry_of(&walk->trees.nodes, v->entry);
	struct corpus_entry *entry = arena_new(r->arena, struct corpus_entry);
	uint32_t removed = walk_version_removed(&walk->trace, v);
	struct arena_mark mark = arena_mark(&r->scratch);
	struct str path = walk_path_text(&walk->trace.paths, v->folder, v->entry, &r->scratch);

	entry->id = e->id;
	*vec_push(r->arena, r->history) = (struct history_file){
		.file =
			{
				.kind = (enum candidate_kind)e->detail,
				.path = listing_escape(r->arena, path),
				.blob = oid_hex(r->arena, &e->id),
				.entry = entry,
				.commit = numbers[v->introduced],
			},
		.introduced = v->introduction_unknown ? HISTORY_NONE : numbers[v->introduced],
		.removed = removed == WALK_NEVER ? HISTORY_NONE : numbers[removed],
		.seen = numbers[v->introduced],
		.at_ref = v->at_first_tip,
	};
	arena_rewind(&r->scratch, mark);
}

static void add_files(struct reading *r)
{
	const struct walk *walk = &r->history->walk->walk;
	const uint32_t *numbers = number_commits(r, &walk->commits);
	struct corpus_history *history = r->history;

	for (uint32_t i = 0; i < walk->trace.versions.count; i++) {
		const struct walk_version *v = &walk->trace.versions.items[i];

		if (walk_entry_of(&walk->trees.nodes, v->entry)->what == WALK_FILE)
			add_file(r, v, numbers);
	}
	if (history->count)
		qsort(history->items, history->count, sizeof(*history->items), by_path);
	history->commits = walk->commits.order.count;
	history->commits_missing = walk->commits.missing + walk->commits.unread;
	history->trees = walk->trees.count;
	history->states = walk->trace.states;
}

/* ---- all of it -------------------------------------------------------------------------------------------- */

static int read_all(struct reading *r, struct err *reterr)
{
	const struct history_options *o = r->options;
	struct walk_input input = {
		.objects = &r->source->objects,
		.stop = o->stop,
		.read_config = o->read_config,
		.self = o->self,
		.skips = &r->skips,
	};
	int result = find_tips(r, reterr);

	if (result)
		return result;
	for (uint32_t i = 0; i < o->folder_count; i++)
		add_folder(r, o->folders[i]);
	input.tips = r->tips.items;
	input.tip_count = r->tips.count;
	input.folders = r->folders.items;
	input.folder_count = r->folders.count;
	result = walk_run(&r->history->walk->walk, &input, reterr);
	if (result)
		return result;
	add_files(r);
	listing_finish(&r->skips);
	r->history->skips = r->skips.listing.skips;
	r->history->skip_count = r->skips.listing.skip_count;
	return 0;
}

int history_read(struct corpus_source *source, const struct history_options *options,
		 struct arena *arena, struct corpus_history *ret_history, struct err *reterr)
{
	struct corpus_history history = {.walk = calloc(1, sizeof(*history.walk))};
	struct reading r = {
		.source = source,
		.options = options,
		.arena = arena,
		.skips = {.arena = arena, .stop = options->stop},
		.history = &history,
	};
	int result;

	if (!history.walk)
		return err_set(reterr, ERR_IO, "no memory");
	history.walk->objects = &source->objects;
	arena_init(&r.scratch);
	arena_init(&history.walk->trees);
	result = read_all(&r, reterr);
	arena_release(&r.scratch);
	if (result)
		history_release(&history);
	else
		*ret_history = history;
	return result;
}

void history_release(struct corpus_history *history)
{
	if (!history->walk)
		return;
	walk_release(&history->walk->walk);
	arena_release(&history->walk->trees);
	free(history->walk);
	history->walk = NULL;
}

struct history_commit history_commit_of(const struct corpus_history *history, uint32_t number,
					struct arena *arena)
{
	const struct walk_commits *commits = &history->walk->walk.commits;
	const struct walk_commit *c = &commits->items.items[commits->order.items[number]];

	return (struct history_commit){
		.id = oid_hex(arena, &c->id),
		.time = c->time,
		.author_time = c->author_time,
		.has_time = c->time != WALK_NO_TIME,
		.has_author_time = c->author_time != WALK_NO_TIME,
	};
}
