#include "rules/pending.h"
#include "rules/suppress.h"

#include <stdlib.h>

/* Between begin_hook() and end_hook(), the rule may use the scratch arena. */
static struct rule_run *begin_hook(struct rule_engine *e, uint32_t rule)
{
	e->rule = rule;
	e->run.rule = rules[rule];
	return &e->run;
}

static void end_hook(struct rule_engine *e)
{
	arena_reset(&e->scratch);
}

static void subscribe(struct rule_engine *e)
{
	for (uint32_t r = 0; r < rule_count; r++) {
		if (!e->input->selection->enabled[r] || !rules[r]->on_op)
			continue;
		for (int d = 0; d < DIRECTION_COUNT; d++)
			for (int kind = 0; kind < OP_KIND_COUNT; kind++)
				if (rules[r]->ops[d] >> kind & 1)
					*vec_push(&e->work, &e->by_kind[d][kind]) = r;
	}
}

static void run_body(struct rule_engine *e, enum direction direction)
{
	const struct body *body = &e->run.migration->body[direction];

	e->run.direction = direction;
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		for (uint32_t r = 0; r < e->by_kind[direction][op->kind].count; r++) {
			uint32_t rule = e->by_kind[direction][op->kind].items[r];

			rules[rule]->on_op(begin_hook(e, rule), op);
			end_hook(e);
		}
	}
	e->run.direction = UP;
}

static void run_hooks(struct rule_engine *e)
{
	const bool *enabled = e->input->selection->enabled;

	pending_enter(e, CHAIN_NONE);
	for (uint32_t r = 0; r < rule_count; r++) {
		if (!enabled[r] || !rules[r]->on_chain)
			continue;
		rules[r]->on_chain(begin_hook(e, r));
		end_hook(e);
	}
	for (uint32_t node = 0; node < e->run.chain->count; node++) {
		pending_enter(e, node);
		run_body(e, UP);
		run_body(e, DOWN);
		for (uint32_t r = 0; r < rule_count; r++) {
			if (!enabled[r] || !rules[r]->on_migration)
				continue;
			rules[r]->on_migration(begin_hook(e, r));
			end_hook(e);
		}
	}
}

/* ---- suppression ------------------------------------------------------------------------------ */

static int by_node(const void *a, const void *b)
{
	const struct pending *x = *(struct pending *const *)a, *y = *(struct pending *const *)b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return x->sequence < y->sequence ? -1 : 1;
}

static void suppress_one(struct suppress *s, struct pending *p)
{
	const struct suppression *by = suppress_find(s, p->rule, &p->finding.at);

	if (!by)
		return;
	p->finding.suppressed = true;
	p->finding.suppressed_by = by->form;
	p->finding.suppressed_line = by->line;
	p->finding.suppressed_reason = by->reason;
}

static void report_unused(struct rule_engine *e, const struct suppress *s)
{
	for (uint32_t r = 0; r < rule_count; r++) {
		if (!e->input->selection->enabled[r] || !rules[r]->on_unused)
			continue;
		for (uint32_t i = 0; i < s->m->suppression_count; i++) {
			struct str unknown;

			if (!suppress_is_unused(s, i, e->input->selection, &unknown))
				continue;
			rules[r]->on_unused(begin_hook(e, r), &s->m->suppressions[i], unknown);
			end_hook(e);
		}
	}
}

static void apply_suppressions(struct rule_engine *e)
{
	const struct chain *c = e->run.chain;
	uint32_t count = e->pending.count, at = 0;
	struct pending **sorted = arena_array(&e->work, count, sizeof(struct pending *));

	if (!e->input->repo_suppressions)
		return;
	if (count)
		memcpy(sorted, e->pending.items, count * sizeof(struct pending *));
	if (count)
		qsort(sorted, count, sizeof(struct pending *), by_node);
	for (uint32_t node = 0; node < c->count; node++) {
		struct suppress s;

		if (!c->nodes[node]->suppression_count)
			continue;
		while (at < count && sorted[at]->node < node)
			at++;
		suppress_init(&s, &e->work, c->nodes[node]);
		for (; at < count && sorted[at]->node == node; at++)
			suppress_one(&s, sorted[at]);
		pending_enter(e, node);
		report_unused(e, &s);
	}
}

void rules_run(const struct rule_input *input, struct arena *arena, struct finding_list *ret)
{
	struct rule_engine e = {.input = input, .arena = arena};

	arena_init(&e.work);
	arena_init(&e.scratch);
	arena_init(&e.contexts_arena);
	e.run = (struct rule_run){.env = input->env,
				  .chain = input->chain,
				  .proofs = input->proofs,
				  .scratch = &e.scratch,
				  .engine = &e};
	subscribe(&e);
	run_hooks(&e);
	apply_suppressions(&e);
	result_emit(&e, ret);
	arena_release(&e.contexts_arena);
	arena_release(&e.scratch);
	arena_release(&e.work);
}
