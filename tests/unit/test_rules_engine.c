/* The engine on models made by hand: order, one cause once, fingerprints, confidence, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/limits.h"
#include "rules/engine.h"

/* One environment with a few migrations, and what the rules say of it. */
struct world {
	struct arena arena;
	struct environment env;
	struct migration m[4];
	const struct migration *nodes[4];
	uint32_t count;
	struct rule_selection selection;
	struct finding_list found;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	arena_init(&w->arena);
	w->env = (struct environment){.name = STR("migrations"), .framework = STR("alembic")};
	assert_int_equal(rule_selection_profile(&w->selection, STR("all"), NULL), 0);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	arena_release(&w->arena);
	free(w);
	return 0;
}

static struct op op_at(uint32_t line, struct op op)
{
	op.at = (struct span){line * 100, line * 100 + 20, line, 5, line};
	op.excerpt = STR("    op.something()");
	return op;
}

static struct op drop_column(uint32_t line, const char *table, const char *name)
{
	return op_at(line, (struct op){.kind = OP_DROP_COLUMN,
				       .table = str_from(table),
				       .name = str_from(name)});
}

static struct op execute(uint32_t line, enum op_kind kind, const char *table, const char *sql)
{
	return op_at(line, (struct op){.kind = kind,
				       .flags = OPF_FROM_SQL,
				       .table = str_from(table),
				       .text = str_from(sql)});
}

static struct body body_of(const struct op *ops, uint32_t count)
{
	return (struct body){
		.shape = BODY_OPS, .at = {1, 2, 1, 1, 1}, .ops = ops, .op_count = count};
}

static struct migration *add(struct world *w, const char *path, const char *revision,
			     const struct op *up, uint32_t up_count)
{
	static const struct op down = {.kind = OP_SET_TABLE_COMMENT, .table = STR_INIT("other")};
	struct migration *m = &w->m[w->count];

	*m = (struct migration){.framework = STR("alembic"),
				.path = str_from(path),
				.revision = str_from(revision),
				.revision_at = {1, 2, 1, 1, 1},
				.body = {body_of(up, up_count), body_of(&down, 1)}};
	w->nodes[w->count++] = m;
	return m;
}

static void run(struct world *w)
{
	struct chain chain = {0};
	struct replay_budget budget;
	struct chain_proofs proofs;
	struct arena scratch;
	struct rule_input input = {.env = &w->env,
				   .chain = &chain,
				   .proofs = &proofs,
				   .selection = &w->selection,
				   .repo_suppressions = true};

	chain_build(&chain, &w->arena, w->nodes, w->count);
	arena_init(&scratch);
	replay_budget_init(&budget);
	chain_prove(&proofs, &w->arena, &scratch, &w->env, &chain, &budget);
	arena_release(&scratch);
	w->found = (struct finding_list){0};
	rules_run(&input, &w->arena, &w->found);
}

static void only(struct world *w, const char *rules_wanted)
{
	assert_int_equal(rule_selection_select(&w->selection, str_from(rules_wanted), NULL), 0);
}

#define assert_str(s, literal)                                                                     \
	do {                                                                                       \
		struct str seen_ = (s);                                                            \
		assert_int_equal(seen_.len, sizeof(literal) - 1);                                  \
		assert_memory_equal(seen_.ptr, literal, sizeof(literal) - 1);                      \
	} while (0)

static void orders_findings(void **state)
{
	struct world *w = *state;
	const struct op b[] = {drop_column(9, "t", "z"), drop_column(3, "t", "y")};
	const struct op a[] = {drop_column(7, "t", "x")};

	only(w, "dropped-column");
	add(w, "a.py", "1", a, 1);
	add(w, "b.py", "2", b, 2)->parents = &w->m[0].revision;
	run(w);
	assert_int_equal(w->found.count, 3);
	assert_str(w->found.items[0].path, "a.py");
	assert_int_equal(w->found.items[1].at.line, 3);
	assert_int_equal(w->found.items[2].at.line, 9);
	assert_str(w->found.items[0].subject.column, "x");
	assert_str(w->found.items[0].rule, "TM201");
	assert_str(w->found.items[0].excerpt, "    op.something()");
	assert_true(w->found.items[0].has_direction);
	assert_int_equal(w->found.items[0].direction, UP);
}

static void fingerprint_survives_moved_lines(void **state)
{
	struct world *w = *state;
	struct op ops[] = {drop_column(3, "users", "a"), drop_column(4, "users", "b")};
	uint64_t before[2];

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 2);
	run(w);
	assert_int_equal(w->found.count, 2);
	before[0] = w->found.items[0].fingerprint;
	before[1] = w->found.items[1].fingerprint;
	assert_true(before[0] != before[1]);

	ops[0] = drop_column(40, "users", "a");
	ops[1] = drop_column(30, "users", "b");
	w->m[0].path = STR("renamed.py");
	run(w);
	assert_true(w->found.items[0].fingerprint == before[1]);
	assert_true(w->found.items[1].fingerprint == before[0]);
}

static void fingerprint_tells_things_apart(void **state)
{
	struct world *w = *state;
	struct op ops[] = {drop_column(3, "users", "a")};
	uint64_t first;

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 1);
	run(w);
	first = w->found.items[0].fingerprint;
	w->m[0].revision = STR("1b");
	run(w);
	assert_true(w->found.items[0].fingerprint != first);
	w->m[0].revision = STR("1a");
	w->env.name = STR("other");
	run(w);
	assert_true(w->found.items[0].fingerprint != first);
	w->env.name = STR("migrations");
	ops[0].table = STR("user");
	ops[0].name = STR("sa"); /* the same letters, divided otherwise */
	run(w);
	assert_true(w->found.items[0].fingerprint != first);
}

static void fingerprint_uses_the_path_of_unknown_and_repeated_revisions(void **state)
{
	struct world *w = *state;
	const struct op ops[] = {drop_column(3, "users", "a")};

	only(w, "dropped-column");
	add(w, "a.py", "{REVISION}", ops, 1);
	add(w, "b.py", "{REVISION}", ops, 1);
	run(w);
	assert_int_equal(w->found.count, 2);
	assert_true(w->found.items[0].fingerprint != w->found.items[1].fingerprint);
	w->m[0].revision = w->m[1].revision = STR("2b");
	run(w);
	assert_true(w->found.items[0].fingerprint != w->found.items[1].fingerprint);
}

static void identical_findings_are_numbered(void **state)
{
	struct world *w = *state;
	const struct op ops[] = {execute(3, OP_TRUNCATE, "t", "TRUNCATE t"),
				 execute(5, OP_TRUNCATE, "t", "TRUNCATE t")};

	only(w, "truncated-table");
	add(w, "a.py", "1a", ops, 2);
	run(w);
	assert_int_equal(w->found.count, 2);
	assert_true(w->found.items[0].fingerprint != w->found.items[1].fingerprint);
}

static void rounds_of_a_loop_are_one(void **state)
{
	struct world *w = *state;
	struct op ops[12];
	char names[12][8];

	for (int i = 0; i < 12; i++) {
		snprintf(names[i], sizeof(names[i]), "c%d", i);
		ops[i] = drop_column(7, "users", names[i]);
	}
	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 3);
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_str(w->found.items[0].message, "upgrade drops column users.c0 (likewise users.c1, "
					      "users.c2); the downgrade does not add it back");
	w->m[0].body[UP].op_count = 12;
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_str(w->found.items[0].message,
		   "upgrade drops column users.c0 (likewise users.c1, users.c2, users.c3, "
		   "users.c4, users.c5, users.c6, users.c7, users.c8 and 3 more); the downgrade "
		   "does not add it back");
}

static void the_same_call_twice_is_one(void **state)
{
	struct world *w = *state;
	const struct op ops[] = {drop_column(7, "users", "a"), drop_column(7, "users", "a")};

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 2);
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_str(w->found.items[0].message,
		   "upgrade drops column users.a; the downgrade does not add it back");
}

static void branches_are_one(void **state)
{
	struct world *w = *state;
	struct op ops[] = {drop_column(3, "users", "a"), drop_column(5, "users", "a")};
	const struct guard guards[] = {
		{.kind = GUARD_UNKNOWN, .text = STR_INIT("flag")},
		{.kind = GUARD_UNKNOWN, .text = STR_INIT("flag"), .negated = true},
	};

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 2);
	run(w);
	assert_int_equal(w->found.count, 2); /* nothing says that only one of them runs */

	ops[0].dialects = DIALECT_SQLITE;
	ops[1].dialects = DIALECT_POSTGRESQL;
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_int_equal(w->found.items[0].dialects, DIALECT_SQLITE | DIALECT_POSTGRESQL);
	assert_int_equal(w->found.items[0].at.line, 3);

	ops[0].dialects = ops[1].dialects = 0;
	ops[1].flags = OPF_IN_HANDLER;
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_int_equal(w->found.items[0].confidence, CONFIDENCE_HIGH);

	ops[1].flags = 0;
	ops[0].guard = 1;
	ops[1].guard = 2;
	w->m[0].body[UP].guards = guards;
	w->m[0].body[UP].guard_count = 2;
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_int_equal(w->found.items[0].confidence, CONFIDENCE_LOW);
}

static void confidence_follows_guards(void **state)
{
	static const struct {
		struct guard guard;
		enum confidence confidence;
	} cases[] = {
		{{.kind = GUARD_EXISTS}, CONFIDENCE_HIGH},
		{{.kind = GUARD_DIALECT, .dialects = DIALECT_MYSQL}, CONFIDENCE_HIGH},
		{{.kind = GUARD_OFFLINE}, CONFIDENCE_LOW},
		{{.kind = GUARD_OFFLINE, .negated = true}, CONFIDENCE_HIGH},
		{{.kind = GUARD_UNKNOWN}, CONFIDENCE_LOW},
		{{.kind = GUARD_X_ARGUMENT}, CONFIDENCE_LOW},
		{{.kind = GUARD_ENVIRONMENT}, CONFIDENCE_LOW},
		{{.kind = GUARD_DATA}, CONFIDENCE_LOW},
	};
	struct world *w = *state;
	struct op ops[] = {drop_column(3, "users", "a")};

	only(w, "dropped-column");
	ops[0].guard = 1;
	add(w, "a.py", "1a", ops, 1);
	w->m[0].body[UP].guard_count = 1;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		w->m[0].body[UP].guards = &cases[i].guard;
		run(w);
		assert_int_equal(w->found.count, 1);
		assert_int_equal(w->found.items[0].confidence, cases[i].confidence);
	}
	ops[0].guard = 77; /* beyond the guards: never read */
	run(w);
	assert_int_equal(w->found.count, 1);
}

static void guards_that_enclose_themselves_end(void **state)
{
	struct world *w = *state;
	struct op ops[] = {drop_column(3, "users", "a"), drop_column(4, "users", "a")};
	const struct guard loop[] = {{.kind = GUARD_EXISTS, .outer = 1}};

	only(w, "dropped-column");
	ops[0].guard = ops[1].guard = 1;
	add(w, "a.py", "1a", ops, 2);
	w->m[0].body[UP].guards = loop;
	w->m[0].body[UP].guard_count = 1;
	run(w);
	assert_int_equal(w->found.count, 2);
}

static void dialects_of_a_finding(void **state)
{
	struct world *w = *state;
	struct op ops[] = {drop_column(3, "users", "a")};
	const struct guard not_mysql[] = {
		{.kind = GUARD_DIALECT, .dialects = DIALECT_MYSQL, .negated = true}};

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 1);
	w->env.dialects = DIALECT_MYSQL | DIALECT_SQLITE;
	run(w);
	assert_int_equal(w->found.items[0].dialects, DIALECT_MYSQL | DIALECT_SQLITE);
	ops[0].guard = 1;
	w->m[0].body[UP].guards = not_mysql;
	w->m[0].body[UP].guard_count = 1;
	run(w);
	assert_int_equal(w->found.items[0].dialects, DIALECT_SQLITE);
	ops[0].dialects = DIALECT_ORACLE; /* the code serves it, whatever the configuration shows */
	run(w);
	assert_int_equal(w->found.items[0].dialects, DIALECT_ORACLE);
}

static void severity_of_the_user_stands(void **state)
{
	struct world *w = *state;
	const struct op ops[] = {execute(3, OP_UPDATE, "t", "UPDATE t SET a = 1")};

	only(w, "empty-downgrade");
	add(w, "a.py", "1a", ops, 1)->body[DOWN] = (struct body){.shape = BODY_EMPTY, .at.line = 9};
	run(w);
	assert_int_equal(w->found.items[0].severity, SEVERITY_WARNING); /* the rule's own word */
	assert_int_equal(rule_selection_severity(&w->selection, STR("TM102=error"), NULL), 0);
	run(w);
	assert_int_equal(w->found.items[0].severity, SEVERITY_ERROR);
	assert_int_equal(rule_selection_severity(&w->selection, STR("MRT102 = note"), NULL), 0);
	run(w);
	assert_int_equal(w->found.items[0].severity, SEVERITY_NOTE);
}

static void too_many_findings_are_counted(void **state)
{
	enum { OPS = LIMIT_FINDINGS_PER_FILE + 5 };
	struct world *w = *state;
	struct op *ops = calloc(OPS, sizeof(*ops));
	static char names[OPS][16];

	assert_non_null(ops);
	for (uint32_t i = 0; i < OPS; i++) {
		snprintf(names[i], sizeof(names[i]), "c%04u", i);
		ops[i] = drop_column(i + 1, "users", names[i]);
	}
	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, OPS);
	run(w);
	assert_int_equal(w->found.count, LIMIT_FINDINGS_PER_FILE);
	assert_true(str_ends(w->found.items[LIMIT_FINDINGS_PER_FILE - 1].message,
			     STR(" (and 5 more findings in this file)")));
	free(ops);
}

static void a_finding_without_a_migration_stands_at_the_configuration(void **state)
{
	struct world *w = *state;
	const struct op ops[] = {drop_column(3, "users", "a")};

	only(w, "forward-only");
	add(w, "a.py", "1a", ops, 1);
	w->env.forward_only = true;
	run(w);
	assert_int_equal(w->found.count, 1);
	assert_int_equal(w->found.items[0].at.line, 0);
	assert_str(w->found.items[0].path, "a.py");
	assert_false(w->found.items[0].has_direction);
	w->env.config = STR("alembic.ini");
	run(w);
	assert_str(w->found.items[0].path, "alembic.ini");
}

static void an_empty_environment_is_silent(void **state)
{
	struct world *w = *state;

	run(w);
	assert_int_equal(w->found.count, 0);
}

static void texts_outlive_the_run(void **state)
{
	struct world *w = *state;
	char table[] = "users";
	struct op ops[] = {drop_column(3, table, "a")};

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 1);
	run(w);
	memset(table, 'x', sizeof(table) - 1);
	assert_str(w->found.items[0].subject.table, "users");
	assert_true(str_has(w->found.items[0].message, STR("users.a")));
}

static void hostile_names_are_data(void **state)
{
	struct world *w = *state;
	const struct op ops[] = {drop_column(3, "%s%n", "{a}"), drop_column(4, "", "")};

	only(w, "dropped-column");
	add(w, "a.py", "1a", ops, 2);
	run(w);
	assert_int_equal(w->found.count, 2);
	assert_true(str_has(w->found.items[0].message, STR("%s%n.{a}")));
	assert_true(str_has(w->found.items[1].message, STR("?.?")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(orders_findings),
		T(fingerprint_survives_moved_lines),
		T(fingerprint_tells_things_apart),
		T(fingerprint_uses_the_path_of_unknown_and_repeated_revisions),
		T(identical_findings_are_numbered),
		T(rounds_of_a_loop_are_one),
		T(the_same_call_twice_is_one),
		T(branches_are_one),
		T(confidence_follows_guards),
		T(guards_that_enclose_themselves_end),
		T(dialects_of_a_finding),
		T(severity_of_the_user_stands),
		T(too_many_findings_are_counted),
		T(a_finding_without_a_migration_stands_at_the_configuration),
		T(an_empty_environment_is_silent),
		T(texts_outlive_the_run),
		T(hostile_names_are_data),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
