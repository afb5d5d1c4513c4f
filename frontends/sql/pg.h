/*
 * The reader for PostgreSQL: libpg_query's parse tree → ops. Only frontends/sql/pg_*.c see that
 * library.
 *
 * A handler takes one statement node and emits its ops. It returns false, having emitted what it
 * may, when the tree is not what the statement means (MySQL's `ADD INDEX i (a)` parses as a column
 * called index) or has no op: the statement then goes to the word reader.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_PG_H
#define TIDEMARK_FRONTENDS_SQL_PG_H

#include "core/base/vec.h"
#include "frontends/sql/sql_rewrite.h"

#include <pg_query/pg_query.pb-c.h>

enum { PG_DEPTH = 64 }; /* of the queries in a query that are looked into */

struct pg_reader {
	struct sql_statement *s;
	struct sql_rewrite rewrite;
};

typedef bool (*pg_handler)(struct pg_reader *r, const PgQuery__Node *node);

/* pg_read.c: parses the statement and calls the handler. False when it is none of PostgreSQL's. */
bool pg_read_statement(struct sql_statement *s);

/* pg_node.c: names and places */
struct str pg_name(const struct pg_reader *r, const char *text);
/* Sets schema and table. */
void pg_relation(const struct pg_reader *r, const PgQuery__RangeVar *relation, struct op *op);
/* The last of a list of String nodes, and the one before it. */
struct str pg_qualified(const struct pg_reader *r, size_t count, PgQuery__Node *const *parts,
			struct str *ret_schema);
/* The name of a dropped or commented object: a String, List, TypeName or ObjectWithArgs. */
struct str pg_object(const struct pg_reader *r, const PgQuery__Node *node, struct str *ret_schema);
const char *pg_string(const PgQuery__Node *node); /* of a String node, else "" */
const struct str *pg_names(const struct pg_reader *r, size_t count, PgQuery__Node *const *strings);
uint32_t pg_token(const struct pg_reader *r, int32_t location);
/* The inside of the parentheses that follow token `i`, as text; "" when none follow. */
struct str pg_parenthesised(const struct pg_reader *r, uint32_t i);
bool pg_is_constant(const PgQuery__Node *expression);

/* pg_column.c */
struct pg_constraints {
	struct constraint *items;
	uint32_t count, capacity;
};
const struct coltype *pg_type(const struct pg_reader *r, const PgQuery__TypeName *type);
/* Named constraints of the column go to `named`, as if they were the table's. */
void pg_column(const struct pg_reader *r, const PgQuery__ColumnDef *def, struct column *ret,
	       struct pg_constraints *named);
void pg_constraint(const struct pg_reader *r, const PgQuery__Constraint *node,
		   struct constraint *ret);

/* pg_rows.c: what is read and written */
bool pg_insert(struct pg_reader *r, const PgQuery__Node *node);
bool pg_update(struct pg_reader *r, const PgQuery__Node *node);
bool pg_delete(struct pg_reader *r, const PgQuery__Node *node);
bool pg_merge(struct pg_reader *r, const PgQuery__Node *node);
bool pg_select(struct pg_reader *r, const PgQuery__Node *node);
bool pg_create_table_as(struct pg_reader *r, const PgQuery__Node *node);
bool pg_copy(struct pg_reader *r, const PgQuery__Node *node);
bool pg_truncate(struct pg_reader *r, const PgQuery__Node *node);
/* The first table that a query reads; NULL if there is none. */
const PgQuery__RangeVar *pg_source(const PgQuery__Node *query);

/* pg_call.c: is the query free of calls that may do something? */
bool pg_is_pure(const PgQuery__Node *query, const PgQuery__FuncCall **ret_call);

/* pg_table.c */
bool pg_create_table(struct pg_reader *r, const PgQuery__Node *node);
bool pg_alter_table(struct pg_reader *r, const PgQuery__Node *node);
bool pg_create_index(struct pg_reader *r, const PgQuery__Node *node);

/* pg_object.c */
bool pg_drop(struct pg_reader *r, const PgQuery__Node *node);
bool pg_rename(struct pg_reader *r, const PgQuery__Node *node);
bool pg_comment(struct pg_reader *r, const PgQuery__Node *node);

#endif
