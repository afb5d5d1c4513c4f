#include "frontends/python/eval_internal.h"

enum { CONDITIONS_MAX = 8 }; /* of a comprehension, that are remembered */

/* What a comprehension comes to. */
struct comprehension {
	uint32_t node, body;
	struct value *result;
	bool complete;            /* the result holds all items */
	const struct value *from; /* if not: an iterable or condition that is not known */
	VEC(const struct value *) conditions; /* that were not decided */
};

static void run_clauses(struct eval *e, struct comprehension *c, uint32_t clause);

static void not_known(struct comprehension *c, const struct value *why)
{
	c->complete = false;
	if (!c->from)
		c->from = why;
}

static void run_body(struct eval *e, struct comprehension *c)
{
	uint32_t value = c->body;

	if (c->result->count > SEQUENCE_MAX) {
		not_known(c, NULL);
		return;
	}
	if (cst_kind(e->cst, c->body) == CST_PAIR) {
		value_push(e->arena, c->result,
			   eval_expr(e, cst_child(e->cst, c->body, FIELD_KEY)));
		value = cst_child(e->cst, c->body, FIELD_VALUE);
	}
	value_push(e->arena, c->result, eval_expr(e, value));
}

/* A condition that is not decided matters only to calls in the body: [op.drop_table(t) for … if …] */
static void run_if(struct eval *e, struct comprehension *c, uint32_t clause)
{
	const struct value *condition = eval_expr(e, cst_first(e->cst, clause));
	enum truth truth = value_truth(condition);
	uint32_t outer = e->guard, first = e->guards.count;

	if (truth == TRUTH_NO)
		return;
	if (truth == TRUTH_UNKNOWN) {
		not_known(c, condition);
		if (c->conditions.count < CONDITIONS_MAX)
			*vec_push(e->arena, &c->conditions) = condition;
		e->guard = eval_push_guard(e, condition, false, cst_first(e->cst, clause));
	}
	run_clauses(e, c, cst_next(e->cst, clause));
	e->guard = outer;
	eval_drop_guards(e, first);
}

static void run_for(struct eval *e, struct comprehension *c, uint32_t clause)
{
	uint32_t right = cst_child(e->cst, clause, FIELD_RIGHT);
	const struct value *iterable = eval_expr(e, right);
	const struct value *items = eval_iterate(e, iterable);
	uint32_t target = cst_child(e->cst, clause, FIELD_LEFT);
	const struct trace_step *source = trace_source(e, TRACE_ITEM, right);

	if (!items) {
		not_known(c, iterable);
		trace_source(e, TRACE_ITEM, right);
		eval_assign(e, target, eval_unknown_from(e, target, iterable, NULL));
		e->loops++;
		run_clauses(e, c, cst_next(e->cst, clause));
		e->loops--;
		return;
	}
	for (uint32_t i = 0; i < items->count && !e->exhausted; i++) {
		if (i == LIMIT_LOOP_ITERATIONS) {
			not_known(c, iterable);
			eval_opaque(e, clause, "loops more often than allowed");
			return;
		}
		trace_item(e, source, i, items->count);
		eval_assign(e, target, items->items[i]);
		run_clauses(e, c, cst_next(e->cst, clause));
	}
}

/* for and if clauses from `clause` on, then the body. */
static void run_clauses(struct eval *e, struct comprehension *c, uint32_t clause)
{
	while (clause && cst_kind(e->cst, clause) != CST_FOR_IN_CLAUSE &&
	       cst_kind(e->cst, clause) != CST_IF_CLAUSE)
		clause = cst_next(e->cst, clause);
	eval_spend_source(e, c->node);
	if (!eval_step(e, c->body)) {
		not_known(c, NULL);
		return;
	}
	e->depth++;
	if (!clause)
		run_body(e, c);
	else if (cst_kind(e->cst, clause) == CST_IF_CLAUSE)
		run_if(e, c, clause);
	else
		run_for(e, c, clause);
	e->depth--;
}

/*
 * A container of which one item is known, as a sample of them; then what decides which there are. Of
 * a dict its key and value, unless something decides.
 */
static const struct value *incomplete(struct eval *e, const struct comprehension *c,
				      enum value_kind kind)
{
	bool sample = kind != VALUE_DICT && c->result->count;
	bool pair = kind == VALUE_DICT && c->result->count == 2 && !c->conditions.count;
	struct value *v = (struct value *)eval_unknown_container(e, kind, c->node, c->from);

	if (sample || pair)
		value_push(e->arena, v, c->result->items[0]);
	if (pair)
		value_push(e->arena, v, c->result->items[1]);
	for (uint32_t i = 0; sample && i < c->conditions.count; i++)
		value_push(e->arena, v, c->conditions.items[i]);
	return v;
}

const struct value *eval_comprehension(struct eval *e, uint32_t node)
{
	static const uint8_t kinds[CST_KIND_COUNT] = {
		[CST_LIST_COMPREHENSION] = VALUE_LIST,
		[CST_GENERATOR_EXPRESSION] = VALUE_LIST,
		[CST_SET_COMPREHENSION] = VALUE_SET,
		[CST_DICTIONARY_COMPREHENSION] = VALUE_DICT,
	};
	enum value_kind kind = kinds[cst_kind(e->cst, node)];
	struct comprehension c = {.node = node, .complete = true};
	struct scope *outer = e->scope, *local = arena_new(e->arena, struct scope);

	c.body = cst_child(e->cst, node, FIELD_BODY);
	c.result = value_new(e->arena, kind, node);
	if (!c.body)
		return eval_unknown(e, node);
	local->outer = outer;
	e->scope = local;
	run_clauses(e, &c, cst_next(e->cst, c.body));
	e->scope = outer;
	return c.complete ? c.result : incomplete(e, &c, kind);
}
