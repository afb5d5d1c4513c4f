#include "core/base/limits.h"
#include "frontends/sql/pg.h"
#include "frontends/sql/sql_split.h"
#include "frontends/sql/words.h"

enum { NESTING_LEVELS = 256 };

/* An operator, or a word that makes a tree one level deeper, as 1 + 1 + 1 does at every sign. */
static bool nests(const struct sql_statement *s, uint32_t i)
{
	if (s->tokens[i].kind == SQL_OPERATOR)
		return true;
	return sql_is_any(s, i,
			  "AND OR NOT IS ISNULL NOTNULL IN LIKE ILIKE SIMILAR BETWEEN COLLATE AT "
			  "JOIN UNION INTERSECT EXCEPT CASE SELECT");
}

/*
 * Is the statement so long or so deeply nested that the parser, which recurses, must not see it?
 * Counts what can nest along each path through the parentheses; a comma starts a path anew.
 */
static bool is_too_deep(const struct sql_statement *s)
{
	uint32_t levels[NESTING_LEVELS + 1] = {0}, nesting = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		uint32_t level = s->tokens[i].depth - s->tokens[0].depth;

		if (level >= NESTING_LEVELS)
			return true;
		if (sql_is_punct(s, i, ')') || sql_is_punct(s, i, ']')) {
			nesting -= levels[level + 1];
			levels[level + 1] = 0;
		} else if (sql_is_punct(s, i, ',')) {
			nesting -= levels[level];
			levels[level] = 0;
		} else if (nests(s, i)) {
			levels[level]++;
			if (++nesting > LIMIT_SQL_OPERATORS)
				return true;
		}
	}
	return false;
}

/* Emits the statement's ops; false, with none emitted, when no reader understands it. */
static bool read_known(struct sql_statement *s)
{
	uint32_t before = s->ops->count;

	if (s->text.len > LIMIT_SQL_BYTES || is_too_deep(s))
		return false;
	switch (pgr_read(s)) {
	case SQL_READ:
		return true;
	case SQL_FOREIGN:
		sql_take_back(s, before);
		if (words_read(s))
			return true;
		break;
	case SQL_UNKNOWN:
		break;
	}
	sql_take_back(s, before);
	return false;
}

static void read_statement(struct sql_statement *s)
{
	uint32_t before = s->ops->count;

	for (uint32_t i = 0; i < s->count; i++)
		if (s->tokens[i].flags & SQL_HAS_HOLE)
			s->flags |= OPF_TEMPLATE;
	if (!read_known(s))
		sql_emit(s, OP_RAW_SQL);
	else if (!s->dialects)
		s->ops->hints |= sql_hints(s, s->ops->items + before, s->ops->count - before);
}

static bool is_only(dialect_set dialects, dialect_set of)
{
	return dialects && !(dialects & ~of);
}

/* Does a string or quote reach to the end of the text because nothing closes it? */
static bool is_unterminated(const struct sql_tokens *tokens)
{
	return tokens->count && (tokens->items[tokens->count - 1].flags & SQL_UNTERMINATED);
}

static void lex(struct str text, bool holes, dialect_set dialects, struct arena *arena,
		struct sql_tokens *tokens)
{
	bool mysql = is_only(dialects, DIALECT_MYSQL | DIALECT_MARIADB);
	struct sql_lexing how = {
		.holes = holes,
		.backslashes = mysql,
		.hash_comments = mysql,
		.hash_names = is_only(dialects, DIALECT_MSSQL),
	};

	*tokens = (struct sql_tokens){0};
	sql_lex(text, &how, arena, tokens);
	if (is_unterminated(tokens) && !mysql && str_has(text, STR("\\'"))) {
		struct sql_tokens again = {0};

		/* 'it\'s' is two strings and a half to all but MySQL */
		how.backslashes = true;
		sql_lex(text, &how, arena, &again);
		if (!is_unterminated(&again))
			*tokens = again;
	}
}

void sql_read(struct str text, bool holes, dialect_set dialects, struct arena *arena,
	      struct sql_ops *ret_ops)
{
	struct sql_splitter splitter = {0};
	struct sql_statement statement;
	struct sql_tokens tokens;
	struct arena scratch;

	arena_init(&scratch);
	splitter.rest = (struct sql_statement){
		.source = text,
		.text = text,
		.flags = OPF_FROM_SQL,
		.dialects = dialects,
		.arena = arena,
		.scratch = &scratch,
		.ops = ret_ops,
	};
	if (text.len > LIMIT_STRING_BYTES) {
		sql_emit(&splitter.rest, OP_RAW_SQL);
	} else {
		lex(text, holes, dialects, &scratch, &tokens);
		splitter.rest.all = &tokens;
		splitter.rest.tokens = tokens.items;
		splitter.rest.count = tokens.count;
		while (sql_next_statement(&splitter, &statement))
			read_statement(&statement);
	}
	arena_release(&scratch);
}
