/*
 * Statements of a text.
 *
 * A semicolon ends a statement, but not inside parentheses, nor inside the BEGIN … END of a stored
 * routine, trigger or anonymous block, nor where a line DELIMITER has named something else. A line
 * that holds nothing but GO or / does, too, and is the only end of a routine without BEGIN (AS …).
 * (Semicolons in strings, quotes and comments are no tokens of their own.)
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SPLIT_H
#define TIDEMARK_FRONTENDS_SQL_SPLIT_H

#include "frontends/sql/sql_statement.h"

/* What is left of a text: fill source, all, tokens and count of `rest` to begin. */
struct sql_splitter {
	struct sql_statement rest;
};

/*
 * The next statement that has a token, with everything but the tokens as `rest` has it; false at
 * the end.
 */
bool sql_next_statement(struct sql_splitter *splitter, struct sql_statement *ret);

#endif
