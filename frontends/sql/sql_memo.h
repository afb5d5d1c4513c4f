/*
 * What SQL texts come to, kept from file to file: the same statements stand in many migrations, and
 * in both directions of one.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SQL_MEMO_H
#define TIDEMARK_FRONTENDS_SQL_SQL_MEMO_H

#include "frontends/sql/sql.h"

struct sql_memo;
struct sql_memo *sql_memo_new(void);
void sql_memo_free(struct sql_memo *memo);
/* Between evaluations: forgets everything when it has become too much. */
void sql_memo_trim(struct sql_memo *memo);

/*
 * The ops of the text, as sql_read() gives them; they and what they point to are the memo's.
 * *ret_bytes is the memory that reading it takes: the same whether it was read before or not.
 */
const struct sql_ops *sql_memo_read(struct sql_memo *memo, struct str text, bool holes,
				    dialect_set dialects, size_t *ret_bytes);

#endif
