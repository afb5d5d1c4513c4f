#include "frontends/python/eval_internal.h"

/* A string that is being put together. */
struct builder {
	struct eval *e;
	VEC(char) text;
	bool holes, whole; /* whole: false once it grew over the limit */
};

static void add(struct builder *b, struct str part)
{
	if (b->text.count + part.len > LIMIT_STRING_BYTES) {
		b->whole = false;
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
}

static void add_value(struct builder *b, const struct value *v)
{
	struct str text;

	if (value_to_str(b->e->arena, v, &text)) {
		add(b, text);
		b->holes |= v->holes;
		return;
	}
	add(b, eval_hole(b->e, v));
	b->holes = true;
}

static const struct value *finish(struct builder *b, uint32_t node)
{
	if (!b->whole)
		return eval_unknown(b->e, node);
	return value_str(b->e->arena, (struct str){b->text.items, b->text.count}, b->holes, node);
}

static void add_codepoint(struct builder *b, uint32_t code)
{
	char utf8[4];
	size_t len = 0;

	if (code < 0x80) {
		utf8[len++] = (char)code;
	} else if (code < 0x800) {
		utf8[len++] = (char)(0xc0 | (code >> 6));
		utf8[len++] = (char)(0x80 | (code & 0x3f));
	} else if (code < 0x10000) {
		utf8[len++] = (char)(0xe0 | (code >> 12));
		utf8[len++] = (char)(0x80 | ((code >> 6) & 0x3f));
		utf8[len++] = (char)(0x80 | (code & 0x3f));
	} else {
		utf8[len++] = (char)(0xf0 | ((code >> 18) & 7));
		utf8[len++] = (char)(0x80 | ((code >> 12) & 0x3f));
		utf8[len++] = (char)(0x80 | ((code >> 6) & 0x3f));
		utf8[len++] = (char)(0x80 | (code & 0x3f));
	}
	add(b, (struct str){utf8, len});
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

/* \xHH, \uHHHH, \UHHHHHHHH at text[at] = the letter; returns how many bytes were used. */
static size_t add_hex(struct builder *b, struct str text, size_t at)
{
	size_t digits = text.ptr[at] == 'x' ? 2 : text.ptr[at] == 'u' ? 4 : 8, i;
	uint32_t code = 0;

	for (i = 1; i <= digits && at + i < text.len; i++) {
		int digit = hex_digit(text.ptr[at + i]);

		if (digit < 0)
			break;
		code = code << 4 | (uint32_t)digit;
	}
	add_codepoint(b, code <= 0x10ffff ? code : 0xfffd);
	return i;
}

static size_t add_octal(struct builder *b, struct str text, size_t at)
{
	uint32_t code = 0;
	size_t i;

	for (i = 0; i < 3 && at + i < text.len; i++) {
		char c = text.ptr[at + i];

		if (c < '0' || c > '7')
			break;
		code = code * 8 + (uint32_t)(c - '0');
	}
	add_codepoint(b, code);
	return i;
}

/* What follows a backslash at text[at - 1]; returns how many bytes were used. */
static size_t add_escape(struct builder *b, struct str text, size_t at)
{
	static const char letters[] = "abfnrtv\\'\"";
	static const char meanings[] = "\a\b\f\n\r\t\v\\'\"";
	char c = text.ptr[at];
	const char *hit = c ? strchr(letters, c) : NULL;

	if (hit) {
		add(b, (struct str){&meanings[hit - letters], 1});
		return 1;
	}
	if (c == '\n')
		return 1;
	if (c == '\r')
		return at + 1 < text.len && text.ptr[at + 1] == '\n' ? 2 : 1;
	if (c == 'x' || c == 'u' || c == 'U')
		return add_hex(b, text, at);
	if (c >= '0' && c <= '7')
		return add_octal(b, text, at);
	add(b, str_sub(text, at - 1, at + 1)); /* not an escape: the backslash stays */
	return 1;
}

static void add_content(struct builder *b, struct str text, bool raw, bool format)
{
	size_t from = 0, at = 0;

	while (at < text.len) {
		char c = text.ptr[at];
		bool doubled = format && (c == '{' || c == '}') && at + 1 < text.len &&
			       text.ptr[at + 1] == c;

		if (!doubled && (raw || c != '\\' || at + 1 == text.len)) {
			at++;
			continue;
		}
		add(b, str_sub(text, from, doubled ? at + 1 : at));
		at += doubled ? 2 : 1 + add_escape(b, text, at + 1);
		from = at;
	}
	add(b, str_sub(text, from, text.len));
}

/* {value!r:spec}: with a conversion or a specifier the text is only known in part. */
static void add_interpolation(struct builder *b, uint32_t node)
{
	struct eval *e = b->e;
	const struct value *v = eval_expr(e, cst_child(e->cst, node, FIELD_EXPRESSION));

	if (cst_child(e->cst, node, FIELD_FORMAT_SPECIFIER) ||
	    cst_child(e->cst, node, FIELD_TYPE_CONVERSION)) {
		add(b, eval_hole(e, v));
		b->holes = true;
		return;
	}
	add_value(b, v);
}

static void add_string(struct builder *b, uint32_t node)
{
	const struct cst *c = b->e->cst;
	bool raw = false, format = false;

	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		struct str text = cst_text(c, n);

		switch (cst_kind(c, n)) {
		case CST_STRING_START:
			raw = str_chr(text, 'r') >= 0 || str_chr(text, 'R') >= 0;
			format = str_chr(text, 'f') >= 0 || str_chr(text, 'F') >= 0;
			break;
		case CST_STRING_CONTENT:
			add_content(b, text, raw, format);
			break;
		case CST_INTERPOLATION:
			add_interpolation(b, n);
			break;
		default:
			break;
		}
	}
}

const struct value *eval_string(struct eval *e, uint32_t node)
{
	struct builder b = {.e = e, .whole = true};

	if (cst_kind(e->cst, node) == CST_STRING) {
		add_string(&b, node);
		return finish(&b, node);
	}
	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n))
		if (cst_kind(e->cst, n) == CST_STRING)
			add_string(&b, n);
	return finish(&b, node);
}

const struct value *eval_concat(struct eval *e, const struct value *a, const struct value *b,
				uint32_t node)
{
	struct builder text = {.e = e, .whole = true};
	struct value *joined;

	if (value_is_sequence(a)) {
		if (b->kind != a->kind)
			return eval_unknown_from(e, node, a, b);
		joined = value_new(e->arena, a->kind, node);
		for (uint32_t i = 0; i < a->count; i++)
			value_push(e->arena, joined, a->items[i]);
		for (uint32_t i = 0; i < b->count; i++)
			value_push(e->arena, joined, b->items[i]);
		return joined;
	}
	if (!value_is_str(a) && !value_is_str(b))
		return eval_unknown_from(e, node, a, b);
	add_value(&text, a);
	add_value(&text, b);
	return finish(&text, node);
}

/* One %-conversion at format[at] = '%'; returns how many bytes were used. */
static size_t add_percent(struct builder *b, struct str format, size_t at,
			  const struct value *args, uint32_t *position)
{
	size_t end = at + 1;
	const struct value *v = NULL;

	if (end < format.len && format.ptr[end] == '%') {
		add(b, STR("%"));
		return 2;
	}
	if (end < format.len && format.ptr[end] == '(') {
		ptrdiff_t close = str_chr(str_sub(format, end, format.len), ')');

		if (close > 0) {
			struct str key = str_sub(format, end + 1, end + (size_t)close);

			v = value_get(args, value_str(b->e->arena, key, false, 0));
			end += (size_t)close + 1;
		}
	} else if (args->kind == VALUE_TUPLE) {
		v = *position < args->count ? args->items[(*position)++] : NULL;
	} else if ((*position)++ == 0) {
		v = args;
	}
	if (end < format.len && (format.ptr[end] == 's' || format.ptr[end] == 'd') && v) {
		add_value(b, v);
		return end + 1 - at;
	}
	while (end < format.len && !((format.ptr[end] | 32) >= 'a' && (format.ptr[end] | 32) <= 'z'))
		end++;
	add(b, v ? eval_hole(b->e, v) : STR("{?}"));
	b->holes = true;
	return (end < format.len ? end + 1 : end) - at;
}

const struct value *eval_percent(struct eval *e, const struct value *format,
				 const struct value *args, uint32_t node)
{
	struct builder b = {.e = e, .whole = true, .holes = format->holes};
	size_t at = 0;
	uint32_t position = 0;

	while (at < format->text.len) {
		if (format->text.ptr[at] == '%') {
			at += add_percent(&b, format->text, at, args, &position);
			continue;
		}
		add(&b, str_sub(format->text, at, at + 1));
		at++;
	}
	return finish(&b, node);
}

/* The field "{name}" or "{}" or "{0}" of a str.format() call. */
static void add_field(struct builder *b, struct str field, const struct value *call,
		      uint32_t *position)
{
	const struct value *v = NULL;

	if (!field.len) {
		v = *position < call->count ? call->items[*position] : NULL;
		(*position)++;
	} else if (field.len == 1 && field.ptr[0] >= '0' && field.ptr[0] <= '9') {
		uint32_t index = (uint32_t)(field.ptr[0] - '0');

		v = index < call->count ? call->items[index] : NULL;
	} else {
		v = value_keyword(call, field);
	}
	if (v) {
		add_value(b, v);
		return;
	}
	add(b, STR("{"));
	add(b, field);
	add(b, STR("}"));
	b->holes = true;
}

const struct value *eval_format(struct eval *e, const struct value *format,
				const struct value *call, uint32_t node)
{
	struct builder b = {.e = e, .whole = true, .holes = format->holes};
	struct str text = format->text;
	uint32_t position = 0;
	size_t at = 0;

	if (format->holes)
		return eval_unknown_from(e, node, format, NULL);
	while (at < text.len) {
		char c = text.ptr[at];
		ptrdiff_t close;

		if ((c == '{' || c == '}') && at + 1 < text.len && text.ptr[at + 1] == c) {
			add(&b, str_sub(text, at, at + 1));
			at += 2;
			continue;
		}
		close = c == '{' ? str_chr(str_sub(text, at, text.len), '}') : -1;
		if (close < 0) {
			add(&b, str_sub(text, at, at + 1));
			at++;
			continue;
		}
		add_field(&b, str_sub(text, at + 1, at + (size_t)close), call, &position);
		at += (size_t)close + 1;
	}
	return finish(&b, node);
}

const struct value *eval_join(struct eval *e, const struct value *separator,
			      const struct value *items, uint32_t node)
{
	struct builder b = {.e = e, .whole = true};

	for (uint32_t i = 0; i < items->count; i++) {
		if (i)
			add_value(&b, separator);
		add_value(&b, items->items[i]);
	}
	return finish(&b, node);
}
