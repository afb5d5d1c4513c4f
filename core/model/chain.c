#include "core/model/chain.h"

#include "core/base/map.h"
#include "core/model/chain_plan.h"

#include <stdlib.h>

enum { MIN_PREFIX = 4 }; /* Alembic's shortest partial revision id */

#define HEAD_NONE CHAIN_NONE          /* no head descends from the node */
#define HEAD_SEVERAL (CHAIN_NONE - 1) /* more than one does */

/* What chain_build() needs only while it works; in the arena above everything that is kept. */
struct work {
	struct chain *c;
	struct arena *arena;
	uint32_t *rank;        /* per node: its place by (revision, path) */
	uint32_t *by_rank;     /* the inverse */
	struct map labels;     /* branch label → node index + 1 */
	uint32_t *first_child; /* per node: its first entry in `children`; [count] = the end */
	uint32_t *children;    /* edge indexes, grouped by parent */
};

struct ranked {
	struct str revision;
	uint32_t node;
};

static int ranked_cmp(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	int order = str_cmp(x->revision, y->revision);

	return order ? order : (x->node > y->node) - (x->node < y->node);
}

/* Sorts the nodes by revision, which tells duplicates and the order among equals. */
static void rank_nodes(struct work *w)
{
	struct chain *c = w->c;
	struct ranked *sorted = arena_array(w->arena, c->count, sizeof(*sorted));

	for (uint32_t i = 0; i < c->count; i++)
		sorted[i] = (struct ranked){c->nodes[i]->revision, i};
	if (c->count)
		qsort(sorted, c->count, sizeof(*sorted), ranked_cmp);
	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t node = sorted[i].node;

		w->rank[node] = i;
		w->by_rank[i] = node;
		c->duplicate_of[node] = CHAIN_NONE;
		if (str_empty(sorted[i].revision))
			continue;
		if (i > 0 && str_eq(sorted[i - 1].revision, sorted[i].revision))
			c->duplicate_of[node] = c->by_revision[c->revision_count - 1];
		else
			c->by_revision[c->revision_count++] = node;
	}
}

/* The first place in by_revision that is not below `name`. */
static uint32_t lower_bound(const struct chain *c, struct str name)
{
	uint32_t low = 0, high = c->revision_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (str_cmp(c->nodes[c->by_revision[middle]]->revision, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t chain_find(const struct chain *c, struct str revision)
{
	uint32_t at = lower_bound(c, revision);

	if (at < c->revision_count && str_eq(c->nodes[c->by_revision[at]]->revision, revision))
		return c->by_revision[at];
	return CHAIN_NONE;
}

static uint32_t find_prefix(const struct chain *c, struct str prefix)
{
	uint32_t at = lower_bound(c, prefix);

	if (prefix.len < MIN_PREFIX || at >= c->revision_count ||
	    !str_starts(c->nodes[c->by_revision[at]]->revision, prefix))
		return CHAIN_NONE;
	if (at + 1 < c->revision_count &&
	    str_starts(c->nodes[c->by_revision[at + 1]]->revision, prefix))
		return CHAIN_NONE;
	return c->by_revision[at];
}

bool chain_is_ambiguous(const struct chain *c, struct str prefix)
{
	uint32_t at = lower_bound(c, prefix);

	return prefix.len >= MIN_PREFIX && at + 1 < c->revision_count &&
	       !str_eq(c->nodes[c->by_revision[at]]->revision, prefix) &&
	       str_starts(c->nodes[c->by_revision[at]]->revision, prefix) &&
	       str_starts(c->nodes[c->by_revision[at + 1]]->revision, prefix);
}

static uint32_t resolve(const struct work *w, struct str name)
{
	uint32_t node = chain_find(w->c, name);
	uintptr_t labelled;

	if (node != CHAIN_NONE)
		return node;
	labelled = (uintptr_t)map_get(&w->labels, name);
	return labelled ? (uint32_t)(labelled - 1) : find_prefix(w->c, name);
}

static void map_labels(struct work *w)
{
	for (uint32_t i = 0; i < w->c->count; i++) {
		const struct migration *m = w->c->nodes[i];

		uint32_t first = w->c->duplicate_of[i];

		for (uint32_t j = 0; j < m->label_count; j++) {
			void **place = map_put(w->arena, &w->labels, m->labels[j]);

			if (!*place) /* Alembic refuses a second one: the first stands */
				*place = (void *)((uintptr_t)(first == CHAIN_NONE ? i : first) + 1);
		}
	}
}

/* How many edges there will be; those past the limit are left out from the end. */
static uint32_t count_edges(struct chain *c)
{
	uint64_t edges = 0;

	for (uint32_t i = 0; i < c->count; i++)
		edges += (uint64_t)c->nodes[i]->parent_count + c->nodes[i]->depends_count;
	if (edges <= CHAIN_MAX_EDGES)
		return (uint32_t)edges;
	c->unknown_parents = true;
	return CHAIN_MAX_EDGES;
}

static void add_edges(struct work *w, uint32_t child, const struct str *names, uint32_t name_count,
		      bool depends_on, uint32_t limit)
{
	struct chain *c = w->c;

	for (uint32_t i = 0; i < name_count && c->edge_count < limit; i++)
		c->edges[c->edge_count++] = (struct chain_edge){
			.child = child,
			.parent = resolve(w, names[i]),
			.name = names[i],
			.depends_on = depends_on,
		};
}

static void link_nodes(struct work *w, uint32_t limit)
{
	struct chain *c = w->c;

	for (uint32_t i = 0; i < c->count; i++) {
		const struct migration *m = c->nodes[i];

		c->first_edge[i] = c->edge_count;
		add_edges(w, i, m->parents, m->parent_count, false, limit);
		add_edges(w, i, m->depends_on, m->depends_count, true, limit);
		c->unknown_parents |= m->parents_unknown;
	}
	c->first_edge[c->count] = c->edge_count;
}

/* Groups the edges by parent: a counting sort. */
static void link_children(struct work *w)
{
	struct chain *c = w->c;
	uint32_t *next;

	w->first_child = arena_array(w->arena, (size_t)c->count + 1, sizeof(*w->first_child));
	w->children = arena_array(w->arena, c->edge_count, sizeof(*w->children));
	next = arena_array(w->arena, (size_t)c->count + 1, sizeof(*next));
	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE)
			w->first_child[c->edges[i].parent + 1]++;
	for (uint32_t i = 0; i < c->count; i++)
		w->first_child[i + 1] += w->first_child[i];
	memcpy(next, w->first_child, c->count * sizeof(*next));
	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE)
			w->children[next[c->edges[i].parent]++] = i;
}

static bool has_versioned_child(const struct work *w, uint32_t node)
{
	for (uint32_t i = w->first_child[node]; i < w->first_child[node + 1]; i++)
		if (!w->c->edges[w->children[i]].depends_on)
			return true;
	return false;
}

static void find_ends(struct work *w)
{
	struct chain *c = w->c;

	for (uint32_t i = 0; i < c->count; i++) {
		const struct migration *m = c->nodes[i];

		if (m->status == MIGRATION_UNPARSABLE || c->duplicate_of[i] != CHAIN_NONE ||
		    str_empty(m->revision))
			continue;
		if (!has_versioned_child(w, i))
			c->heads[c->head_count++] = i;
		if (m->parent_count == 0 && !m->parents_unknown)
			c->bases[c->base_count++] = i;
	}
}

/* A binary heap of ranks, smallest first. */
struct heap {
	uint32_t *items;
	uint32_t count;
};

static void heap_push(struct heap *h, uint32_t rank)
{
	uint32_t at = h->count++;

	while (at > 0 && h->items[(at - 1) / 2] > rank) {
		h->items[at] = h->items[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	h->items[at] = rank;
}

static uint32_t heap_pop(struct heap *h)
{
	uint32_t smallest = h->items[0], last = h->items[--h->count], at = 0;

	for (;;) {
		uint32_t child = 2 * at + 1;

		if (child >= h->count)
			break;
		if (child + 1 < h->count && h->items[child + 1] < h->items[child])
			child++;
		if (h->items[child] >= last)
			break;
		h->items[at] = h->items[child];
		at = child;
	}
	h->items[at] = last;
	return smallest;
}

/* Kahn's algorithm; what it does not reach is in or behind a cycle and follows by rank. */
static void sort_nodes(struct work *w)
{
	struct chain *c = w->c;
	uint32_t *waiting = arena_array(w->arena, c->count, sizeof(*waiting));
	struct heap ready = {arena_array(w->arena, c->count, sizeof(uint32_t)), 0};
	uint32_t done = 0;

	for (uint32_t i = 0; i < c->edge_count; i++)
		waiting[c->edges[i].child] += c->edges[i].parent != CHAIN_NONE;
	for (uint32_t i = 0; i < c->count; i++)
		if (!waiting[i])
			heap_push(&ready, w->rank[i]);
	while (ready.count) {
		uint32_t node = w->by_rank[heap_pop(&ready)];

		c->order[done++] = node;
		for (uint32_t i = w->first_child[node]; i < w->first_child[node + 1]; i++) {
			uint32_t child = c->edges[w->children[i]].child;

			if (--waiting[child] == 0)
				heap_push(&ready, w->rank[child]);
		}
	}
	c->cycle_count = c->count - done;
	for (uint32_t i = 0; i < c->count && done < c->count; i++)
		if (waiting[w->by_rank[i]])
			c->order[done++] = w->by_rank[i];
}

/* Per node, the only head that descends from it, HEAD_NONE or HEAD_SEVERAL. */
static const uint32_t *only_heads(struct work *w)
{
	struct chain *c = w->c;
	uint32_t *only = arena_array(w->arena, c->count, sizeof(*only));

	for (uint32_t i = 0; i < c->count; i++)
		only[i] = HEAD_NONE;
	for (uint32_t i = 0; i < c->head_count; i++)
		only[c->heads[i]] = c->heads[i];
	for (uint32_t i = c->count; i-- > 0;) {
		uint32_t node = c->order[i];

		for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
			uint32_t parent = c->edges[e].parent;

			if (c->edges[e].depends_on || parent == CHAIN_NONE ||
			    only[node] == HEAD_NONE)
				continue;
			if (only[parent] == HEAD_NONE)
				only[parent] = only[node];
			else if (only[parent] != only[node])
				only[parent] = HEAD_SEVERAL;
		}
	}
	return only;
}

/* Hands labels down, parents first, as long as one and the same head descends from both. */
static void name_branches(struct work *w)
{
	struct chain *c = w->c;
	const uint32_t *only = only_heads(w);

	for (uint32_t i = 0; i < c->count; i++) {
		uint32_t node = c->order[i];

		if (c->nodes[node]->label_count)
			c->branch[node] = c->nodes[node]->labels[0];
		for (uint32_t e = c->first_edge[node];
		     e < c->first_edge[node + 1] && str_empty(c->branch[node]); e++) {
			uint32_t parent = c->edges[e].parent;

			if (!c->edges[e].depends_on && parent != CHAIN_NONE &&
			    only[parent] == only[node])
				c->branch[node] = c->branch[parent];
		}
		if (only[node] == HEAD_SEVERAL)
			c->branch[node] = (struct str){NULL, 0};
	}
}

void chain_build(struct chain *c, struct arena *arena, const struct migration *const *nodes,
		 uint32_t count)
{
	struct work w = {.c = c, .arena = arena};
	struct arena_mark mark;
	uint32_t edge_limit;

	*c = (struct chain){.nodes = nodes, .count = count};
	edge_limit = count_edges(c);
	c->edges = arena_array(arena, edge_limit, sizeof(*c->edges));
	c->first_edge = arena_array(arena, (size_t)count + 1, sizeof(*c->first_edge));
	c->heads = arena_array(arena, count, sizeof(*c->heads));
	c->bases = arena_array(arena, count, sizeof(*c->bases));
	c->order = arena_array(arena, count, sizeof(*c->order));
	c->duplicate_of = arena_array(arena, count, sizeof(*c->duplicate_of));
	c->by_revision = arena_array(arena, count, sizeof(*c->by_revision));
	for (uint32_t i = 0; i < count && !c->branch; i++)
		if (nodes[i]->label_count)
			c->branch = arena_array(arena, count, sizeof(*c->branch));

	mark = arena_mark(arena);
	w.rank = arena_array(arena, count, sizeof(*w.rank));
	w.by_rank = arena_array(arena, count, sizeof(*w.by_rank));
	rank_nodes(&w);
	map_labels(&w);
	link_nodes(&w, edge_limit);
	link_children(&w);
	find_ends(&w);
	sort_nodes(&w);
	if (c->branch)
		name_branches(&w);
	arena_rewind(arena, mark);
	chain_plan(c, arena);
}

struct str chain_head_label(const struct chain *c, struct arena *scratch, uint32_t head)
{
	(void)scratch; /* all labels were found at once by chain_build() */
	return c->branch ? c->branch[head] : (struct str){NULL, 0};
}

/* Marks every ancestor of `node` with `mark`. True when it meets one that has another mark. */
static bool mark_ancestors(const struct chain *c, uint8_t *marks, uint32_t *stack, uint32_t node,
			   uint8_t mark)
{
	uint32_t depth = 0;

	if (marks[node])
		return true;
	marks[node] = mark;
	stack[depth++] = node;
	while (depth) {
		uint32_t at = stack[--depth];

		for (uint32_t e = c->first_edge[at]; e < c->first_edge[at + 1]; e++) {
			uint32_t parent = c->edges[e].parent;

			if (c->edges[e].depends_on || parent == CHAIN_NONE || marks[parent] == mark)
				continue;
			if (marks[parent])
				return true;
			marks[parent] = mark;
			stack[depth++] = parent;
		}
	}
	return false;
}

bool chain_share_ancestor(const struct chain *c, struct arena *scratch, uint32_t a, uint32_t b)
{
	struct arena_mark mark = arena_mark(scratch);
	uint8_t *marks = arena_array(scratch, c->count, sizeof(*marks));
	uint32_t *stack = arena_array(scratch, c->count, sizeof(*stack));
	bool shared;

	mark_ancestors(c, marks, stack, a, 1);
	shared = mark_ancestors(c, marks, stack, b, 2);
	arena_rewind(scratch, mark);
	return shared;
}
