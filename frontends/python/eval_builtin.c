#include "frontends/python/eval_internal.h"

#include <stdlib.h>

#define COMPARED_PER_WORK 16 /* bytes */

/*
 * Python's own functions that migrations use to put names and lists together. All are pure; one
 * that cannot be computed gives an unknown value, never an opaque operation.
 */
static const struct str pure_names[] = {
	STR_INIT("abs"),
	STR_INIT("all"),
	STR_INIT("any"),
	STR_INIT("bool"),
	STR_INIT("bytes"),
	STR_INIT("callable"),
	STR_INIT("chr"),
	STR_INIT("dict"),
	STR_INIT("enumerate"),
	STR_INIT("filter"),
	STR_INIT("float"),
	STR_INIT("format"),
	STR_INIT("frozenset"),
	STR_INIT("getattr"),
	STR_INIT("globals"),
	STR_INIT("hasattr"),
	STR_INIT("hash"),
	STR_INIT("hex"),
	STR_INIT("id"),
	STR_INIT("int"),
	STR_INIT("isinstance"),
	STR_INIT("issubclass"),
	STR_INIT("iter"),
	STR_INIT("len"),
	STR_INIT("list"),
	STR_INIT("locals"),
	STR_INIT("map"),
	STR_INIT("max"),
	STR_INIT("min"),
	STR_INIT("next"),
	STR_INIT("object"),
	STR_INIT("ord"),
	STR_INIT("print"),
	STR_INIT("range"),
	STR_INIT("repr"),
	STR_INIT("reversed"),
	STR_INIT("round"),
	STR_INIT("set"),
	STR_INIT("sorted"),
	STR_INIT("str"),
	STR_INIT("sum"),
	STR_INIT("super"),
	STR_INIT("tuple"),
	STR_INIT("type"),
	STR_INIT("unicode"),
	STR_INIT("vars"),
	STR_INIT("zip"),
	STR_INIT("xrange"),
	STR_INIT("Exception"),
	STR_INIT("NotImplementedError"),
	STR_INIT("RuntimeError"),
	STR_INIT("ValueError"),
	STR_INIT("NotImplemented"),
	STR_INIT("KeyError"),
	STR_INIT("TypeError"),
	STR_INIT("AssertionError"),
	STR_INIT("UserWarning"),
	STR_INIT("SystemExit"),
	STR_INIT("__file__"),
	STR_INIT("__name__"),
	STR_INIT("AttributeError"),
	STR_INIT("ImportError"),
	STR_INIT("IndexError"),
	/* with effects: a host decides */
	STR_INIT("open"),
	STR_INIT("eval"),
	STR_INIT("exec"),
	STR_INIT("compile"),
	STR_INIT("__import__"),
	STR_INIT("input"),
	STR_INIT("setattr"),
	STR_INIT("exit"),
};
#define EFFECT_NAMES 8

bool eval_is_builtin(struct str name)
{
	for (size_t i = 0; i < sizeof(pure_names) / sizeof(pure_names[0]); i++)
		if (str_eq(pure_names[i], name))
			return true;
	return false;
}

static bool is_pure(struct str name)
{
	size_t count = sizeof(pure_names) / sizeof(pure_names[0]);

	for (size_t i = count - EFFECT_NAMES; i < count; i++)
		if (str_eq(pure_names[i], name))
			return false;
	return true;
}

const struct value *eval_copy_items(struct eval *e, const struct value *from, enum value_kind kind,
				    uint32_t at)
{
	const struct value *items = from ? eval_iterate(e, from) : NULL;
	struct value *copy;

	if (from && !items)
		return eval_unknown_container(e, kind, at, from);
	copy = value_new(e->arena, kind, at);
	if (items && !eval_spend(e, items->count))
		return eval_unknown_container(e, kind, at, from);
	for (uint32_t i = 0; items && i < items->count; i++)
		value_push(e->arena, copy, items->items[i]);
	return copy;
}

static const struct value *range(struct eval *e, const struct value *call)
{
	int64_t from = 0, to, step = 1;
	struct value *list;

	for (uint32_t i = 0; i < call->count; i++)
		if (call->items[i]->kind != VALUE_INT)
			return NULL;
	if (!call->count || call->count > 3)
		return NULL;
	to = call->items[call->count == 1 ? 0 : 1]->number;
	if (call->count > 1)
		from = call->items[0]->number;
	if (call->count == 3)
		step = call->items[2]->number;
	if (!step || step > INT32_MAX || step < INT32_MIN || from > INT32_MAX || from < INT32_MIN)
		return NULL;
	list = value_new(e->arena, VALUE_LIST, call->at);
	for (int64_t i = from; step > 0 ? i < to : i > to; i += step) {
		if (list->count == LIMIT_LOOP_ITERATIONS)
			return NULL;
		value_push(e->arena, list, value_int(e->arena, i, call->at));
	}
	return list;
}

static const struct value *enumerate(struct eval *e, const struct value *call)
{
	const struct value *items = call->count ? eval_iterate(e, call->items[0]) : NULL;
	const struct value *start = call->count > 1 ? call->items[1]
						    : value_keyword(call, STR("start"));
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);

	if (!items || (start && start->kind != VALUE_INT))
		return NULL;
	if (!eval_spend(e, items->count) || 3 * (uint64_t)items->count > SEQUENCE_MAX)
		return NULL;
	for (uint32_t i = 0; i < items->count; i++) {
		struct value *pair = value_new(e->arena, VALUE_TUPLE, call->at);
		int64_t number = (start ? start->number : 0) + i;

		value_push(e->arena, pair, value_int(e->arena, number, call->at));
		value_push(e->arena, pair, items->items[i]);
		value_push(e->arena, list, pair);
	}
	return list;
}

static const struct value *zip(struct eval *e, const struct value *call)
{
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);
	const struct value **all = arena_array(e->arena, call->count + 1, sizeof(*all));
	uint32_t shortest = SEQUENCE_MAX;

	for (uint32_t i = 0; i < call->count; i++) {
		all[i] = eval_iterate(e, call->items[i]);
		if (!all[i])
			return NULL;
		shortest = all[i]->count < shortest ? all[i]->count : shortest;
	}
	if ((uint64_t)shortest * (call->count + 1) > SEQUENCE_MAX ||
	    !eval_spend(e, (uint64_t)shortest * call->count))
		return NULL;
	for (uint32_t k = 0; call->count && k < shortest; k++) {
		struct value *tuple = value_new(e->arena, VALUE_TUPLE, call->at);

		for (uint32_t i = 0; i < call->count; i++)
			value_push(e->arena, tuple, all[i]->items[k]);
		value_push(e->arena, list, tuple);
	}
	return list;
}

static const struct value *reversed(struct eval *e, const struct value *call)
{
	const struct value *items = eval_iterate(e, call->items[0]);
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);

	if (!items || !eval_spend(e, items->count))
		return NULL;
	for (uint32_t i = items->count; i-- > 0;)
		value_push(e->arena, list, items->items[i]);
	return list;
}

static int by_value(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a;
	const struct value *y = *(const struct value *const *)b;

	if (x->kind == VALUE_STR)
		return str_cmp(x->text, y->text);
	return (x->number > y->number) - (x->number < y->number);
}

/* All texts, or all whole numbers: what has an order here. Pays for `rounds` of comparing them all. */
static bool has_order(struct eval *e, const struct value *items, uint32_t rounds)
{
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < items->count; i++)
		bytes += items->items[i]->text.len;
	if (!eval_spend(e, rounds * (items->count + bytes / COMPARED_PER_WORK)))
		return false;
	for (uint32_t i = 0; i < items->count; i++)
		if (items->items[i]->holes || items->items[i]->kind != items->items[0]->kind ||
		    (items->items[i]->kind != VALUE_STR && items->items[i]->kind != VALUE_INT))
			return false;
	return true;
}

/* Where the order is not known it is that of the items. */
static const struct value *sorted(struct eval *e, const struct value *call)
{
	const struct value *list, *reverse = value_keyword(call, STR("reverse"));
	struct value *copy;

	if (!call->count)
		return NULL;
	list = eval_copy_items(e, call->items[0], VALUE_LIST, call->at);
	if (list->kind != VALUE_LIST || !list->count || value_keyword(call, STR("key")) ||
	    !has_order(e, list, 16))
		return list;
	qsort(list->items, list->count, sizeof(const struct value *), by_value);
	if (!reverse || value_truth(reverse) != TRUTH_YES)
		return list;
	copy = value_new(e->arena, VALUE_LIST, call->at);
	for (uint32_t i = list->count; i-- > 0;)
		value_push(e->arena, copy, list->items[i]);
	return copy;
}

static const struct value *extreme(struct eval *e, const struct value *call, int sign)
{
	const struct value *items = call->count == 1 ? eval_iterate(e, call->items[0]) : call;
	const struct value *best;

	if (!items || !items->count || call->keyword_count || !has_order(e, items, 1))
		return NULL;
	best = items->items[0];
	for (uint32_t i = 1; i < items->count; i++)
		if (sign * by_value(&items->items[i], &best) > 0)
			best = items->items[i];
	return best;
}

static const struct value *to_str(struct eval *e, const struct value *call)
{
	struct str text;

	if (!value_to_str(e->arena, call->items[0], &text))
		return NULL;
	return value_str(e->arena, text, call->items[0]->holes, call->at);
}

static const struct value *to_int(struct eval *e, const struct value *call)
{
	const struct value *v = call->items[0];
	int64_t number = 0;

	if (v->kind == VALUE_INT)
		return v;
	if (v->kind == VALUE_BOOL)
		return value_int(e->arena, v->number, call->at);
	if (!value_is_str(v) || v->holes || !v->text.len || v->text.len > 18 || call->count > 1)
		return NULL;
	for (size_t i = 0; i < v->text.len; i++) {
		if (v->text.ptr[i] < '0' || v->text.ptr[i] > '9')
			return NULL;
		number = number * 10 + (v->text.ptr[i] - '0');
	}
	return value_int(e->arena, number, call->at);
}

static const struct value *to_bool(struct eval *e, const struct value *call)
{
	enum truth truth = value_truth(call->items[0]);

	return truth == TRUTH_UNKNOWN ? NULL : value_bool(e->arena, truth == TRUTH_YES, call->at);
}

static const struct value *length(struct eval *e, const struct value *v, uint32_t at)
{
	if (value_is_str(v) && !v->holes && eval_spend(e, v->text.len / COMPARED_PER_WORK))
		return value_int(e->arena, text_length(v->text), at);
	if (value_is_sequence(v))
		return value_int(e->arena, v->count, at);
	if (v->kind == VALUE_DICT)
		return value_int(e->arena, v->count / 2, at);
	return NULL;
}

/* any() and all(): `decisive` is the truth of an item that decides. */
static const struct value *quantify(struct eval *e, const struct value *call, enum truth decisive)
{
	const struct value *items = eval_iterate(e, call->items[0]);
	bool known = true;

	if (items && !eval_spend(e, items->count))
		return NULL;
	for (uint32_t i = 0; items && i < items->count; i++) {
		enum truth truth = value_truth(items->items[i]);

		if (truth == decisive)
			return value_bool(e->arena, truth == TRUTH_YES, call->at);
		known &= truth != TRUTH_UNKNOWN;
	}
	return items && known ? value_bool(e->arena, decisive == TRUTH_NO, call->at) : NULL;
}

/* dict(pairs or mapping, name=value …) */
const struct value *eval_dict(struct eval *e, const struct value *call)
{
	struct value *dict = value_new(e->arena, VALUE_DICT, call->at);
	const struct value *from = call->count ? call->items[0] : NULL, *pairs;
	bool whole = call->count < 2;

	if (!eval_spend(e, call->keyword_count + (from ? from->count : 0)))
		return eval_unknown_container(e, VALUE_DICT, call->at, from);
	if (from && from->kind == VALUE_DICT) {
		for (uint32_t i = 0; i < from->count; i++)
			value_push(e->arena, dict, from->items[i]);
	} else if (from) {
		pairs = eval_iterate(e, from);
		whole &= pairs != NULL;
		for (uint32_t i = 0; pairs && i < pairs->count; i++) {
			const struct value *pair = pairs->items[i];

			whole &= value_is_sequence(pair) && pair->count == 2;
			for (uint32_t k = 0; whole && k < 2; k++)
				value_push(e->arena, dict, pair->items[k]);
		}
	}
	for (uint32_t i = 0; i < call->keyword_count; i++) {
		whole &= call->keywords[i].name.len != 0;
		value_push(e->arena, dict,
			   value_str(e->arena, call->keywords[i].name, false, call->at));
		value_push(e->arena, dict, call->keywords[i].value);
	}
	return whole ? dict : eval_unknown_container(e, VALUE_DICT, call->at, dict);
}

void eval_put(struct eval *e, const struct value *dict, const struct value *key,
	      const struct value *value)
{
	struct value *changed = eval_changed(e, dict);

	for (uint32_t i = 0; i + 1 < dict->count; i += 2) {
		if (eval_equal(e, dict->items[i], key) == TRUTH_YES) {
			changed->items[i + 1] = value;
			return;
		}
	}
	value_push(e->arena, changed, key);
	value_push(e->arena, changed, value);
}

/* map(f, items): f is called for its effects too; filter(f, items) keeps those where f holds. */
static const struct value *apply(struct eval *e, const struct value *call, bool filters)
{
	const struct value *items, *got;
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);
	bool known = true;

	if (call->count < 2)
		return NULL;
	items = eval_iterate(e, call->items[1]);
	if (!items || call->count > 2) {
		e->loops++;
		eval_call_with(e, call->items[0],
			       eval_unknown_from(e, call->at, call->items[1], NULL), call->at);
		e->loops--;
		return eval_unknown_container(e, VALUE_LIST, call->at, call->items[1]);
	}
	for (uint32_t i = 0; i < items->count && i < LIMIT_LOOP_ITERATIONS; i++) {
		if (!eval_step(e, call->at))
			return NULL;
		got = filters && call->items[0]->kind == VALUE_NONE
			      ? items->items[i]
			      : eval_call_with(e, call->items[0], items->items[i], call->at);
		known &= !filters || value_truth(got) != TRUTH_UNKNOWN;
		if (!filters || value_truth(got) == TRUTH_YES)
			value_push(e->arena, list, filters ? items->items[i] : got);
	}
	if (items->count > LIMIT_LOOP_ITERATIONS)
		eval_opaque(e, call->at, "loops more often than allowed");
	return known ? list : eval_unknown_container(e, VALUE_LIST, call->at, items);
}

static const struct value *get_attribute(struct eval *e, const struct value *call)
{
	const struct value *object = call->items[0];

	if (call->count < 2 || !value_is_str(call->items[1]) || call->items[1]->holes)
		return NULL;
	return eval_attribute(e, object, call->items[1]->text, call->at);
}

/* Of those that need an argument. */
static const struct value *compute_from(struct eval *e, struct str name, const struct value *call)
{
	if (str_eq(name, STR("str")) || str_eq(name, STR("unicode")))
		return to_str(e, call);
	if (str_eq(name, STR("int")))
		return to_int(e, call);
	if (str_eq(name, STR("bool")))
		return to_bool(e, call);
	if (str_eq(name, STR("len")))
		return length(e, call->items[0], call->at);
	if (str_eq(name, STR("reversed")))
		return reversed(e, call);
	if (str_eq(name, STR("any")))
		return quantify(e, call, TRUTH_YES);
	if (str_eq(name, STR("all")))
		return quantify(e, call, TRUTH_NO);
	if (str_eq(name, STR("min")) || str_eq(name, STR("max")))
		return extreme(e, call, str_eq(name, STR("max")) ? 1 : -1);
	if (str_eq(name, STR("map")) || str_eq(name, STR("filter")))
		return apply(e, call, str_eq(name, STR("filter")));
	if (str_eq(name, STR("getattr")))
		return get_attribute(e, call);
	return NULL;
}

static const struct value *compute(struct eval *e, struct str name, const struct value *call)
{
	const struct value *first = call->count ? call->items[0] : NULL;

	if (str_eq(name, STR("range")) || str_eq(name, STR("xrange")))
		return range(e, call);
	if (str_eq(name, STR("dict")))
		return eval_dict(e, call);
	if (str_eq(name, STR("list")))
		return eval_copy_items(e, first, VALUE_LIST, call->at);
	if (str_eq(name, STR("tuple")))
		return eval_copy_items(e, first, VALUE_TUPLE, call->at);
	if (str_eq(name, STR("set")) || str_eq(name, STR("frozenset")))
		return eval_copy_items(e, first, VALUE_SET, call->at);
	if (str_eq(name, STR("sorted")))
		return sorted(e, call);
	if (str_eq(name, STR("enumerate")))
		return enumerate(e, call);
	if (str_eq(name, STR("zip")))
		return zip(e, call);
	return first ? compute_from(e, name, call) : NULL;
}

const struct value *eval_builtin(struct eval *e, struct str name, const struct value *call)
{
	const struct value *v;
	struct value *unknown;

	if (!is_pure(name))
		return NULL;
	v = compute(e, name, call);
	if (v)
		return v;
	unknown = value_new(e->arena, VALUE_UNKNOWN, call->at);
	unknown->text = cst_text(e->cst, call->at);
	unknown->items = call->items;
	unknown->count = call->count;
	return unknown;
}
