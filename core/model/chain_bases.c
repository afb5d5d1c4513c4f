/*
 * Bases that exclude one another: a part of chain_survey().
 *
 * A table that the tree above one base creates and another base itself creates joins the two into
 * a group. Only nodes that descend from a single base speak for it.
 */
#include "core/base/map.h"
#include "core/base/vec.h"
#include "core/model/chain_survey.h"

#include <stdlib.h>

#define SEVERAL (CHAIN_NONE - 1)

/* The first to create a table: any node, and a base itself. */
struct creators {
	uint32_t any, base; /* bases, or CHAIN_NONE */
	dialect_set any_dialects, base_dialects;
};

struct shared {
	uint32_t base;
	struct str table;
};

struct search {
	const struct chain *c;
	struct arena *arena, *scratch;
	uint32_t *base_of; /* per node: the only base below it, SEVERAL or CHAIN_NONE */
	uint32_t *tree;    /* per base: joined where a node descends from several */
	uint32_t *group;   /* per base: joined where they create the same table */
	struct map tables; /* "schema.table" → struct creators */
	VEC(struct shared) shared;
};

static uint32_t find_root(uint32_t *joined, uint32_t node)
{
	while (joined[node] != node) {
		joined[node] = joined[joined[node]];
		node = joined[node];
	}
	return node;
}

/* The root is the lowest node. */
static void join(uint32_t *joined, uint32_t a, uint32_t b)
{
	a = find_root(joined, a);
	b = find_root(joined, b);
	joined[a < b ? b : a] = a < b ? a : b;
}

/* Hands the bases up the graph; `any` keeps one of them where there are several. */
static void follow_bases(struct search *s)
{
	const struct chain *c = s->c;
	uint32_t *any = arena_array(s->scratch, c->count, sizeof(*any));

	for (uint32_t i = 0; i < c->count; i++) {
		any[i] = s->base_of[i] = CHAIN_NONE;
		s->tree[i] = s->group[i] = i;
	}
	for (uint32_t i = 0; i < c->base_count; i++)
		any[c->bases[i]] = s->base_of[c->bases[i]] = c->bases[i];
	for (uint32_t i = 0; i < c->count - c->cycle_count; i++) {
		uint32_t node = c->order[i];

		for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
			uint32_t parent = c->edges[e].parent;

			if (parent == CHAIN_NONE || any[parent] == CHAIN_NONE)
				continue;
			if (any[node] == CHAIN_NONE) {
				any[node] = any[parent];
				s->base_of[node] = s->base_of[parent];
				continue;
			}
			if (s->base_of[node] != s->base_of[parent])
				s->base_of[node] = SEVERAL;
			join(s->tree, any[node], any[parent]);
		}
	}
}

/* The databases on which the op certainly runs; false when it may not run on any. */
static bool runs_always(const struct body *body, const struct op *op, dialect_set *ret_dialects)
{
	dialect_set dialects = op->dialects ? op->dialects : DIALECT_ALL;

	if (op->flags & (OPF_IF_NOT_EXISTS | OPF_TEMPORARY | OPF_IN_LOOP | OPF_IN_HANDLER))
		return false;
	for (uint32_t at = op->guard; at; at = body->guards[at - 1].outer) {
		const struct guard *guard = &body->guards[at - 1];

		if (guard->kind != GUARD_DIALECT)
			return false;
		dialects &= guard->negated ? ~guard->dialects : guard->dialects;
	}
	*ret_dialects = dialects;
	return dialects != 0;
}

static void share(struct search *s, uint32_t a, uint32_t b, struct str table)
{
	join(s->group, a, b);
	*vec_push(s->scratch, &s->shared) = (struct shared){a, table};
}

static void note_table(struct search *s, uint32_t base, bool itself, struct str table,
		       dialect_set dialects)
{
	void **at = map_put(s->scratch, &s->tables, table);
	struct creators *made = *at;

	if (!made) {
		*at = made = arena_new(s->scratch, struct creators);
		made->any = made->base = CHAIN_NONE;
	}
	if (itself && made->any != CHAIN_NONE && made->any != base &&
	    (made->any_dialects & dialects))
		share(s, made->any, base, table);
	else if (made->base != CHAIN_NONE && made->base != base && (made->base_dialects & dialects))
		share(s, made->base, base, table);
	if (made->any == CHAIN_NONE) {
		made->any = base;
		made->any_dialects = dialects;
	}
	if (itself && made->base == CHAIN_NONE) {
		made->base = base;
		made->base_dialects = dialects;
	}
}

static void note_tables(struct search *s, uint32_t node)
{
	const struct body *body = &s->c->nodes[node]->body[UP];
	uint32_t base = s->base_of[node];

	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];
		struct str table = op->table;
		dialect_set dialects;

		if (op->kind != OP_CREATE_TABLE || !name_known(op->table) ||
		    !runs_always(body, op, &dialects))
			continue;
		if (op->schema.len)
			table = arena_printf(s->arena, STR_FMT "." STR_FMT, STR_ARG(op->schema),
					     STR_ARG(op->table));
		note_table(s, base, base == node, table, dialects);
	}
}

static int shared_cmp(const void *a, const void *b)
{
	const struct shared *x = a, *y = b;

	if (x->base != y->base)
		return x->base < y->base ? -1 : 1;
	return str_cmp(x->table, y->table);
}

/* Which bases are in the group, and is some revision above several of them? */
static void add_members(struct search *s, struct base_group *group, const uint32_t *members,
			uint32_t *seen, uint32_t stamp)
{
	group->bases = members;
	for (uint32_t i = 0; i < group->count; i++) {
		uint32_t root = find_root(s->tree, members[i]);

		group->joined |= seen[root] == stamp;
		seen[root] = stamp;
	}
}

/* The tables of the group whose root is `root`; s->shared is sorted by root. */
static void add_tables(struct search *s, struct base_group *group, uint32_t root, uint32_t *at)
{
	struct str *tables = arena_array(s->arena, ALTERNATIVE_TABLES_SHOWN, sizeof(*tables));
	const struct shared *before = NULL;

	group->tables = tables;
	for (; *at < s->shared.count && s->shared.items[*at].base <= root; (*at)++) {
		const struct shared *one = &s->shared.items[*at];

		if (one->base < root || (before && str_eq(before->table, one->table)))
			continue;
		before = one;
		if (group->table_count++ < ALTERNATIVE_TABLES_SHOWN)
			tables[group->tables_shown++] = one->table;
	}
}

static void list_groups(struct search *s, struct chain_survey *survey)
{
	const struct chain *c = s->c;
	VEC(struct base_group) groups = {0};
	uint32_t *size = arena_array(s->scratch, c->count, sizeof(*size));
	uint32_t *seen = arena_array(s->scratch, c->count, sizeof(*seen));
	uint32_t **members = arena_array(s->scratch, c->count, sizeof(*members));
	uint32_t at = 0;

	for (uint32_t i = 0; i < s->shared.count; i++)
		s->shared.items[i].base = find_root(s->group, s->shared.items[i].base);
	if (s->shared.count)
		qsort(s->shared.items, s->shared.count, sizeof(*s->shared.items), shared_cmp);
	for (uint32_t i = 0; i < c->base_count; i++)
		size[find_root(s->group, c->bases[i])]++;
	for (uint32_t i = 0; i < c->base_count; i++) {
		uint32_t root = find_root(s->group, c->bases[i]);

		if (size[root] < 2)
			continue;
		if (!members[root])
			members[root] = arena_array(s->arena, size[root], sizeof(**members));
		members[root][seen[root]++] = c->bases[i];
	}
	memset(seen, 0, c->count * sizeof(*seen));
	for (uint32_t i = 0; i < c->base_count; i++) {
		uint32_t root = c->bases[i];
		struct base_group *group;

		if (!members[root])
			continue;
		group = vec_push(s->arena, &groups);
		group->count = size[root];
		add_members(s, group, members[root], seen, groups.count);
		add_tables(s, group, root, &at);
	}
	survey->alternatives = groups.items;
	survey->alternative_count = groups.count;
}

void chain_survey_bases(const struct chain *c, struct arena *arena, struct arena *scratch,
			struct chain_survey *survey)
{
	struct search s = {.c = c, .arena = arena, .scratch = scratch};

	if (c->base_count < 2)
		return;
	s.base_of = arena_array(scratch, c->count, sizeof(*s.base_of));
	s.tree = arena_array(scratch, c->count, sizeof(*s.tree));
	s.group = arena_array(scratch, c->count, sizeof(*s.group));
	follow_bases(&s);
	for (uint32_t i = 0; i < c->count - c->cycle_count; i++)
		if (s.base_of[c->order[i]] < SEVERAL)
			note_tables(&s, c->order[i]);
	list_groups(&s, survey);
}
