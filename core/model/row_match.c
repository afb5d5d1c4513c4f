#include "core/model/row_match.h"

#include "core/model/default_text.h"

struct matcher {
	struct default_reader reader;
	struct default_token token;
	bool more; /* `token` is one */
	const struct op *insert;
};

static void next(struct matcher *m)
{
	m->more = default_next(&m->reader, &m->token);
}

static bool is_mark(const struct matcher *m, char mark)
{
	return m->more && m->token.kind == DEFAULT_TOKEN_MARK && m->token.text.ptr[0] == mark;
}

static bool is_word(const struct matcher *m, const char *word)
{
	return m->more && m->token.kind == DEFAULT_TOKEN_WORD &&
	       str_eq_nocase(m->token.text, str_from(word));
}

/* users.name, "name": the last part, without its quotes. */
static bool read_name(struct matcher *m, struct str *ret)
{
	for (;;) {
		if (!m->more ||
		    (m->token.kind != DEFAULT_TOKEN_WORD && m->token.kind != DEFAULT_TOKEN_NAME))
			return false;
		*ret = m->token.text;
		if (m->token.kind == DEFAULT_TOKEN_NAME)
			*ret = str_sub(*ret, 1, ret->len - 1);
		next(m);
		if (!is_mark(m, '.'))
			return true;
		next(m);
	}
}

static bool read_constant(struct matcher *m, struct str *ret)
{
	if (!m->more ||
	    (m->token.kind != DEFAULT_TOKEN_STRING && m->token.kind != DEFAULT_TOKEN_NUMBER))
		return false;
	*ret = m->token.text;
	next(m);
	return true;
}

/* The constant that the INSERT gives to the column; empty: it is not known. */
static struct str given(const struct op *insert, struct str column)
{
	for (uint32_t i = 0; i < insert->column_count; i++)
		if (str_eq(insert->columns[i].name, column) &&
		    insert->columns[i].server_default.kind == DEFAULT_LITERAL)
			return insert->columns[i].server_default.text;
	return (struct str){NULL, 0};
}

/* = constant, IN (constants). False: it is something else. */
static bool read_values(struct matcher *m, struct str value, bool *ret_found)
{
	struct str constant;
	bool list = is_word(m, "in");

	*ret_found = false;
	if (!list && !is_mark(m, '='))
		return false;
	next(m);
	if (list && !is_mark(m, '('))
		return false;
	do {
		if (list)
			next(m);
		if (!read_constant(m, &constant))
			return false;
		*ret_found |= str_eq(constant, value);
	} while (list && is_mark(m, ','));
	if (list && !is_mark(m, ')'))
		return false;
	if (list)
		next(m);
	return true;
}

enum tri row_matches(struct str condition, const struct op *insert)
{
	struct matcher m = {.reader = {.text = condition}, .insert = insert};
	bool any = false, all = true, known = true, conjunction = false, disjunction = false;

	if (condition.len > DEFAULT_TEXT_MAX)
		return TRI_UNKNOWN;
	for (next(&m);; next(&m)) {
		struct str column, value;
		bool found;

		if (!read_name(&m, &column))
			return TRI_UNKNOWN;
		value = given(insert, column);
		if (!read_values(&m, value, &found))
			return TRI_UNKNOWN;
		known &= !str_empty(value);
		any |= found;
		all &= found || str_empty(value);
		if (!m.more)
			break;
		conjunction |= is_word(&m, "and");
		disjunction |= is_word(&m, "or");
		if (!is_word(&m, "and") && !is_word(&m, "or"))
			return TRI_UNKNOWN;
	}
	if (conjunction && disjunction)
		return TRI_UNKNOWN;
	if (disjunction && any)
		return TRI_YES;
	if (!disjunction && !all)
		return TRI_NO;
	return !known ? TRI_UNKNOWN : all ? TRI_YES : TRI_NO;
}
