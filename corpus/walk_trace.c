#include "corpus/walk_trace.h"

#include "core/base/limits.h"

#include <stdlib.h>

void walk_trace_init(struct walk_trace *t, const struct walk_commits *commits,
		     struct walk_nodes *nodes)
{
	*t = (struct walk_trace){.commits = commits};
	walk_paths_init(&t->paths, nodes);
	arena_init(&t->arena);
}

void walk_trace_release(struct walk_trace *t)
{
	oid_map_release(&t->numbers);
	arena_release(&t->arena);
	walk_paths_release(&t->paths);
}

uint32_t walk_version_removed(const struct walk_trace *t, const struct walk_version *v)
{
	if (v->at_tip || t->cut)
		return WALK_NEVER;
	return v->removed != WALK_NEVER ? v->removed : v->removed_by_merge;
}

/* ---- one commit ------------------------------------------------------------------------------------ */

/* A commit beside one of its parents. */
struct event {
	struct walk_trace *trace;
	const struct walk_commit *commit;
	uint32_t number;
	const uint32_t *states; /* of its parents, sorted, each once */
	uint32_t state_count;
	uint32_t beside; /* the state that is compared */
	bool introduces; /* what is added is of interest */
};

static struct walk_version *find_version(struct walk_trace *t, const struct walk_difference *d)
{
	struct oid pair = oid_of_pair(d->folder, d->entry);
	const uint32_t *number = oid_map_get(&t->numbers, &pair, 0);

	return number ? &t->versions.items[*number] : NULL;
}

static int add_version(struct walk_trace *t, const struct walk_difference *d, uint32_t commit,
		       bool unknown)
{
	struct oid pair = oid_of_pair(d->folder, d->entry);
	bool is_new;
	uint32_t *number;

	if (t->versions.count >= LIMIT_WALK_VERSIONS)
		return ERR_LIMIT;
	number = oid_map_put(&t->numbers, &pair, 0, &is_new);
	if (!is_new)
		return 0;
	*number = t->versions.count;
	*vec_push(&t->arena, &t->versions) = (struct walk_version){
		.folder = d->folder,
		.entry = d->entry,
		.introduced = commit,
		.removed = WALK_NEVER,
		.removed_by_merge = WALK_NEVER,
		.introduction_unknown = unknown,
	};
	return 0;
}

/* Only what is new to this commit and all of its parents. */
static int note_added(const struct event *e, const struct walk_difference *d)
{
	bool unknown = e->commit->some_parent_unread;

	if (find_version(e->trace, d))
		return 0;
	for (uint32_t i = 0; i < e->state_count; i++) {
		enum walk_presence there = walk_look(&e->trace->paths, e->states[i], d->folder,
						     d->entry);

		if (there == WALK_PRESENT)
			return 0;
		unknown |= there == WALK_UNKNOWN;
	}
	return add_version(e->trace, d, e->number, unknown);
}

static int note_removed(const struct event *e, const struct walk_difference *d)
{
	struct walk_version *version = find_version(e->trace, d);
	struct walk_paths *paths = &e->trace->paths;

	/* absent, because nobody knows what is there? */
	if (!version || walk_look(paths, e->commit->state, d->folder, d->entry) == WALK_UNKNOWN)
		return 0;
	version->removed_by_merge = e->number;
	for (uint32_t i = 0; i < e->state_count; i++)
		if (e->states[i] != e->beside &&
		    walk_look(paths, e->states[i], d->folder, d->entry) != WALK_PRESENT)
			return 0;
	if (!e->commit->some_parent_unread)
		version->removed = e->number;
	return 0;
}

static int note(void *self, const struct walk_difference *d)
{
	const struct event *e = self;

	if (!d->added)
		return note_removed(e, d);
	return e->introduces ? note_added(e, d) : 0;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The states of a commit's parents, sorted, each once, in `arena`. */
static uint32_t *parent_states(const struct walk_trace *t, const struct walk_commit *commit,
			       struct arena *arena, uint32_t *ret_count)
{
	uint32_t *states = arena_array(arena, commit->parent_count + 1, sizeof(*states));
	const uint32_t *parents = t->commits->parents.items + commit->parents;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < commit->parent_count; i++)
		states[i] = t->commits->items.items[parents[i]].state;
	if (commit->parent_count > 1)
		qsort(states, commit->parent_count, sizeof(*states), by_number);
	for (uint32_t i = 0; i < commit->parent_count; i++)
		if (!kept || states[kept - 1] != states[i])
			states[kept++] = states[i];
	*ret_count = kept;
	return states;
}

/* The one among them that is this commit's own: then it brings nothing. */
static bool is_among(const uint32_t *states, uint32_t count, uint32_t state)
{
	return count && bsearch(&state, states, count, sizeof(state), by_number) != NULL;
}

static int follow_commit(struct walk_trace *t, uint32_t number, struct arena *scratch,
			 struct err *reterr)
{
	struct event e = {.trace = t, .commit = &t->commits->items.items[number], .number = number};
	uint32_t first = e.commit->parent_count ? t->commits->parents.items[e.commit->parents]
						: WALK_NEVER;
	int result = 0;

	t->states += first == WALK_NEVER || t->commits->items.items[first].state != e.commit->state;
	/* nearly all of them */
	if (e.commit->parent_count == 1 && t->commits->items.items[first].state == e.commit->state)
		return 0;
	e.states = parent_states(t, e.commit, scratch, &e.state_count);
	e.introduces = !is_among(e.states, e.state_count, e.commit->state);
	if (!e.state_count)
		return walk_diff(&t->paths, NODE_EMPTY, e.commit->state, note, &e, reterr);
	for (uint32_t i = 0; i < e.state_count && !result; i++) {
		e.beside = e.states[i];
		result = walk_diff(&t->paths, e.beside, e.commit->state, note, &e, reterr);
		/* what is in no parent was added beside the first */
		e.introduces = false;
	}
	return result;
}

/* ---- all of them ----------------------------------------------------------------------------------- */

struct marking {
	struct walk_trace *trace;
	bool first;
};

static int note_tip(void *self, const struct walk_difference *d)
{
	const struct marking *m = self;
	struct walk_version *version = d->added ? find_version(m->trace, d) : NULL;

	if (!version)
		return 0;
	version->at_tip = true;
	version->at_first_tip |= m->first;
	return 0;
}

/* One tip after the other, each by what it has that the one before has not. */
static int mark_tips(struct walk_trace *t, const uint32_t *tips, uint32_t count,
		     struct arena *scratch, struct err *reterr)
{
	uint32_t *states = arena_array(scratch, count + 1, sizeof(*states));
	struct marking marking = {t, true};
	int result = 0;

	for (uint32_t i = 0; i < count; i++)
		states[i] = t->commits->items.items[tips[i]].state;
	if (count)
		result = walk_diff(&t->paths, NODE_EMPTY, states[0], note_tip, &marking, reterr);
	if (count)
		qsort(states, count, sizeof(*states), by_number);
	marking.first = false;
	for (uint32_t i = 0; i < count && !result; i++)
		result = walk_diff(&t->paths, i ? states[i - 1] : NODE_EMPTY, states[i], note_tip,
				   &marking, reterr);
	return result;
}

int walk_trace_look(struct walk_trace *t, uint32_t commit, struct err *reterr)
{
	struct event e = {
		.trace = t,
		.commit = &t->commits->items.items[commit],
		.number = commit,
		.introduces = true,
	};

	return walk_diff(&t->paths, NODE_EMPTY, e.commit->state, note, &e, reterr);
}

static int follow_all(struct walk_trace *t, struct arena *scratch, struct err *reterr)
{
	const volatile int *stop = t->commits->stop;
	int result = 0;

	for (uint32_t i = 0; i < t->commits->order.count && !result; i++) {
		if (stop && *stop)
			return err_set(reterr, ERR_STOPPED, "stopped");
		result = follow_commit(t, t->commits->order.items[i], scratch, reterr);
		arena_reset(scratch);
	}
	return result;
}

int walk_trace_run(struct walk_trace *t, const uint32_t *tips, uint32_t tip_count,
		   struct err *reterr)
{
	struct arena scratch;
	int result, marked;

	arena_init(&scratch);
	result = follow_all(t, &scratch, reterr);
	t->cut = result == ERR_LIMIT;
	if (result != ERR_STOPPED) {
		t->paths.steps = 0;
		marked = mark_tips(t, tips, tip_count, &scratch, result ? NULL : reterr);
		t->cut |= marked == ERR_LIMIT;
		result = result ? result : marked;
	}
	arena_release(&scratch);
	return result;
}
