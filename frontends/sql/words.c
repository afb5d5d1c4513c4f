#include "frontends/sql/words.h"

bool words_end(const struct words *w)
{
	return w->at >= w->s->count;
}

bool words_are(const struct words *w, const char *word)
{
	return sql_is(w->s, w->at, word);
}

bool words_accept(struct words *w, const char *word)
{
	if (!sql_is(w->s, w->at, word))
		return false;
	w->at++;
	return true;
}

bool words_accept_all(struct words *w, const char *words)
{
	struct str rest = str_from(words), word;
	uint32_t at = w->at;

	for (; str_split(&rest, ' ', &word); at++)
		if (at >= w->s->count || w->s->tokens[at].kind != SQL_WORD ||
		    !str_eq_nocase(sql_token_text(w->s, at), word))
			return false;
	w->at = at;
	return true;
}

bool words_accept_any(struct words *w, const char *words)
{
	if (!sql_is_any(w->s, w->at, words))
		return false;
	w->at++;
	return true;
}

bool words_accept_punct(struct words *w, char c)
{
	if (!sql_is_punct(w->s, w->at, c))
		return false;
	w->at++;
	return true;
}

unsigned words_accept_condition(struct words *w)
{
	if (words_accept_all(w, "IF NOT EXISTS"))
		return OPF_IF_NOT_EXISTS;
	return words_accept_all(w, "IF EXISTS") ? OPF_IF_EXISTS : 0;
}

bool words_identifier(struct words *w, struct str *ret)
{
	if (words_end(w) ||
	    (w->s->tokens[w->at].kind != SQL_WORD && w->s->tokens[w->at].kind != SQL_QUOTED))
		return false;
	*ret = sql_identifier(w->s, w->at++);
	return ret->len > 0;
}

bool words_name(struct words *w, struct words_name *ret)
{
	struct words_name name = {STR(""), STR("")};

	if (!words_identifier(w, &name.name))
		return false;
	if (sql_is_prefix(w->s, w->at - 1)) {
		name.schema = name.name;
		words_identifier(w, &name.name);
	}
	while (words_accept_punct(w, '.')) {
		bool empty = words_accept_punct(w, '.'); /* database..table */

		name.schema = empty ? STR("") : name.name;
		if (!words_identifier(w, &name.name))
			return false;
	}
	*ret = name;
	return true;
}

bool words_skip_group(struct words *w)
{
	uint32_t close;

	if (!sql_is_punct(w->s, w->at, '('))
		return false;
	close = sql_closing(w->s, w->at);
	if (close == SQL_NONE)
		return false;
	return words_pass(w, close + 1);
}

/* What may follow a column in a key and leaves it a column: (10) COLLATE nocase DESC */
static bool is_key_tail(const struct sql_statement *s, uint32_t at, uint32_t end)
{
	if (sql_is_punct(s, at, '(') && at + 1 < end && s->tokens[at + 1].kind == SQL_NUMBER &&
	    sql_closing(s, at) == at + 2)
		at += 3;
	if (sql_is(s, at, "COLLATE"))
		at += 2;
	return at >= end || sql_is_any(s, at, "ASC DESC");
}

bool words_columns(struct words *w, struct words_names *ret)
{
	uint32_t close;

	*ret = (struct words_names){0};
	if (!sql_is_punct(w->s, w->at, '('))
		return false;
	close = sql_closing(w->s, w->at);
	if (close == SQL_NONE)
		return false;
	for (w->at++; w->at < close; w->at++) {
		uint32_t end = sql_element_end(w->s, w->at, close), from = w->at;
		struct str *column = vec_push(w->s->arena, ret);

		if (!words_identifier(w, column) || !is_key_tail(w->s, w->at, end))
			*column = sql_slice(w->s, from, end);
		if (!words_pass(w, end))
			return false;
	}
	w->at = close + 1;
	return true;
}

/* SQL Server needs no semicolon between two statements. */
static bool starts_statement(const struct sql_statement *s, uint32_t i)
{
	return sql_is_any(s, i, "INSERT UPDATE DELETE MERGE DROP ALTER CREATE TRUNCATE EXEC") &&
	       !sql_is_punct(s, i + 1, '(') && !sql_is_punct(s, i - 1, '.') &&
	       !sql_is_punct(s, i - 1, ',') &&
	       !sql_is_any(s, i - 1, "FOR ON KEY THEN OF BEFORE AFTER OR DO");
}

/* Is it a hole behind a value, so that nobody knows what is in it? */
static bool is_stray_hole(const struct sql_statement *s, uint32_t i)
{
	return i && (s->tokens[i].flags & SQL_IS_HOLE) &&
	       sql_ends_operand(s->source, &s->tokens[i - 1]);
}

bool words_pass(struct words *w, uint32_t to)
{
	for (uint32_t i = w->at; i < to && i < w->s->count; i++)
		if (is_stray_hole(w->s, i) || starts_statement(w->s, i))
			return false;
	w->at = to;
	return true;
}

bool words_pass_query(struct words *w)
{
	for (; w->at < w->s->count; w->at++)
		if (starts_statement(w->s, w->at))
			return false;
	return true;
}

void words_hint(struct words *w, dialect_set dialects)
{
	if (!w->s->dialects)
		w->s->ops->hints |= dialects;
}
