#include "frontends/python/eval_internal.h"

/*
 * Strings and sequences that are put together from others.
 */

#define FROM_MAX 16      /* values that one string remembers to be made from */
#define PADDING_MAX 1000 /* of a formatted value: wider ones are not known */

void text_add(struct text_builder *b, struct str part)
{
	if (b->text.count + part.len > LIMIT_STRING_BYTES) {
		b->too_long = true;
		return;
	}
	if (b->text.count + part.len > b->text.capacity) {
		uint32_t capacity = 2 * (b->text.count + (uint32_t)part.len) + 64;
		char *grown = arena_alloc(b->e->arena, capacity);

		if (b->text.count)
			memcpy(grown, b->text.items, b->text.count);
		b->text.items = grown;
		b->text.capacity = capacity;
	}
	if (part.len)
		memcpy(b->text.items + b->text.count, part.ptr, part.len);
	b->text.count += (uint32_t)part.len;
	eval_spend(b->e, part.len);
	b->too_long |= b->e->steps > LIMIT_EVAL_STEPS;
}

/* Remembers what a string with holes is made from, as far as there is little of it. */
static void made_from(struct text_builder *b, const struct value *v)
{
	if (value_is_str(v) && !v->count)
		return;
	if (b->from.count < FROM_MAX)
		*vec_push(b->e->arena, &b->from) = v;
}

void text_add_value(struct text_builder *b, const struct value *v)
{
	struct str text;

	if (v->holes || !value_is_known(v))
		made_from(b, v);
	if (value_to_str(b->e->arena, v, &text)) {
		text_add(b, text);
		b->holes |= v->holes;
		return;
	}
	text_add(b, eval_hole(b->e, v));
	b->holes = true;
}

void text_add_hole(struct text_builder *b, struct str source)
{
	struct value v = {.kind = VALUE_UNKNOWN, .text = source};

	text_add(b, eval_hole(b->e, &v));
	b->holes = true;
}

const struct value *text_finish(struct text_builder *b, uint32_t node)
{
	struct value *v;

	if (b->too_long)
		return eval_unknown(b->e, node);
	v = value_new(b->e->arena, VALUE_STR, node);
	v->text = (struct str){b->text.items, b->text.count};
	v->holes = b->holes;
	v->items = b->from.items;
	v->count = v->capacity = b->from.count;
	return v;
}

/* The part of Python's format specifiers that is about width: [[fill]align][0][width][s|d] */
struct format_spec {
	char fill, align; /* align: < > ^, 0 = by type */
	uint32_t width;
	char type; /* s, d or 0 */
};

static bool is_align(char c)
{
	return c == '<' || c == '>' || c == '^';
}

static bool parse_spec(struct str s, struct format_spec *ret)
{
	struct format_spec spec = {.fill = ' '};
	size_t at = 0;

	if (s.len > 1 && is_align(s.ptr[1]) && (unsigned char)s.ptr[0] < 0x80) {
		spec.fill = s.ptr[0];
		spec.align = s.ptr[1];
		at = 2;
	} else if (s.len && is_align(s.ptr[0])) {
		spec.align = s.ptr[0];
		at = 1;
	}
	if (at < s.len && s.ptr[at] == '0') {
		spec.fill = '0';
		at++;
	}
	for (; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9'; at++) {
		spec.width = spec.width * 10 + (uint32_t)(s.ptr[at] - '0');
		if (spec.width > PADDING_MAX)
			return false;
	}
	if (at < s.len && (s.ptr[at] == 's' || s.ptr[at] == 'd'))
		spec.type = s.ptr[at++];
	*ret = spec;
	return at == s.len;
}

static void add_fill(struct text_builder *b, char fill, uint32_t count)
{
	while (count--)
		text_add(b, (struct str){&fill, 1});
}

static void add_padded(struct text_builder *b, struct str text, const struct format_spec *spec,
		       bool number)
{
	uint32_t len = text_length(text), pad = spec->width > len ? spec->width - len : 0, left;
	char align = spec->align ? spec->align : number ? '>' : '<';

	if (number && spec->fill == '0' && !spec->align && text.ptr[0] == '-') {
		text_add(b, STR("-"));
		text = str_sub(text, 1, text.len);
	}
	left = align == '>' ? pad : align == '^' ? pad / 2 : 0;
	add_fill(b, spec->fill, left);
	text_add(b, text);
	add_fill(b, spec->fill, pad - left);
}

/* repr() of a string without anything to escape. */
static bool repr(struct eval *e, struct str text, struct str *ret)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == '\\' || text.ptr[i] == '\'')
			return false;
	*ret = arena_printf(e->arena, "'" STR_FMT "'", STR_ARG(text));
	return true;
}

void text_add_formatted(struct text_builder *b, const struct value *v, char conversion,
			struct str spec, struct str source)
{
	struct format_spec parsed;
	struct str text;
	bool number = v->kind == VALUE_INT, known;

	if (!spec.len && (!conversion || conversion == 's')) {
		text_add_value(b, v);
		return;
	}
	known = !v->holes && parse_spec(spec, &parsed) && value_to_str(b->e->arena, v, &text);
	if (known && value_is_str(v) && (conversion == 'r' || conversion == 'a'))
		known = repr(b->e, text, &text);
	else if (known && conversion)
		number = false;
	if (!known)
		made_from(b, v);
	if (!known || (parsed.type == 'd' && !number) || (parsed.type == 's' && number) ||
	    v->kind == VALUE_FLOAT)
		text_add_hole(b, source);
	else
		add_padded(b, text, &parsed, number);
}

static const struct value *concat_sequences(struct eval *e, const struct value *a,
					    const struct value *b, uint32_t node)
{
	struct value *joined;

	if (b->kind != a->kind || a->count + b->count > SEQUENCE_MAX ||
	    !eval_spend(e, (uint64_t)a->count + b->count))
		return eval_unknown_container(e, a->kind, node, b);
	joined = value_new(e->arena, a->kind, node);
	for (uint32_t i = 0; i < a->count; i++)
		value_push(e->arena, joined, a->items[i]);
	for (uint32_t i = 0; i < b->count; i++)
		value_push(e->arena, joined, b->items[i]);
	return joined;
}

const struct value *eval_concat(struct eval *e, const struct value *a, const struct value *b,
				uint32_t node)
{
	struct text_builder text = {.e = e};

	if (value_is_sequence(a))
		return concat_sequences(e, a, b, node);
	if (!value_is_str(a) && !value_is_str(b))
		return eval_unknown_from(e, node, a, b);
	text_add_value(&text, a);
	text_add_value(&text, b);
	return text_finish(&text, node);
}

const struct value *eval_join(struct eval *e, const struct value *separator,
			      const struct value *items, uint32_t node)
{
	struct text_builder b = {.e = e};

	for (uint32_t i = 0; i < items->count && !b.too_long; i++) {
		b.too_long |= !eval_spend(e, 1);
		if (i)
			text_add_value(&b, separator);
		text_add_value(&b, items->items[i]);
	}
	return text_finish(&b, node);
}

const struct value *eval_repeat(struct eval *e, const struct value *what, int64_t times,
				uint32_t node)
{
	uint64_t count = times > 0 ? (uint64_t)times : 0;
	struct text_builder b = {.e = e};
	struct value *list;

	if (value_is_str(what)) {
		if (what->text.len && count > LIMIT_STRING_BYTES / what->text.len)
			return eval_unknown_from(e, node, what, NULL);
		for (uint64_t i = 0; what->text.len && i < count; i++)
			text_add_value(&b, what);
		return text_finish(&b, node);
	}
	if (what->kind != VALUE_LIST && what->kind != VALUE_TUPLE)
		return eval_unknown_from(e, node, what, NULL);
	if (what->count &&
	    (count > SEQUENCE_MAX / what->count || !eval_spend(e, count * what->count)))
		return eval_unknown_container(e, what->kind, node, what);
	list = value_new(e->arena, what->kind, node);
	for (uint64_t i = 0; what->count && i < count; i++)
		for (uint32_t k = 0; k < what->count; k++)
			value_push(e->arena, list, what->items[k]);
	return list;
}

uint32_t text_length(struct str text)
{
	uint32_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return count;
}

/* A bound of a slice in [0, count]; false when it is not known. */
static bool bound(const struct value *v, int64_t otherwise, int64_t count, int64_t *ret)
{
	int64_t at = otherwise;

	if (v && v->kind != VALUE_NONE) {
		if (v->kind != VALUE_INT)
			return false;
		at = v->number < 0 ? v->number + count : v->number;
	}
	*ret = at < 0 ? 0 : at > count ? count : at;
	return true;
}

/* Byte offset of the n-th character. */
static size_t offset_of(struct str text, int64_t n)
{
	size_t at = 0;

	while (at < text.len && n > 0) {
		at++;
		while (at < text.len && ((unsigned char)text.ptr[at] & 0xc0) == 0x80)
			at++;
		n--;
	}
	return at;
}

const struct value *eval_slice(struct eval *e, const struct value *what, const struct value *from,
			       const struct value *to, uint32_t node)
{
	bool is_str = value_is_str(what) && !what->holes;
	int64_t count, start, end;
	struct value *list;

	if ((!is_str && what->kind != VALUE_LIST && what->kind != VALUE_TUPLE) ||
	    !eval_spend(e, is_str ? what->text.len : what->count))
		return eval_unknown_from(e, node, what, NULL);
	count = is_str ? (int64_t)text_length(what->text) : (int64_t)what->count;
	if (!bound(from, 0, count, &start) || !bound(to, count, count, &end))
		return eval_unknown_from(e, node, what, NULL);
	if (is_str)
		return value_str(e->arena,
				 str_sub(what->text, offset_of(what->text, start),
					 offset_of(what->text, end)),
				 false, node);
	list = value_new(e->arena, what->kind, node);
	for (; start < end; start++)
		value_push(e->arena, list, what->items[start]);
	return list;
}
