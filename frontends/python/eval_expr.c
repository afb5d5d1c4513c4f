#include "frontends/python/eval_internal.h"

#include <stdlib.h>

static struct str dotted(struct eval *e, struct str module, struct str name)
{
	char *text = arena_alloc(e->arena, module.len + 1 + name.len);

	memcpy(text, module.ptr, module.len);
	text[module.len] = '.';
	memcpy(text + module.len + 1, name.ptr, name.len);
	return (struct str){text, module.len + 1 + name.len};
}

static const struct value *identifier(struct eval *e, uint32_t node)
{
	struct str name = cst_text(e->cst, node);
	const struct value *v = scope_find(e->scope, name);

	if (v)
		return v;
	if (eval_is_builtin(name))
		return value_ref(e->arena, arena_join(e->arena, STR("builtins."), name), node);
	if (e->wildcard.len)
		return value_ref(e->arena, dotted(e, e->wildcard, name), node);
	return eval_unknown(e, node);
}

static const struct value *attribute(struct eval *e, uint32_t node)
{
	const struct value *base = eval_expr(e, cst_child(e->cst, node, FIELD_OBJECT));
	struct str name = cst_text(e->cst, cst_child(e->cst, node, FIELD_ATTRIBUTE));
	const struct value *found;
	struct value *v;

	if (base->kind == VALUE_REF)
		return value_ref(e->arena, dotted(e, base->text, name), node);
	if (base->kind == VALUE_CLASS) {
		found = scope_find_here(base->scope, name);
		if (found)
			return found;
	}
	if (value_is_constant(base) && str_eq(name, STR("value")))
		return base; /* the value of an Enum's member, which is its constant here */
	v = value_new(e->arena, VALUE_ATTRIBUTE, node);
	v->base = base;
	v->text = name;
	return v;
}

static bool index_of(const struct value *key, uint32_t count, uint32_t *ret_index)
{
	int64_t at = key->number;

	if (key->kind != VALUE_INT)
		return false;
	if (at < 0)
		at += count;
	if (at < 0 || at >= count)
		return false;
	*ret_index = (uint32_t)at;
	return true;
}

static const struct value *subscript(struct eval *e, uint32_t node)
{
	const struct value *base = eval_expr(e, cst_child(e->cst, node, FIELD_VALUE));
	uint32_t key_node = cst_child(e->cst, node, FIELD_SUBSCRIPT), at;
	const struct value *key, *found = NULL;
	struct value *v;

	if (key_node && cst_kind(e->cst, key_node) == CST_SLICE)
		return eval_unknown_from(e, node, base, NULL);
	key = eval_expr(e, key_node);
	if (base->kind == VALUE_DICT)
		found = value_get(base, key);
	else if (value_is_sequence(base) && index_of(key, base->count, &at))
		found = base->items[at];
	if (found)
		return found;
	v = value_new(e->arena, VALUE_ITEM, node);
	v->base = base;
	value_push(e->arena, v, key);
	return v;
}

static const struct value *sequence(struct eval *e, uint32_t node, enum value_kind kind)
{
	struct value *v = value_new(e->arena, kind, node);

	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
		const struct value *items;

		if (cst_kind(e->cst, n) != CST_LIST_SPLAT) {
			value_push(e->arena, v, eval_expr(e, n));
			continue;
		}
		items = eval_iterate(e, eval_expr(e, cst_first(e->cst, n)));
		if (!items)
			return eval_unknown_from(e, node, v, NULL);
		for (uint32_t i = 0; i < items->count; i++)
			value_push(e->arena, v, items->items[i]);
	}
	return v;
}

static const struct value *dictionary(struct eval *e, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_DICT, node);

	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
		if (cst_kind(e->cst, n) == CST_PAIR) {
			value_push(e->arena, v, eval_expr(e, cst_child(e->cst, n, FIELD_KEY)));
			value_push(e->arena, v, eval_expr(e, cst_child(e->cst, n, FIELD_VALUE)));
		} else if (cst_kind(e->cst, n) == CST_DICTIONARY_SPLAT) {
			const struct value *more = eval_expr(e, cst_first(e->cst, n));

			if (more->kind != VALUE_DICT)
				return eval_unknown_from(e, node, v, more);
			for (uint32_t i = 0; i < more->count; i++)
				value_push(e->arena, v, more->items[i]);
		}
	}
	return v;
}

static const struct value *symbolic(struct eval *e, uint32_t node, struct str operator,
				    const struct value *a, const struct value *b)
{
	struct value *v = value_new(e->arena, VALUE_EXPR, node);

	v->text = operator;
	value_push(e->arena, v, a);
	if (b)
		value_push(e->arena, v, b);
	return v;
}

static const struct value *arithmetic(struct eval *e, uint32_t node, struct str operator, int64_t a,
				      int64_t b)
{
	int64_t result;

	if (str_eq(operator, STR("-")) && !__builtin_sub_overflow(a, b, &result))
		return value_int(e->arena, result, node);
	if (str_eq(operator, STR("+")) && !__builtin_add_overflow(a, b, &result))
		return value_int(e->arena, result, node);
	if (str_eq(operator, STR("*")) && !__builtin_mul_overflow(a, b, &result))
		return value_int(e->arena, result, node);
	return eval_unknown(e, node);
}

static const struct value *binary(struct eval *e, uint32_t node)
{
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_LEFT));
	const struct value *b = eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT));

	if (a->kind == VALUE_INT && b->kind == VALUE_INT)
		return arithmetic(e, node, operator, a->number, b->number);
	if (str_eq(operator, STR("+")) &&
	    (value_is_str(a) || value_is_str(b) || value_is_sequence(a)))
		return eval_concat(e, a, b, node);
	if (str_eq(operator, STR("%")) && value_is_str(a))
		return eval_percent(e, a, b, node);
	return symbolic(e, node, operator, a, b);
}

/* `and`, `or`: short-circuit where the left side decides. */
static const struct value *boolean(struct eval *e, uint32_t node)
{
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_LEFT)), *b;
	enum truth truth = value_truth(a);
	bool is_and = str_eq(operator, STR("and"));

	if (truth != TRUTH_UNKNOWN && (truth == TRUTH_YES) != is_and)
		return a;
	b = eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT));
	if (truth != TRUTH_UNKNOWN)
		return b;
	return symbolic(e, node, is_and ? STR("and") : STR("or"), a, b);
}

static enum truth compare(struct str operator, const struct value *a, const struct value *b)
{
	bool negated = str_eq(operator, STR("!=")) || str_starts(operator, STR("not")) ||
		       str_eq(operator, STR("is not")) || str_eq(operator, STR("<>"));
	enum truth truth = TRUTH_UNKNOWN;

	if (str_eq(operator, STR("==")) || str_eq(operator, STR("!=")) ||
	    str_starts(operator, STR("is")) || str_eq(operator, STR("<>")))
		truth = value_equal(a, b);
	else if (str_ends(operator, STR("in")))
		truth = value_contains(b, a);
	else if (a->kind == VALUE_INT && b->kind == VALUE_INT && str_eq(operator, STR("<")))
		truth = a->number < b->number ? TRUTH_YES : TRUTH_NO;
	else if (a->kind == VALUE_INT && b->kind == VALUE_INT && str_eq(operator, STR(">")))
		truth = a->number > b->number ? TRUTH_YES : TRUTH_NO;
	if (truth == TRUTH_UNKNOWN || !negated)
		return truth;
	return truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

static const struct value *comparison(struct eval *e, uint32_t node)
{
	uint32_t left = cst_first(e->cst, node), operator= left ? cst_next(e->cst, left) : 0;
	uint32_t right = operator? cst_next(e->cst, operator) : 0;
	const struct value *a, *b;
	struct str spelling;
	enum truth truth;

	if (!right)
		return eval_unknown(e, node);
	a = eval_expr(e, left);
	b = eval_expr(e, right);
	if (cst_next(e->cst, right)) /* a < b < c */
		return eval_unknown_from(e, node, a, b);
	spelling = cst_text(e->cst, operator);
	truth = compare(spelling, a, b);
	if (truth != TRUTH_UNKNOWN)
		return value_bool(e->arena, truth == TRUTH_YES, node);
	return symbolic(e, node, spelling, a, b);
}

static const struct value *negation(struct eval *e, uint32_t node)
{
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_ARGUMENT));
	enum truth truth = value_truth(a);

	if (truth != TRUTH_UNKNOWN)
		return value_bool(e->arena, truth == TRUTH_NO, node);
	return symbolic(e, node, STR("not"), a, NULL);
}

static const struct value *unary(struct eval *e, uint32_t node)
{
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *a = eval_expr(e, cst_child(e->cst, node, FIELD_ARGUMENT));

	if (a->kind == VALUE_INT && str_eq(operator, STR("-")) && a->number != INT64_MIN)
		return value_int(e->arena, -a->number, node);
	return symbolic(e, node, operator, a, NULL);
}

static const struct value *conditional(struct eval *e, uint32_t node)
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
		a = eval_expr(e, yes);
		return eval_unknown_from(e, node, a, eval_expr(e, no));
	}
}

static const struct value *integer(struct eval *e, uint32_t node)
{
	struct str text = cst_text(e->cst, node);
	char digits[32], *end;
	size_t len = 0;
	long long number;

	for (size_t i = 0; i < text.len && len < sizeof(digits) - 1; i++)
		if (text.ptr[i] != '_')
			digits[len++] = text.ptr[i];
	digits[len] = '\0';
	if (len > 20)
		return eval_unknown(e, node);
	number = strtoll(digits, &end, digits[0] == '0' && len > 1 ? 0 : 10);
	return *end ? eval_unknown(e, node) : value_int(e->arena, number, node);
}

static const struct value *lambda(struct eval *e, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_FUNCTION, node);

	v->scope = e->scope;
	v->text = STR("lambda");
	return v;
}

static const struct value *named(struct eval *e, uint32_t node)
{
	const struct value *v = eval_expr(e, cst_child(e->cst, node, FIELD_VALUE));

	eval_assign(e, cst_child(e->cst, node, FIELD_NAME), v);
	return v;
}

static const struct value *truth_literal(struct eval *e, uint32_t node)
{
	return value_bool(e->arena, cst_kind(e->cst, node) == CST_TRUE, node);
}

static const struct value *none(struct eval *e, uint32_t node)
{
	return value_new(e->arena, VALUE_NONE, node);
}

static const struct value *floating(struct eval *e, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_FLOAT, node);

	v->text = cst_text(e->cst, node);
	return v;
}

/* (a), await a */
static const struct value *inner(struct eval *e, uint32_t node)
{
	return eval_expr(e, cst_first(e->cst, node));
}

static const struct value *yield(struct eval *e, uint32_t node)
{
	if (cst_first(e->cst, node))
		eval_expr(e, cst_first(e->cst, node));
	return eval_unknown(e, node);
}

static const struct value *tuple(struct eval *e, uint32_t node)
{
	return sequence(e, node, VALUE_TUPLE);
}

static const struct value *list(struct eval *e, uint32_t node)
{
	return sequence(e, node, VALUE_LIST);
}

static const struct value *set(struct eval *e, uint32_t node)
{
	return sequence(e, node, VALUE_SET);
}

/* What is not here is not known. */
static const struct value *(*const expressions[CST_KIND_COUNT])(struct eval *e, uint32_t node) = {
	[CST_IDENTIFIER] = identifier,
	[CST_ATTRIBUTE] = attribute,
	[CST_SUBSCRIPT] = subscript,
	[CST_CALL] = eval_call,
	[CST_STRING] = eval_string,
	[CST_CONCATENATED_STRING] = eval_string,
	[CST_INTEGER] = integer,
	[CST_FLOAT] = floating,
	[CST_TRUE] = truth_literal,
	[CST_FALSE] = truth_literal,
	[CST_NONE] = none,
	[CST_PARENTHESIZED_EXPRESSION] = inner,
	[CST_AWAIT] = inner,
	[CST_TUPLE] = tuple,
	[CST_EXPRESSION_LIST] = tuple,
	[CST_PATTERN_LIST] = tuple,
	[CST_LIST] = list,
	[CST_SET] = set,
	[CST_DICTIONARY] = dictionary,
	[CST_BINARY_OPERATOR] = binary,
	[CST_BOOLEAN_OPERATOR] = boolean,
	[CST_COMPARISON_OPERATOR] = comparison,
	[CST_NOT_OPERATOR] = negation,
	[CST_UNARY_OPERATOR] = unary,
	[CST_CONDITIONAL_EXPRESSION] = conditional,
	[CST_LIST_COMPREHENSION] = eval_comprehension,
	[CST_SET_COMPREHENSION] = eval_comprehension,
	[CST_DICTIONARY_COMPREHENSION] = eval_comprehension,
	[CST_GENERATOR_EXPRESSION] = eval_comprehension,
	[CST_LAMBDA] = lambda,
	[CST_NAMED_EXPRESSION] = named,
	[CST_YIELD] = yield,
};

const struct value *eval_expr(struct eval *e, uint32_t node)
{
	enum cst_kind kind = node ? cst_kind(e->cst, node) : CST_OTHER;
	const struct value *v;

	if (!node || !eval_step(e, node) || !expressions[kind])
		return eval_unknown(e, node);
	e->depth++;
	v = expressions[kind](e, node);
	e->depth--;
	return v;
}
