#include "frontends/python/value.h"

#include "core/base/limits.h"
#include "core/base/vec.h"

#include <inttypes.h>

enum {
	CONSTANT_DEPTH = 32,
	CONSTANT_VALUES = 2000, /* looked at in one test: values share parts, and so may be huge */
	SEARCH_VALUES = 2000,
	CLASS_DEPTH = 8,   /* of bases … */
	CLASS_BASES = 100, /* … and how many of them are looked at */
	SMALL_SCOPE = 16,
	BYTES_COMPARED = 16, /* in the time that looking at a value takes */
	BYTES_SEARCHED = 4,
};

/* Index of the name, or -1. Small scopes are searched; large ones have `places`. */
static ptrdiff_t find_binding(const struct scope *s, struct str name)
{
	uintptr_t place;

	if (s->places.count) {
		place = (uintptr_t)map_get(&s->places, name);
		if (place && place <= s->count && str_eq(s->bindings[place - 1].name, name))
			return (ptrdiff_t)place - 1;
		return -1;
	}
	for (uint32_t i = s->count; i-- > 0;)
		if (str_eq(s->bindings[i].name, name))
			return (ptrdiff_t)i;
	return -1;
}

const struct value *scope_find_here(const struct scope *s, struct str name)
{
	ptrdiff_t at = find_binding(s, name);

	return at < 0 ? NULL : s->bindings[at].value;
}

static void add_places(struct scope *s, struct arena *a)
{
	uint32_t from = s->places.count ? s->count - 1 : 0;

	if (s->count < SMALL_SCOPE)
		return;
	for (uint32_t i = from; i < s->count; i++)
		*map_put(a, &s->places, s->bindings[i].name) = (void *)(uintptr_t)(i + 1);
}

void scope_bind(struct scope *s, struct arena *a, struct str name, const struct value *value)
{
	ptrdiff_t at = find_binding(s, name);

	if (at >= 0) {
		s->bindings[at].value = value;
		return;
	}
	s->bindings = vec_grow(a, s->bindings, s->count, &s->capacity, sizeof(*s->bindings));
	s->bindings[s->count++] = (struct binding){name, value};
	add_places(s, a);
}

static const struct value *member(const struct value *class, struct str name, int depth,
				  uint32_t *left)
{
	const struct value *found = scope_find_here(class->scope, name);

	for (uint32_t i = 0; !found && *left && i < class->count && depth < CLASS_DEPTH; i++) {
		if (class->items[i]->kind != VALUE_CLASS)
			continue;
		--*left;
		found = member(class->items[i], name, depth + 1, left);
	}
	return found;
}

const struct value *value_member(const struct value *class, struct str name)
{
	uint32_t left = CLASS_BASES;

	return member(class, name, 0, &left);
}

const struct value *value_class_of(const struct value *v)
{
	return v->kind == VALUE_CALL && v->scope ? v->base : NULL;
}

struct value *value_new(struct arena *a, enum value_kind kind, uint32_t at)
{
	struct value *v = arena_new(a, struct value);

	v->kind = kind;
	v->at = at;
	return v;
}

const struct value *value_str(struct arena *a, struct str text, bool holes, uint32_t at)
{
	struct value *v = value_new(a, VALUE_STR, at);

	v->text = text;
	v->holes = holes;
	return v;
}

const struct value *value_int(struct arena *a, int64_t number, uint32_t at)
{
	struct value *v = value_new(a, VALUE_INT, at);

	v->number = number;
	return v;
}

const struct value *value_bool(struct arena *a, bool yes, uint32_t at)
{
	struct value *v = value_new(a, VALUE_BOOL, at);

	v->number = yes;
	return v;
}

const struct value *value_ref(struct arena *a, struct str dotted, uint32_t at)
{
	struct value *v = value_new(a, VALUE_REF, at);

	v->text = dotted;
	return v;
}

void value_push(struct arena *a, struct value *container, const struct value *item)
{
	container->items = vec_grow(a, container->items, container->count, &container->capacity,
				    sizeof(*container->items));
	container->items[container->count++] = item;
}

static bool is_constant(const struct value *v, int depth, uint32_t *left)
{
	if (!value_is_known(v) || depth > CONSTANT_DEPTH || !*left)
		return false;
	if (v->kind == VALUE_FUNCTION || v->kind == VALUE_CLASS)
		return false;
	--*left;
	for (uint32_t i = 0; i < v->count; i++)
		if (!is_constant(v->items[i], depth + 1, left))
			return false;
	return true;
}

bool value_is_constant(const struct value *v, uint64_t *work)
{
	uint32_t left = CONSTANT_VALUES;
	bool constant = is_constant(v, 0, &left);

	*work += 1 + CONSTANT_VALUES - left;
	return constant;
}

enum truth value_truth(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NONE:
		return TRUTH_NO;
	case VALUE_BOOL:
	case VALUE_INT:
		return v->number ? TRUTH_YES : TRUTH_NO;
	case VALUE_STR:
		return v->holes ? TRUTH_UNKNOWN : v->text.len ? TRUTH_YES : TRUTH_NO;
	case VALUE_TUPLE:
	case VALUE_LIST:
	case VALUE_SET:
	case VALUE_DICT:
		return v->count ? TRUTH_YES : TRUTH_NO;
	case VALUE_FUNCTION:
	case VALUE_CLASS:
		return TRUTH_YES;
	default:
		return TRUTH_UNKNOWN;
	}
}

static bool is_number(const struct value *v)
{
	return v->kind == VALUE_BOOL || v->kind == VALUE_INT;
}

static enum truth equal(const struct value *a, const struct value *b, uint64_t *work);

static enum truth equal_items(const struct value *a, const struct value *b, uint64_t *work)
{
	enum truth all = TRUTH_YES;

	if (a->count != b->count)
		return TRUTH_NO;
	for (uint32_t i = 0; i < a->count; i++) {
		enum truth one = equal(a->items[i], b->items[i], work);

		if (one == TRUTH_NO)
			return one;
		if (one == TRUTH_UNKNOWN)
			all = one;
	}
	return all;
}

/* Of constants: depth and number of their parts are bounded. */
static enum truth equal(const struct value *a, const struct value *b, uint64_t *work)
{
	bool same = false;

	++*work;
	if (is_number(a) && is_number(b))
		return a->number == b->number ? TRUTH_YES : TRUTH_NO;
	if (a->kind != b->kind)
		return a->kind == VALUE_FLOAT || b->kind == VALUE_FLOAT ? TRUTH_UNKNOWN : TRUTH_NO;
	switch (a->kind) {
	case VALUE_NONE:
		same = true;
		break;
	case VALUE_STR:
		same = str_eq(a->text, b->text);
		*work += a->text.len == b->text.len ? a->text.len / BYTES_COMPARED : 0;
		break;
	case VALUE_TUPLE:
	case VALUE_LIST:
		return equal_items(a, b, work);
	default:
		return TRUTH_UNKNOWN; /* floats, sets and dicts: not worth deciding */
	}
	return same ? TRUTH_YES : TRUTH_NO;
}

enum truth value_equal(const struct value *a, const struct value *b, uint64_t *work)
{
	if (!value_is_constant(a, work) || !value_is_constant(b, work))
		return TRUTH_UNKNOWN;
	return equal(a, b, work);
}

/* The same where `b` is known to be a constant. */
static enum truth equal_to_constant(const struct value *a, const struct value *b, uint64_t *work)
{
	return value_is_constant(a, work) ? equal(a, b, work) : TRUTH_UNKNOWN;
}

enum truth value_contains(const struct value *container, const struct value *item, uint64_t *work)
{
	uint32_t step = container->kind == VALUE_DICT ? 2 : 1;
	enum truth any = TRUTH_NO;

	if (value_is_str(container) && value_is_str(item)) {
		if (container->holes || item->holes)
			return TRUTH_UNKNOWN;
		*work += container->text.len / BYTES_SEARCHED;
		return str_has(container->text, item->text) ? TRUTH_YES : TRUTH_NO;
	}
	if (!value_is_sequence(container) && container->kind != VALUE_DICT)
		return TRUTH_UNKNOWN;
	if (container->count && !value_is_constant(item, work))
		return TRUTH_UNKNOWN;
	for (uint32_t i = 0; i < container->count; i += step) {
		enum truth one = equal_to_constant(container->items[i], item, work);

		if (one == TRUTH_YES)
			return one;
		if (one == TRUTH_UNKNOWN)
			any = one;
	}
	return any;
}

const struct value *value_get(const struct value *dict, const struct value *key, uint64_t *work)
{
	if (dict->kind != VALUE_DICT || !value_is_constant(key, work))
		return NULL;
	for (uint32_t i = dict->count; i >= 2; i -= 2) /* a later key wins */
		if (equal_to_constant(dict->items[i - 2], key, work) == TRUTH_YES)
			return dict->items[i - 1];
	return NULL;
}

const struct value *value_keyword(const struct value *call, struct str name)
{
	for (uint32_t i = 0; i < call->keyword_count; i++)
		if (str_eq(call->keywords[i].name, name))
			return call->keywords[i].value;
	return NULL;
}

bool value_to_str(struct arena *a, const struct value *v, struct str *ret_text)
{
	switch (v->kind) {
	case VALUE_NONE:
		*ret_text = STR("None");
		return true;
	case VALUE_BOOL:
		*ret_text = v->number ? STR("True") : STR("False");
		return true;
	case VALUE_INT:
		*ret_text = arena_printf(a, "%" PRId64, v->number);
		return true;
	case VALUE_FLOAT:
	case VALUE_STR:
		*ret_text = v->text;
		return true;
	default:
		return false;
	}
}

struct search {
	value_predicate predicate;
	void *self;
	uint32_t number, left;
};

static const struct value *search(const struct value *v, struct search *s, int depth)
{
	const struct value *found;

	if (!v || v->search == s->number || !s->left || depth > LIMIT_EVAL_DEPTH)
		return NULL;
	((struct value *)v)->search = s->number; /* no part of what it is: made by value_new() */
	s->left--;
	if (s->predicate(v, s->self))
		return v;
	found = search(v->base, s, depth + 1);
	for (uint32_t i = 0; !found && i < v->count; i++)
		found = search(v->items[i], s, depth + 1);
	for (uint32_t i = 0; !found && i < v->keyword_count; i++)
		found = search(v->keywords[i].value, s, depth + 1);
	return found;
}

const struct value *value_search(const struct value *v, uint32_t number, value_predicate predicate,
				 void *self, uint64_t *work)
{
	struct search s = {predicate, self, number, SEARCH_VALUES};
	const struct value *found = search(v, &s, 0);

	*work += SEARCH_VALUES - s.left;
	return found;
}

bool value_is_ref(const struct value *v, struct str dotted)
{
	return v->kind == VALUE_REF && str_eq(v->text, dotted);
}

struct str value_callee(const struct value *v)
{
	if (v->kind != VALUE_CALL || v->base->kind != VALUE_REF)
		return STR("");
	return v->base->text;
}

struct str value_last_name(const struct value *v)
{
	ptrdiff_t dot;

	if (v->kind == VALUE_CALL)
		v = v->base;
	if (v->kind == VALUE_ATTRIBUTE)
		return v->text;
	if (v->kind != VALUE_REF)
		return STR("");
	dot = str_rchr(v->text, '.');
	return dot < 0 ? v->text : str_sub(v->text, (size_t)dot + 1, v->text.len);
}
