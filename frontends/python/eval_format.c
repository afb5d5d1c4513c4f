#include "frontends/python/eval_internal.h"

/*
 * "%s" % x and "{}".format(x).
 */

#define PART_WORK 4 /* of a conversion or field, empty or not */

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* The argument of a conversion, past its "(key)" if it has one; NULL when it is not there. */
static const struct value *percent_argument(struct text_builder *b, struct str format, size_t *at,
					    const struct value *args, uint32_t *position)
{
	ptrdiff_t close;
	struct str key;

	if (*at < format.len && format.ptr[*at] == '(') {
		close = str_chr(str_sub(format, *at, format.len), ')');
		eval_spend(b->e, close < 0 ? format.len - *at : (uint64_t)close);
		if (close < 0)
			return NULL;
		key = str_sub(format, *at + 1, *at + (size_t)close);
		*at += (size_t)close + 1;
		return eval_get(b->e, args, value_str(b->e->arena, key, false, 0));
	}
	if (args->kind == VALUE_TUPLE)
		return *position < args->count ? args->items[(*position)++] : NULL;
	return (*position)++ == 0 ? args : NULL;
}

/* "-05" of "%-05d" as str.format() would have it. */
static struct str percent_spec(struct text_builder *b, struct str flags)
{
	bool left = str_starts(flags, STR("-"));

	if (left)
		flags = str_sub(flags, 1, flags.len);
	if (!flags.len || (flags.ptr[0] == '0' && !left))
		return flags;
	return arena_join(b->e->arena, left ? STR("<") : STR(">"), flags);
}

/* One %-conversion at format[at] = '%'; returns how many bytes were used. */
static size_t add_percent(struct text_builder *b, struct str format, size_t at,
			  const struct value *args, uint32_t *position)
{
	size_t end = at + 1, flags;
	const struct value *v;
	char kind;

	if (end < format.len && format.ptr[end] == '%') {
		text_add(b, STR("%"));
		return 2;
	}
	v = percent_argument(b, format, &end, args, position);
	flags = end;
	while (end < format.len && !is_letter(format.ptr[end]))
		end++;
	kind = end < format.len ? format.ptr[end] : 0;
	if (!v)
		text_add_hole(b, STR("?"));
	else if (kind == 's' || kind == 'r' || ((kind == 'd' || kind == 'i') && flags == end) ||
		 ((kind == 'd' || kind == 'i') && v->kind == VALUE_INT))
		text_add_formatted(b, v, kind == 'r' ? 'r' : 0,
				   percent_spec(b, str_sub(format, flags, end)),
				   v->at ? cst_text(b->e->cst, v->at) : STR("?"));
	else
		text_add_hole(b, v->at ? cst_text(b->e->cst, v->at) : STR("?"));
	return (end < format.len ? end + 1 : end) - at;
}

const struct value *eval_percent(struct eval *e, const struct value *format,
				 const struct value *args, uint32_t node)
{
	struct text_builder b = {.e = e, .holes = format->holes};
	struct str text = format->text;
	uint32_t position = 0;
	size_t at = 0;

	while (at < text.len && !b.too_long && eval_spend(e, PART_WORK)) {
		ptrdiff_t percent = str_chr(str_sub(text, at, text.len), '%');
		size_t plain = percent < 0 ? text.len - at : (size_t)percent;

		text_add(&b, str_sub(text, at, at + plain));
		at += plain;
		if (percent >= 0)
			at += add_percent(&b, text, at, args, &position);
	}
	b.too_long |= at < text.len;
	return text_finish(&b, node);
}

/* The argument of a replacement field: "", "0", "name"; not "name.attribute", "name[0]". */
static const struct value *field_argument(struct str name, const struct value *call,
					  uint32_t *position)
{
	uint32_t index = 0;

	if (!name.len)
		index = (*position)++;
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] < '0' || name.ptr[i] > '9' || i > 3)
			return value_keyword(call, name);
		index = index * 10 + (uint32_t)(name.ptr[i] - '0');
	}
	for (uint32_t i = 0; i <= index && i < call->count; i++)
		if (call->items[i]->kind == VALUE_STAR)
			return NULL;
	return index < call->count ? call->items[index] : NULL;
}

/* The field "name!r:spec" of a str.format() call. */
static void add_field(struct text_builder *b, struct str field, const struct value *call,
		      uint32_t *position)
{
	ptrdiff_t colon = str_chr(field, ':'), bang;
	struct str spec = colon < 0 ? STR("") : str_sub(field, (size_t)colon + 1, field.len);
	struct str name = colon < 0 ? field : str_sub(field, 0, (size_t)colon);
	const struct value *v;
	char conversion = 0;

	bang = str_chr(name, '!');
	if (bang >= 0) {
		conversion = (size_t)bang + 1 < name.len ? name.ptr[bang + 1] : '?';
		name = str_sub(name, 0, (size_t)bang);
	}
	if (!eval_spend(b->e, PART_WORK + (uint64_t)call->count + call->keyword_count)) {
		b->too_long = true;
		return;
	}
	v = field_argument(name, call, position);
	if (v && !str_has(spec, STR("{")))
		text_add_formatted(b, v, conversion, spec,
				   v->at ? cst_text(b->e->cst, v->at) : field);
	else
		text_add_hole(b, field.len ? field : STR("?"));
}

/* Length of the field at text[0] = '{' with its braces, which may hold others; 0 if it is open. */
static size_t field_length(struct str text)
{
	size_t depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		depth += text.ptr[i] == '{';
		if (text.ptr[i] == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

const struct value *eval_format(struct eval *e, const struct value *format,
				const struct value *call, uint32_t node)
{
	struct text_builder b = {.e = e, .holes = format->holes};
	struct str text = format->text;
	uint32_t position = 0;
	size_t at = 0;

	if (format->holes)
		return eval_unknown_from(e, node, format, NULL);
	while (at < text.len && !b.too_long) {
		char c = text.ptr[at];
		bool doubled = at + 1 < text.len && text.ptr[at + 1] == c;
		size_t field = c == '{' && !doubled ? field_length(str_sub(text, at, text.len)) : 0;

		if (field) {
			add_field(&b, str_sub(text, at + 1, at + field - 1), call, &position);
			at += field;
			continue;
		}
		if (c == '{' && !doubled) { /* never closed: an error in Python */
			text_add_hole(&b, str_sub(text, at, text.len));
			break;
		}
		text_add(&b, str_sub(text, at, at + 1));
		at += (c == '{' || c == '}') && doubled ? 2 : 1;
	}
	return text_finish(&b, node);
}
