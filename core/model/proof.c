#include "core/base/limits.h"
#include "core/model/proof_parts.h"

#include <stdlib.h>

struct str proof_text(struct proving *p, const char *format, ...)
{
	va_list args;
	struct str text;

	va_start(args, format);
	text = arena_vprintf(p->arena, format, args);
	va_end(args);
	return text;
}

static struct subject keep_subject(struct proving *p, const struct subject *s)
{
	return (struct subject){arena_str(p->arena, s->schema), arena_str(p->arena, s->table),
				arena_str(p->arena, s->column), arena_str(p->arena, s->object)};
}

/*
 * The op of the migration that this one is or, of a name that was read from the schema, is one of:
 * such ops last no longer than the run.
 */
static const struct op *own_op(const struct proving *p, const struct op *op)
{
	for (int d = 0; op && d < DIRECTION_COUNT; d++) {
		const struct body *body = &p->m->body[d];

		if (body_holds(body, op))
			return op;
	}
	for (int d = 0; op && d < DIRECTION_COUNT; d++) {
		const struct body *body = &p->m->body[d];

		for (uint32_t i = 0; i < body->op_count; i++)
			if (body->ops[i].at.start == op->at.start && body->ops[i].kind == op->kind)
				return &body->ops[i];
	}
	return NULL;
}

void proof_say(struct proving *p, const struct proof_item *item)
{
	struct proof_item *kept;

	if (p->losses_only && item->verdict != VERDICT_LOSES_DATA &&
	    item->verdict != VERDICT_REWRITES_VALUES)
		return;
	if (p->items.count && (p->items.count >= LIMIT_PROOF_ITEMS || !p->replay->budget->items)) {
		kept = &p->items.items[p->items.count - 1];
		if (item->verdict >= kept->verdict)
			return;
	} else {
		kept = vec_push(p->arena, &p->items);
		p->replay->budget->items -= p->replay->budget->items > 0;
	}
	*kept = *item;
	kept->op = own_op(p, item->op);
	kept->subject = keep_subject(p, &item->subject);
	kept->text = arena_str(p->arena, item->text);
}

/* ---- the parts in order ----------------------------------------------------------------------- */

static bool run_upgrade(struct proving *p, struct proof *proof)
{
	uint8_t *reached = arena_array(p->work, p->m->body[UP].op_count, 1);
	struct proof_run run = {
		.direction = UP, .before = &p->before, .until = UINT32_MAX, .reached = reached};

	p->before = p->replay->steps[p->node].before;
	p->after = proof_run_body(p, &p->before, &run);
	p->reached = reached;
	p->refused = run.refused;
	p->doubt[UP] = run.doubtful;
	if (run.doubtful)
		p->doubt_text = run.doubt;
	proof->upgrade = (struct proof_outcome){run.failed ? OUTCOME_FAILS : OUTCOME_RUNS,
						run.failed, arena_str(p->arena, run.why)};
	return run.changes > 0;
}

/* The verdict of a downgrade that does nothing of its own; VERDICT_COUNT: it does something. */
static enum verdict idle_downgrade(const struct body *down, bool changed)
{
	switch (down->shape) {
	case BODY_MISSING:
		return changed ? VERDICT_MISSING : VERDICT_NOTHING;
	case BODY_EMPTY:
		return changed ? VERDICT_EMPTY : VERDICT_NOTHING;
	case BODY_RAISES:
		return changed ? VERDICT_REFUSED : VERDICT_NOTHING;
	case BODY_OPS:
		return VERDICT_COUNT;
	}
	return VERDICT_COUNT;
}

static void run_again(struct proving *p, struct proof *proof, const struct schema *from)
{
	struct proof_run again = {.direction = UP, .until = UINT32_MAX, .stop = true};
	struct proof_outcome *ret = &proof->reupgrade;

	proof_run_body(p, from, &again);
	*ret = (struct proof_outcome){again.failed                     ? OUTCOME_FAILS
				      : p->doubt[UP] || p->doubt[DOWN] ? OUTCOME_UNKNOWN
								       : OUTCOME_RUNS,
				      again.failed, arena_str(p->arena, again.why)};
	if (ret->outcome == OUTCOME_RUNS && again.doubtful)
		*ret = (struct proof_outcome){OUTCOME_UNKNOWN, again.doubtful,
					      arena_str(p->arena, again.doubt)};
	else if (ret->outcome == OUTCOME_RUNS && again.refused && !p->refused)
		*ret = (struct proof_outcome){OUTCOME_UNKNOWN, again.refused,
					      arena_str(p->arena, again.refusal)};
}

static bool cannot_run(const struct proving *p)
{
	for (uint32_t i = 0; i < p->items.count; i++)
		if (p->items.items[i].verdict == VERDICT_CANNOT_RUN)
			return true;
	return false;
}

/* A downgrade that raises by itself refuses: always, or for rows that it finds. */
static enum verdict refusal_verdict(const struct body *body, const struct op *op)
{
	uint32_t depth = 0;

	if (op->kind != OP_RAISE)
		return VERDICT_CANNOT_RUN;
	for (uint32_t g = op->guard; g && depth++ <= LIMIT_GUARD_DEPTH;
	     g = body->guards[g - 1].outer)
		if (body->guards[g - 1].kind == GUARD_DATA)
			return VERDICT_FAILS_ON_NEW_ROWS;
	return VERDICT_REFUSED;
}

/* False: none of its statements does anything here. */
static bool run_downgrade(struct proving *p, struct proof *proof)
{
	struct proof_run down = {.direction = DOWN,
				 .before = &p->before,
				 .until = UINT32_MAX,
				 .rows = new_rows_new(p)};

	p->back = proof_run_body(p, &p->after, &down);
	p->doubt[DOWN] = down.doubtful;
	if (down.doubtful && !p->doubt[UP])
		p->doubt_text = down.doubt;
	if (down.failed) {
		struct proof_item item = {
			.verdict = refusal_verdict(&p->m->body[DOWN], down.failed),
			.direction = DOWN,
			.op = down.failed,
			.subject = {down.failed->schema, down.failed->table, STR(""),
				    down.failed->name},
			.text = down.why,
		};

		proof_say(p, &item);
	}
	proof_compare(p);
	if (cannot_run(p))
		proof->reupgrade = (struct proof_outcome){.outcome = OUTCOME_NONE};
	else
		run_again(p, proof, &p->back);
	return down.changes > 0;
}

/* No downgrade runs: what the upgrade destroyed is gone for good. */
static void say_losses(struct proving *p)
{
	p->back = p->after;
	p->losses_only = true;
	proof_compare(p);
	p->losses_only = false;
}

static int worst_first(const void *a, const void *b)
{
	const struct proof_item *x = a, *y = b;

	if (x->verdict != y->verdict)
		return x->verdict < y->verdict ? -1 : 1;
	return (x->op ? x->op->at.start : 0) < (y->op ? y->op->at.start : 0) ? -1 : 1;
}

/* What the token is a copy of, or itself. */
static const struct token *copied_from(const struct token *t)
{
	for (uint32_t i = 0; i < TOKEN_DEPTH; i++) {
		if (t->kind == TOKEN_COPIED || t->kind == TOKEN_CAST)
			t = t->from[0];
		else if ((t->kind == TOKEN_FED || t->kind == TOKEN_FED_PART) && t->count > 1)
			t = t->from[1];
		else
			return t;
	}
	return t;
}

static bool column_stays(const struct table *new, const struct origin *origin)
{
	for (uint32_t i = 0; new &&i < new->column_count; i++)
		if (new->columns[i]->origin == origin)
			return true;
	return false;
}

/*
 * Does the token hold what another column or table of S held, which up(S) has no more? Then it is
 * another place for the same.
 */
static bool is_moved(const struct proving *p, const struct token *t)
{
	const struct token *base = copied_from(t);
	struct pmap_diff at = pmap_compare(p->before.tables, p->after.tables);

	while (base != t && pmap_differ(&at)) {
		const struct table *old = at.old, *new = at.new;

		if (!old)
			continue;
		if (old->rows == base && !new)
			return true;
		for (uint32_t i = 0; i < old->column_count; i++)
			if (old->columns[i]->values == base &&
			    !column_stays(new, old->columns[i]->origin))
				return true;
	}
	return false;
}

static bool adds_columns(const struct table *new, const struct proving *p)
{
	for (uint32_t i = 0; i < new->column_count; i++) {
		const struct table_column *c = new->columns[i];

		if (c->origin->node == p->node && !is_moved(p, c->values))
			return true;
	}
	return false;
}

static bool table_is_moved(const struct proving *p, const struct table *t)
{
	for (uint32_t i = 0; i < t->column_count; i++)
		if (is_moved(p, t->columns[i]->values))
			return true;
	return is_moved(p, t->rows);
}

/* Does up(S) hold tables or columns that hold nothing of S? A table that was there may be renamed. */
static bool adds_data(const struct proving *p)
{
	struct pmap_diff at = pmap_compare(p->before.tables, p->after.tables);

	while (pmap_differ(&at)) {
		const struct table *old = at.old, *new = at.new;
		bool made = new &&new->origin->node == p->node;

		if (made && !table_is_moved(p, new))
			return true;
		if (new && (old || !made) && adds_columns(new, p))
			return true;
	}
	return false;
}

/* What an op that was not understood may mend is not said; what it cannot mend is. */
static enum verdict conclude(struct proving *p, enum verdict idle, bool upgrade_fails)
{
	enum verdict worst = p->items.count ? p->items.items[0].verdict : VERDICT_COUNT;
	bool doubted = p->doubt[UP] || p->doubt[DOWN];

	if (idle != VERDICT_COUNT)
		return idle;
	if (p->doubt[DOWN] && worst != VERDICT_CANNOT_RUN)
		return VERDICT_UNPROVABLE;
	if (worst < VERDICT_UNPROVABLE)
		return worst;
	if (doubted || upgrade_fails || worst == VERDICT_UNPROVABLE)
		return VERDICT_UNPROVABLE;
	return p->clears || adds_data(p) ? VERDICT_DROPS_NEW : VERDICT_RESTORED;
}

static void say_doubt(struct proving *p)
{
	enum direction d = p->doubt[UP] ? UP : DOWN;
	struct proof_item item = {
		.verdict = VERDICT_UNPROVABLE,
		.direction = d,
		.op = p->doubt[d],
		.text = p->doubt_text,
	};

	if (!item.op)
		return;
	item.subject = (struct subject){item.op->schema, item.op->table, STR(""), item.op->name};
	proof_say(p, &item);
}

static void prove(struct proving *p, struct proof *proof)
{
	bool changed = run_upgrade(p, proof);
	bool refuses = proof->upgrade.op && proof->upgrade.op->kind == OP_RAISE;
	enum verdict idle = idle_downgrade(&p->m->body[DOWN], changed);

	if (refuses)
		idle = VERDICT_NOTHING; /* the upgrade itself raises: there is nothing to roll back */
	else if (idle == VERDICT_COUNT && body_change(&p->m->body[DOWN]) == CHANGE_NONE &&
		 !body_has(&p->m->body[DOWN], OP_BIT(RAISE)))
		idle = VERDICT_EMPTY;
	if (idle == VERDICT_COUNT && !run_downgrade(p, proof) && !changed)
		idle = VERDICT_NOTHING;
	else if (idle == VERDICT_EMPTY)
		run_again(p, proof, &p->after);
	else if (idle != VERDICT_COUNT)
		proof->reupgrade = (struct proof_outcome){
			idle == VERDICT_NOTHING ? OUTCOME_RUNS : OUTCOME_NONE, NULL, STR("")};
	if (idle != VERDICT_COUNT && idle != VERDICT_NOTHING)
		say_losses(p);
	say_doubt(p);
	if (p->items.count)
		qsort(p->items.items, p->items.count, sizeof(*p->items.items), worst_first);
	proof->rollback = conclude(p, idle, proof->upgrade.outcome == OUTCOME_FAILS);
	proof->items = p->items.items;
	proof->item_count = p->items.count;
	proof_interruption(p, &proof->interruption);
}

static void unknown_state(struct proof *proof)
{
	proof->rollback = VERDICT_UNPROVABLE;
	proof->upgrade.text = STR("the state before the migration is not known");
}

void proof_build(const struct replay *r, uint32_t node, struct arena *arena, struct arena *scratch,
		 struct proof_list *ret)
{
	struct proof *proofs = arena_array(arena, SCENARIO_MAX, sizeof(*proofs));
	struct scenarios scenarios;

	scenarios_of(&scenarios, arena, r->chain->nodes[node], r->dialect);
	*ret = (struct proof_list){proofs, 1u << scenarios.count, scenarios.too_many};
	for (unsigned i = 0; i < ret->count; i++) {
		struct arena_mark mark = arena_mark(scratch);
		struct proving p = {
			.replay = r,
			.node = node,
			.m = r->chain->nodes[node],
			.arena = arena,
			.work = scratch,
			.scenarios = scenarios,
			.scenario = i,
		};

		proofs[i] = (struct proof){.dialect = r->dialect,
					   .scenario = scenario_text(arena, &scenarios, i)};
		if (r->steps[node].unknown)
			unknown_state(&proofs[i]);
		else
			prove(&p, &proofs[i]);
		arena_rewind(scratch, mark);
	}
}

/* What cannot even be upgraded is nobody's database, unless nothing can. */
static bool decides(const struct proof_list *proofs, const struct proof *proof)
{
	if (proof->upgrade.outcome != OUTCOME_FAILS)
		return true;
	for (uint32_t i = 0; i < proofs->count; i++)
		if (proofs->items[i].upgrade.outcome == OUTCOME_RUNS)
			return false;
	return true;
}

enum verdict proof_worst(const struct proof_list *proofs)
{
	enum verdict worst = VERDICT_NOTHING;

	for (uint32_t i = 0; i < proofs->count; i++)
		if (proofs->items[i].rollback < worst && decides(proofs, &proofs->items[i]))
			worst = proofs->items[i].rollback;
	return worst;
}

/* How bad an outcome is, within its kind. */
static int outcome_rank(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_FAILS:
	case OUTCOME_STUCK:
		return 3;
	case OUTCOME_UNKNOWN:
		return 2;
	case OUTCOME_RERUNS:
	case OUTCOME_RUNS:
		return 1;
	case OUTCOME_NONE:
	case OUTCOME_ATOMIC:
		return 0;
	}
	return 0;
}

static enum outcome worse_outcome(enum outcome a, enum outcome b)
{
	return outcome_rank(b) > outcome_rank(a) ? b : a;
}

struct verdicts proof_summary(const struct proof_list *proofs)
{
	struct verdicts v = {proof_worst(proofs), OUTCOME_NONE, OUTCOME_ATOMIC};

	if (!proofs->count)
		return (struct verdicts){VERDICT_UNPROVABLE, OUTCOME_UNKNOWN, OUTCOME_UNKNOWN};
	for (uint32_t i = 0; i < proofs->count; i++) {
		const struct proof *proof = &proofs->items[i];

		if (!decides(proofs, proof))
			continue;
		v.reupgrade = worse_outcome(v.reupgrade, proof->reupgrade.outcome);
		v.interruption = worse_outcome(v.interruption, proof->interruption.outcome);
	}
	return v;
}
