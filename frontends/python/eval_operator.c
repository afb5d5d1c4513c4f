#include "frontends/python/eval_internal.h"

const struct value *eval_symbolic(struct eval *e, uint32_t node, struct str operator,
				  const struct value * a, const struct value *b)
{
	struct value *v = value_new(e->arena, VALUE_EXPR, node);

	v->text = operator;
	value_push(e->arena, v, a);
	if (b)
		value_push(e->arena, v, b);
	return v;
}

static bool power(int64_t base, int64_t exponent, int64_t *ret)
{
	int64_t result = 1;

	if (exponent < 0 || exponent > 64)
		return false;
	while (exponent-- > 0)
		if (__builtin_mul_overflow(result, base, &result))
			return false;
	*ret = result;
	return true;
}

/* Python's // and %, which round down; false for what C has no answer to. */
static bool divide(int64_t a, int64_t b, bool remainder, int64_t *ret)
{
	int64_t quotient, rest;

	if (!b || (a == INT64_MIN && b == -1))
		return false;
	quotient = a / b;
	rest = a % b;
	if (rest && (rest < 0) != (b < 0)) {
		quotient--;
		rest += b;
	}
	*ret = remainder ? rest : quotient;
	return true;
}

static bool calculate(struct str operator, int64_t a, int64_t b, int64_t *ret)
{
	if (str_eq(operator, STR("-")))
		return !__builtin_sub_overflow(a, b, ret);
	if (str_eq(operator, STR("+")))
		return !__builtin_add_overflow(a, b, ret);
	if (str_eq(operator, STR("*")))
		return !__builtin_mul_overflow(a, b, ret);
	if (str_eq(operator, STR("//")) || str_eq(operator, STR("%")))
		return divide(a, b, str_eq(operator, STR("%")), ret);
	if (str_eq(operator, STR("**")))
		return power(a, b, ret);
	if (str_eq(operator, STR("<<")) && b >= 0 && b < 62 && a >= 0)
		return !__builtin_mul_overflow(a, INT64_C(1) << b, ret);
	return false;
}

/* Adds what is in `from`, and (or else not) in `other`; false: that is not known. */
static bool add_items(struct eval *e, struct value *set, const struct value *from,
		      const struct value *other, bool in_other)
{
	for (uint32_t i = 0; i < from->count; i++) {
		enum truth truth = eval_contains(e, other, from->items[i]);

		if (truth == TRUTH_UNKNOWN || !eval_step(e, set->at))
			return false;
		if ((truth == TRUTH_YES) == in_other)
			value_push(e->arena, set, from->items[i]);
	}
	return true;
}

/* a - b, a & b, a | b, a ^ b of sets; NULL: another operator, or not known. */
static const struct value *combine_sets(struct eval *e, uint32_t node, struct str operator,
					const struct value * a, const struct value *b)
{
	struct value *set = value_new(e->arena, VALUE_SET, node);
	bool known;

	if (str_eq(operator, STR("-")) || str_eq(operator, STR("&"))) {
		known = add_items(e, set, a, b, str_eq(operator, STR("&")));
	} else if (str_eq(operator, STR("|"))) {
		eval_spend(e, a->count);
		for (uint32_t i = 0; i < a->count; i++)
			value_push(e->arena, set, a->items[i]);
		known = add_items(e, set, b, a, false);
	} else if (str_eq(operator, STR("^"))) {
		known = add_items(e, set, a, b, false) && add_items(e, set, b, a, false);
	} else {
		return NULL;
	}
	return known ? set : NULL;
}

const struct value *eval_binary(struct eval *e, uint32_t node, struct str operator,
				const struct value * a, const struct value *b)
{
	int64_t result;

	if (a->kind == VALUE_INT && b->kind == VALUE_INT)
		return calculate(operator, a->number, b->number, &result)
			       ? value_int(e->arena, result, node)
			       : eval_unknown(e, node);
	if (str_eq(operator, STR("+")) &&
	    (value_is_str(a) || value_is_str(b) || value_is_sequence(a)))
		return eval_concat(e, a, b, node);
	if (str_eq(operator, STR("*")) && b->kind == VALUE_INT)
		return eval_repeat(e, a, b->number, node);
	if (str_eq(operator, STR("%")) && value_is_str(a))
		return eval_percent(e, a, b, node);
	if (a->kind == VALUE_SET && b->kind == VALUE_SET) {
		const struct value *set = combine_sets(e, node, operator, a, b);

		return set ? set : eval_unknown_container(e, VALUE_SET, node, a);
	}
	return eval_symbolic(e, node, operator, a, b);
}

const struct value *eval_binary_operator(struct eval *e, uint32_t node)
{
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_LEFT));

	return eval_binary(e, node, operator, a,
			   eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT)));
}

/* An expression that is evaluated only where the condition holds, or (negated) does not. */
static const struct value *eval_under(struct eval *e, uint32_t node, const struct value *condition,
				      bool negated, uint32_t condition_node)
{
	uint32_t outer = e->guard, first = e->guards.count;
	const struct value *v;

	eval_spend(e, cst_end(e->cst, node) - node);
	if (!e->running || !cst_has(e->cst, node, CST_CALL))
		return eval_expr(e, node);
	e->guard = eval_push_guard(e, condition, negated, condition_node);
	v = eval_expr(e, node);
	e->guard = outer;
	eval_drop_guards(e, first);
	return v;
}

/* `and`, `or`: short-circuit where the left side decides. */
const struct value *eval_boolean_operator(struct eval *e, uint32_t node)
{
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	uint32_t left = cst_child(e->cst, node, FIELD_LEFT);
	uint32_t right = cst_child(e->cst, node, FIELD_RIGHT);
	const struct value *a = eval_expr(e, left), *b;
	enum truth truth = value_truth(a);
	bool is_and = str_eq(operator, STR("and"));

	if (truth != TRUTH_UNKNOWN)
		return (truth == TRUTH_YES) == is_and ? eval_expr(e, right) : a;
	b = eval_under(e, right, a, !is_and, left);
	return eval_symbolic(e, node, is_and ? STR("and") : STR("or"), a, b);
}

static enum truth compare_numbers(struct str operator, int64_t a, int64_t b)
{
	bool holds;

	if (str_eq(operator, STR("<")))
		holds = a < b;
	else if (str_eq(operator, STR("<=")))
		holds = a <= b;
	else if (str_eq(operator, STR(">")))
		holds = a > b;
	else if (str_eq(operator, STR(">=")))
		holds = a >= b;
	else
		return TRUTH_UNKNOWN;
	return holds ? TRUTH_YES : TRUTH_NO;
}

static enum truth compare(struct eval *e, struct str operator, const struct value * a,
			  const struct value *b)
{
	bool negated = str_eq(operator, STR("!=")) || str_starts(operator, STR("not")) ||
		       str_eq(operator, STR("is not"));
	enum truth truth = TRUTH_UNKNOWN;

	if (str_eq(operator, STR("==")) || str_eq(operator, STR("!=")) ||
	    str_starts(operator, STR("is")))
		truth = eval_equal(e, a, b);
	else if (str_ends(operator, STR("in")))
		truth = eval_contains(e, b, a);
	else if (a->kind == VALUE_INT && b->kind == VALUE_INT)
		truth = compare_numbers(operator, a->number, b->number);
	if (truth == TRUTH_UNKNOWN || !negated)
		return truth;
	return truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

const struct value *eval_compare(struct eval *e, uint32_t node, struct str operator,
				 const struct value * a, const struct value *b)
{
	enum truth truth = compare(e, operator, a, b);

	if (truth != TRUTH_UNKNOWN)
		return value_bool(e->arena, truth == TRUTH_YES, node);
	return eval_symbolic(e, node, operator, a, b);
}

/* a < b <= c is a < b and b <= c. */
const struct value *eval_comparison(struct eval *e, uint32_t node)
{
	uint32_t left = cst_first(e->cst, node), operator= left ? cst_next(e->cst, left) : 0;
	uint32_t right = operator? cst_next(e->cst, operator) : 0;
	const struct value *a, *b, *all = NULL;

	if (!right)
		return eval_unknown(e, node);
	for (a = eval_expr(e, left); right; a = b) {
		const struct value *one;

		b = eval_expr(e, right);
		one = eval_compare(e, node, cst_text(e->cst, operator), a, b);
		if (!all || value_truth(all) == TRUTH_YES)
			all = one;
		else if (value_truth(one) == TRUTH_UNKNOWN)
			all = eval_symbolic(e, node, STR("and"), all, one);
		if (value_truth(one) == TRUTH_NO)
			return one;
		operator= cst_next(e->cst, right);
		right = operator? cst_next(e->cst, operator) : 0;
	}
	return all;
}

const struct value *eval_negation(struct eval *e, uint32_t node)
{
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_ARGUMENT));
	enum truth truth = value_truth(a);

	if (truth != TRUTH_UNKNOWN)
		return value_bool(e->arena, truth == TRUTH_NO, node);
	return eval_symbolic(e, node, STR("not"), a, NULL);
}

const struct value *eval_unary_operator(struct eval *e, uint32_t node)
{
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_ARGUMENT));

	if (a->kind == VALUE_INT && str_eq(operator, STR("-")) && a->number != INT64_MIN)
		return value_int(e->arena, -a->number, node);
	return eval_symbolic(e, node, operator, a, NULL);
}

const struct value *eval_conditional(struct eval *e, uint32_t node)
{
	uint32_t yes = cst_first(e->cst, node), test = yes ? cst_next(e->cst, yes) : 0;
	uint32_t no = test ? cst_next(e->cst, test) : 0;
	const struct value *condition, *a;

	if (!no)
		return eval_unknown(e, node);
	condition = eval_expr(e, test);
	switch (value_truth(condition)) {
	case TRUTH_YES:
		return eval_expr(e, yes);
	case TRUTH_NO:
		return eval_expr(e, no);
	default:
		a = eval_under(e, yes, condition, false, test);
		return eval_unknown_from(e, node, a, eval_under(e, no, condition, true, test));
	}
}
