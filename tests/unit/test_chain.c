#include "core/model/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/*
 * Graphs are written as text, one node a line in the order of paths:
 *
 *	revision < parent parent ; dependency … @ label …	[!]
 *
 * '!' says unparsable, '?' that down_revision was not resolved, '-' is an absent revision.
 */
struct graph {
	struct arena arena;
	struct chain chain;
	const struct migration **nodes;
};

static const struct str *add_word(struct arena *a, const struct str *words, uint32_t *count,
				  struct str word)
{
	struct str *grown = arena_array(a, *count + 1, sizeof(*grown));

	if (*count)
		memcpy(grown, words, *count * sizeof(*grown));
	grown[(*count)++] = word;
	return grown;
}

static struct migration *read_node(struct arena *a, struct str line)
{
	struct migration *m = arena_new(a, struct migration);
	struct str word;
	char state = 0;

	while (str_split(&line, ' ', &word)) {
		if (word.len == 1 && strchr("<;@", word.ptr[0]))
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
		else if (!str_eq(word, STR("-")))
			m->revision = word;
	}
	return m;
}

static struct chain *build(struct graph *g, const char *text)
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

static void release(struct graph *g)
{
	arena_release(&g->arena);
}

static void assert_nodes(const struct chain *c, const uint32_t *nodes, uint32_t count,
			 const char *expected)
{
	char actual[4096] = "";

	for (uint32_t i = 0; i < count; i++) {
		struct str revision = c->nodes[nodes[i]]->revision;

		if (i)
			strcat(actual, " ");
		strncat(actual, revision.ptr, revision.len);
	}
	assert_string_equal(actual, expected);
}

#define assert_heads(c, expected) assert_nodes((c), (c)->heads, (c)->head_count, expected)
#define assert_bases(c, expected) assert_nodes((c), (c)->bases, (c)->base_count, expected)
#define assert_order(c, expected) assert_nodes((c), (c)->order, (c)->count, expected)

static void nothing(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "");

	(void)state;
	assert_int_equal(c->head_count + c->base_count + c->edge_count + c->cycle_count, 0);
	assert_int_equal(c->first_edge[0], 0);
	assert_int_equal(chain_find(c, STR("a")), CHAIN_NONE);
	release(&g);
}

static void line(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "c < b\n"
				    "a\n"
				    "b < a\n");

	(void)state;
	assert_heads(c, "c");
	assert_bases(c, "a");
	assert_order(c, "a b c");
	assert_int_equal(c->cycle_count, 0);
	assert_int_equal(chain_find(c, STR("b")), 2);
	assert_int_equal(chain_find(c, STR("")), CHAIN_NONE);
	assert_false(c->unknown_parents);
	release(&g);
}

static void forks_and_merges(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "base\n"
				    "right < base\n"
				    "left < base\n"
				    "merge < left right\n"
				    "other < right\n"
				    "lone\n");

	(void)state;
	assert_heads(c, "merge other lone");
	assert_bases(c, "base lone");
	assert_order(c, "base left lone right merge other");
	assert_true(chain_share_ancestor(c, &g.arena, 3, 4));
	assert_true(chain_share_ancestor(c, &g.arena, 0, 4));
	assert_true(chain_share_ancestor(c, &g.arena, 4, 4));
	assert_false(chain_share_ancestor(c, &g.arena, 3, 5));
	release(&g);
}

static void missing_parent_is_kept(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "b < gone\n"
				    "c < b\n");

	(void)state;
	assert_heads(c, "c");
	assert_bases(c, "");
	assert_order(c, "b c");
	assert_int_equal(c->edges[0].parent, CHAIN_NONE);
	assert_true(str_eq(c->edges[0].name, STR("gone")));
	release(&g);
}

static void partial_ids(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "1975ea83b712\n"
				    "1975eb000000\n"
				    "1975eb00\n"
				    "a < 1975ea\n"
				    "b < 1975e\n"    /* more than one answers */
				    "c < 197\n"      /* too short */
				    "d < 1975eb00\n" /* an id, and the beginning of another */
				    "e < 1975ea83b712z\n"
				    "1975ea83b712\n"); /* a duplicate makes nothing ambiguous */

	(void)state;
	assert_int_equal(c->edge_count, 5);
	assert_int_equal(c->edges[0].parent, 0);
	assert_int_equal(c->edges[1].parent, CHAIN_NONE);
	assert_int_equal(c->edges[2].parent, CHAIN_NONE);
	assert_int_equal(c->edges[3].parent, 2);
	assert_int_equal(c->edges[4].parent, CHAIN_NONE);
	release(&g);
}

static void duplicates(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\n"
				    "b < a\n"
				    "b < a\n"
				    "c < b\n"
				    "b < c\n");

	(void)state;
	assert_int_equal(c->duplicate_of[1], CHAIN_NONE);
	assert_int_equal(c->duplicate_of[2], 1);
	assert_int_equal(c->duplicate_of[4], 1);
	assert_int_equal(chain_find(c, STR("b")), 1);
	assert_int_equal(c->edges[c->first_edge[3]].parent, 1);
	assert_heads(c, ""); /* the copy below c counts as its child, but is no head itself */
	assert_bases(c, "a");
	assert_int_equal(c->cycle_count, 0);
	release(&g);
}

static void unparsable_nodes_are_no_ends(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\n"
				    "b < a !\n"
				    "c < b\n"
				    "d < c !\n"
				    "x !\n"
				    "- < a\n");

	(void)state;
	assert_heads(c, "");
	assert_bases(c, "a");
	assert_int_equal(c->edges[c->first_edge[2]].parent, 1);
	assert_int_equal(c->count, 6);
	assert_int_equal(c->duplicate_of[5], CHAIN_NONE);
	release(&g);
}

static void unknown_parents(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a ?\nb < a\n");

	(void)state;
	assert_true(c->unknown_parents);
	assert_bases(c, "");
	assert_heads(c, "b");
	release(&g);
}

/* Alembic: `heads` follow from down_revision; depends_on only orders. */
static void depends_on_orders_only(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\n"
				    "b ; z\n"
				    "z\n"
				    "y < a ; z\n");

	(void)state;
	assert_heads(c, "b z y");
	assert_bases(c, "a b z");
	assert_order(c, "a z b y");
	assert_false(chain_share_ancestor(c, &g.arena, 2, 3));
	release(&g);
}

static void labels_name_revisions(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a @ expand\n"
				    "b < expand\n"
				    "c ; expand\n");

	(void)state;
	assert_int_equal(c->edges[0].parent, 0);
	assert_int_equal(c->edges[1].parent, 0);
	assert_heads(c, "b c");
	release(&g);
}

static void self_parent(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\nb < b\nc < b a\nd < a\n");

	(void)state;
	assert_heads(c, "c d");
	assert_order(c, "a d b c");
	assert_int_equal(c->cycle_count, 2);
	assert_true(chain_share_ancestor(c, &g.arena, 1, 2));
	release(&g);
}

static void cycles(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a < c\nb < a\nc < b\nbehind < c\n");

	(void)state;
	assert_heads(c, "behind");
	assert_bases(c, "");
	assert_order(c, "a b behind c");
	assert_int_equal(c->cycle_count, 4);
	release(&g);
	c = build(&g, "a ; b\nb ; a\n");
	assert_heads(c, "a b");
	assert_int_equal(c->cycle_count, 2);
	release(&g);
}

static void assert_label(struct graph *g, const char *head, const char *label)
{
	uint32_t node = chain_find(&g->chain, str_from(head));
	struct str actual = chain_head_label(&g->chain, &g->arena, node);

	assert_true(str_eq(actual, str_from(label)));
}

static void head_labels(void **state)
{
	struct graph g;

	(void)state;
	build(&g, "base @ all\n"
		  "e1 < base @ expand\n"
		  "e2 < e1\n"
		  "c1 < base @ contract\n"
		  "c2 < c1\n"
		  "n < base\n");
	assert_label(&g, "e2", "expand");
	assert_label(&g, "c2", "contract");
	assert_label(&g, "n", "");
	release(&g);
	build(&g, "base @ all\nm < base\n");
	assert_label(&g, "m", "all");
	release(&g);
	/* a label above a fork belongs to neither head, nor does one reached by depends_on */
	build(&g, "a @ shared\nb < a\nc < a\nd ; a\ne @ own\nf < e b\n");
	assert_label(&g, "c", "");
	assert_label(&g, "d", "");
	assert_label(&g, "f", "own");
	release(&g);
}

/* ---- hostile sizes --------------------------------------------------------------------------- */

enum { MANY = 100 * 1000 };

static struct str number(struct arena *a, uint32_t i)
{
	return arena_printf(a, "%08x", i);
}

/* A chain of MANY nodes; with `closed`, its first one's parent is the last. */
static void build_line(struct graph *g, bool closed)
{
	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, MANY, sizeof(*g->nodes));
	for (uint32_t i = 0; i < MANY; i++) {
		struct migration *m = arena_new(&g->arena, struct migration);
		struct str *parent = arena_new(&g->arena, struct str);

		m->revision = number(&g->arena, i * 7919 % MANY);
		*parent = number(&g->arena, (i + MANY - 1) % MANY * 7919 % MANY);
		m->parents = parent;
		m->parent_count = i > 0 || closed;
		g->nodes[i] = m;
	}
	chain_build(&g->chain, &g->arena, g->nodes, MANY);
}

static void long_chain(void **state)
{
	struct graph g;

	(void)state;
	build_line(&g, false);
	assert_int_equal(g.chain.head_count, 1);
	assert_int_equal(g.chain.heads[0], MANY - 1);
	assert_int_equal(g.chain.base_count, 1);
	assert_int_equal(g.chain.cycle_count, 0);
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(g.chain.order[i], i);
	assert_true(chain_share_ancestor(&g.chain, &g.arena, 0, MANY - 1));
	release(&g);
}

static void long_cycle(void **state)
{
	struct graph g;

	(void)state;
	build_line(&g, true);
	assert_int_equal(g.chain.head_count, 0);
	assert_int_equal(g.chain.base_count, 0);
	assert_int_equal(g.chain.cycle_count, MANY);
	assert_true(chain_share_ancestor(&g.chain, &g.arena, 0, MANY - 1));
	release(&g);
}

static void equal_revisions(void **state)
{
	struct graph g;
	struct migration m = {.revision = STR("same")};
	struct str parent = STR("same");

	(void)state;
	m.parents = &parent;
	m.parent_count = 1;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, MANY, sizeof(*g.nodes));
	for (uint32_t i = 0; i < MANY; i++)
		g.nodes[i] = &m;
	chain_build(&g.chain, &g.arena, g.nodes, MANY);
	assert_int_equal(g.chain.revision_count, 1);
	assert_int_equal(g.chain.duplicate_of[MANY - 1], 0);
	assert_int_equal(g.chain.head_count, 0);
	assert_int_equal(g.chain.cycle_count, MANY);
	release(&g);
}

static void wide_merge(void **state)
{
	enum { WIDTH = 10 * 1000 };
	struct graph g;
	struct migration *merge;
	struct str *parents;

	(void)state;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, WIDTH + 1, sizeof(*g.nodes));
	parents = arena_array(&g.arena, WIDTH, sizeof(*parents));
	for (uint32_t i = 0; i < WIDTH; i++) {
		struct migration *m = arena_new(&g.arena, struct migration);

		m->revision = parents[i] = number(&g.arena, i);
		m->labels = &m->revision;
		m->label_count = 1;
		g.nodes[i] = m;
	}
	merge = arena_new(&g.arena, struct migration);
	merge->revision = STR("merge");
	merge->parents = parents;
	merge->parent_count = WIDTH;
	g.nodes[WIDTH] = merge;
	chain_build(&g.chain, &g.arena, g.nodes, WIDTH + 1);
	assert_int_equal(g.chain.head_count, 1);
	assert_int_equal(g.chain.base_count, WIDTH);
	assert_int_equal(g.chain.order[WIDTH], WIDTH);
	assert_int_equal(g.chain.edge_count, WIDTH);
	assert_label(&g, "merge", "00000000");
	release(&g);
}

static void too_many_edges(void **state)
{
	enum { EACH = 50 * 1000, NODES = CHAIN_MAX_EDGES / EACH + 1 };
	struct graph g;
	struct str *parents;

	(void)state;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, NODES, sizeof(*g.nodes));
	parents = arena_array(&g.arena, EACH, sizeof(*parents));
	for (uint32_t i = 0; i < NODES; i++) {
		struct migration *m = arena_new(&g.arena, struct migration);

		m->revision = number(&g.arena, i);
		m->parents = parents;
		m->parent_count = EACH;
		g.nodes[i] = m;
	}
	chain_build(&g.chain, &g.arena, g.nodes, NODES);
	assert_int_equal(g.chain.edge_count, CHAIN_MAX_EDGES);
	assert_true(g.chain.unknown_parents);
	release(&g);
}

/* ---- properties of random graphs ------------------------------------------------------------- */

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* A DAG: shuffled nodes whose parents all have a lower number, some of them missing. */
static void random_graph(struct graph *g, uint32_t seed, uint32_t count)
{
	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, count, sizeof(*g->nodes));
	for (uint32_t i = 0; i < count; i++) {
		struct migration *m = arena_new(&g->arena, struct migration);
		uint32_t wanted = i ? next_random(&seed) % 4 : 0;

		m->revision = number(&g->arena, i * 2654435761u);
		for (uint32_t j = 0; j < wanted; j++) {
			uint32_t parent = next_random(&seed) % i;
			struct str name = next_random(&seed) % 16 == 0
						  ? STR("nobody")
						  : number(&g->arena, parent * 2654435761u);

			if (next_random(&seed) % 4 == 0)
				m->depends_on = add_word(&g->arena, m->depends_on,
							 &m->depends_count, name);
			else
				m->parents = add_word(&g->arena, m->parents, &m->parent_count,
						      name);
		}
		g->nodes[i] = m;
	}
	for (uint32_t i = count; i > 1; i--) {
		uint32_t other = next_random(&seed) % i;
		const struct migration *m = g->nodes[i - 1];

		g->nodes[i - 1] = g->nodes[other];
		g->nodes[other] = m;
	}
	chain_build(&g->chain, &g->arena, g->nodes, count);
}

static void assert_order_respects_edges(struct graph *g)
{
	const struct chain *c = &g->chain;
	uint32_t *place = arena_array(&g->arena, c->count, sizeof(*place));
	bool *seen = arena_array(&g->arena, c->count, sizeof(*seen));

	for (uint32_t i = 0; i < c->count; i++) {
		assert_false(seen[c->order[i]]);
		seen[c->order[i]] = true;
		place[c->order[i]] = i;
	}
	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE)
			assert_true(place[c->edges[i].parent] < place[c->edges[i].child]);
}

/* Heads are the nodes without down_revision children, told the slow way: by comparing all names. */
static void assert_heads_have_no_children(const struct chain *c)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < c->count; i++) {
		bool child = false;

		for (uint32_t j = 0; j < c->count; j++)
			for (uint32_t k = 0; k < c->nodes[j]->parent_count; k++)
				child |= str_eq(c->nodes[j]->parents[k], c->nodes[i]->revision);
		if (!child)
			assert_int_equal(c->heads[at++], i);
	}
	assert_int_equal(at, c->head_count);
}

static void random_graphs(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 300; seed++) {
		struct graph g;

		random_graph(&g, seed, 1 + seed % 60);
		assert_int_equal(g.chain.cycle_count, 0);
		assert_order_respects_edges(&g);
		assert_heads_have_no_children(&g.chain);
		for (uint32_t i = 0; i < g.chain.count; i++) {
			assert_int_equal(chain_find(&g.chain, g.chain.nodes[i]->revision), i);
			for (uint32_t e = g.chain.first_edge[i]; e < g.chain.first_edge[i + 1]; e++)
				assert_int_equal(g.chain.edges[e].child, i);
		}
		release(&g);
	}
}

/* The same migrations under other paths: the order by revision stays, whatever the input order. */
static void order_does_not_depend_on_paths(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 50; seed++) {
		struct graph g;
		struct chain again;
		const struct migration **turned;

		random_graph(&g, seed, 40);
		turned = arena_array(&g.arena, 40, sizeof(*turned));
		for (uint32_t i = 0; i < 40; i++)
			turned[i] = g.nodes[39 - i];
		chain_build(&again, &g.arena, turned, 40);
		for (uint32_t i = 0; i < 40; i++)
			assert_ptr_equal(g.nodes[g.chain.order[i]], turned[again.order[i]]);
		release(&g);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),
		cmocka_unit_test(line),
		cmocka_unit_test(forks_and_merges),
		cmocka_unit_test(missing_parent_is_kept),
		cmocka_unit_test(partial_ids),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(unparsable_nodes_are_no_ends),
		cmocka_unit_test(unknown_parents),
		cmocka_unit_test(depends_on_orders_only),
		cmocka_unit_test(labels_name_revisions),
		cmocka_unit_test(self_parent),
		cmocka_unit_test(cycles),
		cmocka_unit_test(head_labels),
		cmocka_unit_test(long_chain),
		cmocka_unit_test(long_cycle),
		cmocka_unit_test(equal_revisions),
		cmocka_unit_test(wide_merge),
		cmocka_unit_test(too_many_edges),
		cmocka_unit_test(random_graphs),
		cmocka_unit_test(order_does_not_depend_on_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
