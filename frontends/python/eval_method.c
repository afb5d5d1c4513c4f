#include "frontends/python/eval_internal.h"

/*
 * Methods of strings, lists, sets and dicts. None has an effect on the database; what cannot be
 * computed is not known.
 */

#define SPLIT_MAX 10000     /* parts of a split string */
#define SEARCHED_PER_WORK 4 /* bytes */

static const struct value *none(struct eval *e, const struct value *call)
{
	return value_new(e->arena, VALUE_NONE, call->at);
}

static const struct value *change_case(struct eval *e, const struct value *s, bool upper,
				       uint32_t at)
{
	struct str text;
	char *bytes;

	if (s->holes || !eval_spend(e, s->text.len))
		return eval_unknown_from(e, at, s, NULL);
	text = arena_str(e->arena, s->text);
	bytes = (char *)text.ptr;
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
	struct text_builder b = {.e = e, .holes = s->holes};
	struct str rest = s->text, old;
	ptrdiff_t at;

	if (call->count != 2 || !value_is_str(call->items[0]) || !value_is_str(call->items[1]) ||
	    call->items[0]->holes || !call->items[0]->text.len)
		return eval_unknown_from(e, call->at, s, NULL);
	old = call->items[0]->text;
	eval_spend(e, rest.len / SEARCHED_PER_WORK);
	while (!b.too_long && (at = str_find(rest, old)) >= 0) {
		text_add(&b, str_sub(rest, 0, (size_t)at));
		text_add_value(&b, call->items[1]);
		rest = str_sub(rest, (size_t)at + old.len, rest.len);
	}
	text_add(&b, rest);
	return text_finish(&b, call->at);
}

/* The separator of split(), "" for white space; false when it is not known or not supported. */
static bool separator(const struct value *call, struct str *ret)
{
	*ret = STR("");
	if (call->keyword_count || call->count > 1)
		return false;
	if (!call->count || call->items[0]->kind == VALUE_NONE)
		return true;
	*ret = call->items[0]->text;
	return value_is_str(call->items[0]) && !call->items[0]->holes && ret->len;
}

static const struct value *split(struct eval *e, const struct value *s, const struct value *call)
{
	struct value *list = value_new(e->arena, VALUE_LIST, call->at);
	struct str rest = s->text, by, part;
	ptrdiff_t at;

	if (s->holes || !separator(call, &by) || !eval_spend(e, rest.len))
		return eval_unknown_container(e, VALUE_LIST, call->at, s);
	for (bool more = true; more && list->count < SPLIT_MAX;) {
		if (by.len) {
			at = str_find(rest, by);
		} else {
			rest = str_trim(rest);
			for (at = 0; (size_t)at < rest.len && !strchr(" \t\n\r\v\f", rest.ptr[at]);)
				at++;
			at = (size_t)at == rest.len ? -1 : at;
		}
		more = at >= 0;
		part = more ? str_sub(rest, 0, (size_t)at) : rest;
		rest = more ? str_sub(rest, (size_t)at + (by.len ? by.len : 1), rest.len) : rest;
		if (by.len || part.len)
			value_push(e->arena, list, value_str(e->arena, part, false, call->at));
	}
	return list->count < SPLIT_MAX ? list : eval_unknown_container(e, VALUE_LIST, call->at, s);
}

/* strip(), lstrip(), rstrip(), with the bytes to take off if they are given. */
static const struct value *strip(struct eval *e, const struct value *s, struct str name,
				 const struct value *call)
{
	struct str text = s->text, bytes = STR(" \t\n\r\v\f");
	bool off[256] = {false};

	if (call->count && (!value_is_str(call->items[0]) || call->items[0]->holes || s->holes))
		return eval_unknown_from(e, call->at, s, NULL);
	if (call->count)
		bytes = call->items[0]->text;
	if (!eval_spend(e, text.len + bytes.len))
		return eval_unknown_from(e, call->at, s, NULL);
	for (size_t i = 0; i < bytes.len; i++)
		off[(unsigned char)bytes.ptr[i]] = true;
	while (name.ptr[0] != 'r' && text.len && off[(unsigned char)text.ptr[0]])
		text = str_sub(text, 1, text.len);
	while (name.ptr[0] != 'l' && text.len && off[(unsigned char)text.ptr[text.len - 1]])
		text.len--;
	return value_str(e->arena, text, s->holes, call->at);
}

static const struct value *starts_or_ends(struct eval *e, const struct value *s, bool ends,
					  const struct value *call)
{
	const struct value *part = call->count == 1 ? call->items[0] : NULL;
	bool holds;

	if (!part || !value_is_str(part) || part->holes || s->holes ||
	    !eval_spend(e, part->text.len / SEARCHED_PER_WORK))
		return eval_unknown_from(e, call->at, s, NULL);
	holds = ends ? str_ends(s->text, part->text) : str_starts(s->text, part->text);
	return value_bool(e->arena, holds, call->at);
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
	if (str_ends(name, STR("strip")) && name.len <= 6)
		return strip(e, s, name, call);
	if (str_eq(name, STR("lower")) || str_eq(name, STR("upper")))
		return change_case(e, s, str_eq(name, STR("upper")), call->at);
	if (str_eq(name, STR("replace")))
		return replace(e, s, call);
	if (str_eq(name, STR("split")))
		return split(e, s, call);
	if (str_eq(name, STR("encode")) || str_eq(name, STR("decode")))
		return s;
	if (str_eq(name, STR("startswith")) || str_eq(name, STR("endswith")))
		return starts_or_ends(e, s, str_eq(name, STR("endswith")), call);
	return eval_unknown_from(e, call->at, s, NULL);
}

/* keys(), values(), items() of a dict that is known. */
static const struct value *view(struct eval *e, const struct value *d, struct str name, uint32_t at)
{
	struct value *list = value_new(e->arena, VALUE_LIST, at);

	if (!eval_spend(e, d->count))
		return eval_unknown_container(e, VALUE_LIST, at, d);
	for (uint32_t i = 0; i + 1 < d->count; i += 2) {
		struct value *pair = value_new(e->arena, VALUE_TUPLE, at);

		value_push(e->arena, pair, d->items[i]);
		value_push(e->arena, pair, d->items[i + 1]);
		value_push(e->arena, list,
			   str_eq(name, STR("keys"))     ? d->items[i]
			   : str_eq(name, STR("values")) ? d->items[i + 1]
							 : pair);
	}
	return list;
}

/* d[key], the default when it surely is not there, NULL when that is not known. */
static const struct value *look_up(struct eval *e, const struct value *d, const struct value *call)
{
	const struct value *found = eval_get(e, d, call->items[0]);

	if (found || eval_contains(e, d, call->items[0]) != TRUTH_NO)
		return found;
	return call->count > 1 ? call->items[1] : none(e, call);
}

static void remove_key(struct eval *e, const struct value *d, const struct value *key)
{
	struct value *changed = eval_changed(e, d);
	struct value left = {0};

	for (uint32_t i = 0; i + 1 < d->count; i += 2) {
		if (eval_equal(e, d->items[i], key) == TRUTH_YES)
			continue;
		value_push(e->arena, &left, d->items[i]);
		value_push(e->arena, &left, d->items[i + 1]);
	}
	changed->items = left.items;
	changed->count = left.count;
	changed->capacity = left.capacity;
}

static bool update_dict(struct eval *e, const struct value *d, const struct value *call)
{
	const struct value *more = eval_dict(e, call);

	if (more->kind != VALUE_DICT || d->count + more->count > SEQUENCE_MAX)
		return false;
	for (uint32_t i = 0; i + 1 < more->count && eval_step(e, call->at); i += 2)
		eval_put(e, d, more->items[i], more->items[i + 1]);
	return true;
}

static const struct value *change_dict(struct eval *e, const struct value *d, struct str name,
				       const struct value *call)
{
	const struct value *found = call->count ? look_up(e, d, call) : NULL;
	if (eval_certain(e) && str_eq(name, STR("update")) && update_dict(e, d, call))
		return none(e, call);
	if (eval_certain(e) && found && str_eq(name, STR("pop"))) {
		remove_key(e, d, call->items[0]);
		return found;
	}
	if (eval_certain(e) && found && str_eq(name, STR("setdefault"))) {
		eval_put(e, d, call->items[0], found);
		return found;
	}
	eval_forget(e, d, call->at);
	return eval_unknown_from(e, call->at, d, NULL);
}

static const struct value *dict_method(struct eval *e, const struct value *d, struct str name,
				       const struct value *call)
{
	const struct value *found;
	struct value *copy;

	if (str_eq(name, STR("items")) || str_eq(name, STR("keys")) || str_eq(name, STR("values")))
		return view(e, d, name, call->at);
	if (str_eq(name, STR("get")) && call->count) {
		found = look_up(e, d, call);
		return found ? found : eval_unknown_from(e, call->at, d, call->items[0]);
	}
	if (str_eq(name, STR("copy"))) {
		if (!eval_spend(e, d->count))
			return eval_unknown_container(e, VALUE_DICT, call->at, d);
		copy = value_new(e->arena, VALUE_DICT, call->at);
		for (uint32_t i = 0; i < d->count; i++)
			value_push(e->arena, copy, d->items[i]);
		return copy;
	}
	return change_dict(e, d, name, call);
}

static void insert(struct eval *e, struct value *list, uint32_t at, const struct value *item)
{
	eval_spend(e, (list->count - at) / SEARCHED_PER_WORK);
	value_push(e->arena, list, item);
	memmove(&list->items[at + 1], &list->items[at],
		(list->count - 1 - at) * sizeof(const struct value *));
	list->items[at] = item;
}

/* A change of a list or set that certainly happens here, once; false: not one that is computed. */
static bool change(struct eval *e, const struct value *l, struct str name, const struct value *call)
{
	const struct value *more = call->count ? call->items[0] : NULL;
	struct value *changed = eval_changed(e, l);

	if (l->count > SEQUENCE_MAX || call->keyword_count || call->count > 2)
		return false;
	if (str_eq(name, STR("insert")) && call->count == 2 && more->kind == VALUE_INT) {
		int64_t at = more->number < 0 ? more->number + l->count : more->number;

		insert(e, changed,
		       (uint32_t)(at < 0          ? 0
				  : at > l->count ? l->count
						  : at),
		       call->items[1]);
		return true;
	}
	if (call->count != 1)
		return false;
	if (str_eq(name, STR("append")) || str_eq(name, STR("add"))) {
		if (l->kind == VALUE_LIST || eval_contains(e, l, more) != TRUTH_YES)
			value_push(e->arena, changed, more);
		return true;
	}
	if (!str_eq(name, STR("extend")) && !str_eq(name, STR("update")))
		return false;
	more = eval_iterate(e, more);
	if (!more || l->count + more->count > SEQUENCE_MAX || !eval_spend(e, more->count))
		return false;
	for (uint32_t i = 0, count = more->count; i < count; i++)
		value_push(e->arena, changed, more->items[i]);
	return true;
}

/*
 * What is appended, as a sample of the items of a list that is no longer known. Only of one that is
 * empty so far: in others what was there will do.
 */
static void keep_sample(struct eval *e, const struct value *l, struct str name,
			const struct value *call)
{
	if (!l->count && call->count == 1 &&
	    (str_eq(name, STR("append")) || str_eq(name, STR("add"))))
		value_push(e->arena, eval_changed(e, l), call->items[0]);
}

static const struct value *list_method(struct eval *e, const struct value *l, struct str name,
				       const struct value *call)
{
	static const struct str reads[] = {
		STR_INIT("index"),      STR_INIT("count"),      STR_INIT("union"),
		STR_INIT("difference"), STR_INIT("issubset"),   STR_INIT("intersection"),
		STR_INIT("issuperset"), STR_INIT("isdisjoint"), STR_INIT("symmetric_difference"),
	};

	if (str_eq(name, STR("copy")))
		return eval_copy_items(e, l, l->kind, call->at);
	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++)
		if (str_eq(reads[i], name))
			return eval_unknown_from(e, call->at, l, NULL);
	if (eval_certain(e) ? !change(e, l, name, call) : !eval_grow(e, l, name, call)) {
		eval_forget(e, l, call->at);
		keep_sample(e, l, name, call);
	}
	return str_eq(name, STR("pop")) ? eval_unknown_from(e, call->at, l, NULL) : none(e, call);
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
	case VALUE_SET:
		return list_method(e, receiver, name, call);
	case VALUE_TUPLE:
	case VALUE_INT:
	case VALUE_BOOL:
	case VALUE_FLOAT:
	case VALUE_NONE:
		return eval_unknown_from(e, call->at, receiver, NULL);
	case VALUE_UNKNOWN:
		if (value_is_container(receiver) && !eval_grow(e, receiver, name, call))
			eval_forget_grown(e, receiver);
		if (receiver->number == VALUE_DICT && receiver->count == 3 && call->count == 1 &&
		    str_eq(name, STR("get")))
			return eval_unknown_from(e, call->at, receiver, call->items[0]);
		if (value_is_container(receiver))
			return eval_unknown_from(e, call->at, receiver, NULL);
		return NULL;
	default:
		return NULL;
	}
}
