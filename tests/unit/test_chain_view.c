#include "reports/chain_view.h"
#include "tests/unit/chain_random.h"

/* ---- hostile sizes: what is written is linear in nodes and edges, and rows are narrow --------- */

enum { MANY = 100 * 1000, ROW_MOST = 400 };

/* What was written, without keeping it. */
struct counted {
	size_t bytes, lines, row, longest;
};

static int count_bytes(void *self, const void *bytes, size_t len)
{
	struct counted *counted = self;
	const char *text = bytes;

	counted->bytes += len;
	for (size_t i = 0; i < len; i++) {
		counted->row++;
		if (text[i] != '\n')
			continue;
		if (counted->row > counted->longest)
			counted->longest = counted->row;
		counted->row = 0;
		counted->lines++;
	}
	return 0;
}

typedef void (*write_fn)(const struct chain_view *view, struct out *out);

static void text_80(const struct chain_view *view, struct out *out)
{
	chain_text(view, 80, out);
}

static struct counted write_graph(struct graph *g, write_fn write)
{
	struct environment env = {.name = STR("."), .framework = STR("alembic")};
	struct survey_context context = {0};
	struct counted counted = {0};
	struct chain_survey survey;
	struct chain_view view = {
		.env = &env, .chain = &g->chain, .survey = &survey, .at = CHAIN_NONE};
	struct arena scratch;
	struct out out;

	arena_init(&scratch);
	chain_survey(&g->chain, &context, &g->arena, &scratch, &survey);
	out_init_stream(&out, count_bytes, &counted);
	write(&view, &out);
	assert_int_equal(out_flush(&out), 0);
	out_release(&out);
	arena_release(&scratch);
	return counted;
}

/* Every format writes at most `each` bytes for a node or an edge. */
static void check_sizes(struct graph *g, size_t each)
{
	static const write_fn formats[] = {text_80, chain_json, chain_dot, chain_mermaid};
	size_t parts = g->chain.count + g->chain.edge_count;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct counted counted = write_graph(g, formats[i]);

		assert_true(counted.bytes < 4096 + each * parts);
		if (formats[i] == text_80)
			assert_true(counted.longest <= ROW_MOST);
	}
}

static void build_many(struct graph *g, uint32_t count,
		       uint32_t (*parents_of)(uint32_t i, uint32_t *parents))
{
	uint32_t *parents;

	arena_init(&g->arena);
	g->nodes = arena_array(&g->arena, count, sizeof(*g->nodes));
	parents = arena_array(&g->arena, count, sizeof(*parents));
	for (uint32_t i = 0; i < count; i++) {
		struct migration *m = arena_new(&g->arena, struct migration);
		struct str *names;

		m->revision = number(&g->arena, i);
		m->message = STR("A message of ordinary length");
		m->parent_count = parents_of(i, parents);
		names = arena_array(&g->arena, m->parent_count, sizeof(*names));
		for (uint32_t j = 0; j < m->parent_count; j++)
			names[j] = number(&g->arena, parents[j]);
		m->parents = names;
		g->nodes[i] = m;
	}
	chain_build(&g->chain, &g->arena, g->nodes, count);
}

static uint32_t in_a_circle(uint32_t i, uint32_t *parents)
{
	parents[0] = (i + MANY - 1) % MANY;
	return 1;
}

static void cycle(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, MANY, in_a_circle);
	check_sizes(&g, 600);
	release(&g);
}

enum { BRANCHES = 10 * 1000 };

/* Branches of ten revisions side by side, all from one base and into one merge. */
static uint32_t side_by_side(uint32_t i, uint32_t *parents)
{
	if (i == 0)
		return 0;
	if (i == MANY - 1) {
		for (uint32_t j = 0; j < BRANCHES - 1; j++)
			parents[j] = MANY - 2 - j;
		return BRANCHES - 1;
	}
	parents[0] = i <= BRANCHES ? 0 : i - BRANCHES;
	return 1;
}

static void branches(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, MANY, side_by_side);
	check_sizes(&g, 600);
	release(&g);
}

static uint32_t anywhere(uint32_t i, uint32_t *parents)
{
	uint32_t seed = i * 2654435761u + 1, count = i < 3 ? i : 3;

	for (uint32_t j = 0; j < count; j++)
		parents[j] = next_random(&seed) % i;
	return count;
}

static void random_merges(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, MANY, anywhere);
	check_sizes(&g, 600);
	release(&g);
}

/* Each node names the same parent very often, and as many that are not there. */
static uint32_t repeated(uint32_t i, uint32_t *parents)
{
	for (uint32_t j = 0; j < 400; j++)
		parents[j] = j % 2 ? MANY + i * 400 + j : i ? i - 1 : MANY;
	return 400;
}

static void repeated_and_absent(void **state)
{
	struct graph g;

	(void)state;
	build_many(&g, 1000, repeated);
	check_sizes(&g, 600);
	release(&g);
}

static void long_names(void **state)
{
	struct graph g;
	struct migration m[2] = {0};
	struct str label;
	char *name;

	(void)state;
	arena_init(&g.arena);
	name = arena_alloc(&g.arena, 100000);
	memset(name, 'x', 100000);
	label = (struct str){name, 100000};
	m[0].revision = m[1].message = m[1].path = label;
	m[0].labels = m[1].parents = m[0].depends_on = &label;
	m[0].label_count = m[1].parent_count = m[0].depends_count = 1;
	m[1].revision = STR("b");
	g.nodes = arena_array(&g.arena, 2, sizeof(*g.nodes));
	g.nodes[0] = &m[0];
	g.nodes[1] = &m[1];
	chain_build(&g.chain, &g.arena, g.nodes, 2);
	assert_true(write_graph(&g, text_80).longest <= ROW_MOST);
	assert_true(write_graph(&g, chain_dot).longest <= ROW_MOST);
	m[1].revision = STR("");
	chain_build(&g.chain, &g.arena, g.nodes, 2);
	assert_true(write_graph(&g, text_80).longest <= ROW_MOST);
	release(&g);
}

/* Random graphs have one row for each node, whatever --at leaves of them. */
static void every_node_has_a_row(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 200; seed++) {
		struct graph g;
		struct environment env = {.name = STR("."), .framework = STR("alembic")};
		struct survey_context context = {0};
		struct chain_survey survey;
		struct chain_view view = {
			.env = &env, .chain = &g.chain, .survey = &survey, .at = CHAIN_NONE};
		struct str rest, line;
		struct arena scratch;
		struct out out;
		uint32_t rows = 0;

		random_graph(&g, seed, 1 + seed % 90);
		arena_init(&scratch);
		chain_survey(&g.chain, &context, &g.arena, &scratch, &survey);
		out_init_buffer(&out, 1 << 20);
		chain_text(&view, 80, &out);
		rest = out_content(&out);
		while (str_split(&rest, '\n', &line))
			rows += str_chr(line, '*') >= 0;
		assert_int_equal(rows, g.chain.count);
		out_release(&out);
		arena_release(&scratch);
		release(&g);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cycle),         cmocka_unit_test(branches),
		cmocka_unit_test(random_merges), cmocka_unit_test(repeated_and_absent),
		cmocka_unit_test(long_names),    cmocka_unit_test(every_node_has_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
