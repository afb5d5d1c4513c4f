#include "core/model/token.h"

const struct token *token_new(struct arena *a, enum token_kind kind, const struct op *op,
			      const struct token *const *from, uint32_t count)
{
	struct token *t = arena_new(a, struct token);
	const struct token **copy;
	uint32_t depth = 0;

	for (uint32_t i = 0; i < count; i++)
		if (from[i]->depth >= depth)
			depth = from[i]->depth + 1;
	if (depth > TOKEN_DEPTH || count > TOKEN_SOURCES) {
		*t = (struct token){.kind = TOKEN_UNKNOWN, .op = op};
		return t;
	}
	copy = arena_array(a, count, sizeof(struct token *));
	if (count)
		memcpy(copy, from, count * sizeof(struct token *));
	*t = (struct token){kind, depth, count, copy, op};
	return t;
}

struct search {
	const struct token *then;
	const struct op *op;
	uint32_t fuel; /* tokens are a graph: the same one may be met on many ways */
};

static enum token_state worse(enum token_state a, enum token_state b)
{
	return a > b ? a : b;
}

static enum token_state search(struct search *s, const struct token *now);

/* The op decides, unless something below it is as bad already. */
static enum token_state at_least(struct search *s, const struct token *now, enum token_state floor)
{
	enum token_state below = search(s, now->from[0]);

	if (below < floor)
		s->op = now->op;
	return worse(below, floor);
}

static enum token_state found_among(struct search *s, const struct token *now,
				    enum token_state when_found)
{
	enum token_state best = TOKEN_LOST;

	for (uint32_t i = 0; i < now->count; i++) {
		enum token_state below = search(s, now->from[i]);

		if (below < best || below == TOKEN_DOUBTFUL)
			best = below;
	}
	s->op = now->op;
	return best < TOKEN_LOST ? worse(best, when_found) : best;
}

/* Rows that were deleted and come back from the table that they had been copied to. */
static enum token_state search_fed(struct search *s, const struct token *now)
{
	enum token_state own = search(s, now->from[0]), other;
	const struct op *decided = s->op;

	if (own < TOKEN_SOME_LOST)
		return worse(own, TOKEN_MORE);
	other = now->count > 1 ? search(s, now->from[1]) : TOKEN_LOST;
	if (now->kind == TOKEN_FED_PART && other < TOKEN_SOME_LOST)
		other = own == TOKEN_SOME_LOST ? TOKEN_MORE : TOKEN_SOME_LOST;
	if (other >= own)
		s->op = decided;
	return other < own ? other : own;
}

static enum token_state search_partly(struct search *s, const struct token *now)
{
	enum token_state old = search(s, now->from[0]);
	enum token_state new = now->count > 1 ? search(s, now->from[1]) : TOKEN_LOST;

	s->op = now->op;
	if (old == new)
		return old;
	if (old == TOKEN_DOUBTFUL || new == TOKEN_DOUBTFUL)
		return TOKEN_DOUBTFUL;
	/* what is kept in some rows only: values of these, something else in the others */
	return worse(old < new ? old : new, TOKEN_SOME_LOST);
}

static bool has_condition(const struct op *op)
{
	return op && !(op->flags & OPF_NO_WHERE);
}

/* A seed and its opposite: rows that a condition names are deleted and spelled out, or the reverse. */
static bool undoes(const struct search *s, const struct token *now)
{
	const struct token *below = now->from[0];

	if (below == s->then)
		return false;
	if (now->kind == TOKEN_DELETED)
		return below->kind == TOKEN_INSERTED && has_condition(now->op);
	return below->kind == TOKEN_DELETED && has_condition(below->op);
}

/* The literal that the op writes into the column; empty if it is none. */
static struct str literal_of(const struct op *op, const struct token *written)
{
	for (uint32_t i = 0; op && i < op->column_count; i++)
		if (written->kind == TOKEN_WRITTEN &&
		    op->columns[i].server_default.kind == DEFAULT_LITERAL)
			return op->columns[i].server_default.text;
	return (struct str){NULL, 0};
}

/* SET a = 'x' WHERE a = 'y', and SET a = 'y' WHERE a = 'x' after it. */
static bool mirrors(const struct search *s, const struct token *now)
{
	const struct token *below = now->from[0];
	struct str to, from;

	if (below == s->then || below->kind != TOKEN_PARTLY || !now->op || !below->op)
		return false;
	to = literal_of(now->op, now->from[1]);
	from = literal_of(below->op, below->from[1]);
	return !str_empty(to) && !str_empty(from) && str_has(below->op->condition, to) &&
	       str_has(now->op->condition, from);
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
static bool computes_back(const struct search *s, const struct token *now)
{
	const struct token *below = now->from[0];

	return below != s->then && below->kind == TOKEN_DERIVED && below->op && now->op &&
	       (below->op->flags & now->op->flags & OPF_NO_WHERE) &&
	       inverse_expressions(expression_of(below->op), expression_of(now->op));
}

/* Depth: token_new() bounds it by TOKEN_DEPTH. */
static enum token_state search(struct search *s, const struct token *now)
{
	if (now == s->then)
		return TOKEN_KEPT;
	if (!s->fuel)
		return TOKEN_DOUBTFUL;
	s->fuel--;
	switch (now->kind) {
	case TOKEN_UNKNOWN:
		return TOKEN_DOUBTFUL;
	case TOKEN_ASSUMED:
	case TOKEN_EMPTY:
	case TOKEN_DEFAULT:
	case TOKEN_WRITTEN:
		s->op = now->op;
		return TOKEN_LOST;
	case TOKEN_DERIVED:
		return computes_back(s, now) ? search(s, now->from[0]->from[0])
					     : found_among(s, now, TOKEN_CHANGED);
	case TOKEN_COPIED:
	case TOKEN_CAST:
		return search(s, now->from[0]);
	case TOKEN_CUT:
		return at_least(s, now, TOKEN_CHANGED);
	case TOKEN_FILLED:
		return at_least(s, now, TOKEN_FILLED_UP);
	case TOKEN_PARTLY:
		return mirrors(s, now) ? search(s, now->from[0]->from[0]) : search_partly(s, now);
	case TOKEN_INSERTED:
		return undoes(s, now) ? search(s, now->from[0]->from[0])
				      : at_least(s, now, TOKEN_MORE);
	case TOKEN_DELETED:
		return undoes(s, now) ? search(s, now->from[0]->from[0])
				      : at_least(s, now, TOKEN_SOME_LOST);
	case TOKEN_FED:
	case TOKEN_FED_PART:
		return search_fed(s, now);
	}
	return TOKEN_DOUBTFUL;
}

enum token_state token_compare(const struct token *now, const struct token *then,
			       const struct op **ret_op)
{
	struct search s = {.then = then, .fuel = 4096};
	enum token_state state = search(&s, now);

	if (ret_op)
		*ret_op = state == TOKEN_KEPT ? NULL : s.op;
	return state;
}
