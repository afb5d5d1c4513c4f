/*
 * Graphs of revisions written as text, for the tests of core/model/chain.
 */
#ifndef TIDEMARK_TESTS_UNIT_CHAIN_GRAPH_H
#define TIDEMARK_TESTS_UNIT_CHAIN_GRAPH_H

#include "core/model/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/*
 * Graphs are written as text, one node a line in the order of paths:
 *
 *	revision < parent parent ; dependency … @ label … + table …	[!]
 *
 * '+' names the tables that the upgrade creates, a name ending in '~' IF NOT EXISTS.
 * '!' says unparsable, '?' that down_revision was not resolved, '-' is an absent revision.
 */
struct graph {
	struct arena arena;
	struct chain chain;
	const struct migration **nodes;
};

static inline const struct str *add_word(struct arena *a, const struct str *words, uint32_t *count,
					 struct str word)
{
	struct str *grown = arena_array(a, *count + 1, sizeof(*grown));

	if (*count)
		memcpy(grown, words, *count * sizeof(*grown));
	grown[(*count)++] = word;
	return grown;
}

static inline void add_table(struct arena *a, struct body *body, struct str table)
{
	struct op *ops = arena_array(a, body->op_count + 1, sizeof(*ops));

	if (body->op_count)
		memcpy(ops, body->ops, body->op_count * sizeof(*ops));
	ops[body->op_count].kind = OP_CREATE_TABLE;
	ops[body->op_count].table = table;
	if (str_ends(table, STR("~"))) {
		ops[body->op_count].table.len--;
		ops[body->op_count].flags = OPF_IF_NOT_EXISTS;
	}
	body->ops = ops;
	body->op_count++;
}

static inline struct migration *read_node(struct arena *a, struct str line)
{
	struct migration *m = arena_new(a, struct migration);
	struct str word;
	char state = 0;

	while (str_split(&line, ' ', &word)) {
		if (word.len == 1 && strchr("<;@+", word.ptr[0]))
			state = word.ptr[0];
		else if (str_eq(word, STR("!")))
			m->status = MIGRATION_UNPARSABLE;
		else if (str_eq(word, STR("?")))
			m->parents_unknown = true;
		else if (state == '<')
			m->parents = add_word(a, m->parents, &m->parent_count, word);
		else if (state == ';')
			m->depends_on = add_word(a, m->depends_on, &m->depends_count, word);
		else if (state == '@')
			m->labels = add_word(a, m->labels, &m->label_count, word);
		else if (state == '+')
			add_table(a, &m->body[UP], word);
		else if (!str_eq(word, STR("-")))
			m->revision = word;
	}
	return m;
}

static inline struct chain *build(struct graph *g, const char *text)
{
	struct str rest = str_from(text), line;
	uint32_t count = 0;

	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, strlen(text) + 1, sizeof(*g->nodes));
	while (str_split(&rest, '\n', &line))
		g->nodes[count++] = read_node(&g->arena, line);
	chain_build(&g->chain, &g->arena, g->nodes, count);
	return &g->chain;
}

static inline void release(struct graph *g)
{
	arena_release(&g->arena);
}

static inline void assert_nodes(const struct chain *c, const uint32_t *nodes, uint32_t count,
				const char *expected)
{
	char actual[4096] = "";
	size_t len = 0;

	for (uint32_t i = 0; i < count && len < sizeof(actual); i++)
		len += (size_t)snprintf(actual + len, sizeof(actual) - len, "%s" STR_FMT,
					i ? " " : "", STR_ARG(c->nodes[nodes[i]]->revision));
	assert_string_equal(actual, expected);
}

#define assert_heads(c, expected) assert_nodes((c), (c)->heads, (c)->head_count, expected)
#define assert_bases(c, expected) assert_nodes((c), (c)->bases, (c)->base_count, expected)
#define assert_order(c, expected) assert_nodes((c), (c)->order, (c)->count, expected)

static inline void assert_label(struct graph *g, const char *head, const char *label)
{
	uint32_t node = chain_find(&g->chain, str_from(head));
	struct str actual = chain_head_label(&g->chain, &g->arena, node);

	assert_true(str_eq(actual, str_from(label)));
}

#endif
