#include "core/base/limits.h"
#include "core/base/out.h"
#include "frontends/sql/sql_block.h"

/* Of a hole's text; the lexer takes longer ones. */
enum { HOLE_TEXT_BYTES = 80, FORMAT_ARGUMENTS = 32 };

struct made {
	const struct sql_statement *s;
	struct out text;
	bool holes;  /* something is not known */
	bool known;  /* something is */
	bool braces; /* the known has braces, which would be taken for holes */
};

static void put_known(struct made *m, struct str text)
{
	m->known = true;
	m->braces |= str_chr(text, '{') >= 0;
	out_str(&m->text, text);
}

/* {the expression's tokens}, on one line and without braces */
static void put_hole(struct made *m, uint32_t from, uint32_t to)
{
	struct str text = str_sub(sql_slice(m->s, from, to), 0, HOLE_TEXT_BYTES);

	m->holes = true;
	out_char(&m->text, '{');
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		out_char(&m->text, c == '{' || c == '}' ? '_' : c == '\n' || c == '\r' ? ' ' : c);
	}
	if (!text.len)
		out_char(&m->text, '?');
	out_char(&m->text, '}');
}

/* One string, or several that are one: 'a' on a line and 'b' on the next. */
static bool is_string(const struct sql_statement *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (s->tokens[i].kind != SQL_STRING)
			return false;
	return from < to;
}

static struct str string_value(const struct sql_statement *s, uint32_t from, uint32_t to)
{
	struct str value = sql_string_value(s, from);

	while (++from < to)
		value = arena_join(s->arena, value, sql_string_value(s, from));
	return value;
}

static void put_doubled(struct made *m, struct str text, char quote)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == quote)
			out_char(&m->text, quote);
		out_char(&m->text, text.ptr[i]);
	}
}

/* %I, %L or %s of format(), for the argument [from, to) */
static void put_argument(struct made *m, char how, uint32_t from, uint32_t to)
{
	char quote = how == 'L' ? '\'' : '\0';
	struct str value;

	if (quote)
		out_char(&m->text, quote);
	if (is_string(m->s, from, to)) {
		value = string_value(m->s, from, to);
		if (how == 's' || how == 'I') {
			put_known(m, value);
		} else {
			m->braces |= str_chr(value, '{') >= 0;
			put_doubled(m, value, quote);
		}
	} else {
		put_hole(m, from, to);
	}
	if (quote)
		out_char(&m->text, quote);
}

/* The elements of a list: where each starts; the last ends before `close`. */
static uint32_t list(const struct sql_statement *s, uint32_t open, uint32_t close, uint32_t *starts,
		     uint32_t limit)
{
	uint32_t count = 0;

	for (uint32_t i = open + 1; i < close && count < limit;) {
		starts[count++] = i;
		i = sql_element_end(s, i, close) + 1;
	}
	return count;
}

/* format('… %I …', a, b) */
static bool put_format(struct made *m, uint32_t open, uint32_t close)
{
	uint32_t starts[FORMAT_ARGUMENTS + 1], next = 1, end;
	uint32_t count = list(m->s, open, close, starts, FORMAT_ARGUMENTS);
	struct str format;
	size_t from = 0;

	end = count ? sql_element_end(m->s, starts[0], close) : 0;
	if (!count || !is_string(m->s, starts[0], end))
		return false;
	format = string_value(m->s, starts[0], end);
	for (size_t i = 0; i < format.len; i++) {
		if (format.ptr[i] != '%' || i + 1 >= format.len)
			continue;
		put_known(m, str_sub(format, from, i));
		i++;
		from = i + 1;
		if (format.ptr[i] == '%') {
			out_char(&m->text, '%');
		} else if (strchr("sIL", format.ptr[i]) && next < count) {
			put_argument(m, format.ptr[i], starts[next],
				     sql_element_end(m->s, starts[next], close));
			next++;
		} else if (format.ptr[i] >= '1' && format.ptr[i] <= '9' && i + 2 < format.len &&
			   format.ptr[i + 1] == '$' && (uint32_t)(format.ptr[i] - '0') < count &&
			   strchr("sIL", format.ptr[i + 2])) {
			uint32_t arg = starts[format.ptr[i] - '0'];

			put_argument(m, format.ptr[i + 2], arg, sql_element_end(m->s, arg, close));
			i += 2;
			from = i + 1;
		} else {
			return false;
		}
	}
	put_known(m, str_sub(format, from, format.len));
	return true;
}

/* One operand of a chain of ||. */
static bool put_operand(struct made *m, uint32_t from, uint32_t to)
{
	const struct sql_statement *s = m->s;
	uint32_t close = SQL_NONE;

	if (from >= to)
		return false;
	if (is_string(s, from, to)) {
		put_known(m, string_value(s, from, to));
		return true;
	}
	if (sql_is_punct(s, from + 1, '('))
		close = sql_closing(s, from + 1);
	if (close != SQL_NONE && close + 1 == to) {
		if (sql_is(s, from, "format"))
			return put_format(m, from + 1, close);
		/* 'name' is a name, quoted or not */
		if (sql_is(s, from, "quote_ident") && is_string(s, from + 2, close)) {
			put_known(m, sql_string_value(s, from + 2));
			return true;
		}
		if (sql_is(s, from, "quote_literal")) {
			put_argument(m, 'L', from + 2, close);
			return true;
		}
	}
	put_hole(m, from, to);
	return true;
}

static bool joins(const struct sql_statement *s, uint32_t i)
{
	return s->tokens[i].kind == SQL_OPERATOR &&
	       (str_eq(sql_token_text(s, i), STR("||")) || sql_is_punct(s, i, '+'));
}

bool sql_dynamic_text(const struct sql_statement *s, uint32_t from, uint32_t to,
		      struct str *ret_text, bool *ret_holes)
{
	struct made m = {.s = s};
	uint32_t start;
	bool understood = true;

	/* (expression) */
	while (from + 1 < to && sql_is_punct(s, from, '(') && sql_closing(s, from) + 1 == to) {
		from++;
		to--;
	}
	start = from;
	out_init_buffer(&m.text, LIMIT_SQL_BYTES);
	for (uint32_t i = from; i <= to && understood; i++) {
		if (i < to && (s->tokens[i].depth != s->tokens[from].depth || !joins(s, i)))
			continue;
		understood = put_operand(&m, start, i);
		start = i + 1;
	}
	understood = understood && m.known && out_flush(&m.text) == 0 &&
		     !(m.braces && m.holes && !s->how->holes);
	if (understood) {
		*ret_text = arena_str(s->arena, out_content(&m.text));
		*ret_holes = m.holes || s->how->holes;
	}
	out_release(&m.text);
	return understood;
}

void sql_read_made(struct sql_statement *s, struct str text, bool holes)
{
	struct sql_statement inner = *s;
	struct sql_lexing how = *s->how;
	uint32_t before = s->ops->count;

	if (s->block_depth >= LIMIT_GUARD_DEPTH) {
		sql_emit(s, OP_RAW_SQL);
		return;
	}
	how.holes = holes;
	inner.source = text;
	inner.how = &how;
	inner.block_depth++;
	inner.in_block = inner.plpgsql = false;
	sql_read_statements(&inner);
	if (s->ops->count == before)
		sql_emit(s, OP_RAW_SQL); /* an empty text: nobody means that */
	for (uint32_t i = before; i < s->ops->count; i++)
		s->ops->items[i].text = s->text;
}

void sql_execute(struct sql_statement *s, uint32_t from, uint32_t to)
{
	uint32_t end = from;
	struct str text;
	bool holes;

	while (end < to && !(s->tokens[end].depth == s->tokens[0].depth &&
			     sql_is_any(s, end, "INTO USING BULK RETURNING")))
		end++;
	if (!sql_dynamic_text(s, from, end, &text, &holes)) {
		sql_emit(s, OP_RAW_SQL);
		return;
	}
	/* format('%1$s%1$s…') makes more than it is, and what it makes may do so again */
	*s->made_bytes += text.len;
	if (*s->made_bytes > LIMIT_SQL_BYTES)
		sql_emit(s, OP_RAW_SQL);
	else
		sql_read_made(s, text, holes);
}
