#include "frontends/sql/sql_token.h"

#include "core/base/vec.h"

struct lexer {
	struct str text;
	size_t at;
	const struct sql_lexing *how;
	struct arena *arena;
	struct sql_tokens *tokens;
	uint32_t depth;
	bool line_start;
	bool run_comment;     /* inside one that is run */
	struct str delimiter; /* of DELIMITER; empty = the semicolon */
	bool flat_comments;   /* a nested comment did not end: comments do not nest here */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_operator(char c)
{
	return c && strchr("+-*/<>=~!@#%^&|?:\\", c);
}

/* The byte `ahead` of the current one; NUL past the end. */
static char peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->text.len ? l->text.ptr[l->at + ahead] : '\0';
}

static struct sql_token *last(const struct lexer *l)
{
	return l->tokens->count ? &l->tokens->items[l->tokens->count - 1] : NULL;
}

static void add(struct lexer *l, enum sql_token_kind kind, size_t start, unsigned flags)
{
	struct sql_token *token = vec_push(l->arena, l->tokens);

	token->at = (uint32_t)start;
	token->end = (uint32_t)l->at;
	token->depth = l->depth;
	token->kind = (uint8_t)kind;
	token->flags = (uint8_t)(flags | (l->line_start ? SQL_LINE_START : 0));
	l->line_start = false;
}

static bool at_hole(const struct lexer *l)
{
	return l->how->holes && peek(l, 0) == '{' && sql_hole_end(l->text, l->at);
}

/* Steps over a hole at the current byte, if there is one. */
static bool skip_hole(struct lexer *l)
{
	struct sql_hole *hole;
	size_t end;

	if (!l->how->holes || peek(l, 0) != '{')
		return false;
	end = sql_hole_end(l->text, l->at);
	if (!end)
		return false;
	hole = vec_push(l->arena, &l->tokens->holes);
	*hole = (struct sql_hole){(uint32_t)l->at, (uint32_t)end};
	l->at = end;
	return true;
}

/* To after the closing quote; the current byte is after the opening one. */
static unsigned skip_quoted(struct lexer *l, char quote, bool escapes)
{
	unsigned flags = escapes ? SQL_ESCAPES : 0;

	while (l->at < l->text.len) {
		char c = l->text.ptr[l->at];

		if (skip_hole(l)) {
			flags |= SQL_HAS_HOLE;
			continue;
		}
		l->at++;
		if (c == '\\' && escapes && l->at < l->text.len) {
			l->at++;
		} else if (c == quote) {
			if (peek(l, 0) != quote)
				return flags;
			l->at++; /* doubled */
		}
	}
	return flags | SQL_UNTERMINATED;
}

static void lex_string(struct lexer *l, size_t start, bool escapes)
{
	unsigned flags;

	l->at++;
	flags = skip_quoted(l, '\'', escapes || l->how->backslashes);
	add(l, SQL_STRING, start, flags);
}

/* Where the next hole may start, or `end`: bodies of functions are long. */
static size_t next_brace(const struct lexer *l, size_t end)
{
	ptrdiff_t brace = l->how->holes ? str_chr(str_sub(l->text, l->at, end), '{') : -1;

	return brace < 0 ? end : l->at + (size_t)brace;
}

/* $$…$$ or $tag$…$tag$. */
static bool lex_dollar(struct lexer *l)
{
	size_t start = l->at, tag = 1, end;
	unsigned flags = SQL_DOLLAR;
	struct str fence;
	ptrdiff_t len;

	while (is_letter(peek(l, tag)) || (tag > 1 && is_digit(peek(l, tag))))
		tag++;
	if (peek(l, tag) != '$')
		return false;
	fence = str_sub(l->text, start, start + tag + 1);
	l->at += fence.len;
	len = str_find(str_sub(l->text, l->at, l->text.len), fence);
	if (len < 0)
		flags |= SQL_UNTERMINATED;
	end = len < 0 ? l->text.len : l->at + (size_t)len;
	while (l->at < end) {
		size_t brace = next_brace(l, end);

		l->at = brace;
		if (brace < end && skip_hole(l))
			flags |= SQL_HAS_HOLE;
		else if (brace < end)
			l->at++;
	}
	/* a hole may reach over the end: then the string ends with it */
	l->at = len < 0 || l->at > end ? l->at : end + fence.len;
	add(l, SQL_STRING, start, flags);
	return true;
}

static void skip_line(struct lexer *l)
{
	while (l->at < l->text.len && l->text.ptr[l->at] != '\n')
		l->at++;
}

/* Nested, as in PostgreSQL; where that does not come to an end, flat, as everywhere else. */
static void skip_block_comment(struct lexer *l)
{
	size_t first_end = 0;
	unsigned depth = 0;

	while (l->at < l->text.len) {
		if (peek(l, 0) == '/' && peek(l, 1) == '*') {
			depth++;
			l->at += 2;
		} else if (peek(l, 0) == '*' && peek(l, 1) == '/') {
			l->at += 2;
			if (!first_end)
				first_end = l->at;
			if (--depth == 0 || l->flat_comments)
				return;
		} else {
			l->at++;
		}
	}
	if (first_end) {
		l->flat_comments = true;
		l->at = first_end;
	}
}

/* A line DELIMITER //, which the mysql client takes for itself. */
static bool skip_delimiter(struct lexer *l)
{
	static const struct str word = STR_INIT("delimiter");
	struct str line = str_sub(l->text, l->at, l->text.len);
	ptrdiff_t end = str_chr(line, '\n');

	if (!l->line_start || line.len <= word.len || !is_space(line.ptr[word.len]) ||
	    !str_eq_nocase(str_sub(line, 0, word.len), word))
		return false;
	if (end >= 0)
		line = str_sub(line, 0, (size_t)end);
	l->delimiter = str_trim(str_sub(line, word.len, line.len));
	if (!l->delimiter.len || str_chr(l->delimiter, ' ') >= 0)
		return false; /* a column of that name */
	if (str_eq(l->delimiter, STR(";")))
		l->delimiter = STR("");
	l->at += line.len;
	return true;
}

/* The marks around what MySQL runs: / *!50003 and * /, without the spaces. */
static bool skip_run_comment(struct lexer *l)
{
	if (l->run_comment && peek(l, 0) == '*' && peek(l, 1) == '/') {
		l->run_comment = false;
		l->at += 2;
		return true;
	}
	if (!l->how->run_comments || peek(l, 0) != '/' || peek(l, 1) != '*' || peek(l, 2) != '!' ||
	    str_find(str_sub(l->text, l->at, l->text.len), STR("*/")) < 0)
		return false;
	l->run_comment = true;
	for (l->at += 3; is_digit(peek(l, 0)); l->at++)
		;
	return true;
}

static bool skip_blank(struct lexer *l)
{
	char c = peek(l, 0);

	if (((c | 0x20) == 'd' && skip_delimiter(l)) || skip_run_comment(l))
		return true;

	if (is_space(c)) {
		l->line_start |= c == '\n';
		l->at++;
		return true;
	}
	if (c == '-' && peek(l, 1) == '-') {
		skip_line(l);
		return true;
	}
	/* At the start of a line '#' is no PostgreSQL operator that anyone writes. */
	if (c == '#' && (l->how->hash_comments || (l->line_start && peek(l, 1) == ' '))) {
		skip_line(l);
		return true;
	}
	if (c == '/' && peek(l, 1) == '*') {
		skip_block_comment(l);
		return true;
	}
	return false;
}

static bool ends_operand(const struct lexer *l)
{
	const struct sql_token *token = last(l);

	return token && sql_ends_operand(l->text, token);
}

/* :name, %s, %(name)s and a ? that is not PostgreSQL's JSON operator. */
static size_t param_len(const struct lexer *l)
{
	char before = l->at ? l->text.ptr[l->at - 1] : ' ';
	size_t len = 1;

	switch (peek(l, 0)) {
	case ':':
		if (!is_letter(peek(l, 1)) || before == ':' || sql_is_word_byte(before))
			return 0;
		break;
	case '%':
		if (peek(l, 1) == '(') {
			for (len = 2; sql_is_word_byte(peek(l, len)); len++)
				;
			return len > 2 && peek(l, len) == ')' && peek(l, len + 1) == 's' ? len + 2
											 : 0;
		}
		return peek(l, 1) == 's' && !sql_is_word_byte(peek(l, 2)) &&
				       !sql_is_word_byte(before)
			       ? 2
			       : 0;
	case '$':
		if (!is_digit(peek(l, 1)))
			return 0;
		break;
	case '?':
		return is_operator(peek(l, 1)) || ends_operand(l) ? 0 : 1;
	default:
		return 0;
	}
	while (sql_is_word_byte(peek(l, len)))
		len++;
	return len;
}

static bool at_delimiter(const struct lexer *l)
{
	return l->delimiter.len && str_starts(str_sub(l->text, l->at, l->text.len), l->delimiter);
}

/* A word, with any holes in it. */
static void lex_word(struct lexer *l)
{
	size_t start = l->at;
	unsigned flags = 0, holes = 0;
	bool only_holes = true;

	while (l->at < l->text.len) {
		if (skip_hole(l)) {
			holes++;
			continue;
		}
		if (at_delimiter(l) ||
		    (!sql_is_word_byte(peek(l, 0)) && !(l->at == start && is_operator(peek(l, 0)))))
			break;
		only_holes = false;
		l->at++;
	}
	if (holes)
		flags |= SQL_HAS_HOLE;
	if (holes == 1 && only_holes)
		flags |= SQL_IS_HOLE;
	if (peek(l, 0) == '\'' && l->at - start == 1 && strchr("eEnNbBxX", l->text.ptr[start])) {
		lex_string(l, start, (l->text.ptr[start] | 0x20) == 'e');
		return;
	}
	if (l->at - start == 1 && (l->text.ptr[start] | 0x20) == 'u' && peek(l, 0) == '&' &&
	    peek(l, 1) == '\'') {
		l->at++;
		lex_string(l, start, false);
		return;
	}
	add(l, SQL_WORD, start, flags);
}

static void lex_number(struct lexer *l)
{
	size_t start = l->at;
	unsigned flags = 0;

	while (l->at < l->text.len) {
		char c = peek(l, 0);

		if (skip_hole(l)) {
			flags |= SQL_HAS_HOLE;
			continue;
		}
		if (c == '+' || c == '-') {
			/* of an exponent */
			if (l->at == start || (l->text.ptr[l->at - 1] | 0x20) != 'e' ||
			    !is_digit(peek(l, 1)))
				break;
		} else if (!sql_is_word_byte(c) && c != '.') {
			break;
		}
		l->at++;
	}
	add(l, SQL_NUMBER, start, flags);
}

static bool is_bracket_name(char c)
{
	return sql_is_word_byte(c) || (c && strchr(" -#@./{}()\"'", c));
}

/*
 * [name] of SQL Server and SQLite: starts where no subscript can. The name is letters, digits and
 * what people put into names; ARRAY [x] and a[x] stay PostgreSQL's.
 */
static bool lex_bracketed(struct lexer *l)
{
	char before = l->at ? l->text.ptr[l->at - 1] : ' ';
	const struct sql_token *token = last(l);
	size_t start = l->at, end = l->at + 1;
	unsigned flags = 0;

	if (!is_space(before) && !strchr("(,.=", before))
		return false;
	if (token && str_eq_nocase(str_sub(l->text, token->at, token->end), STR("array")))
		return false;
	if (!is_letter(peek(l, 1)) && !(l->how->holes && peek(l, 1) == '{'))
		return false;
	while (end < l->text.len && is_bracket_name(l->text.ptr[end]))
		end++;
	if (end >= l->text.len || l->text.ptr[end] != ']')
		return false;
	for (l->at++; l->at < end;)
		if (skip_hole(l))
			flags |= SQL_HAS_HOLE;
		else
			l->at++;
	if (l->at > end)
		flags |= SQL_UNTERMINATED; /* the bracket was inside a hole */
	else
		l->at++;
	add(l, SQL_QUOTED, start, flags);
	return true;
}

/* Neither a comment, nor a parameter right behind an operator (a=?, a=:b, a=%s). */
static bool continues_operator(const struct lexer *l, char first)
{
	char c = peek(l, 0), next = peek(l, 1);

	if (!is_operator(c) || c == ':')
		return false;
	if ((c == '-' && next == '-') || (c == '/' && next == '*'))
		return false;
	if (c == '?')
		return first == '@' || is_operator(next);
	return !param_len(l);
}

static void lex_operator(struct lexer *l)
{
	size_t start = l->at;

	if (peek(l, 0) == ':' && peek(l, 1) == ':') {
		l->at += 2;
		add(l, SQL_OPERATOR, start, 0);
		return;
	}
	do {
		l->at++;
	} while (continues_operator(l, l->text.ptr[start]));
	add(l, SQL_OPERATOR, start, 0);
}

static void lex_punct(struct lexer *l)
{
	size_t start = l->at;
	char c = peek(l, 0);

	if ((c == ')' || c == ']') && l->depth)
		l->depth--;
	l->at++;
	add(l, SQL_PUNCT, start, c == ';' && l->delimiter.len ? SQL_INNER : 0);
	if (c == '(' || c == '[')
		l->depth++;
}

static void lex_one(struct lexer *l)
{
	size_t start = l->at, param;
	char c = peek(l, 0);
	unsigned flags;

	if (at_delimiter(l)) {
		l->at += l->delimiter.len;
		l->depth = 0;
		add(l, SQL_PUNCT, start, SQL_DELIMITER);
		return;
	}
	if (c == '\'') {
		lex_string(l, start, false);
	} else if (c == '"' || c == '`') {
		bool string = c == '"' && l->how->double_quotes;

		l->at++;
		flags = skip_quoted(l, c, string && l->how->backslashes);
		add(l, string ? SQL_STRING : SQL_QUOTED, start, flags);
	} else if ((param = param_len(l))) {
		l->at += param;
		add(l, SQL_PARAM, start, 0);
	} else if (is_digit(c) || (c == '.' && is_digit(peek(l, 1)) && !ends_operand(l))) {
		lex_number(l);
	} else if (is_letter(c) || (c == '@' && is_letter(peek(l, 1))) ||
		   (c == '#' && is_letter(peek(l, 1)) &&
		    (l->how->hash_names || (last(l) && sql_precedes_table(l->text, last(l))))) ||
		   at_hole(l)) {
		lex_word(l);
	} else if (c == '$' && lex_dollar(l)) {
		return;
	} else if (c == '[' && lex_bracketed(l)) {
		return;
	} else if (is_operator(c)) {
		lex_operator(l);
	} else {
		lex_punct(l);
	}
}

void sql_lex(struct str text, const struct sql_lexing *how, struct arena *arena,
	     struct sql_tokens *tokens)
{
	struct lexer l = {
		.text = text, .how = how, .arena = arena, .tokens = tokens, .line_start = true};

	while (l.at < text.len)
		if (!skip_blank(&l))
			lex_one(&l);
}
