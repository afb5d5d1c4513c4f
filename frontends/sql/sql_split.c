#include "frontends/sql/sql_split.h"

/* How far CREATE may be from the kind of what it makes: OR REPLACE DEFINER = `a`@`b` TRIGGER. */
enum { CREATE_WORDS = 12 };

struct blocks {
	bool possible;  /* the statement may hold blocks of statements */
	bool unmarked;  /* its body has no BEGIN: it reaches to the next GO or / */
	unsigned depth; /* of BEGIN, CASE and their like */
};

static struct blocks start_blocks(const struct sql_statement *s)
{
	static const char *const transaction =
		"TRANSACTION TRAN WORK ISOLATION READ NOT DEFERRABLE DEFERRED IMMEDIATE EXCLUSIVE";

	/* SQL Server's DECLARE @a INT; is a statement, Oracle's begins a block */
	if (sql_is(s, 0, "DECLARE") && str_starts(sql_token_text(s, 1), STR("@")))
		return (struct blocks){.possible = false};
	if (sql_is_any(s, 0, "IF WHILE DECLARE"))
		return (struct blocks){.possible = true, .depth = sql_is(s, 0, "DECLARE")};
	if (sql_is(s, 0, "BEGIN"))
		return (struct blocks){
			.possible = s->count > 1 && !sql_is_punct(s, 1, ';') &&
				    !sql_is_punct(s, 1, '/') && !sql_is_any(s, 1, transaction),
		};
	if (!sql_is_any(s, 0, "CREATE ALTER"))
		return (struct blocks){.possible = false};
	for (uint32_t i = 1; i < s->count && i < CREATE_WORDS; i++) {
		if (sql_is_any(s, i, "TRIGGER FUNCTION PROCEDURE PROC EVENT PACKAGE"))
			return (struct blocks){.possible = true};
		if (sql_is_any(s, i, "TABLE INDEX VIEW TYPE SCHEMA SEQUENCE DATABASE POLICY"))
			break;
	}
	return (struct blocks){.possible = false};
}

static void follow_block(const struct sql_statement *s, uint32_t i, struct blocks *blocks)
{
	if (!blocks->possible)
		return;
	/* CREATE PROCEDURE p AS UPDATE …; but AS $$…$$ and AS BEGIN say where they end */
	if (!blocks->depth && sql_is_any(s, i, "AS IS") && i + 1 < s->count &&
	    s->tokens[i].depth == s->tokens[0].depth && s->tokens[i + 1].kind != SQL_STRING &&
	    !sql_is(s, i + 1, "BEGIN") && !sql_is_any(s, i - 1, "TABLE ROW") &&
	    sql_is_any(s, 0, "CREATE ALTER"))
		blocks->unmarked = true;
	if (sql_is_any(s, i, "BEGIN CASE")) {
		/* DECLARE's own BEGIN is already counted; END CASE closes */
		if (!(i && sql_is(s, i - 1, "END")) &&
		    !(blocks->depth == 1 && sql_is(s, 0, "DECLARE") && sql_is(s, i, "BEGIN")))
			blocks->depth++;
	} else if (blocks->depth && sql_is(s, i, "END") &&
		   !sql_is_any(s, i + 1, "IF LOOP WHILE REPEAT FOR")) {
		blocks->depth--;
	}
}

/*
 * How many tokens at `i` separate statements whatever is open there: GO [count] or / alone on a
 * line, or what DELIMITER said.
 */
static uint32_t separator(const struct sql_statement *s, uint32_t i)
{
	uint32_t end = i + 1;

	if (s->tokens[i].flags & SQL_DELIMITER)
		return 1;
	if (!(s->tokens[i].flags & SQL_LINE_START) ||
	    (!sql_is(s, i, "GO") && !sql_is_punct(s, i, '/')))
		return 0;
	if (sql_is(s, i, "GO") && end < s->count && s->tokens[end].kind == SQL_NUMBER &&
	    !(s->tokens[end].flags & SQL_LINE_START))
		end++;
	return end == s->count || (s->tokens[end].flags & SQL_LINE_START) ? end - i : 0;
}

/* The token that ends the first statement, and how many there are: a separator, or the end. */
static uint32_t statement_end(const struct sql_statement *s, uint32_t *ret_skip)
{
	struct blocks blocks = start_blocks(s);
	uint32_t i;

	for (i = 0; i < s->count; i++) {
		*ret_skip = separator(s, i);
		if (*ret_skip)
			return i;
		*ret_skip = 1;
		if (sql_is_punct(s, i, ';') && !(s->tokens[i].flags & SQL_INNER) && !blocks.depth &&
		    !blocks.unmarked && s->tokens[i].depth <= s->tokens[0].depth)
			return i;
		follow_block(s, i, &blocks);
	}
	*ret_skip = 0;
	return i;
}

bool sql_next_statement(struct sql_splitter *splitter, struct sql_statement *ret)
{
	struct sql_statement *rest = &splitter->rest;

	while (rest->count) {
		uint32_t skip, end = statement_end(rest, &skip);

		*ret = *rest;
		ret->count = end;
		rest->tokens += end + skip;
		rest->count -= end + skip;
		if (end) {
			ret->text = str_sub(ret->source, ret->tokens[0].at,
					    ret->tokens[end - 1].end);
			return true;
		}
	}
	return false;
}
