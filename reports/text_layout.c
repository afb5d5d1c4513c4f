#include "reports/text_layout.h"

#include <stdio.h>

#define TAB STR("    ")
#define ELLIPSIS STR("...")

/* ---- characters ------------------------------------------------------------------------------ */

/* The character at s[at], which str_utf8_at() found to be `width` bytes long. */
static uint32_t codepoint(struct str s, size_t at, size_t width)
{
	const unsigned char *p = (const unsigned char *)s.ptr + at;

	switch (width) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	case 3:
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	default:
		return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
		       (p[3] & 0x3fu);
	}
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(const struct range *ranges, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

/* What reorders or hides the text around it. */
static bool is_deceptive(uint32_t c)
{
	static const struct range deceptive[] = {
		{0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c}, {0x115f, 0x1160},
		{0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
		{0x3164, 0x3164}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
	};

	return c >= 0xad && in_ranges(deceptive, sizeof(deceptive) / sizeof(deceptive[0]), c);
}

static uint32_t columns_of(uint32_t c)
{
	static const struct range combining[] = {
		{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd},   {0x064b, 0x065f},
		{0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x1ab0, 0x1aff},   {0x1dc0, 0x1dff},
		{0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xe0100, 0xe01ef},
	};
	static const struct range wide[] = {
		{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
		{0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
		{0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
	};

	if (c < 0x300)
		return 1;
	if (in_ranges(combining, sizeof(combining) / sizeof(combining[0]), c))
		return 0;
	return in_ranges(wide, sizeof(wide) / sizeof(wide[0]), c) ? 2 : 1;
}

/* What a character is shown as, in `buffer`; the empty slice when it can stand as it is. */
static struct str escape(uint32_t c, char buffer[16])
{
	int len;

	if (c == '\t')
		return TAB;
	if (c == '\n')
		return STR("\\n");
	if (c == '\r')
		return STR("\\r");
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
		len = snprintf(buffer, 16, "\\x%02x", (unsigned)c);
	else if (is_deceptive(c))
		len = snprintf(buffer, 16, "<U+%04X>", (unsigned)c);
	else
		return STR("");
	return (struct str){buffer, (size_t)len};
}

static bool is_clean(struct str s)
{
	char buffer[16];

	for (size_t at = 0; at < s.len;) {
		size_t width = str_utf8_at(s, at);

		if (!width || escape(codepoint(s, at, width), buffer).len)
			return false;
		at += width;
	}
	return true;
}

struct str text_clean(struct arena *a, struct str s)
{
	char buffer[16], *text;
	size_t len = 0;

	if (is_clean(s))
		return s;
	text = arena_alloc(a, s.len * 4 + 1); /* "\xff" for a byte, "<U+202E>" for three */
	for (size_t at = 0; at < s.len;) {
		size_t width = str_utf8_at(s, at);
		struct str shown;

		if (width)
			shown = escape(codepoint(s, at, width), buffer);
		else
			shown = (struct str){buffer,
					     (size_t)snprintf(buffer, sizeof(buffer), "\\x%02x",
							      (unsigned char)s.ptr[at])};
		if (!shown.len)
			shown = str_sub(s, at, at + width);
		memcpy(text + len, shown.ptr, shown.len);
		len += shown.len;
		at += width ? width : 1;
	}
	return (struct str){text, len};
}

/* The start of `clean` that fits, and the columns that it takes. */
static struct str measure(struct str clean, uint32_t columns, uint32_t *ret_columns)
{
	uint32_t used = 0;
	size_t at = 0;

	while (at < clean.len) {
		size_t width = str_utf8_at(clean, at);
		uint32_t more = width ? columns_of(codepoint(clean, at, width)) : 1;

		if (used + more > columns)
			break;
		used += more;
		at += width ? width : 1;
	}
	*ret_columns = used;
	return str_sub(clean, 0, at);
}

uint32_t text_columns(struct str clean)
{
	uint32_t columns;

	measure(clean, UINT32_MAX / 2, &columns);
	return columns;
}

struct str text_fit(struct str clean, uint32_t columns)
{
	uint32_t used;

	return measure(clean, columns, &used);
}

/* ---- lines ----------------------------------------------------------------------------------- */

void text_layout_init(struct text_layout *t, struct out *out, uint32_t width, bool color)
{
	*t = (struct text_layout){.out = out, .width = width ? width : 80, .color = color};
	if (t->width < 40)
		t->width = 40; /* less than the labels need */
	arena_init(&t->arena);
}

void text_layout_release(struct text_layout *t)
{
	arena_release(&t->arena);
}

void text_clear(struct text_layout *t)
{
	arena_reset(&t->arena);
}

static void write_spaces(struct text_layout *t, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		out_char(t->out, ' ');
}

static void set_style(struct text_layout *t, enum text_style style)
{
	static const char *const codes[] = {
		[STYLE_PLAIN] = "0",      [STYLE_TITLE] = "0;1",      [STYLE_DIM] = "0;2",
		[STYLE_ERROR] = "0;1;31", [STYLE_WARNING] = "0;1;33", [STYLE_NOTE] = "0;1;36",
	};

	if (t->color && style != t->style)
		out_printf(t->out, "\x1b[%sm", codes[style]);
	t->style = style;
}

static void write_styled(struct text_layout *t, enum text_style style, struct str text)
{
	if (!text.len)
		return;
	write_spaces(t, t->owed);
	set_style(t, style);
	out_str(t->out, text);
	t->column += t->owed + text_columns(text);
	t->owed = 0;
	t->started = true;
	t->spaced = false;
}

void text_begin(struct text_layout *t, uint32_t first, uint32_t rest)
{
	t->column = 0;
	t->owed = first;
	t->indent = rest;
	t->started = false;
	t->spaced = true;
}

void text_word(struct text_layout *t, enum text_style style, struct str word)
{
	if (!t->spaced && t->column + 1 + text_columns(word) > t->width) {
		set_style(t, STYLE_PLAIN);
		out_char(t->out, '\n');
		t->column = 0;
		t->owed = t->indent;
	} else if (!t->spaced) {
		t->owed = 1;
	}
	write_styled(t, style, word);
}

void text_words(struct text_layout *t, enum text_style style, struct str clean)
{
	struct str word;

	while (str_split(&clean, ' ', &word))
		if (word.len)
			text_word(t, style, word);
}

void text_printf(struct text_layout *t, enum text_style style, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_words(t, style, arena_vprintf(&t->arena, format, args));
	va_end(args);
}

void text_attach(struct text_layout *t, enum text_style style, struct str clean)
{
	write_styled(t, style, clean);
}

void text_column(struct text_layout *t, uint32_t column)
{
	t->owed = column > t->column ? column - t->column : 1;
	t->spaced = true;
}

void text_end(struct text_layout *t)
{
	set_style(t, STYLE_PLAIN);
	if (t->started)
		out_char(t->out, '\n');
	t->started = false;
}

void text_gap(struct text_layout *t)
{
	out_char(t->out, '\n');
}

void text_source(struct text_layout *t, uint32_t indent, uint32_t line, struct str source)
{
	struct str clean = text_clean(&t->arena, source);
	uint32_t room;

	text_begin(t, indent, indent);
	text_attach(t, STYLE_DIM, arena_printf(&t->arena, "%5u | ", line));
	room = t->width > t->column ? t->width - t->column : 0;
	if (text_columns(clean) > room) {
		text_attach(t, STYLE_PLAIN,
			    text_fit(clean, room > 3 ? room - (uint32_t)ELLIPSIS.len : 0));
		text_attach(t, STYLE_DIM, ELLIPSIS);
	} else {
		text_attach(t, STYLE_PLAIN, clean);
	}
	text_end(t);
}
