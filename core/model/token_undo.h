/*
 * Statements that undo one another. Inside of token.c.
 */
#ifndef TIDEMARK_CORE_MODEL_TOKEN_UNDO_H
#define TIDEMARK_CORE_MODEL_TOKEN_UNDO_H

#include "core/model/token.h"

struct token_stack {
	const struct body *down; /* the downgrade, whose statements are meant to undo; or NULL */
	const struct token *tokens[TOKEN_DEPTH + 1];
	enum tri undone[TOKEN_DEPTH + 1];
	uint32_t count;
};

/*
 * Fills the stack with what lies between `now` and the token that is returned, the oldest first, but
 * for statements that cancel out. It is `then`, or the first that does more than change what was
 * there before.
 */
const struct token *token_undo(struct token_stack *s, const struct token *now,
			       const struct token *then);

#endif
