#include "frontends/python/eval_internal.h"

/*
 * Python's own functions that migrations use to put names and lists together. All are pure; one
 * that cannot be computed gives an unknown value, never an opaque operation.
 */
static const struct str pure_names[] = {
	STR_INIT("abs"),       STR_INIT("all"),      STR_INIT("any"),        STR_INIT("bool"),
	STR_INIT("bytes"),     STR_INIT("callable"), STR_INIT("chr"),        STR_INIT("dict"),
	STR_INIT("enumerate"), STR_INIT("filter"),   STR_INIT("float"),      STR_INIT("format"),
	STR_INIT("frozenset"), STR_INIT("getattr"),  STR_INIT("globals"),    STR_INIT("hasattr"),
	STR_INIT("hash"),      STR_INIT("hex"),      STR_INIT("id"),         STR_INIT("int"),
	STR_INIT("isinstance"), STR_INIT("issubclass"), STR_INIT("iter"),    STR_INIT("len"),
	STR_INIT("list"),      STR_INIT("locals"),   STR_INIT("map"),        STR_INIT("max"),
	STR_INIT("min"),       STR_INIT("next"),     STR_INIT("object"),     STR_INIT("ord"),
	STR_INIT("print"),     STR_INIT("range"),    STR_INIT("repr"),       STR_INIT("reversed"),
	STR_INIT("round"),     STR_INIT("set"),      STR_INIT("sorted"),     STR_INIT("str"),
	STR_INIT("sum"),       STR_INIT("super"),    STR_INIT("tuple"),      STR_INIT("type"),
	STR_INIT("unicode"),   STR_INIT("vars"),     STR_INIT("zip"),        STR_INIT("xrange"),
	STR_INIT("Exception"), STR_INIT("NotImplementedError"), STR_INIT("RuntimeError"),
	STR_INIT("ValueError"), STR_INIT("NotImplemented"), STR_INIT("KeyError"),
	STR_INIT("TypeError"), STR_INIT("AssertionError"), STR_INIT("UserWarning"),
	STR_INIT("SystemExit"), STR_INIT("__file__"), STR_INIT("__name__"),
	STR_INIT("AttributeError"), STR_INIT("ImportError"), STR_INIT("IndexError"),
	/* with effects: a host decides */
	STR_INIT("open"),      STR_INIT("eval"),     STR_INIT("exec"),       STR_INIT("compile"),
	STR_INIT("__import__"), STR_INIT("input"),   STR_INIT("setattr"),    STR_INIT("exit"),
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

static const struct value *copy_items(struct eval *e, const struct value *from,
				      enum value_kind kind, uint32_t at)
{
	const struct value *items = from ? eval_iterate(e, from) : NULL;
	struct value *copy;

	if (from && !items)
		return eval_unknown_from(e, at, from, NULL);
	copy = value_new(e->arena, kind, at);
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
	if (step <= 0 || (to > from && (uint64_t)to - (uint64_t)from > LIMIT_LOOP_ITERATIONS))
		return NULL;
	list = value_new(e->arena, VALUE_LIST, call->at);
	for (int64_t i = from; i < to; i += step)
		value_push(e->arena, list, value_int(e->arena, i, call->at));
	return list;
}

static const struct value *pair(struct eval *e, uint32_t at, const struct value *a,
				const struct value *b)
{
	struct value *tuple = value_new(e->arena, VALUE_TUPLE, at);

	value_push(e->arena, tuple, a);
	value_push(e->arena, tuple, b);
	return tuple;
}

static const struct value *enumerate(struct eval *e, const struct value *call)
{
	const struct value *items = call->count == 1 ? eval_iterate(e, call->items[0]) : NULL;
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);

	if (!items || call->keyword_count)
		return NULL;
	for (uint32_t i = 0; i < items->count; i++)
		value_push(e->arena, list,
			   pair(e, call->at, value_int(e->arena, i, call->at), items->items[i]));
	return list;
}

static const struct value *zip(struct eval *e, const struct value *call)
{
	const struct value *a, *b;
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);

	if (call->count != 2)
		return NULL;
	a = eval_iterate(e, call->items[0]);
	b = eval_iterate(e, call->items[1]);
	if (!a || !b)
		return NULL;
	for (uint32_t i = 0; i < a->count && i < b->count; i++)
		value_push(e->arena, list, pair(e, call->at, a->items[i], b->items[i]));
	return list;
}

static const struct value *reversed(struct eval *e, const struct value *call)
{
	const struct value *items = eval_iterate(e, call->items[0]);
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);

	if (!items)
		return NULL;
	for (uint32_t i = items->count; i-- > 0;)
		value_push(e->arena, list, items->items[i]);
	return list;
}

static const struct value *to_str(struct eval *e, const struct value *call)
{
	struct str text;

	if (!value_to_str(e->arena, call->items[0], &text))
		return NULL;
	return value_str(e->arena, text, call->items[0]->holes, call->at);
}

static const struct value *length(struct eval *e, const struct value *v, uint32_t at)
{
	if (value_is_sequence(v))
		return value_int(e->arena, v->count, at);
	if (v->kind == VALUE_DICT)
		return value_int(e->arena, v->count / 2, at);
	return NULL;
}

static const struct value *make_dict(struct eval *e, const struct value *call)
{
	struct value *dict = value_new(e->arena, VALUE_DICT, call->at);

	if (call->count)
		return NULL;
	for (uint32_t i = 0; i < call->keyword_count; i++) {
		if (!call->keywords[i].name.len)
			return NULL;
		value_push(e->arena, dict,
			   value_str(e->arena, call->keywords[i].name, false, call->at));
		value_push(e->arena, dict, call->keywords[i].value);
	}
	return dict;
}

static const struct value *compute(struct eval *e, struct str name, const struct value *call)
{
	const struct value *first = call->count ? call->items[0] : NULL;

	if (str_eq(name, STR("range")) || str_eq(name, STR("xrange")))
		return range(e, call);
	if (str_eq(name, STR("dict")))
		return make_dict(e, call);
	if (str_eq(name, STR("list")) || str_eq(name, STR("sorted")))
		return copy_items(e, first, VALUE_LIST, call->at);
	if (str_eq(name, STR("tuple")))
		return copy_items(e, first, VALUE_TUPLE, call->at);
	if (str_eq(name, STR("set")) || str_eq(name, STR("frozenset")))
		return copy_items(e, first, VALUE_SET, call->at);
	if (str_eq(name, STR("enumerate")))
		return enumerate(e, call);
	if (str_eq(name, STR("zip")))
		return zip(e, call);
	if (!first)
		return NULL;
	if (str_eq(name, STR("str")) || str_eq(name, STR("unicode")))
		return to_str(e, call);
	if (str_eq(name, STR("len")))
		return length(e, first, call->at);
	if (str_eq(name, STR("reversed")))
		return reversed(e, call);
	return NULL;
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

static const struct value *change_case(struct eval *e, const struct value *s, bool upper,
				       uint32_t at)
{
	struct str text = arena_str(e->arena, s->text);
	char *bytes = (char *)text.ptr;

	if (s->holes)
		return eval_unknown_from(e, at, s, NULL);
	for (size_t i = 0; i < text.len; i++) {
		if (upper && bytes[i] >= 'a' && bytes[i] <= 'z')
			bytes[i] = (char)(bytes[i] - 'a' + 'A');
		if (!upper && bytes[i] >= 'A' && bytes[i] <= 'Z')
			bytes[i] = (char)(bytes[i] - 'A' + 'a');
	}
	return value_str(e->arena, text, false, at);
}

static const struct value *replace(struct eval *e, const struct value *s, const struct value *call)
{
	struct str rest = s->text, old, new;
	struct str result = STR("");
	ptrdiff_t at;

	if (call->count != 2 || !value_is_str(call->items[0]) || !value_is_str(call->items[1]))
		return eval_unknown_from(e, call->at, s, NULL);
	old = call->items[0]->text;
	new = call->items[1]->text;
	if (!old.len || s->text.len > 4096)
		return eval_unknown_from(e, call->at, s, NULL);
	while ((at = str_find(rest, old)) >= 0 && result.len < LIMIT_STRING_BYTES) {
		result = arena_join(e->arena, result, str_sub(rest, 0, (size_t)at));
		result = arena_join(e->arena, result, new);
		rest = str_sub(rest, (size_t)at + old.len, rest.len);
	}
	return value_str(e->arena, arena_join(e->arena, result, rest),
			 s->holes || call->items[1]->holes, call->at);
}

static const struct value *split(struct eval *e, const struct value *s, const struct value *call)
{
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);
	struct str rest = s->text, part;
	bool by = call->count == 1 && value_is_str(call->items[0]) && call->items[0]->text.len == 1;

	if (s->holes || (call->count && !by))
		return eval_unknown_from(e, call->at, s, NULL);
	while (str_split(&rest, by ? call->items[0]->text.ptr[0] : ' ', &part))
		if (by || part.len)
			value_push(e->arena, list, value_str(e->arena, part, false, call->at));
	return list;
}

static const struct value *str_method(struct eval *e, const struct value *s, struct str name,
				      const struct value *call)
{
	const struct value *items;

	if (str_eq(name, STR("format")))
		return eval_format(e, s, call, call->at);
	if (str_eq(name, STR("join")) && call->count == 1) {
		items = eval_iterate(e, call->items[0]);
		return items ? eval_join(e, s, items, call->at)
			     : eval_unknown_from(e, call->at, s, call->items[0]);
	}
	if (str_eq(name, STR("strip")) && !call->count)
		return value_str(e->arena, str_trim(s->text), s->holes, call->at);
	if (str_eq(name, STR("lower")) || str_eq(name, STR("upper")))
		return change_case(e, s, str_eq(name, STR("upper")), call->at);
	if (str_eq(name, STR("replace")))
		return replace(e, s, call);
	if (str_eq(name, STR("split")))
		return split(e, s, call);
	if (str_eq(name, STR("encode")) || str_eq(name, STR("decode")))
		return s;
	if (str_eq(name, STR("startswith")) && call->count == 1 && value_is_str(call->items[0]) &&
	    !s->holes)
		return value_bool(e->arena, str_starts(s->text, call->items[0]->text), call->at);
	return eval_unknown_from(e, call->at, s, NULL);
}

static const struct value *dict_method(struct eval *e, const struct value *d, struct str name,
				       const struct value *call)
{
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);

	if (str_eq(name, STR("get")) && call->count) {
		const struct value *found = value_get(d, call->items[0]);

		return found ? found : eval_unknown_from(e, call->at, d, call->items[0]);
	}
	for (uint32_t i = 0; i + 1 < d->count; i += 2) {
		if (str_eq(name, STR("items")))
			value_push(e->arena, list, pair(e, call->at, d->items[i], d->items[i + 1]));
		else if (str_eq(name, STR("keys")))
			value_push(e->arena, list, d->items[i]);
		else if (str_eq(name, STR("values")))
			value_push(e->arena, list, d->items[i + 1]);
		else
			return eval_unknown_from(e, call->at, d, NULL);
	}
	return list;
}

/* append and extend change the list; in a loop or under a guard it is not known any more. */
static const struct value *list_method(struct eval *e, const struct value *l, struct str name,
				       const struct value *call)
{
	struct value *changed = (struct value *)l;
	const struct value *more = call->count == 1 ? call->items[0] : NULL;
	bool append = str_eq(name, STR("append"));

	if (str_eq(name, STR("index")) || str_eq(name, STR("count")) || str_eq(name, STR("copy")))
		return str_eq(name, STR("copy")) ? copy_items(e, l, VALUE_LIST, call->at)
						 : eval_unknown_from(e, call->at, l, NULL);
	if (more && !append && str_eq(name, STR("extend")))
		more = eval_iterate(e, more);
	else if (!append)
		more = NULL;
	if (!more || !eval_certain(e) || l->count > LIMIT_LOOP_ITERATIONS) {
		changed->kind = VALUE_UNKNOWN;
		changed->text = cst_text(e->cst, call->at);
		return value_new(e->arena, VALUE_NONE, call->at);
	}
	if (append)
		value_push(e->arena, changed, more);
	for (uint32_t i = 0, count = more->count; !append && i < count; i++)
		value_push(e->arena, changed, more->items[i]);
	return value_new(e->arena, VALUE_NONE, call->at);
}

const struct value *eval_method(struct eval *e, const struct value *receiver, struct str name,
				const struct value *call)
{
	switch (receiver->kind) {
	case VALUE_STR:
		return str_method(e, receiver, name, call);
	case VALUE_DICT:
		return dict_method(e, receiver, name, call);
	case VALUE_LIST:
		return list_method(e, receiver, name, call);
	case VALUE_SET:
	case VALUE_TUPLE:
	case VALUE_INT:
	case VALUE_BOOL:
	case VALUE_FLOAT:
	case VALUE_NONE:
		return eval_unknown_from(e, call->at, receiver, NULL);
	default:
		return NULL;
	}
}
