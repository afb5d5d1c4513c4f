/*
 * What a statement writes into which rows: the values of an op's columns, what they are read from,
 * the condition. Both readers share it; they name the columns first.
 *
 * `table` is the token at which the name of the table that is changed starts.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SQL_WRITTEN_H
#define TIDEMARK_FRONTENDS_SQL_SQL_WRITTEN_H

#include "frontends/sql/sql_statement.h"

/* [tables] SET … [FROM …] [WHERE …] */
void sql_written_update(struct sql_statement *s, struct op *op, uint32_t table);
/* … VALUES (…), …; SET …; SELECT … */
void sql_written_insert(struct sql_statement *s, struct op *op, uint32_t table);
/* The assignments of an upsert; `insert` gave the values that are not stored then. */
void sql_written_upsert(struct sql_statement *s, struct op *op, const struct op *insert,
			uint32_t table);
void sql_written_delete(struct sql_statement *s, struct op *op, uint32_t table);
/* SELECT … INTO table, CREATE TABLE … AS SELECT …: of the table, and of the rows put into it. */
void sql_written_table_as(struct sql_statement *s, struct op *create, struct op *insert,
			  uint32_t query);

#endif
