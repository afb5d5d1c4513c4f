#include "frontends/sql/sql_value.h"

enum { ORIGIN_STEPS = 2000 }; /* of one value */

/* The value without a sign, and without casts behind it: '1'::text, -1 */
static struct sql_range bare(const struct sql_statement *s, struct sql_range value)
{
	if (value.to > value.from + 1 && s->tokens[value.from + 1].kind == SQL_OPERATOR &&
	    str_eq(sql_token_text(s, value.from + 1), STR("::")))
		value.to = value.from + 1;
	if (value.to == value.from + 2 && s->tokens[value.from + 1].kind == SQL_NUMBER &&
	    (sql_is_punct(s, value.from, '-') || sql_is_punct(s, value.from, '+')))
		value.from++;
	/* DATE '2020-01-01' */
	if (value.to == value.from + 2 && s->tokens[value.from + 1].kind == SQL_STRING &&
	    s->tokens[value.from].kind == SQL_WORD)
		value.from++;
	return value;
}

static bool is_constant(const struct sql_statement *s, struct sql_range value)
{
	const struct sql_token *token;

	value = bare(s, value);
	if (value.to != value.from + 1)
		return false;
	token = &s->tokens[value.from];
	return ((token->kind == SQL_STRING || token->kind == SQL_NUMBER) &&
		!(token->flags & SQL_HAS_HOLE)) ||
	       sql_is_any(s, value.from, "NULL TRUE FALSE");
}

/* Does it come to a value for every row? */
static bool is_never_null(const struct sql_statement *s, struct sql_range value)
{
	struct sql_range last = {value.to, value.to - 1};

	if (value.to == value.from + 1)
		return s->tokens[value.from].kind == SQL_STRING ||
		       sql_is_any(s, value.from, "CURRENT_TIMESTAMP CURRENT_DATE");
	if (value.to == value.from + 3 && sql_is_punct(s, value.to - 1, ')'))
		return sql_is_any(s, value.from, "NOW GEN_RANDOM_UUID UUID CURRENT_TIMESTAMP");
	/* COALESCE(a, b, 0) */
	if (!sql_is_any(s, value.from, "COALESCE IFNULL NVL") ||
	    !sql_is_punct(s, value.from + 1, '(') || sql_closing(s, value.from + 1) != value.to - 1)
		return false;
	for (uint32_t i = value.from + 2; i < last.to; i = sql_element_end(s, i, last.to) + 1)
		last.from = i;
	last = bare(s, last);
	return last.from < last.to && is_constant(s, last) && !sql_is(s, last.from, "NULL");
}

static enum tri may_be_null(const struct sql_statement *s, struct sql_range value)
{
	if (is_constant(s, value))
		return sql_is(s, bare(s, value).from, "NULL") ? TRI_YES : TRI_NO;
	return is_never_null(s, value) ? TRI_NO : TRI_UNKNOWN;
}

static enum default_kind kind_of(const struct sql_statement *s, struct sql_range value)
{
	struct sql_range plain = bare(s, value);

	if (value.from >= value.to)
		return DEFAULT_UNKNOWN;
	if (is_constant(s, value))
		return DEFAULT_LITERAL;
	if (sql_is_hole(s, plain.from, plain.to) ||
	    (plain.to == plain.from + 1 && (s->tokens[plain.from].flags & SQL_HAS_HOLE)))
		return DEFAULT_UNKNOWN;
	return DEFAULT_EXPRESSION;
}

static bool same_tokens(const struct sql_statement *s, struct str text, struct sql_range value)
{
	size_t len = 0;

	for (uint32_t i = value.from; i < value.to && len <= text.len; i++)
		len += sql_token_text(s, i).len;
	return len <= text.len && str_eq(text, sql_slice(s, value.from, value.to));
}

/* excluded.a, VALUES(a): the value that the INSERT has for a. */
static bool is_inserted(const struct sql_statement *s, const struct op *insert,
			struct sql_range value, struct str *ret_name)
{
	*ret_name = sql_identifier(s, value.from + 2);
	if (!insert)
		return false;
	if (value.to == value.from + 3)
		return sql_is_punct(s, value.from + 1, '.') &&
		       sql_is_any(s, value.from, "EXCLUDED NEW");
	return value.to == value.from + 4 && sql_is(s, value.from, "VALUES") &&
	       sql_is_punct(s, value.from + 1, '(');
}

/* Its own default when the INSERT does not say. */
static void copy_inserted(const struct op *insert, struct str from, struct column *column)
{
	struct column value = {.server_default.kind = DEFAULT_UNKNOWN};

	for (uint32_t i = 0; i < insert->column_count; i++)
		if (str_eq_nocase(insert->columns[i].name, from))
			value = insert->columns[i];
	value.name = column->name;
	*column = value;
}

static enum tri either(enum tri a, enum tri b)
{
	if (a == TRI_YES || b == TRI_YES)
		return TRI_YES;
	return a == b ? a : TRI_UNKNOWN;
}

/* A value of another row: one that differs makes the column's unknown. */
static void add_row(struct sql_statement *s, struct sql_range value, struct column *column)
{
	struct column_default *first = &column->server_default;

	column->nullable = either(column->nullable, may_be_null(s, value));
	if (first->kind == DEFAULT_UNKNOWN && !first->text.len)
		return;
	if (kind_of(s, value) == first->kind && same_tokens(s, first->text, value))
		return;
	*first = (struct column_default){.kind = DEFAULT_UNKNOWN};
	column->copies = column->casts = false;
}

static void add_origin(struct sql_statement *s, const struct sql_scope *scope,
		       struct sql_range value, struct column *column)
{
	bool first = column->server_default.kind == DEFAULT_NONE;
	struct sql_origin origin = {.s = s, .steps = ORIGIN_STEPS};

	for (uint32_t i = 0; i < column->source_count; i++)
		*vec_push(s->arena, &origin.names) = column->sources[i];
	sql_origin_value(&origin, scope, value, 0);
	column->sources = origin.names.items;
	column->source_count = origin.names.count;
	column->copies = first && !origin.computed && !origin.cast && origin.names.count == 1;
	column->casts = first && !origin.computed && origin.cast && origin.names.count == 1;
	if (column->source_count && str_ends(column->sources[0], STR("*")))
		column->copies = column->casts = false;
}

void sql_value(struct sql_statement *s, const struct sql_scope *scope, struct sql_range value,
	       const struct op *insert, struct column *column)
{
	enum default_kind kind = kind_of(s, value);
	struct str name;

	if (is_inserted(s, insert, value, &name)) {
		copy_inserted(insert, name, column);
		return;
	}
	if (kind == DEFAULT_EXPRESSION)
		add_origin(s, scope, value, column);
	if (column->server_default.kind != DEFAULT_NONE) {
		add_row(s, value, column);
		return;
	}
	column->server_default.kind = kind;
	column->server_default.text = sql_slice(s, value.from, value.to);
	column->nullable = may_be_null(s, value);
}

void sql_value_unknown(struct sql_statement *s, struct str table, struct column *column)
{
	struct str *source = arena_new(s->arena, struct str);

	column->server_default = (struct column_default){.kind = DEFAULT_UNKNOWN};
	column->nullable = TRI_UNKNOWN;
	column->copies = column->casts = false;
	if (!table.len)
		return;
	*source = arena_printf(s->arena, STR_FMT ".*", STR_ARG(table));
	column->sources = source;
	column->source_count = 1;
}

/* The end of an operand of OR. */
static uint32_t branch_end(const struct sql_statement *s, struct sql_range range, bool *ret_single)
{
	uint32_t depth = s->tokens[range.from].depth, i;

	*ret_single = true;
	for (i = range.from; i < range.to; i++) {
		if (s->tokens[i].depth != depth)
			continue;
		if (sql_is(s, i, "OR"))
			return i;
		if (sql_is_any(s, i, "AND XOR NOT BETWEEN") && !sql_is(s, i - 1, "IS"))
			*ret_single = false;
	}
	return i;
}

/* a IS NULL, t.a IS NULL */
static bool is_null_test(const struct sql_statement *s, struct sql_range range)
{
	uint32_t names = range.to - range.from;

	if (names < 3 || !sql_is(s, range.to - 1, "NULL") || !sql_is(s, range.to - 2, "IS"))
		return false;
	names -= 2;
	for (uint32_t i = 0; i < names; i++) {
		const struct sql_token *t = &s->tokens[range.from + i];

		if (i % 2 ? !sql_is_punct(s, range.from + i, '.')
			  : (t->kind != SQL_WORD && t->kind != SQL_QUOTED) ||
				    (t->flags & SQL_IS_HOLE))
			return false;
	}
	return names % 2 == 1;
}

struct names {
	struct str *items;
	uint32_t count, capacity;
};

static void branches(struct sql_statement *s, struct names *names, struct sql_range range,
		     unsigned depth)
{
	while (range.from < range.to && depth < 16) {
		bool single;
		struct sql_range branch = {range.from, branch_end(s, range, &single)};

		range.from = branch.to + 1;
		if (!single)
			continue;
		if (sql_is_punct(s, branch.from, '(') &&
		    sql_closing(s, branch.from) == branch.to - 1)
			branches(s, names, (struct sql_range){branch.from + 1, branch.to - 1},
				 depth + 1);
		else if (is_null_test(s, branch))
			*vec_push(s->arena, names) = sql_identifier(s, branch.to - 3);
	}
}

void sql_null_columns(struct sql_statement *s, struct op *op, struct sql_range condition)
{
	struct names names = {0};

	branches(s, &names, condition, 0);
	op->null_columns = names.items;
	op->null_count = names.count;
}
