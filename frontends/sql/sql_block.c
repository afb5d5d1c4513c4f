#include "frontends/sql/sql_block.h"

#include "core/base/limits.h"
#include "core/base/vec.h"

struct block {
	struct sql_statement *s;
	uint32_t at;
	uint32_t left_by; /* the last IF's condition, when its only branch ended with RETURN */
	bool strict;      /* PL/pgSQL: nothing but a semicolon ends a statement */
};

static const char *const verbs =
	"BEGIN DROP ALTER CREATE INSERT UPDATE DELETE EXEC EXECUTE TRUNCATE SELECT PRINT SET "
	"RAISERROR THROW RETURN MERGE DECLARE WITH";

static bool statements(struct block *b);
static bool statement(struct block *b);

static bool at(const struct block *b, const char *words)
{
	return sql_is_any(b->s, b->at, words);
}

static bool accept(struct block *b, const char *word)
{
	if (!sql_is(b->s, b->at, word))
		return false;
	b->at++;
	return true;
}

/* ---- conditions ---- */

/* Does it ask the catalog whether something is there? */
static bool asks_catalog(struct str condition)
{
	static const struct str words[] = {
		STR_INIT("pg_"),       STR_INIT("information_schema"),
		STR_INIT("to_reg"),    STR_INIT("sys."),
		STR_INIT("object_id"), STR_INIT("col_length"),
		STR_INIT("user_tab"),  STR_INIT("user_ind"),
		STR_INIT("user_cons"), STR_INIT("user_objects"),
		STR_INIT("all_tab"),   STR_INIT("indexproperty"),
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find_nocase(condition, words[i]) >= 0)
			return true;
	return false;
}

/* A guard for the tokens [from, to) under the current one. */
static uint32_t push_guard(struct block *b, uint32_t from, uint32_t to, bool negated)
{
	struct sql_statement *s = b->s;
	struct guard *guard = vec_push(s->arena, &s->ops->guards);

	guard->text = str_sub(sql_slice(s, from, to), 0, LIMIT_LINE_BYTES);
	guard->negated = negated;
	guard->outer = s->guard;
	guard->kind = GUARD_UNKNOWN;
	if (asks_catalog(guard->text)) {
		guard->kind = GUARD_EXISTS;
	} else if (str_find_nocase(guard->text, STR("select")) >= 0) {
		guard->kind = GUARD_DATA;
	}
	return s->ops->guards.count;
}

/*
 * The first `word` at this depth and outside of CASE … END, from the current token on, unless a
 * semicolon or one of `stops` comes first.
 */
static uint32_t find_word(const struct block *b, const char *word, const char *stops)
{
	uint32_t depth = b->at < b->s->count ? b->s->tokens[b->at].depth : 0, cases = 0;

	for (uint32_t i = b->at; i < b->s->count && b->s->tokens[i].depth >= depth; i++) {
		if (sql_is_punct(b->s, i, ';') || (stops && sql_is_any(b->s, i, stops)))
			break;
		if (sql_is(b->s, i, "CASE"))
			cases++;
		else if (cases && sql_is(b->s, i, "END"))
			cases--;
		else if (!cases && b->s->tokens[i].depth == depth && sql_is(b->s, i, word))
			return i;
	}
	return SQL_NONE;
}

/* ---- simple statements ---- */

/* Without a semicolon, as SQL Server allows, a line that starts another statement ends one. */
static bool starts_line(const struct sql_statement *s, uint32_t i)
{
	if (!(s->tokens[i].flags & SQL_LINE_START) || s->tokens[i].depth != s->tokens[0].depth)
		return false;
	if (sql_is_any(s, i, "END ELSE IF WHILE BEGIN PRINT RAISERROR THROW RETURN EXEC EXECUTE"))
		return true;
	if (sql_is_any(s, i, "DROP ALTER CREATE"))
		return !sql_is_any(s, i + 1, "COLUMN CONSTRAINT");
	return sql_is_any(s, i, "INSERT DELETE TRUNCATE MERGE DECLARE") ||
	       (sql_is(s, i, "UPDATE") && !sql_is_any(s, i - 1, "ON FOR THEN"));
}

static uint32_t statement_end(const struct block *b)
{
	const struct sql_statement *s = b->s;
	uint32_t i = b->at, cases = 0;

	for (; i < s->count; i++) {
		if (sql_is_punct(s, i, ';') && s->tokens[i].depth <= s->tokens[0].depth)
			return i;
		if (sql_is(s, i, "CASE"))
			cases++;
		else if (cases)
			cases -= sql_is(s, i, "END");
		else if (!b->strict && i > b->at &&
			 (starts_line(s, i) || sql_is_any(s, i, "ELSE END")))
			return i;
	}
	return i;
}

static struct sql_statement part(const struct sql_statement *s, uint32_t from, uint32_t to)
{
	struct sql_statement result = *s;

	result.tokens += from;
	result.count = to - from;
	result.text = str_sub(s->source, s->tokens[from].at, s->tokens[to - 1].end);
	result.flags &= ~(unsigned)OPF_TEMPLATE; /* its own tokens say */
	result.in_block = true;
	return result;
}

static bool simple(struct block *b)
{
	uint32_t end = statement_end(b);

	if (end > b->at) {
		struct sql_statement one = part(b->s, b->at, end);

		sql_read_simple(&one);
	}
	b->at = end + (end < b->s->count && sql_is_punct(b->s, end, ';'));
	return true;
}

/* ---- structure ---- */

static bool end_of(struct block *b, const char *word)
{
	if (!accept(b, "END") || (*word && !accept(b, word)))
		return false;
	if (!sql_is_punct(b->s, b->at, ';') && b->at < b->s->count && b->strict)
		b->at++; /* the label */
	if (sql_is_punct(b->s, b->at, ';'))
		b->at++;
	return true;
}

/* Statements of one branch; tells whether the last one was a RETURN. */
static bool branch(struct block *b, uint32_t guard, bool *ret_returned)
{
	uint32_t outer = b->s->guard;
	bool understood;

	b->s->guard = guard;
	understood = statements(b);
	b->s->guard = outer;
	*ret_returned = b->at > 1 && sql_is(b->s, b->at - 2, "RETURN");
	return understood;
}

/* IF a THEN … ELSIF b THEN … ELSE … END IF; behind the IF */
static bool if_then(struct block *b, uint32_t then)
{
	uint32_t outer = b->s->guard, from = b->at, otherwise = 0;
	bool returned, only = true, understood = true, ignored;

	b->at = then + 1;
	if (!branch(b, push_guard(b, from, then, false), &returned))
		return false;
	while (understood && at(b, "ELSIF ELSEIF")) {
		b->s->guard = push_guard(b, from, then, true);
		from = ++b->at;
		then = find_word(b, "THEN", NULL);
		if (then == SQL_NONE)
			return false;
		b->at = then + 1;
		only = false;
		understood = branch(b, push_guard(b, from, then, false), &ignored);
	}
	if (understood && accept(b, "ELSE")) {
		understood = branch(b, push_guard(b, from, then, true), &ignored);
		only = false;
	}
	b->s->guard = outer;
	if (returned && only)
		otherwise = push_guard(b, from, then, true);
	b->left_by = otherwise;
	return understood && end_of(b, "IF");
}

/* SQL Server: IF a statement [ELSE statement] */
static bool if_statement(struct block *b)
{
	uint32_t from = ++b->at, then = find_word(b, "THEN", b->strict ? NULL : verbs), to = from,
		 outer = b->s->guard;
	bool understood;

	if (then != SQL_NONE)
		return if_then(b, then);
	while (to < b->s->count &&
	       !(b->s->tokens[to].depth == b->s->tokens[0].depth && sql_is_any(b->s, to, verbs)))
		to++;
	if (b->strict || to == from || to >= b->s->count)
		return false;
	b->at = to;
	b->s->guard = push_guard(b, from, to, false);
	understood = statement(b);
	b->s->guard = outer;
	if (understood && accept(b, "ELSE")) {
		b->s->guard = push_guard(b, from, to, true);
		understood = statement(b);
		b->s->guard = outer;
	}
	return understood;
}

/* The query of FOR r IN query LOOP, up to `to`. */
static void loop_query(struct block *b, uint32_t to)
{
	struct sql_statement query;

	while (b->at < to && !sql_is(b->s, b->at, "IN"))
		b->at++;
	b->at += b->at < to;
	while (b->at + 1 < to && sql_is_punct(b->s, b->at, '(') &&
	       sql_closing(b->s, b->at) + 1 == to) {
		b->at++;
		to--;
	}
	if (b->at >= to)
		return;
	query = part(b->s, b->at, to);
	if (sql_is(&query, 0, "EXECUTE"))
		sql_execute(&query, 1, query.count);
	else if (sql_is_any(&query, 0, "SELECT WITH INSERT UPDATE DELETE VALUES"))
		sql_read_statement(&query);
}

static bool loop(struct block *b)
{
	unsigned flags = b->s->flags;
	uint32_t to = find_word(b, "LOOP", !b->strict && at(b, "WHILE") ? verbs : NULL);
	bool understood;

	if (to == SQL_NONE && !b->strict && at(b, "WHILE")) {
		/* SQL Server's WHILE a statement is an IF that goes on */
		b->s->flags |= OPF_IN_LOOP;
		understood = if_statement(b);
		b->s->flags = flags;
		return understood;
	}
	if (to == SQL_NONE)
		return false;
	if (at(b, "FOR"))
		loop_query(b, to);
	b->at = to + 1;
	b->s->flags |= OPF_IN_LOOP;
	understood = statements(b);
	b->s->flags = flags;
	return understood && end_of(b, "LOOP");
}

/* Makes conditional what an expected error would have stopped. */
static void expect_error(const struct block *b, uint32_t first, uint32_t end, uint32_t handler)
{
	const uint64_t makes = OP_BIT(CREATE_TABLE) | OP_BIT(ADD_COLUMN) | OP_BIT(CREATE_INDEX) |
			       OP_BIT(CREATE_CONSTRAINT) | OP_BIT(CREATE_TYPE) |
			       OP_BIT(ADD_ENUM_VALUE) | OP_BIT(CREATE_SEQUENCE) |
			       OP_BIT(CREATE_VIEW) | OP_BIT(CREATE_ROUTINE) |
			       OP_BIT(CREATE_TRIGGER) | OP_BIT(CREATE_SCHEMA) |
			       OP_BIT(CREATE_EXTENSION) | OP_BIT(CREATE_POLICY);
	const uint64_t inert = OP_BIT(SELECT) | OP_BIT(OTHER) | OP_BIT(RAISE) | OP_BIT(RAW_SQL);
	struct sql_ops *ops = b->s->ops;
	bool is_there = false, is_missing = false;

	for (uint32_t i = handler; i < b->s->count && !sql_is(b->s, i, "THEN"); i++) {
		struct str word = sql_token_text(b->s, i);

		is_there |= str_find_nocase(word, STR("duplicate_")) == 0;
		is_missing |= str_find_nocase(word, STR("undefined_")) == 0;
	}
	for (uint32_t i = first; i < end; i++) {
		if (makes & (UINT64_C(1) << ops->items[i].kind))
			ops->items[i].flags |= is_there ? OPF_IF_NOT_EXISTS : 0;
		else if (!(inert & (UINT64_C(1) << ops->items[i].kind)) &&
			 op_info(ops->items[i].kind)->object < OBJECT_ROWS)
			ops->items[i].flags |= is_missing ? OPF_IF_EXISTS : 0;
	}
}

/* EXCEPTION WHEN a THEN … WHEN OTHERS THEN … */
static bool handlers(struct block *b, uint32_t first)
{
	unsigned flags = b->s->flags;
	uint32_t end = b->s->ops->count;
	bool understood = true;

	b->s->flags |= OPF_IN_HANDLER;
	while (understood && accept(b, "WHEN")) {
		uint32_t then = find_word(b, "THEN", NULL);

		expect_error(b, first, end, b->at);
		b->at = then + 1;
		understood = then != SQL_NONE && statements(b);
	}
	b->s->flags = flags;
	return understood;
}

/* SQL Server: BEGIN CATCH … END CATCH, behind END TRY */
static bool catch (struct block *b)
{
	unsigned flags = b->s->flags;
	bool understood;

	if (!accept(b, "BEGIN") || !accept(b, "CATCH"))
		return false;
	b->s->flags |= OPF_IN_HANDLER;
	understood = statements(b);
	b->s->flags = flags;
	return understood && end_of(b, "CATCH");
}

/* [DECLARE …] BEGIN … [EXCEPTION …] END */
static bool nested(struct block *b)
{
	uint32_t first = b->s->ops->count;
	bool understood;

	if (accept(b, "DECLARE"))
		while (b->at < b->s->count && !at(b, "BEGIN"))
			b->at++;
	if (!accept(b, "BEGIN"))
		return false;
	if (accept(b, "TRY"))
		return statements(b) && end_of(b, "TRY") && catch (b);
	understood = statements(b);
	if (understood && accept(b, "EXCEPTION"))
		understood = handlers(b, first);
	return understood && end_of(b, "");
}

static bool statement(struct block *b)
{
	bool understood = false;

	if (++b->s->block_depth < LIMIT_GUARD_DEPTH) {
		if (at(b, "IF"))
			understood = if_statement(b);
		else if (at(b, "LOOP WHILE FOR FOREACH"))
			understood = loop(b);
		else if (at(b, "BEGIN") || (at(b, "DECLARE") && b->strict))
			understood = nested(b);
		else if (!at(b, "CASE"))
			understood = simple(b);
	}
	b->s->block_depth--;
	return understood;
}

/* To the word that ends a list of statements, or the end. */
static bool statements(struct block *b)
{
	uint32_t outer = b->s->guard;

	while (b->at < b->s->count && !at(b, "END ELSE ELSIF ELSEIF EXCEPTION WHEN")) {
		/* <<label>> */
		if (str_eq(sql_token_text(b->s, b->at), STR("<<"))) {
			b->at += 3;
			continue;
		}
		b->left_by = 0;
		if (!statement(b))
			return false;
		if (b->left_by)
			b->s->guard = b->left_by;
	}
	b->s->guard = outer;
	b->left_by = 0;
	return true;
}

/* ---- where blocks are ---- */

/* DO [LANGUAGE plpgsql] '…' [LANGUAGE plpgsql]: the token of the body, or SQL_NONE. */
static uint32_t do_body(const struct sql_statement *s)
{
	uint32_t body = SQL_NONE;

	if (!sql_is(s, 0, "DO"))
		return SQL_NONE;
	for (uint32_t i = 1; i < s->count; i++) {
		if (s->tokens[i].kind == SQL_STRING && body == SQL_NONE)
			body = i;
		else if (sql_is(s, i, "LANGUAGE") && sql_is(s, i + 1, "plpgsql"))
			i++;
		else
			return SQL_NONE;
	}
	return body != SQL_NONE && !(s->tokens[body].flags & SQL_UNTERMINATED) ? body : SQL_NONE;
}

bool sql_is_block(const struct sql_statement *s)
{
	return do_body(s) != SQL_NONE || sql_is_any(s, 0, "IF WHILE") ||
	       (sql_is_any(s, 0, "BEGIN DECLARE") && s->count > 2 &&
		(sql_is(s, s->count - 1, "END") || sql_is(s, 1, "TRY")));
}

static bool read_all(struct sql_statement *s, bool strict)
{
	struct block b = {.s = s, .strict = strict};
	uint32_t before = s->ops->count;

	if (s->block_depth >= LIMIT_GUARD_DEPTH || !statements(&b) || b.at < s->count)
		return false;
	if (s->ops->count == before)
		sql_emit(s, OP_OTHER); /* messages and variables */
	return true;
}

/* The body is a string of the source; its tokens are lexed on their own. */
static bool read_do(struct sql_statement *s, uint32_t body)
{
	struct sql_tokens *tokens = arena_new(s->scratch, struct sql_tokens);
	struct sql_statement inner = *s;

	inner.source = sql_string_value(s, body);
	inner.plpgsql = true;
	sql_lex(inner.source, s->how, s->scratch, tokens);
	inner.all = tokens;
	inner.tokens = tokens->items;
	inner.count = tokens->count;
	return tokens->count && read_all(&inner, true);
}

bool sql_read_block(struct sql_statement *s)
{
	uint32_t body = do_body(s), before = s->ops->count;
	bool understood;

	if (body == SQL_NONE)
		return read_all(s, sql_is(s, 0, "DECLARE"));
	understood = read_do(s, body);
	/* the body in '…' may have doubled quotes, and is not the source's bytes then */
	for (uint32_t i = before; i < s->ops->count && !(s->tokens[body].flags & SQL_DOLLAR); i++)
		s->ops->items[i].text = s->text;
	return understood;
}
