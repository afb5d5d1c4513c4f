#include "core/base/limits.h"
#include "core/base/vec.h"
#include "frontends/alembic/alembic_sql.h"
#include "frontends/alembic/alembic_values.h"
#include "frontends/sql/sql.h"

/*
 * What is written into a column, and into which rows, as SQL.
 */

enum {
	WRITTEN_DEPTH = 64,
	CONDITIONS_MAX = 32, /* of one statement */
};

/* The one op that a piece of SQL makes, which is paid for; NULL: it is not understood. */
static const struct op *read_op(struct alembic_values *w, const char *before, struct str sql)
{
	struct sql_ops ops = {0};

	w->a->sql_bytes += sql.len;
	if (w->a->sql_bytes > LIMIT_SQL_SUM_BYTES)
		return NULL;
	sql_read(arena_printf(w->a->arena, "%s" STR_FMT, before, STR_ARG(sql)), true,
		 eval_dialects(w->e), w->a->arena, &ops);
	return ops.count == 1 ? &ops.items[0] : NULL;
}

static struct str quoted(struct arena *arena, struct str s)
{
	struct str text = STR("'"), part;

	while (str_chr(s, '\'') >= 0) {
		part = str_sub(s, 0, (size_t)str_chr(s, '\''));
		s = str_sub(s, part.len + 1, s.len);
		text = arena_printf(arena, STR_FMT STR_FMT "''", STR_ARG(text), STR_ARG(part));
	}
	return arena_printf(arena, STR_FMT STR_FMT "'", STR_ARG(text), STR_ARG(s));
}

/* coalesce(a, 'x'), a or 'x' */
static bool is_never_null(const struct value *v)
{
	const struct value *last = v->count ? v->items[v->count - 1] : NULL;
	struct str name = v->kind == VALUE_CALL   ? value_last_name(v)
			  : v->kind == VALUE_EXPR ? v->text
						  : STR("");

	if (str_eq(name, STR("now")) || str_eq(name, STR("uuid4")) || str_eq(name, STR("utcnow")) ||
	    str_eq(name, STR("current_timestamp")))
		return true;
	return last && (str_eq(name, STR("coalesce")) || str_eq(name, STR("or"))) &&
	       last->kind != VALUE_NONE && value_is_known(last);
}

static enum tri may_be_null(struct alembic_values *w, const struct value *v)
{
	if (v->kind == VALUE_NONE ||
	    (v->kind == VALUE_CALL && !v->count && str_eq(value_last_name(v), STR("null"))))
		return TRI_YES;
	return value_is_str(v) || eval_is_constant(w->e, v) || is_never_null(v) ? TRI_NO
										: TRI_UNKNOWN;
}

/* A constant as SQL, an expression as far as it can be written, else a hole. */
static struct column_default written_value(struct alembic_values *w, const struct value *v)
{
	struct column_default d = {.kind = DEFAULT_LITERAL};
	bool others = false;

	if (value_is_str(v)) {
		d.kind = v->holes ? DEFAULT_UNKNOWN : DEFAULT_LITERAL;
		d.text = quoted(w->a->arena, str_sub(v->text, 0, LIMIT_LINE_BYTES));
		if (v->text.len > LIMIT_LINE_BYTES)
			d = (struct column_default){.kind = DEFAULT_UNKNOWN};
		return d;
	}
	d.text = alembic_sql_of(w->e, v, w->op->table, &others);
	if (v->kind == VALUE_NONE || v->kind == VALUE_BOOL || v->kind == VALUE_INT ||
	    v->kind == VALUE_FLOAT || str_eq(d.text, STR("NULL")))
		return d;
	d.kind = str_eq(d.text, eval_hole(w->e, v)) ? DEFAULT_UNKNOWN : DEFAULT_EXPRESSION;
	return d;
}

static bool same_value(const struct column_default *a, const struct column_default *b)
{
	return a->kind == b->kind && str_eq(a->text, b->text);
}

static enum tri either(enum tri a, enum tri b)
{
	if (a == TRI_YES || b == TRI_YES)
		return TRI_YES;
	return a == b ? a : TRI_UNKNOWN;
}

/* text("old_name"), literal_column("lower(old_name)"): read as what it is. */
static bool from_text(struct alembic_values *w, const struct value *v, struct column *column)
{
	const struct value *text = value_is_str(v) ? NULL : alembic_text(v);
	const struct op *op = text ? read_op(w, "UPDATE t SET a = ", text->text) : NULL;
	struct str name = column->name;

	if (!op || op->kind != OP_UPDATE || op->column_count != 1)
		return false;
	*column = op->columns[0];
	column->name = name;
	return true;
}

void alembic_written_unknown(struct column *column)
{
	column->server_default = (struct column_default){.kind = DEFAULT_UNKNOWN};
	column->nullable = either(column->nullable, TRI_UNKNOWN);
	column->copies = column->casts = false;
}

struct str alembic_written(struct alembic_values *w, const struct value *value,
			   struct column *column)
{
	struct column fresh = {.name = column->name};
	struct str table = STR("");

	if (!from_text(w, value, &fresh)) {
		fresh.server_default = written_value(w, value);
		fresh.nullable = may_be_null(w, value);
		if (value_is_str(value) ? value->holes : !eval_is_constant(w->e, value))
			table = alembic_sources(w, value, &fresh);
		if (value_is_str(value) && fresh.source_count)
			fresh.nullable = TRI_UNKNOWN; /* t.c.a + "x" */
	}
	if (column->server_default.kind == DEFAULT_NONE) {
		*column = fresh;
		return table;
	}
	if (!column->source_count) {
		column->sources = fresh.sources;
		column->source_count = fresh.source_count;
	}
	column->nullable = either(column->nullable, fresh.nullable);
	if (!same_value(&column->server_default, &fresh.server_default))
		column->server_default = (struct column_default){.kind = DEFAULT_UNKNOWN};
	if (column->server_default.kind != fresh.server_default.kind ||
	    !column->server_default.text.len)
		column->copies = column->casts = false;
	return table;
}

/* ---- which rows ---- */

struct conditions {
	struct alembic_values *w;
	struct str table; /* whose columns go by their own name alone */
	struct str text;
	uint32_t count;
	bool others;  /* other tables' rows decide, too */
	bool some;    /* not every row that fulfils them */
	bool wrapped; /* the last is in parentheses of its own */
};

static void add_text(struct conditions *c, struct str sql, bool compound)
{
	struct arena *arena = c->w->a->arena;

	if (!sql.len || c->count == CONDITIONS_MAX)
		return;
	if (compound)
		sql = arena_printf(arena, "(" STR_FMT ")", STR_ARG(sql));
	/* the chain is walked from its end */
	c->text = c->count ? arena_printf(arena, STR_FMT " AND " STR_FMT, STR_ARG(sql),
					  STR_ARG(c->text))
			   : sql;
	c->count++;
	c->wrapped = compound;
}

/* All of them; one alone needs no parentheses. */
static struct str conditions_text(const struct conditions *c)
{
	return c->count == 1 && c->wrapped ? str_sub(c->text, 1, c->text.len - 1) : c->text;
}

static void add_condition(struct conditions *c, const struct value *v)
{
	struct str sql;

	if (v->kind == VALUE_NONE)
		return;
	sql = value_is_str(v) ? v->text : alembic_sql_of(c->w->e, v, c->table, &c->others);
	add_text(c, sql, str_find_nocase(sql, STR(" or ")) >= 0);
}

static void add_call(struct conditions *c, const struct value *call, struct str name)
{
	static const char *const fewer =
		" limit offset slice first one one_or_none get scalar join outerjoin distinct "
		"group_by having select_from union union_all ";
	bool where = str_eq(name, STR("where")) || str_eq(name, STR("filter"));
	struct str word = arena_printf(c->w->a->arena, " " STR_FMT " ", STR_ARG(name));
	const struct value *clause = value_keyword(call, STR("whereclause"));
	uint32_t at = call->base->kind == VALUE_ATTRIBUTE ? 0 : 1;
	struct str sql;

	c->some |= name.len && str_has(str_from(fewer), word);
	if (clause)
		add_condition(c, clause);
	for (uint32_t i = call->count; where && i-- > 0;)
		add_condition(c, call->items[i]);
	for (uint32_t i = call->keyword_count; str_eq(name, STR("filter_by")) && i-- > 0;) {
		const struct keyword *k = &call->keywords[i];

		sql = alembic_sql_of(c->w->e, k->value, c->table, &c->others);
		add_text(c,
			 arena_printf(c->w->a->arena, STR_FMT " %s " STR_FMT, STR_ARG(k->name),
				      k->value->kind == VALUE_NONE ? "IS" : "=", STR_ARG(sql)),
			 false);
	}
	/* update(t, condition), t.update(condition): as older releases have it */
	if ((str_eq(name, STR("update")) || str_eq(name, STR("delete"))) && call->count > at &&
	    call->items[at]->kind != VALUE_DICT)
		add_condition(c, call->items[at]);
}

static void walk_chain(struct conditions *c, const struct value *v)
{
	for (int depth = 0; v->kind == VALUE_CALL && depth < WRITTEN_DEPTH; depth++) {
		add_call(c, v, value_last_name(v));
		if (v->base->kind != VALUE_ATTRIBUTE)
			return;
		v = v->base->base;
	}
}

static bool is_statement(const struct value *v, void *self)
{
	struct str verb = v->kind == VALUE_CALL ? alembic_take_apart(v).verb : STR("");

	(void)self;
	return str_eq(verb, STR("query")) || str_eq(verb, STR("select")) ||
	       str_eq(verb, STR("update")) || str_eq(verb, STR("delete")) ||
	       str_eq(verb, STR("get"));
}

static void find_null_columns(struct conditions *c, struct op *op)
{
	const struct op *read;

	if (c->some || c->others || str_find_nocase(c->text, STR(" is null")) < 0)
		return;
	read = read_op(c->w, "DELETE FROM t WHERE ", c->text);
	if (!read || read->kind != OP_DELETE)
		return;
	op->null_columns = read->null_columns;
	op->null_count = read->null_count;
}

void alembic_condition(struct alembic_values *w, const struct value *statement)
{
	struct conditions c = {.w = w, .table = w->op->table};

	statement = eval_search(w->e, statement, is_statement, NULL);
	if (!statement)
		return;
	walk_chain(&c, statement);
	w->op->condition = conditions_text(&c);
	if (!(w->op->flags & OPF_NO_WHERE))
		find_null_columns(&c, w->op);
}

void alembic_rows_read(struct alembic_values *w, const struct value *select)
{
	struct conditions c = {.w = w, .table = w->op->to};

	select = eval_search(w->e, select, is_statement, NULL);
	if (!select)
		return;
	walk_chain(&c, select);
	w->op->condition = c.some || c.others ? eval_hole(w->e, select) : conditions_text(&c);
}
