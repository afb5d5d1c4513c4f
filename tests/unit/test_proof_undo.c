/*
 * What is proved of generated migrations: one to eight random ops on a random schema, undone exactly
 * in reverse order, and mutants of that downgrade. A mutant that does not lead back to the schema and
 * rows from which the upgrade began must be told from one that does.
 */
#include "core/model/proof.h"
#include "tests/unit/mutate_body.h"
#include "tests/unit/schema_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { SETUP_STEPS = 16, UP_MAX = 8, DOWN_MAX = UP_MAX * STEP_UNDO_MAX };

/* A chain of two: one that makes a schema, and one that changes it. */
struct pair {
	struct arena arena, scratch;
	struct environment env;
	struct migration first, second;
	const struct migration *nodes[2];
	struct str parent;
	struct chain chain;
	struct replay replay;
	struct replay_budget budget;
	struct op setup[SETUP_STEPS], up[UP_MAX], down[DOWN_MAX];
	struct stepper stepper;
	struct replica replica;
	unsigned traits; /* of the upgrade */
	struct str back; /* where its exact inverse leads to, as lines */
};

static bool is_comment(const struct op *op)
{
	return op->kind == OP_SET_TABLE_COMMENT || op->kind == OP_SET_COLUMN_COMMENT;
}

static const struct op *take_step(struct pair *p, struct op *place, struct step *step)
{
	do
		random_step(&p->stepper, step);
	while (is_comment(&step->op));
	*place = step->op;
	if (schema_apply(&p->replica, place).outcome != APPLIED)
		fail_msg("a step that was tried fails");
	return place;
}

static struct body body(const struct op *ops, uint32_t count)
{
	return (struct body){.shape = BODY_OPS, .ops = ops, .op_count = count};
}

static void make_migrations(struct pair *p, struct rng *rng, unsigned allowed)
{
	struct step steps[UP_MAX];
	uint32_t ups = 1 + rng_below(rng, UP_MAX), downs = 0;

	p->replica =
		(struct replica){.arena = &p->arena, .dialect = p->replay.dialect, .env = &p->env};
	p->stepper =
		(struct stepper){.rng = rng, .arena = &p->arena, .replica = &p->replica, .grow = 3};
	for (int i = 0; i < SETUP_STEPS; i++)
		take_step(p, &p->setup[i], &steps[0]);
	p->first = (struct migration){.revision = STR("a"), .body = {body(p->setup, SETUP_STEPS)}};
	p->stepper.grow = 0;
	p->stepper.allowed = allowed;
	p->replica.node = 1;
	for (uint32_t i = 0; i < ups; i++) {
		take_step(p, &p->up[i], &steps[i]);
		p->traits |= steps[i].traits;
	}
	for (uint32_t i = ups; i-- > 0;)
		for (uint32_t k = 0; k < steps[i].undo_count; k++)
			p->down[downs++] = steps[i].undo[k];
	p->parent = STR("a");
	p->second =
		(struct migration){.revision = STR("b"), .parents = &p->parent, .parent_count = 1};
	p->second.body[UP] = body(p->up, ups);
	p->second.body[DOWN] = body(p->down, downs);
}

static void pair_init(struct pair *p, struct rng *rng, dialect_set dialect, unsigned allowed)
{
	*p = (struct pair){.env = {.dialects = dialect}, .replay = {.dialect = dialect}};
	arena_init(&p->arena);
	arena_init(&p->scratch);
	make_migrations(p, rng, allowed);
	p->nodes[0] = &p->first;
	p->nodes[1] = &p->second;
	replay_budget_init(&p->budget);
	chain_build(&p->chain, &p->arena, p->nodes, 2);
	replay_build(&p->replay, &p->arena, &p->env, &p->chain, dialect, &p->budget);
	assert_null(p->replay.steps[1].failed);
}

static void pair_release(struct pair *p)
{
	arena_release(&p->arena);
	arena_release(&p->scratch);
}

static struct proof prove(struct pair *p)
{
	struct proof_list proofs;

	proof_build(&p->replay, 1, &p->arena, &p->scratch, &proofs);
	assert_int_equal(proofs.count, 1);
	return proofs.items[0];
}

static void print_op(const struct op *op)
{
	print_error("    " STR_FMT " " STR_FMT "." STR_FMT " -> " STR_FMT " [" STR_FMT "] " STR_FMT
		    "\n",
		    STR_ARG(op_info(op->kind)->spelling), STR_ARG(op->table), STR_ARG(op->name),
		    STR_ARG(op->to), STR_ARG(op->text),
		    STR_ARG(op->column && op->column->type ? op->column->type->text : STR("")));
}

static void print_pair(const struct pair *p, const struct proof *proof)
{
	const struct body *b = p->second.body;

	print_error("%s, rollback: " STR_FMT ", re-upgrade: " STR_FMT " " STR_FMT "\n",
		    dialect_name(p->replay.dialect).ptr, STR_ARG(verdict_words(proof->rollback)),
		    STR_ARG(outcome_words(proof->reupgrade.outcome)),
		    STR_ARG(proof->reupgrade.text));
	for (int d = 0; d < DIRECTION_COUNT; d++) {
		print_error("  " STR_FMT "\n", STR_ARG(direction_name((enum direction)d)));
		for (uint32_t i = 0; i < b[d].op_count; i++)
			print_op(&b[d].ops[i]);
	}
	for (uint32_t i = 0; i < proof->item_count; i++)
		print_error("  " STR_FMT ": " STR_FMT "." STR_FMT " " STR_FMT ": " STR_FMT "\n",
			    STR_ARG(verdict_words(proof->items[i].verdict)),
			    STR_ARG(proof->items[i].subject.table),
			    STR_ARG(proof->items[i].subject.column),
			    STR_ARG(proof->items[i].subject.object), STR_ARG(proof->items[i].text));
}

/* ---- exact inverses --------------------------------------------------------------------------- */

static bool as_expected(const struct pair *p, const struct proof *proof)
{
	if (p->traits & STEP_DESTROYS)
		return proof->rollback <= VERDICT_REWRITES_VALUES;
	if ((p->traits & STEP_ADMITS) && proof->rollback == VERDICT_FAILS_ON_NEW_ROWS)
		return true;
	return proof->rollback >= VERDICT_DROPS_NEW && proof->reupgrade.outcome == OUTCOME_RUNS;
}

static void exact_inverses(unsigned allowed, uint32_t seed)
{
	struct rng rng = {seed};

	for (int i = 0; i < 1200; i++) {
		struct pair p;
		struct proof proof;

		pair_init(&p, &rng, 1u << i % DIALECT_COUNT, allowed);
		proof = prove(&p);
		if (!as_expected(&p, &proof)) {
			print_pair(&p, &proof);
			fail_msg("pair %d", i);
		}
		pair_release(&p);
	}
}

static void keeping(void **state)
{
	(void)state;
	exact_inverses(0, 1);
}

static void admitting(void **state)
{
	(void)state;
	exact_inverses(STEP_ADMITS, 2);
}

static void destroying(void **state)
{
	(void)state;
	exact_inverses(STEP_ADMITS | STEP_DESTROYS, 3);
}

/* ---- mutants ---------------------------------------------------------------------------------- */

enum { MUTANTS = 10 * 1000, SURVIVORS_PRINTED = 5 };

struct score {
	uint32_t tried[MUTATION_COUNT], equal[MUTATION_COUNT], survived[MUTATION_COUNT];
};

/* Where the downgrade leads to, as lines; empty when some statement of it fails. */
static struct str led_to(struct pair *p)
{
	const struct body *down = &p->second.body[DOWN];
	struct replica r = replay_replica(&p->replay, &p->arena, 1, &p->replay.steps[1].after);

	r.run = 2;
	for (uint32_t i = 0; i < down->op_count; i++) {
		enum apply_outcome outcome = schema_apply(&r, &down->ops[i]).outcome;

		if (outcome == APPLY_FAILS || outcome == APPLY_DOUBTFUL)
			return (struct str){NULL, 0};
	}
	return schema_lines(&p->arena, &r.now, true);
}

static bool has_item(const struct proof *proof, const struct proof_item *item)
{
	for (uint32_t i = 0; i < proof->item_count; i++)
		if (proof->items[i].verdict == item->verdict &&
		    str_eq(proof->items[i].text, item->text) &&
		    str_eq(proof->items[i].subject.table, item->subject.table) &&
		    str_eq(proof->items[i].subject.column, item->subject.column) &&
		    str_eq(proof->items[i].subject.object, item->subject.object))
			return true;
	return false;
}

/* Worse than what is proved of the exact inverse, or something is told that is not told of that. */
static bool is_caught(const struct proof *proof, const struct proof *exact)
{
	if (proof->rollback < exact->rollback && proof->rollback < VERDICT_DROPS_NEW)
		return true;
	for (uint32_t i = 0; i < proof->item_count; i++)
		if (!has_item(exact, &proof->items[i]))
			return true;
	return false;
}

static void try_mutant(struct pair *p, const struct proof *exact, enum mutation mutation,
		       struct score *score)
{
	const struct body kept = p->second.body[DOWN];
	struct mutant m;
	struct proof proof;

	if (!mutate_body(&p->stepper, mutation, kept.ops, kept.op_count, &m))
		return;
	p->second.body[DOWN] = body(m.ops, m.count);
	if (str_eq(led_to(p), p->back)) {
		score->equal[mutation]++;
	} else {
		score->tried[mutation]++;
		proof = prove(p);
		if (!is_caught(&proof, exact) && score->survived[mutation]++ < SURVIVORS_PRINTED) {
			print_error("survivor: %s, op %u\n", mutation_name(mutation), m.at);
			print_pair(p, &proof);
		}
	}
	p->second.body[DOWN] = kept;
}

/* Attributes are tried more often: many ops have none that can be changed. */
static const enum mutation tries[] = {
	MUTATE_DROP,      MUTATE_ATTRIBUTE, MUTATE_SWAP,      MUTATE_ATTRIBUTE, MUTATE_ADD,
	MUTATE_ATTRIBUTE, MUTATE_NAME,      MUTATE_ATTRIBUTE, MUTATE_TABLE,     MUTATE_ATTRIBUTE,
};

static void mutate_pair(struct rng *rng, dialect_set dialect, unsigned allowed, struct score *score)
{
	struct pair p;
	struct proof exact;

	pair_init(&p, rng, dialect, allowed);
	exact = prove(&p);
	p.back = led_to(&p);
	p.replica.now = p.replay.steps[1].before;
	p.replica.run = 2;
	p.stepper.allowed = STEP_ADMITS | STEP_DESTROYS;
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++)
		try_mutant(&p, &exact, tries[i], score);
	pair_release(&p);
}

static uint32_t sum(const uint32_t *counts)
{
	uint32_t all = 0;

	for (int i = 0; i < MUTATION_COUNT; i++)
		all += counts[i];
	return all;
}

static void mutants(void **state)
{
	struct score score;
	struct rng rng = {4};
	uint32_t tried, survived;

	(void)state;
	memset(&score, 0, sizeof(score));
	for (unsigned i = 0; sum(score.tried) < MUTANTS; i++)
		mutate_pair(&rng, 1u << i % DIALECT_COUNT, i % 5 ? 0 : STEP_ADMITS, &score);
	tried = sum(score.tried);
	survived = sum(score.survived);
	for (int i = 0; i < MUTATION_COUNT; i++)
		print_message("%-22s %5u tried, %4u survived, %5u as good as the original\n",
			      mutation_name((enum mutation)i), score.tried[i], score.survived[i],
			      score.equal[i]);
	print_message("mutation score %.2f %% of %u\n", 100.0 * (tried - survived) / tried, tried);
	assert_true(survived * 100 <= tried);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeping),
		cmocka_unit_test(admitting),
		cmocka_unit_test(destroying),
		cmocka_unit_test(mutants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
