/*
 * libpg_query's parse tree without the way through bytes.
 *
 * pg_query_parse_protobuf() builds the tree, packs it into bytes and frees it; whoever wants to read
 * it unpacks it again. Packing and unpacking take three times as long as parsing. The two calls by
 * which the library packs go through its symbol table, so this program's own come first there
 * (pg_tree.c): they hand over the tree while it stands. Where a library was linked so that they are
 * not asked, the bytes are unpacked as usual.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_PG_TREE_H
#define TIDEMARK_FRONTENDS_SQL_PG_TREE_H

#include "core/base/arena.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

/* What the statement holds is gone when this returns. It must not parse. */
typedef void (*pg_tree_read)(void *self, const PgQuery__Node *statement);

/*
 * Hands the statement to `read`. False when the text is not one statement: then *ret_position is
 * the character where the grammar stopped, 1-based, or 0 = nowhere in particular.
 */
bool pg_tree_parse(const char *text, struct arena *scratch, pg_tree_read read, void *self,
		   int *ret_position);

/* Does the library hand over its tree here? */
bool pg_tree_is_direct(void);

#endif
