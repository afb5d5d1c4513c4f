/*
 * The base parents of the nodes make a forest. A node's ancestors are the nodes on its way to the
 * root and what the merges on that way add ("extra"), each once. So "is x an ancestor of y?" asks
 * whether x, or a merge that added x, lies on the way from y to its root: O(log nodes) each, with
 * pointers that jump up the forest. With it a merge costs what it adds and the edges of that, not
 * the length of the chain below it. Graphs made to be merged over and over run out of budget.
 */
#include "core/model/chain_plan.h"

#include "core/base/err.h"
#include "core/base/limits.h"
#include "core/base/vec.h"

#include <stdlib.h>

/* A merge that adds a node to its base parent's ancestors, in a list of all that add the node. */
struct added {
	uint32_t merge, next; /* next: 1 + index into plan.added */
};

struct plan {
	struct chain *c;
	struct arena *arena; /* the chain's */
	struct arena work;
	uint32_t *depth;    /* per node: in the forest */
	uint32_t *jump;     /* per node: one of its own forefathers in the forest */
	uint32_t *size;     /* per node: its ancestors and itself */
	uint32_t *seen;     /* per node: 1 + the merge whose walk came by last */
	uint32_t *added_by; /* per node: 1 + index of its first entry in `added` */
	uint32_t *stack;    /* of a walk */
	uint32_t *places;   /* what a walk has found */
	VEC(struct added) added;
	uint64_t steps;
};

/* Links a node to the root by jumps of growing length, as in a skew-binary list. */
static void climb_from(struct plan *p, uint32_t node, uint32_t base)
{
	if (base == CHAIN_NONE) {
		p->depth[node] = 0;
		p->jump[node] = node;
		return;
	}

	uint32_t jump = p->jump[base];

	p->depth[node] = p->depth[base] + 1;
	if (p->depth[base] - p->depth[jump] == p->depth[jump] - p->depth[p->jump[jump]])
		p->jump[node] = p->jump[jump];
	else
		p->jump[node] = base;
}

/* Does `node` lie on the way from `from` to its root? */
static bool on_the_way(const struct plan *p, uint32_t from, uint32_t node)
{
	while (p->depth[from] > p->depth[node])
		from = p->depth[p->jump[from]] >= p->depth[node] ? p->jump[from]
								 : p->c->steps[from].base;
	return from == node;
}

static bool is_ancestor(struct plan *p, uint32_t node, uint32_t of)
{
	if (on_the_way(p, of, node))
		return true;
	for (uint32_t at = p->added_by[node]; at; at = p->added.items[at - 1].next) {
		p->steps++;
		if (on_the_way(p, of, p->added.items[at - 1].merge))
			return true;
	}
	return false;
}

static uint32_t largest_parent(const struct plan *p, uint32_t node)
{
	const struct chain *c = p->c;
	uint32_t largest = CHAIN_NONE;

	for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
		uint32_t parent = c->edges[e].parent;

		if (parent != CHAIN_NONE &&
		    (largest == CHAIN_NONE || p->size[parent] > p->size[largest]))
			largest = parent;
	}
	return largest;
}

/* Puts the parents of `at` that the walk for `merge` has not met on the stack. */
static uint32_t push_parents(struct plan *p, uint32_t merge, uint32_t at, uint32_t depth)
{
	const struct chain *c = p->c;

	for (uint32_t e = c->first_edge[at]; e < c->first_edge[at + 1]; e++) {
		uint32_t parent = c->edges[e].parent;

		if (parent == CHAIN_NONE || p->seen[parent] == merge + 1)
			continue;
		p->seen[parent] = merge + 1;
		p->stack[depth++] = parent;
	}
	p->steps += c->first_edge[at + 1] - c->first_edge[at];
	return depth;
}

static bool over_budget(const struct plan *p, uint32_t found)
{
	return p->steps > LIMIT_CHAIN_STEPS || p->added.count + found > LIMIT_CHAIN_EXTRAS;
}

/* Finds into p->places what `node` adds to its base parent. False when that is over budget. */
static bool find_extras(struct plan *p, uint32_t node, uint32_t *ret_count)
{
	uint32_t base = p->c->steps[node].base, count = 0, depth;

	p->seen[base] = node + 1;
	depth = push_parents(p, node, node, 0);
	while (depth) {
		uint32_t at = p->stack[--depth];

		if (over_budget(p, count))
			return false;
		p->steps++;
		if (is_ancestor(p, at, base))
			continue;
		p->places[count++] = p->c->steps[at].place;
		depth = push_parents(p, node, at, depth);
	}
	*ret_count = count;
	return true;
}

static int place_cmp(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Turns places in the order, which it sorts, into the nodes that stand there. */
static const uint32_t *in_chain_order(const struct chain *c, struct arena *arena, uint32_t *places,
				      uint32_t count)
{
	uint32_t *nodes = arena_array(arena, count, sizeof(*nodes));

	if (count)
		qsort(places, count, sizeof(*places), place_cmp);
	for (uint32_t i = 0; i < count; i++)
		nodes[i] = c->order[places[i]];
	return nodes;
}

static void keep_extras(struct plan *p, uint32_t node, uint32_t count)
{
	struct chain_step *step = &p->c->steps[node];

	step->extra = in_chain_order(p->c, p->arena, p->places, count);
	step->extra_count = count;
	for (uint32_t i = 0; i < count; i++) {
		struct added *added = vec_push(&p->work, &p->added);

		*added = (struct added){node, p->added_by[step->extra[i]]};
		p->added_by[step->extra[i]] = p->added.count;
	}
}

static void plan_node(struct plan *p, uint32_t node)
{
	struct chain *c = p->c;
	struct chain_step *step = &c->steps[node];
	uint32_t parents = c->first_edge[node + 1] - c->first_edge[node], count = 0;

	step->base = largest_parent(p, node);
	climb_from(p, node, step->base);
	if (step->base != CHAIN_NONE) {
		p->size[node] = p->size[step->base];
		step->error = c->steps[step->base].error;
	}
	if (parents > 1 && step->base != CHAIN_NONE && !step->error) {
		if (find_extras(p, node, &count))
			keep_extras(p, node, count);
		else
			step->error = ERR_LIMIT;
	}
	c->over_budget |= step->error == ERR_LIMIT;
	p->size[node] += 1 + count;
}

void chain_plan(struct chain *c, struct arena *arena)
{
	struct plan p = {.c = c, .arena = arena};
	uint32_t sorted = c->count - c->cycle_count;

	c->steps = arena_array(arena, c->count, sizeof(*c->steps));
	for (uint32_t i = 0; i < c->count; i++)
		c->steps[c->order[i]] = (struct chain_step){
			.place = i,
			.base = CHAIN_NONE,
			.error = i < sorted ? 0 : ERR_CORRUPT,
		};
	arena_init(&p.work);
	p.depth = arena_array(&p.work, c->count, sizeof(*p.depth));
	p.jump = arena_array(&p.work, c->count, sizeof(*p.jump));
	p.size = arena_array(&p.work, c->count, sizeof(*p.size));
	p.seen = arena_array(&p.work, c->count, sizeof(*p.seen));
	p.added_by = arena_array(&p.work, c->count, sizeof(*p.added_by));
	p.stack = arena_array(&p.work, c->count, sizeof(*p.stack));
	p.places = arena_array(&p.work, c->count, sizeof(*p.places));
	for (uint32_t i = 0; i < sorted; i++)
		plan_node(&p, c->order[i]);
	arena_release(&p.work);
}

uint32_t chain_base_parent(const struct chain *c, uint32_t node)
{
	return c->steps[node].base;
}

/* The same walk without a plan, for a base parent that was not planned: marks 1 are the base's. */
static uint32_t walk_up(const struct chain *c, uint8_t *marks, uint32_t *stack, uint32_t from,
			uint8_t mark, uint32_t *places)
{
	uint32_t depth = 0, count = 0;

	stack[depth++] = from;
	while (depth) {
		uint32_t at = stack[--depth];

		for (uint32_t e = c->first_edge[at]; e < c->first_edge[at + 1]; e++) {
			uint32_t parent = c->edges[e].parent;

			if (parent == CHAIN_NONE || marks[parent])
				continue;
			marks[parent] = mark;
			stack[depth++] = parent;
			places[count++] = c->steps[parent].place;
		}
	}
	return count;
}

int chain_extra_ancestors(const struct chain *c, struct arena *scratch, uint32_t node,
			  uint32_t base_parent, const uint32_t **ret, uint32_t *ret_count)
{
	const struct chain_step *step = &c->steps[node];
	uint32_t *stack, *places, count;
	uint8_t *marks;

	if (step->error)
		return step->error;
	if (base_parent == step->base) {
		*ret = step->extra;
		*ret_count = step->extra_count;
		return 0;
	}
	marks = arena_array(scratch, c->count, sizeof(*marks));
	stack = arena_array(scratch, c->count, sizeof(*stack));
	places = arena_array(scratch, c->count, sizeof(*places));
	if (base_parent != CHAIN_NONE) {
		marks[base_parent] = 1;
		walk_up(c, marks, stack, base_parent, 1, places);
	}
	count = walk_up(c, marks, stack, node, 2, places);
	*ret = in_chain_order(c, scratch, places, count);
	*ret_count = count;
	return 0;
}
