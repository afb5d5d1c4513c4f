#include "core/model/proof_parts.h"
#include "core/model/reflect.h"

/* One run of a body. */
struct running {
	struct proving *p;
	struct proof_run *run;
	struct replica replica;
	struct body_run steps;
	struct map read; /* see reflect_expand() */
};

static void note_refusal(struct proof_run *run, const struct op *op, struct str why,
			 bool conditional)
{
	if (conditional && !run->refused) {
		run->refused = op;
		run->refusal = why;
	}
	if (!conditional && !run->failed) {
		run->failed = op;
		run->why = why;
	}
}

/* One op of a body; `of` is the op that it is one of, which is what a reader finds in the source. */
static struct applied apply_op(struct running *r, const struct op *op, const struct op *of)
{
	struct proof_run *run = r->run;
	struct applied applied;

	if (run->rows)
		new_rows_meet(run->rows, &r->replica.now, op);
	applied = schema_apply(&r->replica, op);
	run->changes += applied.outcome != APPLY_SKIPPED && op_change(op) != CHANGE_NONE;
	if (applied.outcome == APPLY_DOUBTFUL && !run->doubtful) {
		run->doubtful = of;
		run->doubt = applied.why;
	}
	if (op->kind == OP_RAISE)
		applied = (struct applied){APPLY_FAILS, op->text};
	if (applied.outcome == APPLY_FAILS) {
		bool conditional = body_run_is_conditional(&r->steps, of) ||
				   (op->kind == OP_FAIL && (op->flags & OPF_IN_LOOP));

		note_refusal(run, of, applied.why, op->kind != OP_RAISE && conditional);
	}
	return applied;
}

static void note_met(struct running *r, const struct met_op *met)
{
	if (r->run->met)
		*vec_push(r->p->work, &r->run->met->items) = *met;
}

static void meet_op(struct running *r, uint32_t number)
{
	const struct op *op = &r->steps.body->ops[number];
	struct met_op met = {.number = number, .op = op, .runs = body_run_reaches(&r->steps, op)};
	struct reflected_ops all = {NULL, 0};

	if (r->run->met)
		met.decided = body_run_is_decided(&r->steps, op);
	if (met.runs) {
		if (r->run->reached)
			r->run->reached[number] = true;
		all = reflect_expand(&r->replica, &r->read, op);
	}
	for (uint32_t i = 0; i < all.count; i++) {
		met.op = &all.ops[i];
		met.applied = apply_op(r, met.op, op);
		note_met(r, &met);
	}
	if (!all.count) {
		met.runs = false;
		note_met(r, &met);
	}
}

struct schema proof_run_body(struct proving *p, const struct schema *state, struct proof_run *run)
{
	const struct body *body = &p->m->body[run->direction];
	struct running r = {
		.p = p, .run = run, .replica = replay_replica(p->replay, p->work, p->node, state)};
	struct map objects = {0};

	r.replica.before = run->before;
	r.replica.backwards = run->direction == DOWN;
	r.replica.run = ++p->runs;
	body_run_init(&r.steps, &r.replica, body, &p->scenarios, p->scenario, &objects);
	for (uint32_t i = 0; i < body->op_count && i < run->until; i++) {
		meet_op(&r, i);
		if (run->failed && run->stop)
			break;
	}
	return r.replica.now;
}
