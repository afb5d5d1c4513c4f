#include "frontends/sql/sql_statement.h"

#include "core/base/vec.h"

struct op *sql_emit(struct sql_statement *s, enum op_kind kind)
{
	struct op *op = vec_push(s->arena, s->ops);

	op->kind = kind;
	op->flags = s->flags;
	op->guard = s->guard;
	op->dialects = s->dialects;
	op->text = s->text;
	return op;
}

void sql_take_back(struct sql_statement *s, uint32_t count)
{
	/* vec_push hands out zeroed memory only the first time */
	if (s->ops->count > count)
		memset(&s->ops->items[count], 0, (s->ops->count - count) * sizeof(struct op));
	s->ops->count = count;
}

struct str sql_token_text(const struct sql_statement *s, uint32_t i)
{
	if (i >= s->count)
		return STR("");
	return str_sub(s->source, s->tokens[i].at, s->tokens[i].end);
}

bool sql_is(const struct sql_statement *s, uint32_t i, const char *word)
{
	return i < s->count && s->tokens[i].kind == SQL_WORD &&
	       str_eq_nocase(sql_token_text(s, i), str_from(word));
}

bool sql_is_any(const struct sql_statement *s, uint32_t i, const char *words)
{
	struct str rest = str_from(words), word, token = sql_token_text(s, i);

	if (i >= s->count || s->tokens[i].kind != SQL_WORD)
		return false;
	while (str_split(&rest, ' ', &word))
		if (str_eq_nocase(token, word))
			return true;
	return false;
}

bool sql_is_punct(const struct sql_statement *s, uint32_t i, char c)
{
	const struct sql_token *token;

	if (i >= s->count)
		return false;
	token = &s->tokens[i];
	return (token->kind == SQL_PUNCT || token->kind == SQL_OPERATOR) &&
	       token->end - token->at == 1 && s->source.ptr[token->at] == c;
}

bool sql_is_hole(const struct sql_statement *s, uint32_t from, uint32_t to)
{
	return to == from + 1 && from < s->count &&
	       ((s->tokens[from].flags & SQL_IS_HOLE) || s->tokens[from].kind == SQL_PARAM);
}

bool sql_is_prefix(const struct sql_statement *s, uint32_t i)
{
	return i + 1 < s->count && (s->tokens[i].flags & SQL_IS_HOLE) &&
	       s->tokens[i + 1].kind == SQL_QUOTED && s->tokens[i].end == s->tokens[i + 1].at;
}

bool sql_may_go_on(const struct sql_statement *s)
{
	const struct sql_token *token = &s->tokens[s->count - 1];
	struct str text = sql_token_text(s, s->count - 1);
	ptrdiff_t hole = str_rchr(text, '{');

	return (token->flags & (SQL_HAS_HOLE | SQL_IS_HOLE)) == SQL_HAS_HOLE &&
	       (token->kind == SQL_WORD || token->kind == SQL_NUMBER) && str_ends(text, STR("}")) &&
	       hole > 0 && text.ptr[hole - 1] != '_';
}

uint32_t sql_closing(const struct sql_statement *s, uint32_t open)
{
	for (uint32_t i = open + 1; i < s->count; i++)
		if (s->tokens[i].depth <= s->tokens[open].depth)
			return i;
	return SQL_NONE;
}

uint32_t sql_find(const struct sql_statement *s, uint32_t i, uint32_t end, const char *word)
{
	uint32_t depth = i < s->count ? s->tokens[i].depth : 0;

	for (; i < end && i < s->count && s->tokens[i].depth >= depth; i++)
		if (s->tokens[i].depth == depth && sql_is(s, i, word))
			return i;
	return SQL_NONE;
}

uint32_t sql_element_end(const struct sql_statement *s, uint32_t i, uint32_t end)
{
	uint32_t depth = i < s->count ? s->tokens[i].depth : 0;

	for (; i < end; i++) {
		if (s->tokens[i].depth < depth)
			return i;
		if (s->tokens[i].depth == depth && sql_is_punct(s, i, ','))
			return i;
	}
	return end;
}

/* Is what lies between two tokens just what a writer of one line would put there? */
static bool is_plain_gap(const struct sql_statement *s, uint32_t i)
{
	uint32_t gap = s->tokens[i + 1].at - s->tokens[i].end;

	return gap == 0 || (gap == 1 && s->source.ptr[s->tokens[i].end] == ' ');
}

struct str sql_slice(const struct sql_statement *s, uint32_t from, uint32_t to)
{
	size_t len = 0;
	char *text;
	uint32_t i;

	if (to > s->count)
		to = s->count;
	if (from >= to)
		return STR("");
	for (i = from; i + 1 < to && is_plain_gap(s, i); i++)
		;
	if (i + 1 == to)
		return str_sub(s->source, s->tokens[from].at, s->tokens[i].end);
	text = arena_alloc(s->arena, s->tokens[to - 1].end - s->tokens[from].at + 1);
	for (i = from; i < to; i++) {
		struct str token = sql_token_text(s, i);

		if (i > from && s->tokens[i].at > s->tokens[i - 1].end)
			text[len++] = ' ';
		memcpy(text + len, token.ptr, token.len);
		len += token.len;
	}
	return (struct str){text, len};
}

/* A copy in which each doubled `quote` is one, and \ escapes the next byte if asked. */
static struct str unquote(const struct sql_statement *s, struct str text, char quote, bool escapes)
{
	char *copy;
	size_t len = 0;

	if (str_chr(text, quote) < 0 && (!escapes || str_chr(text, '\\') < 0))
		return text;
	copy = arena_alloc(s->arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == quote && i + 1 < text.len && text.ptr[i + 1] == quote)
			i++;
		else if (escapes && text.ptr[i] == '\\' && i + 1 < text.len)
			i++;
		copy[len++] = text.ptr[i];
	}
	return (struct str){copy, len};
}

/* A hole is source, and keeps its case. */
static struct str fold(const struct sql_statement *s, uint32_t i, struct str text)
{
	size_t at = 0;
	char *copy;

	if (!s->folds || i >= s->count || (s->tokens[i].flags & (SQL_HAS_HOLE | SQL_IS_HOLE)))
		return text;
	while (at < text.len && !(text.ptr[at] >= 'A' && text.ptr[at] <= 'Z'))
		at++;
	if (at == text.len)
		return text;
	copy = arena_alloc(s->arena, text.len + 1);
	for (at = 0; at < text.len; at++) {
		char c = text.ptr[at];

		copy[at] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	return (struct str){copy, text.len};
}

struct str sql_identifier(const struct sql_statement *s, uint32_t i)
{
	struct str text = sql_token_text(s, i);

	if (i >= s->count || s->tokens[i].kind != SQL_QUOTED || text.len < 2)
		return fold(s, i, text);
	return unquote(s, str_sub(text, 1, text.len - 1), text.ptr[0], false);
}

struct str sql_string_value(const struct sql_statement *s, uint32_t i)
{
	struct str text = sql_token_text(s, i);
	char quote = '\'';

	if (i >= s->count || (s->tokens[i].flags & SQL_UNTERMINATED))
		return text;
	if (s->tokens[i].kind == SQL_QUOTED || text.ptr[0] == '"')
		quote = text.ptr[0]; /* MySQL's "text" */
	if (s->tokens[i].flags & SQL_DOLLAR) {
		size_t fence = (size_t)str_chr(str_sub(text, 1, text.len), '$') + 2;

		return str_sub(text, fence, text.len - fence);
	}
	text = str_sub(text, (size_t)str_chr(text, quote) + 1, text.len - 1);
	return unquote(s, text, quote, s->tokens[i].flags & SQL_ESCAPES);
}

struct str sql_action(const struct sql_statement *s, uint32_t at)
{
	if (sql_is(s, at, "CASCADE"))
		return STR("CASCADE");
	if (sql_is(s, at, "RESTRICT"))
		return STR("RESTRICT");
	if (sql_is(s, at, "SET") && sql_is(s, at + 1, "NULL"))
		return STR("SET NULL");
	if (sql_is(s, at, "SET") && sql_is(s, at + 1, "DEFAULT"))
		return STR("SET DEFAULT");
	return STR("");
}

uint32_t sql_default_end(const struct sql_statement *s, uint32_t i, uint32_t end)
{
	static const char *const stops =
		"NOT NULL PRIMARY UNIQUE CHECK REFERENCES CONSTRAINT GENERATED COLLATE "
		"DEFERRABLE INITIALLY ON COMMENT AUTO_INCREMENT AUTOINCREMENT AFTER FIRST KEY "
		"FOR WITH ENABLE DISABLE IDENTITY CHARACTER CHARSET";
	uint32_t stop = sql_element_end(s, i, end), depth = i < s->count ? s->tokens[i].depth : 0;

	/* the first token is the value, whatever it is: DEFAULT NULL */
	for (uint32_t at = i + 1; at < stop; at++)
		if (s->tokens[at].depth == depth && sql_is_any(s, at, stops))
			return at;
	/* now(){more}: the rest of the definition, or of the list */
	if (stop > i + 1 && (s->tokens[stop - 1].flags & SQL_IS_HOLE) &&
	    sql_ends_operand(s->source, &s->tokens[stop - 2]))
		return stop - 1;
	return stop;
}
