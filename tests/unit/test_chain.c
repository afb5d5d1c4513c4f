#include "tests/unit/chain_graph.h"

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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
