#include "core/model/default_text.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* Behind the quote that ends what begins at `at`; a doubled one is part of it. */
static size_t quote_end(struct str s, size_t at)
{
	char quote = s.ptr[at++];

	for (; at < s.len; at++)
		if (s.ptr[at] == quote) {
			if (at + 1 == s.len || s.ptr[at + 1] != quote)
				return at + 1;
			at++;
		}
	return s.len;
}

static enum default_token_kind token_end(struct str s, size_t at, size_t *ret_end)
{
	char c = s.ptr[at];
	size_t end = at + 1;
	enum default_token_kind kind = DEFAULT_TOKEN_MARK;

	if (c == '\'' || c == '"' || c == '`') {
		end = quote_end(s, at);
		kind = c == '\'' ? DEFAULT_TOKEN_STRING : DEFAULT_TOKEN_NAME;
	} else if (is_digit(c) || (c == '.' && end < s.len && is_digit(s.ptr[end]))) {
		while (end < s.len &&
		       (is_digit(s.ptr[end]) || s.ptr[end] == '.' || is_letter(s.ptr[end])))
			end++;
		kind = DEFAULT_TOKEN_NUMBER;
	} else if (is_letter(c)) {
		while (end < s.len &&
		       (is_letter(s.ptr[end]) || is_digit(s.ptr[end]) || s.ptr[end] == '$'))
			end++;
		kind = DEFAULT_TOKEN_WORD;
	} else if (c == ':' && end < s.len && s.ptr[end] == ':') {
		end++;
	}
	*ret_end = end;
	return kind;
}

bool default_next(struct default_reader *reader, struct default_token *ret)
{
	struct str s = reader->text;
	size_t at = reader->at, end;

	while (at < s.len && is_space(s.ptr[at]))
		at++;
	if (at >= s.len)
		return false;
	ret->kind = token_end(s, at, &end);
	ret->text = str_sub(s, at, end);
	reader->at = end;
	return true;
}

struct str default_lower(struct str word, char *buffer, size_t size)
{
	if (word.len > size)
		return STR("");
	for (size_t i = 0; i < word.len; i++)
		buffer[i] = (char)(word.ptr[i] >= 'A' && word.ptr[i] <= 'Z'
					   ? word.ptr[i] - 'A' + 'a'
					   : word.ptr[i]);
	return (struct str){buffer, word.len};
}

/* Offset behind the parenthesis that closes the one at `open`, 0 if none does. */
static size_t closing(struct str s, size_t open)
{
	size_t depth = 0, end;

	for (size_t at = open; at < s.len; at = end) {
		token_end(s, at, &end);
		if (s.ptr[at] == '(')
			depth++;
		else if (s.ptr[at] == ')' && --depth == 0)
			return end;
	}
	return 0;
}

/* ((x)) is x. */
static struct str without_parentheses(struct str s)
{
	enum { MOST = 16 };

	s = str_trim(s);
	for (int i = 0; i < MOST && s.len >= 2 && s.ptr[0] == '(' && closing(s, 0) == s.len; i++)
		s = str_trim(str_sub(s, 1, s.len - 1));
	return s;
}

/* Behind the type that a cast names: "character varying(10)[]", "public.kind". */
size_t default_type_end(struct str s, size_t at)
{
	struct default_reader reader = {.text = s, .at = at};
	struct default_token token;
	size_t end = at;
	bool any = false, dot = false;

	while (default_next(&reader, &token)) {
		bool mark = token.kind == DEFAULT_TOKEN_MARK;

		if (mark && any && token.text.ptr[0] == '(')
			reader.at = closing(s, reader.at - 1);
		else if (mark && !(any && str_has(STR(".[]"), token.text)))
			break;
		else if (!mark && token.kind == DEFAULT_TOKEN_STRING)
			break;
		else if (token.kind == DEFAULT_TOKEN_WORD && any && !dot &&
			 !str_has(STR(" varying precision with without time zone "), token.text))
			break;
		if (!reader.at)
			break;
		dot = mark && token.text.ptr[0] == '.';
		any = true;
		end = reader.at;
	}
	return end;
}

static struct str drop_public(struct str name)
{
	return str_starts(name, STR("public.")) ? str_sub(name, 7, name.len) : name;
}

/* nextval('public."T_id_seq"'::regclass) and nextval('T_id_seq'): the name as it is kept. */
static bool put_sequence(struct default_reader *reader, char *to, size_t *len)
{
	struct default_reader ahead = *reader;
	struct default_token open, name;
	struct str bare;

	if (!default_next(&ahead, &open) || !str_eq(open.text, STR("(")) ||
	    !default_next(&ahead, &name) || name.kind != DEFAULT_TOKEN_STRING || name.text.len < 2)
		return false;
	bare = drop_public(str_sub(name.text, 1, name.text.len - 1));
	to[(*len)++] = '(';
	for (size_t i = 0; i < bare.len; i++)
		if (bare.ptr[i] != '"')
			to[(*len)++] = bare.ptr[i];
	*reader = ahead;
	return true;
}

/* The one name of what has several. */
static struct str synonym(struct str word, dialect_set dialect)
{
	static const struct {
		struct str word;
		dialect_set dialects;
	} now[] = {
		{STR_INIT("now"), DIALECT_POSTGRESQL | DIALECT_MYSQL | DIALECT_MARIADB},
		{STR_INIT("transaction_timestamp"), DIALECT_POSTGRESQL},
		{STR_INIT("localtime"), DIALECT_MYSQL | DIALECT_MARIADB},
		{STR_INIT("localtimestamp"), DIALECT_MYSQL | DIALECT_MARIADB},
		{STR_INIT("getdate"), DIALECT_MSSQL},
		{STR_INIT("current_timestamp"), DIALECT_ALL},
	};

	for (size_t i = 0; i < sizeof(now) / sizeof(now[0]); i++)
		if (str_eq(now[i].word, word) && (!dialect || (now[i].dialects & dialect)))
			return STR("current_timestamp");
	if (str_eq(word, STR("curdate")))
		return STR("current_date");
	return str_eq(word, STR("curtime")) ? STR("current_time") : word;
}

/* () */
static void skip_empty_call(struct default_reader *reader)
{
	struct default_reader ahead = *reader;
	struct default_token open, close;

	if (default_next(&ahead, &open) && default_next(&ahead, &close) &&
	    str_eq(open.text, STR("(")) && str_eq(close.text, STR(")")))
		*reader = ahead;
}

static void append(char *to, size_t *len, struct str s)
{
	if (s.len)
		memcpy(to + *len, s.ptr, s.len);
	*len += s.len;
}

struct str default_normal(struct arena *a, struct str sql, dialect_set dialect)
{
	struct default_reader reader = {.text = without_parentheses(sql)};
	struct default_token token;
	/* a synonym is at most so much longer than its word */
	char *to = arena_alloc(a,
			       reader.text.len > DEFAULT_TEXT_MAX ? 0 : 8 * reader.text.len + 64);
	size_t len = 0;
	bool word = false;

	if (reader.text.len > DEFAULT_TEXT_MAX)
		return reader.text;
	while (default_next(&reader, &token)) {
		struct str part = token.text;

		if (str_eq(part, STR("::"))) {
			reader.at = default_type_end(reader.text, reader.at);
			continue;
		}
		if (token.kind == DEFAULT_TOKEN_WORD || token.kind == DEFAULT_TOKEN_NUMBER) {
			char *lower = arena_alloc(a, part.len);

			part = synonym(default_lower(part, lower, part.len), dialect);
			if (word)
				to[len++] = ' ';
		}
		append(to, &len, part);
		word = token.kind == DEFAULT_TOKEN_WORD || token.kind == DEFAULT_TOKEN_NUMBER;
		if (str_eq(part, STR("current_timestamp")))
			skip_empty_call(&reader);
		if (str_eq(part, STR("nextval")))
			put_sequence(&reader, to, &len);
	}
	return (struct str){to, len};
}

/* CAST(x AS type), whole: x. */
static struct str without_cast(struct str s)
{
	struct default_reader reader = {.text = s};
	struct default_token token;
	size_t depth = 0;

	if (!default_next(&reader, &token) || !str_eq_nocase(token.text, STR("CAST")) ||
	    reader.at >= s.len || s.ptr[reader.at] != '(' || closing(s, reader.at) != s.len)
		return s;
	for (size_t from = reader.at + 1; default_next(&reader, &token);) {
		if (str_eq(token.text, STR("(")))
			depth++;
		else if (str_eq(token.text, STR(")")))
			depth--;
		else if (depth == 1 && str_eq_nocase(token.text, STR("AS")))
			return str_trim(str_sub(s, from, reader.at - token.text.len));
	}
	return s;
}

/* A string's value: 'it''s', E'x', N'x', _utf8mb4'x'. False when the text is more than a string. */
static bool string_value(struct arena *a, struct str s, struct str *ret)
{
	size_t from = 0;
	char *to;
	size_t len = 0;

	while (from < s.len && (is_letter(s.ptr[from]) || is_digit(s.ptr[from])))
		from++;
	if (from == s.len || s.ptr[from] != '\'' || quote_end(s, from) != s.len ||
	    s.len < from + 2 || (from && from != 1 && s.ptr[0] != '_') ||
	    (from == 1 && !str_has(STR("ENen"), str_sub(s, 0, 1))))
		return false;
	to = arena_alloc(a, s.len);
	for (size_t i = from + 1; i + 1 < s.len; i++) {
		to[len++] = s.ptr[i];
		i += s.ptr[i] == '\'';
	}
	*ret = (struct str){to, len};
	return true;
}

static bool is_number(struct str s)
{
	struct default_reader reader = {.text = s};
	struct default_token token;

	if (!default_next(&reader, &token))
		return false;
	if (str_eq(token.text, STR("-")) || str_eq(token.text, STR("+")))
		if (!default_next(&reader, &token))
			return false;
	return token.kind == DEFAULT_TOKEN_NUMBER && reader.at == s.len;
}

/* Without casts behind the whole of it: 'x'::character varying, ('1'::integer). */
static struct str without_casts(struct str s)
{
	enum { MOST = 8 };

	for (int i = 0; i < MOST; i++) {
		struct default_reader reader = {.text = s};
		struct default_token token;
		struct str before = s;

		s = without_cast(without_parentheses(s));
		reader.text = s;
		if (default_next(&reader, &token)) {
			size_t value = reader.at;

			if (str_eq(token.text, STR("(")))
				value = closing(s, reader.at - 1);
			else if (str_eq(token.text, STR("-")) && default_next(&reader, &token))
				value = reader.at;
			reader.at = value;
			if (value && default_next(&reader, &token) &&
			    str_eq(token.text, STR("::")) &&
			    default_type_end(s, reader.at) == s.len)
				s = str_trim(str_sub(s, 0, value));
		}
		if (str_eq(s, before))
			break;
	}
	return s;
}

void default_read(struct arena *a, const struct column_default *d, dialect_set dialect,
		  struct default_value *ret)
{
	struct str s = str_trim(d->text);

	*ret = (struct default_value){.kind = DEFAULT_VALUE_CONSTANT};
	if (d->kind == DEFAULT_NONE) {
		ret->kind = DEFAULT_VALUE_NULL;
		return;
	}
	if (d->kind == DEFAULT_LITERAL && (s.len < 2 || s.ptr[0] != '\'')) {
		ret->text = d->text;
		ret->keyword = str_eq(s, STR("TRUE")) || str_eq(s, STR("FALSE"));
		ret->quoted = !is_number(s) && !ret->keyword;
		return;
	}
	if (s.len <= DEFAULT_TEXT_MAX)
		s = without_casts(s);
	if (string_value(a, s, &ret->text)) {
		ret->quoted = true;
	} else if (str_eq_nocase(s, STR("NULL"))) {
		ret->kind = DEFAULT_VALUE_NULL;
	} else if (str_eq_nocase(s, STR("TRUE")) || str_eq_nocase(s, STR("FALSE"))) {
		ret->text = s;
		ret->keyword = true;
	} else if (is_number(s)) {
		ret->text = s;
	} else {
		ret->kind = DEFAULT_VALUE_SQL;
		ret->text = default_normal(a, s, dialect);
	}
}
