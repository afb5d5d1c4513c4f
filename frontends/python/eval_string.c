#include "frontends/python/eval_internal.h"

/* A lone surrogate has no UTF-8. */
static void add_codepoint(struct text_builder *b, uint32_t code)
{
	char utf8[4];
	size_t len = 0;

	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = 0xfffd;
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
	text_add(b, (struct str){utf8, len});
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
static size_t add_hex(struct text_builder *b, struct str text, size_t at)
{
	size_t digits = text.ptr[at] == 'x' ? 2 : text.ptr[at] == 'u' ? 4 : 8, i;
	uint32_t code = 0;

	for (i = 1; i <= digits && at + i < text.len; i++) {
		int digit = hex_digit(text.ptr[at + i]);

		if (digit < 0)
			break;
		code = code << 4 | (uint32_t)digit;
	}
	add_codepoint(b, code);
	return i;
}

static size_t add_octal(struct text_builder *b, struct str text, size_t at)
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

/* \N{NAME}: no table of names here. */
static size_t add_named(struct text_builder *b, struct str text, size_t at)
{
	ptrdiff_t close = str_chr(str_sub(text, at, text.len), '}');

	if (close < 0)
		close = (ptrdiff_t)(text.len - at) - 1;
	text_add_hole(b, str_sub(text, at + 2, at + (size_t)close));
	return (size_t)close + 1;
}

/* What follows a backslash at text[at - 1]; returns how many bytes were used. */
static size_t add_escape(struct text_builder *b, struct str text, size_t at)
{
	static const char letters[] = "abfnrtv\\'\"";
	static const char meanings[] = "\a\b\f\n\r\t\v\\'\"";
	char c = text.ptr[at];
	const char *hit = c ? strchr(letters, c) : NULL;

	if (hit) {
		text_add(b, (struct str){&meanings[hit - letters], 1});
		return 1;
	}
	if (c == '\n')
		return 1;
	if (c == '\r')
		return at + 1 < text.len && text.ptr[at + 1] == '\n' ? 2 : 1;
	if (c == 'x' || c == 'u' || c == 'U')
		return add_hex(b, text, at);
	if (c == 'N' && at + 1 < text.len && text.ptr[at + 1] == '{')
		return add_named(b, text, at);
	if (c >= '0' && c <= '7')
		return add_octal(b, text, at);
	text_add(b, str_sub(text, at - 1, at + 1)); /* not an escape: the backslash stays */
	return 1;
}

/* A line's end is \n to Python, whatever it is in the file. */
static size_t add_line_end(struct text_builder *b, struct str text, size_t at)
{
	text_add(b, STR("\n"));
	return at + 1 < text.len && text.ptr[at + 1] == '\n' ? 2 : 1;
}

static void add_content(struct text_builder *b, struct str text, bool raw, bool format)
{
	size_t from = 0, at = 0;

	while (at < text.len) {
		char c = text.ptr[at];
		bool doubled = format && (c == '{' || c == '}') && at + 1 < text.len &&
			       text.ptr[at + 1] == c;
		bool escape = c == '\\' && !raw && at + 1 < text.len;

		if (!doubled && !escape && c != '\r') {
			at++;
			continue;
		}
		text_add(b, str_sub(text, from, doubled ? at + 1 : at));
		if (doubled)
			at += 2;
		else
			at += escape ? 1 + add_escape(b, text, at + 1) : add_line_end(b, text, at);
		from = at;
	}
	text_add(b, str_sub(text, from, text.len));
}

/* {value!r:spec} */
static void add_interpolation(struct text_builder *b, uint32_t node)
{
	const struct cst *c = b->e->cst;
	uint32_t expression = cst_child(c, node, FIELD_EXPRESSION);
	uint32_t spec_node = cst_child(c, node, FIELD_FORMAT_SPECIFIER);
	uint32_t conversion = cst_child(c, node, FIELD_TYPE_CONVERSION);
	const struct value *v = eval_expr(b->e, expression);
	struct str source = expression ? cst_text(c, expression) : STR("?");
	struct str spec = spec_node ? cst_text(c, spec_node) : STR("");
	struct str rest = expression ? str_trim(str_sub(cst_file(c, node)->source,
							cst_node(c, expression)->end,
							cst_node(c, node)->end))
				     : STR("");

	if (str_starts(spec, STR(":")))
		spec = str_sub(spec, 1, spec.len);
	if (str_starts(rest, STR("=")) || str_has(spec, STR("{"))) /* {x=}, {x:{width}} */
		text_add_hole(b, source);
	else
		text_add_formatted(b, v, conversion ? cst_text(c, conversion).ptr[1] : 0, spec,
				   source);
}

static void add_string(struct text_builder *b, uint32_t node)
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
	struct text_builder b = {.e = e};

	if (cst_kind(e->cst, node) == CST_STRING) {
		add_string(&b, node);
		return text_finish(&b, node);
	}
	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n))
		if (cst_kind(e->cst, n) == CST_STRING)
			add_string(&b, n);
	return text_finish(&b, node);
}
