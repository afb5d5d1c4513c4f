#include "core/base/limits.h"
#include "frontends/sql/pg.h"
#include "frontends/sql/sql_block.h"
#include "frontends/sql/sql_split.h"
#include "frontends/sql/words.h"

enum { NESTING_LEVELS = 256 };

/* An operator, or a word that makes a tree one level deeper, as 1 + 1 + 1 does at every sign. */
static bool nests(const struct sql_statement *s, uint32_t i)
{
	static const struct str words[] = {
		STR_INIT("and"),    STR_INIT("or"),      STR_INIT("not"),     STR_INIT("is"),
		STR_INIT("in"),     STR_INIT("isnull"),  STR_INIT("notnull"), STR_INIT("like"),
		STR_INIT("ilike"),  STR_INIT("similar"), STR_INIT("between"), STR_INIT("collate"),
		STR_INIT("at"),     STR_INIT("join"),    STR_INIT("union"),   STR_INIT("intersect"),
		STR_INIT("except"), STR_INIT("case"),    STR_INIT("select"),
	};
	struct str token;

	if (s->tokens[i].kind != SQL_WORD)
		return s->tokens[i].kind == SQL_OPERATOR;
	token = sql_token_text(s, i);
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		if (str_eq_nocase(token, words[w]))
			return true;
	return false;
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
	dialect_set hints = s->ops->hints;

	if (s->text.len > LIMIT_SQL_BYTES || is_too_deep(s))
		return false;
	if (sql_is_block(s)) {
		if (sql_read_block(s))
			return true;
		sql_take_back(s, before);
		s->ops->hints = hints;
		return false;
	}
	switch (pgr_read(s)) {
	case SQL_READ:
		/* one without effects (MERGE … DO NOTHING) is not dropped, either */
		if (s->ops->count > before)
			return true;
		break;
	case SQL_FOREIGN:
		sql_take_back(s, before);
		if (words_read(s) && s->ops->count > before)
			return true;
		break;
	case SQL_UNKNOWN:
		break;
	}
	sql_take_back(s, before);
	s->ops->hints = hints;
	return false;
}

bool sql_read_statement(struct sql_statement *s)
{
	uint32_t before = s->ops->count;

	for (uint32_t i = 0; i < s->count; i++)
		if (s->tokens[i].flags & SQL_HAS_HOLE)
			s->flags |= OPF_TEMPLATE;
	if (!read_known(s)) {
		sql_emit(s, OP_RAW_SQL);
		return false;
	}
	if (!s->dialects)
		s->ops->hints |= sql_hints(s, s->ops->items + before, s->ops->count - before);
	return true;
}

uint32_t sql_read_statements(const struct sql_statement *text)
{
	struct sql_tokens tokens = {0};
	struct sql_splitter splitter = {.rest = *text};
	struct sql_statement statement;
	uint32_t unknown = 0;

	sql_lex(text->source, text->how, text->scratch, &tokens);
	splitter.rest.all = &tokens;
	splitter.rest.tokens = tokens.items;
	splitter.rest.count = tokens.count;
	while (sql_next_statement(&splitter, &statement))
		unknown += !sql_read_statement(&statement);
	return unknown;
}

static bool is_only(dialect_set dialects, dialect_set of)
{
	return dialects && !(dialects & ~of);
}

/*
 * A backslash in a string is just that to every database but MySQL, where 'it\'s' is one string.
 * Where the text's dialect is not known, the reading is right that makes sense of more statements.
 */
static void read_either_way(struct sql_statement *text, struct sql_lexing *how)
{
	uint32_t before = text->ops->count, unknown;
	dialect_set hints = text->ops->hints;

	unknown = sql_read_statements(text);
	if (!unknown || how->backslashes || !str_has(text->source, STR("\\'")))
		return;
	for (int attempt = 0; attempt < 2; attempt++) {
		sql_take_back(text, before);
		text->ops->hints = hints;
		how->backslashes = !how->backslashes;
		if (sql_read_statements(text) < unknown)
			return;
	}
}

void sql_read_with(struct str text, bool holes, dialect_set dialects, struct arena *arena,
		   struct arena *scratch, struct sql_ops *ret_ops)
{
	bool mysql = is_only(dialects, DIALECT_MYSQL | DIALECT_MARIADB);
	struct sql_lexing how = {
		.holes = holes,
		.backslashes = mysql,
		.double_quotes = mysql,
		.hash_comments = mysql,
		.hash_names = is_only(dialects, DIALECT_MSSQL),
		.run_comments = !dialects || (dialects & (DIALECT_MYSQL | DIALECT_MARIADB)),
	};
	size_t made_bytes = 0;
	struct sql_statement whole = {
		.source = text,
		.text = text,
		.flags = OPF_FROM_SQL,
		.dialects = dialects,
		.arena = arena,
		.scratch = scratch,
		.ops = ret_ops,
		.how = &how,
		.made_bytes = &made_bytes,
	};

	if (text.len > LIMIT_STRING_BYTES) {
		sql_emit(&whole, OP_RAW_SQL);
		return;
	}
	read_either_way(&whole, &how);
	arena_reset(scratch);
}

void sql_read(struct str text, bool holes, dialect_set dialects, struct arena *arena,
	      struct sql_ops *ret_ops)
{
	struct arena scratch;

	arena_init(&scratch);
	sql_read_with(text, holes, dialects, arena, &scratch, ret_ops);
	arena_release(&scratch);
}
