/*
 * Statements that hold statements: DO $$ … $$, the anonymous blocks of Oracle and SQL Server,
 * IF … and its like outside of routines.
 *
 * What a block does become the same ops as if its statements stood alone, under guards (an IF),
 * OPF_IN_LOOP (a loop) and OPF_IN_HANDLER (an exception handler). A handler that waits for the error
 * "is there already" or "is not there" makes the statements before it conditional:
 * OPF_IF_NOT_EXISTS, OPF_IF_EXISTS. Where a RETURN leaves, what follows is guarded.
 * Only what a statement of the block does not tell is OP_RAW_SQL: that statement, not the block.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_BLOCK_H
#define TIDEMARK_FRONTENDS_SQL_BLOCK_H

#include "frontends/sql/sql_statement.h"

/* Does a block start here? */
bool sql_is_block(const struct sql_statement *s);
/* Emits its ops. False, with anything emitted, when its structure is not understood. */
bool sql_read_block(struct sql_statement *s);

/* ---- sql_simple.c ---- */

/* Emits the ops of one statement of a block, SQL or a block's own (RAISE, :=, PERFORM …). */
void sql_read_simple(struct sql_statement *s);

/* ---- sql_dynamic.c: SQL that is made by an expression and run ---- */

/*
 * The text that the tokens [from, to) make of strings, ||, +, format() and quote_ident(); what is
 * not known is a hole. False when it is not such an expression, or nothing of it is known.
 */
bool sql_dynamic_text(const struct sql_statement *s, uint32_t from, uint32_t to,
		      struct str *ret_text, bool *ret_holes);
/* Emits the ops of such a text; to their reader they are the statement's. */
void sql_read_made(struct sql_statement *s, struct str text, bool holes);
/* EXECUTE of the tokens [from, to); OP_RAW_SQL when the text is not known. */
void sql_execute(struct sql_statement *s, uint32_t from, uint32_t to);

#endif
