#include "rules/values.h"

enum { SEARCH_BYTES = 64 * 1024 };

/* One question: whose values, and how much SQL may still be searched for the answer. */
struct search {
	struct table_names tables;
	struct str column; /* no column: whole rows */
	struct str first;  /* the column's name when the upgrade began: what a downgrade restores */
	size_t budget;
	bool constant; /* some statement assigned the column a constant */
	bool derived;  /* some statement assigned it what depends on the row */
};

static bool affordable(struct search *s, struct str sql)
{
	if (sql.len > s->budget)
		return false;
	s->budget -= sql.len;
	return true;
}

static bool mentions_table(const struct search *s, struct str sql)
{
	for (uint32_t i = 0; i < s->tables.count; i++)
		if (sql_find_word(sql, s->tables.names[i], 0) >= 0)
			return true;
	return false;
}

static bool is_quote(char c)
{
	return c == '"' || c == '`' || c == '[' || c == ']';
}

static size_t skip_space(struct str sql, size_t at)
{
	while (at < sql.len && (sql.ptr[at] == ' ' || (sql.ptr[at] >= '\t' && sql.ptr[at] <= '\r')))
		at++;
	return at;
}

/*
 * Is the word that starts at `start` the target of an assignment, `SET word = …` or `, word = …`?
 * Then *ret_value is where the value begins.
 */
static bool is_assigned(struct str sql, size_t start, size_t end, size_t *ret_value)
{
	struct str before;

	while (end < sql.len && is_quote(sql.ptr[end]))
		end++;
	end = skip_space(sql, end);
	if (end == sql.len || sql.ptr[end] != '=')
		return false;
	while (start && is_quote(sql.ptr[start - 1]))
		start--;
	if (start && sql.ptr[start - 1] == '.') /* alias.word or table.word */
		while (start && sql.ptr[start - 1] > ' ' && sql.ptr[start - 1] != ',')
			start--;
	before = str_trim(str_sub(sql, 0, start));
	if (!before.len ||
	    (before.ptr[before.len - 1] != ',' &&
	     !str_eq_nocase(str_sub(before, before.len - 3, before.len), STR("set"))))
		return false;
	*ret_value = skip_space(sql, end + 1);
	return true;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.';
}

static size_t skip_name(struct str sql, size_t at)
{
	while (at < sql.len && is_name(sql.ptr[at]))
		at++;
	return at;
}

static bool is_one_of(struct str word, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(word, words[i]))
			return true;
	return false;
}

/* Past a name that reads no column: a function's, a type's, a constant's; `at` when it reads one. */
static size_t skip_constant_name(struct str sql, size_t at)
{
	static const struct str constants[] = {
		STR_INIT("null"),     STR_INIT("true"), STR_INIT("false"),
		STR_INIT("default"),  STR_INIT("not"),  STR_INIT("current_timestamp"),
		STR_INIT("interval"), STR_INIT("date"), STR_INIT("timestamp"),
	};
	size_t end = skip_name(sql, at), next = skip_space(sql, end);
	struct str word = str_sub(sql, at, end);

	if (str_eq_nocase(word, STR("as"))) /* CAST(… AS type) */
		return skip_name(sql, next);
	if ((word.ptr[0] >= '0' && word.ptr[0] <= '9') || (next < sql.len && sql.ptr[next] == '('))
		return end;
	return is_one_of(word, constants, sizeof(constants) / sizeof(constants[0])) ? end : at;
}

/* Is the assigned value made of constants alone, which restores nothing? */
static bool is_constant(struct str sql, size_t at)
{
	static const struct str clauses[] = {STR_INIT("where"), STR_INIT("from"),
					     STR_INIT("returning")};
	uint32_t depth = 0;

	while (at < sql.len) {
		char c = sql.ptr[at];
		size_t end = at + 1;

		if (c == '\'') {
			ptrdiff_t close = str_chr(str_sub(sql, end, sql.len), c);

			end = close < 0 ? sql.len : end + (size_t)close + 1;
		} else if (c == ':' && end < sql.len && sql.ptr[end] == ':') {
			end = skip_name(sql, end + 1); /* '{}'::jsonb */
		} else if (is_name(c)) {
			if (!depth && is_one_of(str_sub(sql, at, skip_name(sql, at)), clauses,
						sizeof(clauses) / sizeof(clauses[0])))
				return true;
			end = skip_constant_name(sql, at);
		} else if (is_quote(c) || c == ':' || c == '%' || c == '?' || c == '{') {
			return false; /* a quoted name, a parameter, a hole */
		} else if (!depth && (c == ',' || c == ';' || c == ')')) {
			return true;
		}
		depth += (c == '(') - (c == ')');
		if (end == at)
			return false;
		at = end;
	}
	return true;
}

/* Does the SQL read the column, rather than only assign it or select rows by it? */
static bool sql_reads(const struct search *s, struct str sql)
{
	ptrdiff_t where = sql_find_word(sql, STR("where"), 0), at;
	size_t from = 0, value;

	if (where >= 0)
		sql = str_sub(sql, 0, (size_t)where);
	while ((at = sql_find_word(sql, s->column, from)) >= 0) {
		from = (size_t)at + s->column.len;
		if (!is_assigned(sql, (size_t)at, from, &value))
			return true;
	}
	return false;
}

/*
 * What a statement writes into a column: CHOSEN is a constant in rows that other columns pick, or
 * what Python made.
 */
enum written { WRITES_NOTHING, WRITES_CONSTANT, WRITES_CHOSEN, WRITES_VALUES };

/* :name, %s, ?, {hole}; not ::type */
static bool has_parameter(struct str sql)
{
	for (size_t i = 0; i < sql.len; i++) {
		char c = sql.ptr[i];

		if (c == '?' || c == '%' || c == '{')
			return true;
		if (c == ':' && i + 1 < sql.len && sql.ptr[i + 1] == ':')
			i++;
		else if (c == ':')
			return true;
	}
	return false;
}

static enum written constant_where(struct str sql, struct str column)
{
	ptrdiff_t where = sql_find_word(sql, STR("where"), 0);
	struct str condition;

	if (where < 0)
		return WRITES_CONSTANT;
	condition = str_sub(sql, (size_t)where + 5, sql.len);
	return is_constant(condition, 0) || has_parameter(condition) ||
			       sql_find_word(condition, column, 0) >= 0
		       ? WRITES_CONSTANT
		       : WRITES_CHOSEN;
}

static enum written sql_writes(struct str sql, struct str column)
{
	enum written written = WRITES_NOTHING;
	size_t from = 0, value;
	ptrdiff_t at;

	while ((at = sql_find_word(sql, column, from)) >= 0) {
		from = (size_t)at + column.len;
		if (!is_assigned(sql, (size_t)at, from, &value))
			continue;
		if (!is_constant(sql, value))
			return WRITES_VALUES;
		written = constant_where(sql, column);
	}
	return written;
}

/*
 * Statements that were built in Python carry their source. `users.c.phone` reads the column;
 * `phone=users.c.contact` and `{"phone": …}` write it. What is built in variables is not there.
 */
static bool python_reads(const struct search *s, struct str source)
{
	ptrdiff_t at;

	for (size_t from = 0; (at = sql_find_word(source, s->column, from)) >= 0;) {
		from = (size_t)at + s->column.len;
		if (at && source.ptr[at - 1] == '.')
			return true;
	}
	return false;
}

/* Is the value that begins at `at` a literal, or one by its name: `-1`, `True`, `State.ACTIVE`? */
static bool is_python_constant(struct str source, size_t at)
{
	struct str word = str_sub(source, at, skip_name(source, at)), last;
	ptrdiff_t dot = str_rchr(word, '.');
	char c = at < source.len ? source.ptr[at] : '\0';

	if (c == '"' || c == '\'' || c == '-' || (c >= '0' && c <= '9'))
		return true;
	if (str_eq(word, STR("True")) || str_eq(word, STR("False")) || str_eq(word, STR("None")))
		return true;
	last = str_sub(word, (size_t)(dot + 1), word.len);
	for (size_t i = 0; i < last.len; i++)
		if (last.ptr[i] >= 'a' && last.ptr[i] <= 'z')
			return false;
	return last.len > 0;
}

static enum written python_writes(struct str source, struct str column)
{
	enum written written = WRITES_NOTHING;
	ptrdiff_t at;

	for (size_t from = 0; (at = sql_find_word(source, column, from)) >= 0;) {
		size_t next = from = (size_t)at + column.len;

		if (next < source.len && (source.ptr[next] == '"' || source.ptr[next] == '\''))
			next++;
		next = skip_space(source, next);
		if (next + 1 >= source.len || source.ptr[next + 1] == '=' ||
		    (source.ptr[next] != '=' && source.ptr[next] != ':'))
			continue;
		if (str_has(str_sub(source, next, source.len), STR(".c.")))
			return WRITES_VALUES;
		written = is_python_constant(source, skip_space(source, next + 1)) ? WRITES_CONSTANT
										   : WRITES_CHOSEN;
	}
	return written;
}

static enum tri reads_column(const struct search *s, const struct op *op)
{
	if (op->flags & OPF_FROM_SQL)
		return sql_reads(s, op->text) ? TRI_YES : TRI_NO;
	return python_reads(s, op->text) ? TRI_YES : TRI_UNKNOWN;
}

static enum tri writes_column(struct search *s, const struct op *op)
{
	bool is_sql = op->flags & OPF_FROM_SQL;
	enum written a, b;

	a = is_sql ? sql_writes(op->text, s->column) : python_writes(op->text, s->column);
	b = is_sql ? sql_writes(op->text, s->first) : python_writes(op->text, s->first);
	a = b > a ? b : a;
	s->constant |= is_sql && a == WRITES_CONSTANT;
	s->derived |= a > WRITES_CONSTANT;
	if (a == WRITES_VALUES)
		return TRI_YES;
	return a == WRITES_CHOSEN || !is_sql ? TRI_UNKNOWN : TRI_NO;
}

/* What runs zero or more times, or only after a failure, is no proof. */
static enum tri if_run(const struct op *op, enum tri found)
{
	if (found == TRI_YES && op->flags & (OPF_IN_LOOP | OPF_IN_HANDLER))
		return TRI_UNKNOWN;
	return found;
}

/* SQL that no reader understood: it may do anything with what it names. */
static enum tri raw_touches(const struct search *s, struct str sql)
{
	if (s->column.len)
		return sql_find_word(sql, s->column, 0) >= 0 ? TRI_UNKNOWN : TRI_NO;
	return mentions_table(s, sql) ? TRI_UNKNOWN : TRI_NO;
}

/* INSERT INTO other SELECT … FROM the table. */
static enum tri insert_moves(const struct search *s, const struct op *op)
{
	struct str sql = op->flags & OPF_FROM_SQL ? op->text : STR("");
	bool from_table = op->to.len && table_names_have(&s->tables, op->to) == TRI_YES;

	if (!from_table && sql.len) /* in a join */
		from_table = mentions_table(s, sql) &&
			     table_names_have(&s->tables, op->table) != TRI_YES;
	if (!from_table) /* rows that the code read before may be anything */
		return sql.len || op->to.len ? TRI_NO : TRI_UNKNOWN;
	if (!s->column.len || !sql.len || str_chr(sql, '*') >= 0 ||
	    sql_find_word(sql, s->column, 0) >= 0)
		return TRI_YES;
	return TRI_NO;
}

static enum tri update_moves(const struct search *s, const struct op *op)
{
	enum tri same = table_names_have(&s->tables, op->table);

	if (!s->column.len)
		return same != TRI_YES && mentions_table(s, op->text) ? TRI_YES : TRI_NO;
	if (same != TRI_YES && op->flags & OPF_FROM_SQL && !mentions_table(s, op->text))
		return TRI_NO;
	return reads_column(s, op);
}

static enum tri op_moves(struct search *s, const struct op *op)
{
	if (op->kind == OP_OPAQUE)
		return TRI_UNKNOWN;
	if (!(UINT64_C(1) << op->kind &
	      (OP_BIT(RAW_SQL) | OP_BIT(INSERT) | OP_BIT(UPDATE) | OP_BIT(CREATE_TABLE))))
		return TRI_NO;
	if (!affordable(s, op->text))
		return TRI_UNKNOWN;
	switch (op->kind) {
	case OP_RAW_SQL:
		return raw_touches(s, op->text);
	case OP_INSERT:
		return if_run(op, insert_moves(s, op));
	case OP_UPDATE:
		return if_run(op, update_moves(s, op));
	default: /* CREATE TABLE … AS SELECT … FROM the table */
		return if_run(op, mentions_table(s, op->text) ? TRI_YES : TRI_NO);
	}
}

static enum tri insert_fills(const struct search *s, const struct op *op)
{
	if (!(op->flags & OPF_FROM_SQL) || str_chr(op->text, '*') >= 0)
		return TRI_UNKNOWN;
	return sql_find_word(op->text, s->column, 0) >= 0 ||
			       sql_find_word(op->text, s->first, 0) >= 0
		       ? TRI_UNKNOWN
		       : TRI_NO;
}

static bool is_column(const struct search *s, struct str name)
{
	return str_eq(name, s->column) || str_eq(name, s->first);
}

static enum tri restores_column(struct search *s, const struct op *op)
{
	if (table_names_have(&s->tables, op->table) == TRI_NO)
		return TRI_NO;
	switch (op->kind) {
	case OP_UPDATE:
		return writes_column(s, op);
	case OP_INSERT: /* into the table, when it is made anew */
		return insert_fills(s, op);
	case OP_RENAME_COLUMN:
		return is_column(s, op->to) ? TRI_YES : TRI_NO;
	case OP_ALTER_TYPE: /* the upgrade put a converted copy in its place */
		return is_column(s, op->name) ? TRI_YES : TRI_NO;
	default:
		return TRI_NO;
	}
}

static enum tri restores_rows(const struct search *s, const struct op *op)
{
	if (op->kind == OP_RENAME_TABLE)
		return table_names_have(&s->tables, op->to);
	if (op->kind != OP_INSERT || table_names_have(&s->tables, op->table) == TRI_NO)
		return TRI_NO;
	return op->to.len ? TRI_YES : TRI_UNKNOWN;
}

static enum tri op_restores(struct search *s, const struct op *op)
{
	if (op->kind == OP_OPAQUE)
		return TRI_UNKNOWN;
	if (UINT64_C(1) << op->kind & (OP_BIT(RAW_SQL) | OP_BIT(UPDATE) | OP_BIT(INSERT)) &&
	    !affordable(s, op->text))
		return TRI_UNKNOWN;
	if (op->kind == OP_RAW_SQL)
		return raw_touches(s, op->text);
	return if_run(op, s->column.len ? restores_column(s, op) : restores_rows(s, op));
}

/* On which dialects alone they are restored, when a statement that does it on these joins. */
static dialect_set widened(const struct values_fate *fate, dialect_set dialects)
{
	if (fate->restored != TRI_YES)
		return dialects;
	return fate->only_on && dialects ? fate->only_on | dialects : 0;
}

struct values_fate values_fate(const struct migration *m, const struct op *drop)
{
	const struct body *up = &m->body[UP], *down = &m->body[DOWN];
	struct values_fate fate = {
		.tables = table_names_of(m, drop->table), .moved = TRI_NO, .restored = TRI_NO};
	struct search s = {
		.tables = fate.tables,
		.column = drop->kind == OP_DROP_COLUMN ? drop->name : STR(""),
		.first = column_first_name(up, drop),
		.budget = SEARCH_BYTES,
	};

	for (const struct op *op = up->ops; op < drop && fate.moved != TRI_YES; op++)
		fate.moved = tri_or(fate.moved, op_moves(&s, op));
	s.budget = SEARCH_BYTES;
	if (migration_undo(m) != UNDO_RUNS)
		return fate;
	for (uint32_t i = 0; i < down->op_count && (fate.restored != TRI_YES || fate.only_on);
	     i++) {
		enum tri restores = op_restores(&s, &down->ops[i]);

		if (restores == TRI_YES)
			fate.only_on = widened(&fate, down->ops[i].dialects);
		fate.restored = tri_or(fate.restored, restores);
	}
	fate.constant = s.constant && !s.derived;
	fate.derived = s.derived;
	return fate;
}
