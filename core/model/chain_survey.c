#include "core/model/chain_survey.h"

#include "core/base/vec.h"

#include <stdlib.h>

struct str absence_name(enum absence absence)
{
	static const struct str names[] = {
		[ABSENT_MISSING] = STR_INIT("missing"),
		[ABSENT_ELSEWHERE] = STR_INIT("elsewhere"),
		[ABSENT_EXTERNAL] = STR_INIT("external"),
		[ABSENT_AMBIGUOUS] = STR_INIT("ambiguous"),
		[ABSENT_UNKNOWN] = STR_INIT("unknown"),
		[ABSENT_UNREAD] = STR_INIT("unread"),
	};

	return names[absence];
}

bool migration_says_squashed(const struct migration *m)
{
	return str_find_nocase(m->message, STR("squash")) >= 0 ||
	       str_find_nocase(str_basename(m->path), STR("squash")) >= 0;
}

/* A growing list of nodes, which the result borrows. */
struct nodes {
	uint32_t *items;
	uint32_t count, capacity;
};

/* How often each node is named as a parent, and lists of those with many children or parents. */
static void count_children(const struct chain *c, struct arena *arena, struct chain_survey *survey)
{
	uint32_t *children = arena_array(arena, c->count, sizeof(*children));
	struct nodes forks = {0}, merges = {0}, cuts = {0};

	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE && !c->edges[i].depends_on)
			children[c->edges[i].parent]++;
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t node = c->order[i], parents = 0, known = 0;

		for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
			parents += !c->edges[e].depends_on;
			known += !c->edges[e].depends_on && c->edges[e].parent != CHAIN_NONE;
		}
		if (children[node] > 1)
			*vec_push(arena, &forks) = node;
		if (parents > 1)
			*vec_push(arena, &merges) = node;
		if (parents && !known)
			*vec_push(arena, &cuts) = node;
	}
	survey->children = children;
	survey->forks = forks.items;
	survey->fork_count = forks.count;
	survey->merges = merges.items;
	survey->merge_count = merges.count;
	survey->cuts = cuts.items;
	survey->cut_count = cuts.count;
}

/* Of the nodes that have no order, takes away those that nothing left descends from. */
static void find_cycle(const struct chain *c, struct arena *arena, struct arena *scratch,
		       struct chain_survey *survey)
{
	uint32_t first = c->count - c->cycle_count, depth = 0;
	uint32_t *children, *stack;
	struct nodes cycle = {0};

	if (!c->cycle_count)
		return;
	children = arena_array(scratch, c->count, sizeof(*children));
	stack = arena_array(scratch, c->count, sizeof(*stack));
	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE)
			children[c->edges[i].parent]++;
	for (uint32_t i = first; i < c->count; i++)
		if (!children[c->order[i]])
			stack[depth++] = c->order[i];
	while (depth) {
		uint32_t node = stack[--depth];

		for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
			uint32_t parent = c->edges[e].parent;

			if (parent != CHAIN_NONE && --children[parent] == 0 &&
			    c->steps[parent].place >= first)
				stack[depth++] = parent;
		}
	}
	for (uint32_t i = first; i < c->count; i++)
		if (children[c->order[i]])
			*vec_push(arena, &cycle) = c->order[i];
	survey->cycle = cycle.items;
	survey->cycle_count = cycle.count;
}

/* ---- parents that are not there -------------------------------------------------------------- */

/* "versions/1a2b3c_add_phone.py" → "1a2b3c" */
static struct str leading_word(struct str path)
{
	struct str name = str_basename(path);
	size_t len = 0;

	while (len < name.len && name.ptr[len] != '_' && name.ptr[len] != '.')
		len++;
	return str_sub(name, 0, len);
}

static void map_unread(const struct survey_context *context, struct arena *scratch,
		       struct map *ret_unread)
{
	for (uint32_t i = 0; i < context->unread_count; i++)
		*map_put(scratch, ret_unread,
			 leading_word(context->unread[i])) = (void *)(uintptr_t)&context->unread[i];
}

static void explain_absence(const struct chain *c, const struct survey_context *context,
			    const struct map *unread, struct absent_parent *a)
{
	const struct str *path = map_get(unread, a->name);

	if (context->index)
		a->home = chain_index_find(context->index, a->name, context->number);
	if (!name_known(a->name)) {
		a->absence = ABSENT_UNKNOWN;
	} else if (a->home) {
		a->absence = ABSENT_ELSEWHERE;
	} else if (chain_is_ambiguous(c, a->name)) {
		a->absence = ABSENT_AMBIGUOUS;
	} else if (path || context->unread_count) {
		a->absence = ABSENT_UNREAD;
		a->path = path ? *path : context->unread[0];
	} else {
		a->absence = context->plugged_in ? ABSENT_EXTERNAL : ABSENT_MISSING;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct absent_parent *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static void find_absent(const struct chain *c, const struct survey_context *context,
			struct arena *arena, struct arena *scratch, struct chain_survey *survey)
{
	VEC(struct absent_parent) absent = {0};
	struct map by_names = {0}, unread = {0};

	map_unread(context, scratch, &unread);
	for (uint32_t i = 0; i < c->count; i++)
		for (uint32_t node = c->order[i], e = c->first_edge[node];
		     e < c->first_edge[node + 1]; e++) {
			const struct chain_edge *edge = &c->edges[e];
			struct absent_parent *a;
			void **at;

			if (edge->parent != CHAIN_NONE)
				continue;
			at = map_put(scratch, &by_names, edge->name);
			if (!*at) {
				*vec_push(arena, &absent) = (struct absent_parent){
					.name = edge->name, .child = node, .depends_on = true};
				*at = (void *)(uintptr_t)absent.count;
			}
			a = &absent.items[(uintptr_t)*at - 1];
			a->children++;
			a->depends_on &= edge->depends_on;
		}
	for (uint32_t i = 0; i < absent.count; i++)
		explain_absence(c, context, &unread, &absent.items[i]);
	if (absent.count)
		qsort(absent.items, absent.count, sizeof(*absent.items), by_name);
	survey->absent = absent.items;
	survey->absent_count = absent.count;
}

void chain_survey(const struct chain *c, const struct survey_context *context, struct arena *arena,
		  struct arena *scratch, struct chain_survey *ret)
{
	struct arena_mark mark = arena_mark(scratch);

	*ret = (struct chain_survey){
		.unread = context->unread,
		.unread_count = context->unread_count,
	};
	count_children(c, arena, ret);
	find_cycle(c, arena, scratch, ret);
	find_absent(c, context, arena, scratch, ret);
	chain_survey_bases(c, arena, scratch, ret);
	arena_rewind(scratch, mark);
}
