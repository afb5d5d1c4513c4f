/*
 * Tokens: where the values of a column, or the rows of a table, come from.
 *
 * Two pointers to the same token are the same values. An op that changes them makes a new token on
 * top of the old one; token_is() asks whether what is there now is what was there then. Tokens are
 * immutable, in the arena of the replay that makes them.
 */
#ifndef TIDEMARK_CORE_MODEL_TOKEN_H
#define TIDEMARK_CORE_MODEL_TOKEN_H

#include "core/base/arena.h"
#include "core/model/migration.h"

/* A chain of tokens that is longer says nothing any more: TOKEN_UNKNOWN. */
enum { TOKEN_DEPTH = 32, TOKEN_SOURCES = 64 };

enum token_kind {
	TOKEN_UNKNOWN,
	TOKEN_ASSUMED, /* there before the first known migration */
	TOKEN_EMPTY,   /* of a column: NULL in every row; of a table: no rows */
	TOKEN_DEFAULT, /* of a column: its default, in every row */

	/* values of a column; from[0] = what was there before, unless said otherwise */
	TOKEN_WRITTEN, /* from[0] replaced, by what reads no other column */
	TOKEN_DERIVED, /* computed from all of `from`, which the old values may be one of */
	TOKEN_COPIED,  /* from[0], which may be another column's, as it is */
	TOKEN_CAST,    /* from[0] in another type, from which it can be cast back */
	TOKEN_CUT,     /* from[0] in another type, with loss */
	TOKEN_FILLED,  /* from[0], its NULLs replaced */
	TOKEN_PARTLY,  /* from[0]; in some rows from[1] */

	/* rows of a table; from[0] = what was there before */
	TOKEN_INSERTED, /* and rows that the migration spells out */
	TOKEN_DELETED,  /* without some rows */
	TOKEN_FED,      /* and all rows of from[1], another table's */
	TOKEN_FED_PART, /* and some rows of from[1] */
};

struct token {
	enum token_kind kind;
	uint32_t depth; /* of the tokens below it */
	uint32_t count;
	const struct token *const *from;
	const struct op *op; /* that made it, or NULL */
};

const struct token *token_new(struct arena *a, enum token_kind kind, const struct op *op,
			      const struct token *const *from, uint32_t count);

/* What `now` says of the values or rows `then`. The order is that of how bad it is. */
enum token_state {
	TOKEN_KEPT,      /* they are there, as they were */
	TOKEN_MORE,      /* and others that were not there: rows */
	TOKEN_FILLED_UP, /* but for NULLs, which were replaced */
	TOKEN_CHANGED,   /* something computed from them */
	TOKEN_SOME_LOST, /* some of them */
	TOKEN_LOST,
	TOKEN_DOUBTFUL, /* not known */
};
/* What is known of the statements. */
enum { TOKEN_PASSED_MAX = 8 };
struct token_scope {
	const struct body *down;                   /* the downgrade: its statements mean to undo */
	const struct op *passed[TOKEN_PASSED_MAX]; /* statements that are taken to do nothing */
	uint32_t passed_count;
};

/* `scope` may be NULL. `ret_op`, if not NULL: the op that decides it, or NULL. */
enum token_state token_compare(const struct token *now, const struct token *then,
			       const struct token_scope *scope, const struct op **ret_op);

#endif
