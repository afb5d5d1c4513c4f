/*
 * A statement as libpg_query can take it, and the way back.
 *
 * Holes and bind parameters are no SQL, so each becomes something that is: at first a name (for a
 * hole inside a name or a string, a part of it) or $1. Where the grammar wants another form there,
 * as after IN or in VARCHAR({n}), the parser says at which token, and sql_rewrite_next_form() tries
 * the next. Comments go; tokens keep their order, so that a location in the rewritten text leads to
 * its token.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_REWRITE_H
#define TIDEMARK_FRONTENDS_SQL_REWRITE_H

#include "core/base/map.h"
#include "frontends/sql/sql_statement.h"

struct sql_rewrite {
	const struct sql_statement *s;
	char *text; /* terminated */
	size_t len, capacity;
	uint32_t *at;   /* each token's offset in text; NULL: text is the statement as it stands */
	uint8_t *forms; /* of the tokens that are a hole or a parameter */
	uint32_t first_hole; /* of the statement, in all->holes */
	uint32_t hole_count;
	struct str mark;     /* starts every stand-in; occurs nowhere else in the statement */
	struct map own_case; /* folded word → its token, where the database does not fold */
};

/*
 * False when the statement cannot be rewritten: a NUL, bad UTF-8, an identifier that would be too
 * long, a string in double quotes.
 */
bool sql_rewrite(const struct sql_statement *s, struct sql_rewrite *ret);
/*
 * Another form for the hole or parameter at character `position` (1-based, as PgQueryError counts).
 * False when there is none there, or no form is left.
 */
bool sql_rewrite_next_form(struct sql_rewrite *r, int position);
/* The token at or around a byte of the rewritten text; SQL_NONE before the first. */
uint32_t sql_rewrite_token(const struct sql_rewrite *r, int32_t location);
/*
 * A name or string of the parse result, with the holes back in place, in the ops' arena; a
 * parameter becomes a hole, "{:name}".
 */
struct str sql_rewrite_back(const struct sql_rewrite *r, const char *text);

#endif
