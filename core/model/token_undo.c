/*
 * Statements that undo one another: what is on top of the values or rows of old once they are left
 * out.
 */
#include "core/model/token_undo.h"
#include "core/model/row_match.h"

/* ---- values ----------------------------------------------------------------------------------- */

/*
 * The constant that the op writes into the column: "'x'", "NULL", or "?" for a parameter that is not
 * known. Empty if it is none.
 */
static struct str constant_of(const struct op *op, const struct token *written)
{
	const struct column_default *value;

	if (op->kind != OP_UPDATE || op->column_count != 1)
		return (struct str){NULL, 0};
	value = &op->columns[0].server_default;
	if (written->kind == TOKEN_EMPTY)
		return STR("NULL");
	if (written->kind == TOKEN_WRITTEN && value->kind == DEFAULT_LITERAL)
		return value->text;
	if (written->kind == TOKEN_UNKNOWN && value->kind == DEFAULT_UNKNOWN &&
	    !op->columns[0].source_count)
		return STR("?");
	return (struct str){NULL, 0};
}

/* Does the WHERE ask for the constant? */
static bool asks_for(const struct op *op, struct str constant)
{
	if (str_empty(constant))
		return false;
	if (str_eq(constant, STR("NULL")))
		return str_find_nocase(op->condition, STR("is null")) >= 0;
	if (str_eq(constant, STR("?")))
		return str_find(op->condition, STR("= :")) >= 0;
	return str_has(op->condition, constant);
}

/* SET a = 'x' WHERE a = 'y', and SET a = 'y' WHERE a = 'x' after it. */
static bool mirrors(const struct token *below, const struct token *now)
{
	if (below->kind != TOKEN_PARTLY || now->kind != TOKEN_PARTLY || !now->op || !below->op ||
	    below->count < 2 || now->count < 2)
		return false;
	return asks_for(below->op, constant_of(now->op, now->from[1])) &&
	       asks_for(now->op, constant_of(below->op, below->from[1]));
}

/* The expression that the op writes; empty when there are several. */
static struct str expression_of(const struct op *op)
{
	return op && op->kind == OP_UPDATE && op->column_count == 1
		       ? op->columns[0].server_default.text
		       : (struct str){NULL, 0};
}

/* "n + 1" and "n - 1", "-n" and "-n", "NOT n" and "NOT n". */
static bool inverse_expressions(struct str a, struct str b)
{
	ptrdiff_t at;

	if (str_empty(a) || a.len != b.len)
		return false;
	if (str_eq(a, b))
		return (str_starts(a, STR("-")) && str_chr(a, ' ') < 0) ||
		       str_find_nocase(a, STR("not ")) == 0;
	at = str_find(a, STR(" + ")) >= 0 ? str_find(a, STR(" + ")) : str_find(a, STR(" - "));
	if (at < 0 || !str_eq(str_sub(a, 0, (size_t)at), str_sub(b, 0, (size_t)at)) ||
	    !str_eq(str_sub(a, (size_t)at + 3, a.len), str_sub(b, (size_t)at + 3, b.len)))
		return false;
	return a.ptr[at + 1] != b.ptr[at + 1] && str_chr(STR("+-"), b.ptr[at + 1]) >= 0;
}

/* An UPDATE and the one that computes back what it computed. */
static bool computes_back(const struct token *below, const struct token *now)
{
	return below->kind == TOKEN_DERIVED && now->kind == TOKEN_DERIVED && below->op && now->op &&
	       (below->op->flags & now->op->flags & OPF_NO_WHERE) &&
	       inverse_expressions(expression_of(below->op), expression_of(now->op));
}

static void put_value(struct token_stack *s, const struct token *now)
{
	const struct token *below = s->count ? s->tokens[s->count - 1] : NULL;

	if (below && (mirrors(below, now) || computes_back(below, now)))
		s->count--;
	else
		s->tokens[s->count++] = now;
}

/* ---- rows ------------------------------------------------------------------------------------- */

static bool has_condition(const struct op *op)
{
	return op && !(op->flags & OPF_NO_WHERE);
}

static bool is_in(const struct body *body, const struct op *op)
{
	return body && body_holds(body, op);
}

/*
 * Is one the opposite of the other: rows that a condition names are deleted and spelled out, or the
 * reverse? YES when the rows are known to be the same; within one body that is what it takes.
 */
static enum tri opposite(const struct token_stack *s, const struct token *below,
			 const struct token *now)
{
	const struct op *insert = now->kind == TOKEN_INSERTED ? now->op : below->op;
	const struct op *delete = now->kind == TOKEN_DELETED ? now->op : below->op;
	enum tri same;

	if (below->kind == now->kind || !insert || !has_condition(delete))
		return TRI_NO;
	same = row_matches(delete->condition, insert);
	return same == TRI_UNKNOWN && is_in(s->down, below->op) == is_in(s->down, now->op) ? TRI_NO
											   : same;
}

/*
 * A seed and its opposite need not be neighbours, and one of them may stand for several of the
 * other. What may be undone by several stays, as such, until it is known which one does it.
 */
static void put_rows(struct token_stack *s, const struct token *now)
{
	bool absorbed = false;

	for (uint32_t i = s->count; i-- > 0;) {
		enum tri same = s->undone[i] == TRI_YES ? TRI_NO : opposite(s, s->tokens[i], now);

		if (same == TRI_NO)
			continue;
		s->undone[i] = same;
		absorbed = true;
		if (same == TRI_YES && now->kind == TOKEN_INSERTED)
			break;
	}
	if (absorbed)
		return;
	s->undone[s->count] = TRI_NO;
	s->tokens[s->count++] = now;
}

static void forget_undone(struct token_stack *s)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->count; i++)
		if (s->undone[i] == TRI_NO)
			s->tokens[kept++] = s->tokens[i];
	s->count = kept;
}

/* ---- a line of tokens ------------------------------------------------------------------------- */

static bool is_link(const struct token *t)
{
	switch (t->kind) {
	case TOKEN_DERIVED:
		return t->count == 1;
	case TOKEN_PARTLY:
	case TOKEN_INSERTED:
	case TOKEN_DELETED:
		return t->count > 0;
	default:
		return false;
	}
}

const struct token *token_undo(struct token_stack *s, const struct token *now,
			       const struct token *then)
{
	const struct token *line[TOKEN_DEPTH + 1];
	bool rows = now->kind == TOKEN_INSERTED || now->kind == TOKEN_DELETED;
	uint32_t count = 0;

	for (; now != then && is_link(now) && count <= TOKEN_DEPTH; now = now->from[0])
		line[count++] = now;
	s->count = 0;
	while (count--)
		if (rows)
			put_rows(s, line[count]);
		else
			put_value(s, line[count]);
	if (rows)
		forget_undone(s);
	return now;
}
