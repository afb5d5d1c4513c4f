#include "frontends/python/eval_internal.h"

/*
 * Patterns of a match statement, as conditions on its subject.
 */

/* Names that a pattern binds hold some part of the subject. */
static void bind_captures(struct eval *e, uint32_t pattern, const struct value *subject)
{
	for (uint32_t at = pattern, end = cst_end(e->cst, pattern); at < end && eval_spend(e, 1);
	     at++) {
		uint32_t name = cst_first(e->cst, at);

		if (!name || cst_kind(e->cst, name) != CST_IDENTIFIER || cst_next(e->cst, name))
			continue;
		if (cst_kind(e->cst, at) == CST_DOTTED_NAME ||
		    cst_kind(e->cst, at) == CST_SPLAT_PATTERN)
			scope_bind(e->scope, e->arena, cst_text(e->cst, name),
				   eval_unknown_from(e, name, subject, NULL));
	}
}

/* A literal or a dotted constant; NULL for anything else. */
static const struct value *constant(struct eval *e, uint32_t node)
{
	const struct value *v;
	uint32_t name;

	switch (cst_kind(e->cst, node)) {
	case CST_STRING:
	case CST_CONCATENATED_STRING:
	case CST_INTEGER:
	case CST_FLOAT:
	case CST_TRUE:
	case CST_FALSE:
	case CST_NONE:
		return eval_expr(e, node);
	case CST_DOTTED_NAME:
		name = cst_first(e->cst, node);
		if (!name || !cst_next(e->cst, name))
			return NULL;
		v = eval_expr(e, name);
		while ((name = cst_next(e->cst, name)))
			v = eval_attribute(e, v, cst_text(e->cst, name), node);
		return v;
	default:
		return NULL;
	}
}

static const struct value *any_of(struct eval *e, uint32_t pattern, const struct value *subject)
{
	struct value *choices = value_new(e->arena, VALUE_TUPLE, pattern);

	for (uint32_t n = cst_first(e->cst, pattern); n; n = cst_next(e->cst, n)) {
		const struct value *one = constant(e, n);

		if (!one)
			return NULL;
		value_push(e->arena, choices, one);
	}
	return eval_compare(e, pattern, STR("in"), subject, choices);
}

static const struct value *pattern_condition(struct eval *e, uint32_t pattern,
					     const struct value *subject)
{
	struct str text = cst_text(e->cst, pattern);
	uint32_t inner = cst_first(e->cst, pattern);
	const struct value *v = NULL;

	if (str_eq(text, STR("_")))
		return value_bool(e->arena, true, pattern);
	if (!inner || cst_next(e->cst, inner) || text.ptr[0] == '-')
		return eval_unknown_from(e, pattern, subject, NULL);
	if (cst_kind(e->cst, inner) == CST_DOTTED_NAME && str_chr(text, '.') < 0) {
		scope_bind(e->scope, e->arena, text, subject);
		return value_bool(e->arena, true, pattern);
	}
	if (cst_kind(e->cst, inner) == CST_UNION_PATTERN)
		v = any_of(e, inner, subject);
	else if (constant(e, inner))
		return eval_compare(e, pattern, STR("=="), subject, constant(e, inner));
	if (v)
		return v;
	bind_captures(e, pattern, subject);
	return eval_unknown_from(e, pattern, subject, NULL);
}

static const struct value *case_condition(struct eval *e, uint32_t clause,
					  const struct value *subject)
{
	uint32_t pattern = cst_child_kind(e->cst, clause, CST_CASE_PATTERN);
	uint32_t guard = cst_child(e->cst, clause, FIELD_GUARD);
	const struct value *v, *also;

	if (!pattern)
		return eval_unknown_from(e, clause, subject, NULL);
	if (cst_next(e->cst, pattern) &&
	    cst_kind(e->cst, cst_next(e->cst, pattern)) == CST_CASE_PATTERN) {
		bind_captures(e, clause, subject); /* case a, b */
		v = eval_unknown_from(e, pattern, subject, NULL);
	} else {
		v = pattern_condition(e, pattern, subject);
	}
	if (!guard || value_truth(v) == TRUTH_NO)
		return v;
	also = eval_expr(e, cst_first(e->cst, guard));
	if (value_truth(v) == TRUTH_YES)
		return also;
	return eval_symbolic(e, pattern, STR("and"), v, also);
}

static enum flow further_cases(struct eval *e, const struct choice *choice);

static enum flow cases(struct eval *e, uint32_t clause, const struct value *subject)
{
	struct choice choice = {.otherwise = further_cases, .subject = subject};

	while (clause && cst_kind(e->cst, clause) != CST_CASE_CLAUSE)
		clause = cst_next(e->cst, clause);
	if (!clause || !eval_step(e, clause))
		return FLOW_NEXT;
	choice.rest = cst_next(e->cst, clause);
	choice.condition_node = cst_child_kind(e->cst, clause, CST_CASE_PATTERN);
	choice.consequence = cst_child(e->cst, clause, FIELD_CONSEQUENCE);
	choice.condition = case_condition(e, clause, subject);
	return eval_choose(e, &choice);
}

static enum flow further_cases(struct eval *e, const struct choice *choice)
{
	return choice->rest ? cases(e, choice->rest, choice->subject) : FLOW_NEXT;
}

enum flow eval_match(struct eval *e, uint32_t node)
{
	uint32_t body = cst_child(e->cst, node, FIELD_BODY);
	const struct value *subject = eval_expr(e, cst_child(e->cst, node, FIELD_SUBJECT));

	return body ? cases(e, cst_first(e->cst, body), subject) : FLOW_NEXT;
}
