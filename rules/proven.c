#include "rules/proven.h"

#include "core/base/map.h"
#include "core/base/vec.h"
#include "rules/context.h"

/* ---- how sure --------------------------------------------------------------------------------- */

/* What is known of the subject's table before the migration, in one dialect. */
static enum confidence table_confidence(const struct rule_run *run, const struct proof *proof,
					const struct subject *s)
{
	const struct chain_proofs *c = run->proofs;

	if (!s->table.len)
		return CONFIDENCE_PROVEN;
	for (uint32_t i = 0; i < c->replay_count; i++) {
		const struct replay *r = &c->replays[i];
		const struct replay_step *step = &r->steps[run->node];
		struct str key;
		const struct table *t;

		if (r->dialect != proof->dialect)
			continue;
		key = schema_key(run->scratch, r->dialect, s->schema, s->table);
		t = schema_table(&step->before, key);
		if (!t)
			t = schema_table(&step->after, key);
		if (t && t->doubted)
			return CONFIDENCE_LOW;
		return t && !t->assumed ? CONFIDENCE_PROVEN : CONFIDENCE_HIGH;
	}
	return CONFIDENCE_HIGH;
}

/* An op that was not understood may have done anything, or may undo it. */
static bool is_doubted(const struct proof *proof)
{
	for (uint32_t i = 0; i < proof->item_count; i++) {
		const struct proof_item *item = &proof->items[i];

		if (item->verdict == VERDICT_UNPROVABLE &&
		    (!item->op || op_is_opaque(item->op) || !item->subject.table.len))
			return true;
	}
	return false;
}

static enum confidence lower(enum confidence a, enum confidence b)
{
	return a < b ? a : b;
}

static enum confidence how_sure(const struct rule_run *run, const struct proof *proof,
				const struct subject *subject, bool usual)
{
	enum confidence sure = table_confidence(run, proof, subject);

	if (!usual || is_doubted(proof))
		return CONFIDENCE_LOW;
	return run->env->dialects ? sure : lower(sure, CONFIDENCE_HIGH);
}

/* ---- one cause once --------------------------------------------------------------------------- */

struct gathering {
	struct rule_run *run;
	const struct proof *proof;
	bool usual;      /* the proof is of the usual scenario */
	struct map seen; /* verdict, op and subject → index + 1 */
	VEC(struct proven) found;
};

static const struct op *own_op(const struct migration *m, const struct op *op,
			       enum direction *ret_direction)
{
	for (int d = 0; d < DIRECTION_COUNT; d++) {
		const struct body *body = &m->body[d];

		if (op && body->op_count && op >= body->ops && op < body->ops + body->op_count) {
			*ret_direction = (enum direction)d;
			return op;
		}
	}
	return NULL;
}

static void gather(struct gathering *g, const struct proof_item *item)
{
	struct rule_run *run = g->run;
	const struct proof *proof = g->proof;
	const struct subject *s = &item->subject;
	enum direction direction = item->direction;
	const struct op *op = own_op(run->migration, item->op, &direction);
	struct str key = rule_text(run, "%d %u " STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT,
				   (int)item->verdict, op ? op->at.start : 0, STR_ARG(s->schema),
				   STR_ARG(s->table), STR_ARG(s->column), STR_ARG(s->object));
	void **place = map_put(run->scratch, &g->seen, key);
	enum confidence sure = how_sure(run, proof, s, g->usual);
	struct proven *p;

	if (*place) {
		p = &g->found.items[(uintptr_t)*place - 1];
		p->dialects |= p->dialects ? proof->dialect : 0;
		if (g->usual)
			p->scenario = STR("");
		if (sure > p->confidence)
			p->confidence = sure;
		return;
	}
	*vec_push(run->scratch, &g->found) = (struct proven){
		.verdict = item->verdict,
		.subject = item->subject,
		.op = op,
		.direction = direction,
		.text = item->text,
		.dialects = run->env->dialects ? proof->dialect : 0,
		.scenario = g->usual ? STR("") : proof->scenario,
		.confidence = sure,
	};
	*place = (void *)(uintptr_t)g->found.count;
}

/* The next proof of the migration; false at the end. */
static bool next_proof(struct gathering *g)
{
	const struct proof_list *list = &g->run->proofs->nodes[g->run->node];
	const struct proof *next = g->proof ? g->proof + 1 : list->items;

	if (next == list->items + list->count)
		return false;
	g->usual = !g->proof || g->proof->dialect != next->dialect;
	g->proof = next;
	return true;
}

static struct proven_list gathered(const struct gathering *g)
{
	return (struct proven_list){g->found.items, g->found.count};
}

struct proven_list proven_list(struct rule_run *run, unsigned verdicts)
{
	struct gathering g = {.run = run};

	while (next_proof(&g))
		for (uint32_t i = 0; i < g.proof->item_count; i++)
			if (verdicts >> g.proof->items[i].verdict & 1)
				gather(&g, &g.proof->items[i]);
	return gathered(&g);
}

struct proven_list proven_outcomes(struct rule_run *run, enum proven_part part)
{
	struct gathering g = {.run = run};

	while (next_proof(&g)) {
		const struct proof_outcome *o = part == PROVEN_UPGRADE     ? &g.proof->upgrade
						: part == PROVEN_REUPGRADE ? &g.proof->reupgrade
									   : &g.proof->interruption;
		struct proof_item item = {
			.verdict = g.proof->rollback, .op = o->op, .text = o->text};

		/* what follows from an upgrade that fails is no cause of its own */
		if (part != PROVEN_UPGRADE && g.proof->upgrade.outcome == OUTCOME_FAILS)
			continue;
		if (o->outcome != OUTCOME_FAILS && o->outcome != OUTCOME_STUCK)
			continue;
		if (o->op)
			item.subject = (struct subject){o->op->schema, o->op->table, STR(""),
							o->op->name};
		gather(&g, &item);
	}
	return gathered(&g);
}

/* ---- questions -------------------------------------------------------------------------------- */

static bool runs_everywhere(struct rule_run *run, const struct op *op)
{
	for (uint32_t i = 0; i < run->proofs->replay_count; i++) {
		const struct op_context *c = rule_context(run, op, run->proofs->replays[i].dialect);

		if (!c || !c->reached)
			return false;
	}
	return run->proofs->replay_count != 0;
}

bool proven_keeps_all(struct rule_run *run, const struct op *op)
{
	const struct proof_list *list = &run->proofs->nodes[run->node];

	for (uint32_t i = 0; i < list->count; i++) {
		const struct proof *p = &list->items[i];

		if (p->rollback != VERDICT_RESTORED && p->rollback != VERDICT_DROPS_NEW)
			return false;
		for (uint32_t k = 0; k < p->item_count; k++)
			if (p->items[k].verdict <= VERDICT_REWRITES_VALUES ||
			    p->items[k].verdict == VERDICT_UNPROVABLE)
				return false;
	}
	return list->count && runs_everywhere(run, op);
}

bool proven_wants_values(const struct proven *p)
{
	return p->op && (p->op->kind == OP_ADD_COLUMN || p->op->kind == OP_SET_NULLABLE) &&
	       (str_starts(p->text, STR("rows that ")) ||
		str_starts(p->text, STR("the column is NULL")));
}

bool proven_refers_still(const struct proven *p)
{
	return p->op && p->op->kind == OP_DELETE && str_has(p->text, STR(" may still refer to "));
}

bool proven_is_type(const struct proven *p)
{
	return p->op && p->op->kind == OP_ALTER_TYPE && str_starts(p->text, STR("its type was "));
}

bool proven_stops(struct rule_run *run)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(CANNOT_RUN));

	for (uint32_t i = 0; i < list.count; i++)
		if (!proven_wants_values(&list.items[i]))
			return true;
	return false;
}

const struct proven *proven_loss_by(struct rule_run *run, const struct op *op)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(LOSES_DATA));

	for (uint32_t i = 0; i < list.count; i++)
		if (list.items[i].op == op)
			return &list.items[i];
	return NULL;
}

enum confidence proven_or(struct rule_run *run, const struct op *op, enum confidence otherwise)
{
	const struct proven *p = proven_loss_by(run, op);

	return p && p->confidence == CONFIDENCE_PROVEN && otherwise == CONFIDENCE_HIGH
		       ? CONFIDENCE_PROVEN
		       : otherwise;
}

const struct op *body_touches(const struct body *body, const struct subject *s, uint64_t kinds)
{
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];
		bool writes = !s->column.len || str_eq(op->name, s->column);

		for (uint32_t k = 0; k < op->column_count && !writes; k++)
			writes = !op->columns[k].name.len || str_eq(op->columns[k].name, s->column);
		if (kinds >> op->kind & 1 && names_equal(op->table, s->table) != TRI_NO &&
		    (writes || (op->kind == OP_UPDATE && !op->column_count)))
			return op;
	}
	return NULL;
}

/* ---- reports ---------------------------------------------------------------------------------- */

struct rule_report proven_report(const struct rule_run *run, const struct proven *p)
{
	const struct body *body = &run->migration->body[p->direction];
	struct rule_report report = {
		.op = p->op,
		.subject = p->subject,
		.verdict = verdict_words(p->verdict),
		.confidence = p->confidence,
		.dialects = p->dialects,
		.scenario = p->scenario,
	};

	if (p->op)
		return report;
	report.at = body->at;
	report.at.end_line = body->at.line;
	report.excerpt = body->excerpt;
	report.direction = &p->direction;
	return report;
}

struct str subject_text(struct rule_run *run, const struct subject *s)
{
	struct str table = s->table;

	if (s->schema.len && table.len && name_known(s->schema))
		table = rule_text(run, STR_FMT "." STR_FMT, STR_ARG(s->schema), STR_ARG(table));
	if (s->column.len)
		return rule_text(run, STR_FMT "." STR_FMT, STR_ARG(table), STR_ARG(s->column));
	if (!s->object.len)
		return table.len ? table : STR("?");
	return table.len
		       ? rule_text(run, STR_FMT " on " STR_FMT, STR_ARG(s->object), STR_ARG(table))
		       : s->object;
}
