#include "scanner/timeouts.h"

#include "scanner/env_names.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '@' || c == ENV_HOLE;
}

struct str timeout_token(struct str *sql)
{
	struct str token;
	size_t end = 1;

	*sql = str_trim(*sql);
	if (str_empty(*sql))
		return *sql;
	if (sql->ptr[0] == '\'' || sql->ptr[0] == '"') {
		while (end < sql->len && sql->ptr[end] != sql->ptr[0])
			end++;
		end += end < sql->len;
	} else if (is_word(sql->ptr[0])) {
		while (end < sql->len && is_word(sql->ptr[end]))
			end++;
	}
	token = str_sub(*sql, 0, end);
	*sql = str_sub(*sql, end, sql->len);
	return token;
}

struct str timeout_value(struct str token)
{
	if (token.len >= 2 && (token.ptr[0] == '\'' || token.ptr[0] == '"'))
		token = str_trim(str_sub(token, 1, token.len - 1));
	if (str_empty(token) || str_chr(token, ENV_HOLE) >= 0 || !is_word(token.ptr[0]))
		return STR("");
	return token;
}

enum setting_kind timeout_named(struct str name)
{
	ptrdiff_t scope = str_rchr(name, '.');

	name = timeout_value(str_sub(name, scope < 0 ? 0 : (size_t)scope + 1, name.len));
	for (int kind = FIRST_TIMEOUT; kind <= LAST_TIMEOUT; kind++)
		if (str_eq_nocase(name, setting_name(kind)))
			return kind;
	return SETTING_COUNT;
}

/* What stands at text[at]; returns the bytes that were used. */
static size_t unescape(struct str text, size_t at, char *ret_c)
{
	struct str escape = str_sub(text, at, at + 3);

	*ret_c = text.ptr[at];
	if (str_eq(escape, STR("%20")))
		*ret_c = ' ';
	else if (str_eq_nocase(escape, STR("%3d")))
		*ret_c = '=';
	else
		return 1;
	return 3;
}

struct str timeout_options(struct arena *arena, struct str text)
{
	char *copy = arena_alloc(arena, text.len);
	size_t len = 0;

	for (size_t at = 0; at < text.len;)
		at += unescape(text, at, &copy[len++]);
	return (struct str){copy, len};
}

bool timeout_next_option(struct str *text, struct timeout_option *ret_option)
{
	while (text->len > 1) {
		struct str rest = *text;
		size_t end = 1;

		*text = str_sub(*text, 1, text->len);
		if (!str_starts(rest, STR("-c")) && !str_starts(rest, STR("--")))
			continue;
		rest = str_trim(str_sub(rest, 2, rest.len));
		ret_option->kind = timeout_named(timeout_token(&rest));
		if (ret_option->kind == SETTING_COUNT || !str_starts(rest, STR("=")))
			continue;
		while (end < rest.len && !is_space(rest.ptr[end]) && rest.ptr[end] != '&')
			end++;
		ret_option->value = timeout_value(str_sub(rest, 1, end));
		return true;
	}
	return false;
}
