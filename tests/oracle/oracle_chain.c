/*
 * What core/model/chain says of graphs, for test_chain_oracle.py.
 *
 * Standard input holds one node a line, "revision parents dependencies" with commas between several
 * and '-' for none, in the order of paths; an empty line ends a graph. For each graph the heads, the
 * bases and the order come back as three lines of revisions.
 */
#include "core/base/vec.h"
#include "core/model/chain.h"

#include <stdio.h>
#include <stdlib.h>

static const struct str *read_list(struct arena *arena, struct str text, uint32_t *count)
{
	VEC(struct str) list = {0};
	struct str item;

	while (!str_eq(text, STR("-")) && str_split(&text, ',', &item))
		*vec_push(arena, &list) = item;
	*count = list.count;
	return list.items;
}

static const struct migration *read_node(struct arena *arena, const char *line)
{
	struct migration *m = arena_new(arena, struct migration);
	struct str rest = str_trim(arena_str(arena, str_from(line))), word = {NULL, 0};

	str_split(&rest, ' ', &m->revision);
	str_split(&rest, ' ', &word);
	m->parents = read_list(arena, word, &m->parent_count);
	m->depends_on = read_list(arena, rest, &m->depends_count);
	return m;
}

static void print_nodes(const struct chain *c, const uint32_t *nodes, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		printf("%s" STR_FMT, i ? " " : "", STR_ARG(c->nodes[nodes[i]]->revision));
	putchar('\n');
}

int main(void)
{
	char line[4096];
	struct arena arena;

	arena_init(&arena);
	for (bool more = true; more;) {
		VEC(const struct migration *) nodes = {0};
		struct chain chain;

		while ((more = fgets(line, sizeof(line), stdin) != NULL) && line[0] != '\n')
			*vec_push(&arena, &nodes) = read_node(&arena, line);
		if (!nodes.count)
			continue;
		chain_build(&chain, &arena, nodes.items, nodes.count);
		print_nodes(&chain, chain.heads, chain.head_count);
		print_nodes(&chain, chain.bases, chain.base_count);
		print_nodes(&chain, chain.order, chain.count);
		arena_reset(&arena);
	}
	arena_release(&arena);
	return ferror(stdin) ? 1 : 0;
}
