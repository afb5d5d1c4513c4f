#include "core/model/chain_survey.h"
#include "tests/unit/chain_random.h"

static struct chain_survey survey(struct graph *g, const struct survey_context *context)
{
	struct survey_context none = {0};
	struct chain_survey result;
	struct arena scratch;

	arena_init(&scratch);
	chain_survey(&g->chain, context ? context : &none, &g->arena, &scratch, &result);
	arena_release(&scratch);
	return result;
}

static void forks_merges_and_cuts(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a\n"
				    "b < a\n"
				    "c < a\n"
				    "d ; a\n"
				    "m < b c\n"
				    "cut < gone\n"
				    "half < gone a\n"
				    "waits ; gone\n");
	struct chain_survey s = survey(&g, NULL);

	(void)state;
	assert_nodes(c, s.forks, s.fork_count, "a");
	assert_nodes(c, s.merges, s.merge_count, "half m");
	assert_nodes(c, s.cuts, s.cut_count, "cut");
	assert_int_equal(s.children[0], 3);
	assert_int_equal(s.children[3], 0);
	assert_int_equal(s.cycle_count, 0);
	release(&g);
}

static void cycles_without_what_is_behind(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "a < c\nb < a\nc < b\nbehind < c\n"
				    "x < x\nbetween < x\ny < y between\nlast ; y\n");
	struct chain_survey s = survey(&g, NULL);

	(void)state;
	assert_int_equal(c->cycle_count, 8);
	assert_nodes(c, s.cycle, s.cycle_count, "a b between c x y");
	release(&g);
}

static const struct absent_parent *absent(const struct chain_survey *s, const char *name)
{
	for (uint32_t i = 0; i < s->absent_count; i++)
		if (str_eq(s->absent[i].name, str_from(name)))
			return &s->absent[i];
	return NULL;
}

static void absent_parents(void **state)
{
	struct str unread[] = {STR("v/any.py"), STR("v/0badf00d_too_large.py")};
	struct survey_context context = {.unread = unread, .unread_count = 2};
	struct graph g;
	struct chain_survey s;

	(void)state;
	build(&g, "b < gone\nc < gone\n");
	s = survey(&g, NULL);
	assert_int_equal(s.absent_count, 1);
	assert_int_equal(absent(&s, "gone")->absence, ABSENT_MISSING);
	release(&g);
	build(&g, "1975ea01\n1975ea02\n"
		  "b < gone\nc < gone\nd ; gone\n"
		  "e < 1975ea\n"
		  "f < 0badf00d\n"
		  "g < {prefix}_1\n"
		  "h ; {other}\n");
	s = survey(&g, &context);
	assert_int_equal(s.absent_count, 5);
	assert_int_equal(absent(&s, "gone")->absence, ABSENT_UNREAD);
	assert_true(str_eq(absent(&s, "gone")->path, unread[0]));
	assert_int_equal(absent(&s, "gone")->child, 2);
	assert_int_equal(absent(&s, "gone")->children, 3);
	assert_false(absent(&s, "gone")->depends_on);
	assert_int_equal(absent(&s, "1975ea")->absence, ABSENT_AMBIGUOUS);
	assert_int_equal(absent(&s, "0badf00d")->absence, ABSENT_UNREAD);
	assert_true(str_eq(absent(&s, "0badf00d")->path, unread[1]));
	assert_int_equal(absent(&s, "{prefix}_1")->absence, ABSENT_UNKNOWN);
	assert_true(absent(&s, "{other}")->depends_on);
	release(&g);
}

static void parents_in_other_chains(void **state)
{
	struct chain_index index = {0};
	struct survey_context context = {.index = &index, .plugged_in = true};
	struct graph g, other, third;
	struct chain_survey s;

	(void)state;
	build(&g, "b < core1\nc < core2\nd < nowhere\ne ; shop\n");
	build(&other, "core1\ncore2 < core1\nb < core2\n");
	build(&third, "core1 @ shop\n");
	context.number = chain_index_add(&index, &g.arena, &g.chain, STR("plugin"),
					 STR("migrations"));
	chain_index_add(&index, &g.arena, &other.chain, STR("core"), STR("alembic"));
	chain_index_add(&index, &g.arena, &third.chain, STR("fork"), STR("alembic"));
	s = survey(&g, &context);
	assert_int_equal(s.absent_count, 4);
	assert_true(str_eq(absent(&s, "shop")->home->repository, STR("fork")));
	assert_int_equal(absent(&s, "core1")->absence, ABSENT_ELSEWHERE);
	assert_true(str_eq(absent(&s, "core1")->home->repository, STR("core")));
	assert_int_equal(absent(&s, "core1")->home->homes, 2);
	assert_int_equal(absent(&s, "core2")->home->homes, 1);
	assert_int_equal(absent(&s, "nowhere")->absence, ABSENT_EXTERNAL);
	/* a revision that is in both chains is found in the other one */
	assert_true(str_eq(chain_index_find(&index, STR("b"), context.number)->repository,
			   STR("core")));
	assert_null(chain_index_find(&index, STR("d"), context.number));
	release(&g);
	release(&other);
	release(&third);
}

static void alternative_bases(void **state)
{
	struct graph g;
	struct chain *c = build(&g, "old1 + users\n"
				    "old2 < old1 + groups\n"
				    "squashed + users groups users\n"
				    "apart + other\n"
				    "careful + users~ other2\n");
	struct chain_survey s = survey(&g, NULL);

	(void)state;
	assert_int_equal(s.alternative_count, 1);
	assert_nodes(c, s.alternatives[0].bases, s.alternatives[0].count, "old1 squashed");
	assert_int_equal(s.alternatives[0].table_count, 2);
	assert_true(str_eq(s.alternatives[0].tables[0], STR("groups")));
	assert_true(str_eq(s.alternatives[0].tables[1], STR("users")));
	assert_false(s.alternatives[0].joined);
	release(&g);
}

/* What both trees create later on excludes nothing: either may have dropped it in between. */
static void only_bases_exclude(void **state)
{
	struct graph g;
	struct chain_survey s;

	(void)state;
	build(&g, "a\nb\na1 < a + t\nb1 < b + t\n");
	s = survey(&g, NULL);
	assert_int_equal(s.alternative_count, 0);
	release(&g);
	build(&g, "a\nb + t\na1 < a + t\n");
	s = survey(&g, NULL);
	assert_int_equal(s.alternative_count, 1);
	release(&g);
}

static void joined_bases_conflict(void **state)
{
	struct graph g;
	struct chain_survey s;

	(void)state;
	build(&g, "a + t\nb + t\nm < a b\n");
	s = survey(&g, NULL);
	assert_int_equal(s.alternative_count, 1);
	assert_true(s.alternatives[0].joined);
	release(&g);
	build(&g, "a + t\nb + t\nz\nm < a z\nn < b z\n");
	s = survey(&g, NULL);
	assert_int_equal(s.alternative_count, 1);
	release(&g);
}

static void squashes(void **state)
{
	struct migration said = {.message = STR("Squashed migrations")};
	struct migration named = {.path = STR("v/1a_squash_2020.py")};
	struct migration neither = {.message = STR("Add users"), .path = STR("squash/1a.py")};

	(void)state;
	assert_true(migration_says_squashed(&said));
	assert_true(migration_says_squashed(&named));
	assert_false(migration_says_squashed(&neither));
}

/* Many bases that all create the same table, and a merge of all of them. */
static void many_bases(void **state)
{
	enum { MANY = 50 * 1000 };
	struct op op = {.kind = OP_CREATE_TABLE, .table = STR("users")};
	struct graph g;
	struct chain_survey s;
	struct str *names;
	struct migration *merge;

	(void)state;
	arena_init(&g.arena);
	g.nodes = arena_array(&g.arena, MANY + 1, sizeof(*g.nodes));
	names = arena_array(&g.arena, MANY, sizeof(*names));
	for (uint32_t i = 0; i < MANY; i++) {
		struct migration *m = arena_new(&g.arena, struct migration);

		m->revision = names[i] = number(&g.arena, i);
		m->body[UP].ops = &op;
		m->body[UP].op_count = 1;
		g.nodes[i] = m;
	}
	merge = arena_new(&g.arena, struct migration);
	merge->revision = STR("merge");
	merge->parents = names;
	merge->parent_count = MANY;
	g.nodes[MANY] = merge;
	chain_build(&g.chain, &g.arena, g.nodes, MANY + 1);
	s = survey(&g, NULL);
	assert_int_equal(s.alternative_count, 1);
	assert_int_equal(s.alternatives[0].count, MANY);
	assert_true(s.alternatives[0].joined);
	release(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forks_merges_and_cuts),
		cmocka_unit_test(cycles_without_what_is_behind),
		cmocka_unit_test(absent_parents),
		cmocka_unit_test(parents_in_other_chains),
		cmocka_unit_test(alternative_bases),
		cmocka_unit_test(only_bases_exclude),
		cmocka_unit_test(joined_bases_conflict),
		cmocka_unit_test(squashes),
		cmocka_unit_test(many_bases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
