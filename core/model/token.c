#include "core/model/token.h"

#include "core/model/token_undo.h"

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
	const struct token_scope *scope;
	const struct op *op;
	uint32_t fuel; /* tokens are a graph: the same one may be met on many ways */
};

static enum token_state worse(enum token_state a, enum token_state b)
{
	return a > b ? a : b;
}

static enum token_state search(struct search *s, const struct token *now);

/* The op decides, unless something below it is as bad already. */
static enum token_state at_least(struct search *s, const struct token *now, enum token_state below,
				 enum token_state floor)
{
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

static enum token_state partly(struct search *s, const struct token *now, enum token_state old)
{
	enum token_state new = now->count > 1 ? search(s, now->from[1]) : TOKEN_LOST;

	s->op = now->op;
	if (old == new)
		return old;
	if (old == TOKEN_DOUBTFUL || new == TOKEN_DOUBTFUL)
		return TOKEN_DOUBTFUL;
	/* what is kept in some rows only: values of these, something else in the others */
	return worse(old < new ? old : new, TOKEN_SOME_LOST);
}

static bool is_passed_over(const struct search *s, const struct op *op)
{
	for (uint32_t i = 0; i < s->scope->passed_count; i++)
		if (s->scope->passed[i] == op)
			return true;
	return false;
}

static enum token_state link_state(struct search *s, const struct token *now,
				   enum token_state below)
{
	if (is_passed_over(s, now->op))
		return below;
	switch (now->kind) {
	case TOKEN_DERIVED:
		s->op = now->op;
		return below < TOKEN_LOST ? worse(below, TOKEN_CHANGED) : below;
	case TOKEN_PARTLY:
		return partly(s, now, below);
	case TOKEN_INSERTED:
		return at_least(s, now, below, TOKEN_MORE);
	default:
		return at_least(s, now, below, TOKEN_SOME_LOST);
	}
}

/* Statement by statement, but for those that undo one another. */
static enum token_state search_line(struct search *s, const struct token *now)
{
	struct token_stack stack = {.down = s->scope->down};
	const struct token *base = token_undo(&stack, now, s->then);
	enum token_state state = base == now ? found_among(s, now, TOKEN_CHANGED) : search(s, base);

	for (uint32_t i = 0; i < stack.count; i++)
		state = link_state(s, stack.tokens[i], state);
	return state;
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
	case TOKEN_PARTLY:
	case TOKEN_INSERTED:
	case TOKEN_DELETED:
		return search_line(s, now);
	case TOKEN_COPIED:
	case TOKEN_CAST:
		return search(s, now->from[0]);
	case TOKEN_CUT:
		return at_least(s, now, search(s, now->from[0]), TOKEN_CHANGED);
	case TOKEN_FILLED:
		if (is_passed_over(s, now->op))
			return search(s, now->from[0]);
		return at_least(s, now, search(s, now->from[0]), TOKEN_FILLED_UP);
	case TOKEN_FED:
	case TOKEN_FED_PART:
		return search_fed(s, now);
	}
	return TOKEN_DOUBTFUL;
}

enum token_state token_compare(const struct token *now, const struct token *then,
			       const struct token_scope *scope, const struct op **ret_op)
{
	static const struct token_scope everything;
	struct search s = {.then = then, .scope = scope ? scope : &everything, .fuel = 4096};
	enum token_state state = search(&s, now);

	if (ret_op)
		*ret_op = state == TOKEN_KEPT ? NULL : s.op;
	return state;
}
