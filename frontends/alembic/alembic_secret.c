#include "frontends/alembic/alembic_values.h"

/*
 * Secrets that stand in the code. A false alarm costs a reader's trust, so that a value must look
 * like one: a word of some length, not a sentence, a placeholder or a name.
 */

enum { SECRET_MIN = 6, SECRET_MAX = 4096 };

bool alembic_looks_secret(struct str text)
{
	static const struct str starts[] = {
		STR_INIT("-----BEGIN RSA PRIVATE"),
		STR_INIT("-----BEGIN PRIVATE KEY"),
		STR_INIT("-----BEGIN EC PRIVATE"),
		STR_INIT("-----BEGIN OPENSSH PRIVATE"),
		STR_INIT("-----BEGIN DSA PRIVATE"),
		STR_INIT("$2a$"),
		STR_INIT("$2b$"),
		STR_INIT("$2y$"),
		STR_INIT("$argon2"),
		STR_INIT("pbkdf2:sha"),
		STR_INIT("pbkdf2_sha"),
		STR_INIT("scrypt:"),
		STR_INIT("ghp_"),
		STR_INIT("github_pat_"),
		STR_INIT("xoxb-"),
		STR_INIT("xoxp-"),
		STR_INIT("sk_live_"),
		STR_INIT("AKIA"),
		STR_INIT("gAAAAA"),
		STR_INIT("eyJhbGciOi"),
	};

	text = str_trim(text);
	if (!text.len || !memchr("-$psgxAe", text.ptr[0], 8)) /* how they begin */
		return false;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (text.len > starts[i].len + 8 && str_starts(text, starts[i]))
			return true;
	return false;
}

/* Is it one by its name: "password", "api_key", "user_token" … */
static bool names_secret(struct str column)
{
	static const struct str parts[] = {
		STR_INIT("password"),       STR_INIT("passwd"),     STR_INIT("passphrase"),
		STR_INIT("secret"),         STR_INIT("api_key"),    STR_INIT("apikey"),
		STR_INIT("private_key"),    STR_INIT("access_key"), STR_INIT("auth_key"),
		STR_INIT("encryption_key"),
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (str_find_nocase(column, parts[i]) >= 0)
			return true;
	return str_eq_nocase(column, STR("token")) || str_ends(column, STR("_token")) ||
	       str_eq_nocase(column, STR("pwd")) || str_eq_nocase(column, STR("salt"));
}

/* What says of a secret that there is one, or where: "_id", "_type", "password_changed_at" … */
static bool names_about(struct str column)
{
	static const struct str parts[] = {
		STR_INIT("_id"),       STR_INIT("_type"),     STR_INIT("_at"),
		STR_INIT("_name"),     STR_INIT("_count"),    STR_INIT("_url"),
		STR_INIT("_date"),     STR_INIT("_limit"),    STR_INIT("_label"),
		STR_INIT("_hint"),     STR_INIT("_policy"),   STR_INIT("_status"),
		STR_INIT("_expir"),    STR_INIT("_text"),     STR_INIT("_subject"),
		STR_INIT("_template"), STR_INIT("_required"), STR_INIT("_path"),
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (str_find_nocase(column, parts[i]) >= 0)
			return true;
	return false;
}

bool alembic_is_secret(struct str column, struct str value)
{
	if (alembic_looks_secret(value))
		return true;
	if (!names_secret(column) || names_about(column) || value.len < SECRET_MIN ||
	    value.len > SECRET_MAX)
		return false;
	for (size_t i = 0; i < value.len; i++) /* a word, and no {placeholder} or :parameter */
		if (value.ptr[i] == ' ' || value.ptr[i] == '\n' || value.ptr[i] == '{')
			return false;
	return value.ptr[0] != ':' && value.ptr[0] != '%' && value.ptr[0] != '<';
}

/* The string literal at `at`, without its quotes; `ret_end` is past it. */
static struct str literal_at(struct str sql, size_t at, size_t *ret_end)
{
	size_t end = at + 1;

	while (end < sql.len && sql.ptr[end] != '\'')
		end++;
	*ret_end = end < sql.len ? end + 1 : sql.len;
	return str_sub(sql, at + 1, end);
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\n' || s.ptr[at] == '\t'))
		at++;
	return at;
}

/* The first row of VALUES (…): the literal that stands for each column. */
static bool inserts_secret(const struct op *op, struct str sql)
{
	ptrdiff_t values = str_find_nocase(sql, STR("VALUES"));
	size_t at = values < 0 ? sql.len : (size_t)values + 6, end;
	uint32_t column = 0;
	int depth = 0;

	for (; at < sql.len && column < op->column_count; at++) {
		char c = sql.ptr[at];

		if (c == '\'') {
			struct str value = literal_at(sql, at, &end);

			if (depth == 1 && alembic_is_secret(op->columns[column].name, value))
				return true;
			at = end - 1;
		} else if (c == '(') {
			depth++;
		} else if (c == ')') {
			depth--;
		} else if (c == ',' && depth == 1) {
			column++;
		}
	}
	return false;
}

/* column = 'literal' */
static bool updates_secret(const struct op *op, struct str sql)
{
	for (uint32_t i = 0; i < op->column_count; i++) {
		struct str name = op->columns[i].name;
		ptrdiff_t found = str_find_nocase(sql, name);
		size_t at = found < 0 ? sql.len : skip_space(sql, (size_t)found + name.len), end;

		if (at >= sql.len || sql.ptr[at] != '=')
			continue;
		at = skip_space(sql, at + 1);
		if (at < sql.len && sql.ptr[at] == '\'' &&
		    alembic_is_secret(name, literal_at(sql, at, &end)))
			return true;
	}
	return false;
}

/* CREATE USER a PASSWORD 'b', IDENTIFIED BY 'b' */
static bool gives_password(struct str sql)
{
	static const struct str words[] = {STR_INIT("PASSWORD '"), STR_INIT("IDENTIFIED BY '")};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		ptrdiff_t at = str_find_nocase(sql, words[i]);
		size_t end;

		if (at >= 0 &&
		    alembic_is_secret(STR("password"),
				      literal_at(sql, (size_t)at + words[i].len - 1, &end)))
			return true;
	}
	return false;
}

bool alembic_sql_holds_secret(const struct op *op, struct str sql)
{
	switch (op->kind) {
	case OP_INSERT:
		return inserts_secret(op, sql);
	case OP_UPDATE:
		return updates_secret(op, sql);
	case OP_OTHER:
	case OP_RAW_SQL:
	case OP_GRANT:
		return gives_password(sql);
	default:
		return false;
	}
}
