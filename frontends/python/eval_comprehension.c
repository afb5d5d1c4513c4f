#include "frontends/python/eval_internal.h"

/* for and if clauses from `clause` on, then the body into `result`. */
static bool clauses(struct eval *e, uint32_t body, uint32_t clause, struct value *result)
{
	const struct value *items;
	bool complete = true;

	while (clause && cst_kind(e->cst, clause) != CST_FOR_IN_CLAUSE &&
	       cst_kind(e->cst, clause) != CST_IF_CLAUSE)
		clause = cst_next(e->cst, clause);
	if (!eval_step(e, body))
		return false;
	if (!clause) {
		if (cst_kind(e->cst, body) == CST_PAIR) {
			value_push(e->arena, result,
				   eval_expr(e, cst_child(e->cst, body, FIELD_KEY)));
			body = cst_child(e->cst, body, FIELD_VALUE);
		}
		value_push(e->arena, result, eval_expr(e, body));
		return result->count <= LIMIT_LOOP_ITERATIONS;
	}
	if (cst_kind(e->cst, clause) == CST_IF_CLAUSE) {
		enum truth truth = value_truth(eval_expr(e, cst_first(e->cst, clause)));

		if (truth == TRUTH_UNKNOWN)
			return false;
		return truth == TRUTH_NO ||
		       clauses(e, body, cst_next(e->cst, clause), result);
	}
	items = eval_iterate(e, eval_expr(e, cst_child(e->cst, clause, FIELD_RIGHT)));
	if (!items || e->depth > LIMIT_EVAL_DEPTH)
		return false;
	e->depth++;
	for (uint32_t i = 0; complete && i < items->count; i++) {
		eval_assign(e, cst_child(e->cst, clause, FIELD_LEFT), items->items[i]);
		complete = clauses(e, body, cst_next(e->cst, clause), result);
	}
	e->depth--;
	return complete;
}

/*
 * A comprehension over what is not known still runs its body once, for the calls in it:
 * [op.drop_index(i) for i in found].
 */
static const struct value *unknown_comprehension(struct eval *e, uint32_t node, uint32_t body)
{
	const struct value *from = NULL;

	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
		uint32_t target = cst_child(e->cst, n, FIELD_LEFT);

		if (cst_kind(e->cst, n) != CST_FOR_IN_CLAUSE)
			continue;
		from = eval_expr(e, cst_child(e->cst, n, FIELD_RIGHT));
		eval_assign(e, target, eval_unknown_from(e, target, from, NULL));
	}
	e->loops++;
	if (cst_kind(e->cst, body) != CST_PAIR)
		eval_expr(e, body);
	e->loops--;
	return eval_unknown_from(e, node, from, NULL);
}

const struct value *eval_comprehension(struct eval *e, uint32_t node)
{
	static const uint8_t kinds[CST_KIND_COUNT] = {
		[CST_LIST_COMPREHENSION] = VALUE_LIST,
		[CST_GENERATOR_EXPRESSION] = VALUE_LIST,
		[CST_SET_COMPREHENSION] = VALUE_SET,
		[CST_DICTIONARY_COMPREHENSION] = VALUE_DICT,
	};
	struct value *result = value_new(e->arena, kinds[cst_kind(e->cst, node)], node);
	uint32_t body = cst_child(e->cst, node, FIELD_BODY);
	struct scope *outer = e->scope, *local = arena_new(e->arena, struct scope);
	const struct value *v = result;

	local->outer = outer;
	e->scope = local;
	if (!clauses(e, body, cst_next(e->cst, body), result))
		v = unknown_comprehension(e, node, body);
	e->scope = outer;
	return v;
}
