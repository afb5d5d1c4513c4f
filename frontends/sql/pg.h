/*
 * The reader for PostgreSQL: libpg_query's parse tree → ops. Only frontends/sql/pg_*.c see that
 * library.
 *
 * A handler takes one statement node and emits its ops. It returns false when there is no op for
 * the statement; what it emitted by then is taken back and the statement is OP_RAW_SQL. Some of
 * MySQL's statements parse as something else (`ADD INDEX i (a)` as a column called index): a handler
 * that sees it sets `foreign`, and the statement goes to the word reader.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_PG_H
#define TIDEMARK_FRONTENDS_SQL_PG_H

#include "core/base/vec.h"
#include "frontends/sql/sql_rewrite.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

/* Its tree changes from version to version; 15 (Debian 12), 16 and 17 agree in what is read here. */
#if PG_VERSION_NUM < 150000
#error "tidemark needs libpg_query 15 or later (libpg-query-dev of Debian 12 or Ubuntu 24.04)"
#endif

struct pg_reader {
	struct sql_statement *s;
	struct sql_rewrite rewrite;
	unsigned depth; /* of the writing queries in WITH clauses */
	bool foreign;   /* parsed, but another database's */
};

typedef bool (*pg_handler)(struct pg_reader *r, const PgQuery__Node *node);

/* Growing lists that end in an op. */
struct pg_columns {
	struct column *items;
	uint32_t count, capacity;
};
struct pg_constraints {
	struct constraint *items;
	uint32_t count, capacity;
};

/* ---- pg_read.c ---- */

/* What became of a statement. */
enum sql_reading {
	SQL_READ,    /* its ops are emitted */
	SQL_UNKNOWN, /* PostgreSQL's, but no op says what it does */
	SQL_FOREIGN, /* not PostgreSQL's */
};
enum sql_reading pgr_read(struct sql_statement *s);

/* ---- pg_node.c: names and places ---- */

struct str pgr_name(const struct pg_reader *r, const char *text);
/* Sets schema and table. */
void pgr_relation(const struct pg_reader *r, const PgQuery__RangeVar *relation, struct op *op);
/* Sets schema and name. */
void pgr_relation_name(const struct pg_reader *r, const PgQuery__RangeVar *relation, struct op *op);
/* The text of a String node, "" of anything else. */
const char *pgr_string(const PgQuery__Node *node);
/* The last of a list of String nodes; *ret_schema is the one before it. */
struct str pgr_qualified(const struct pg_reader *r, size_t count, PgQuery__Node *const *parts,
			 struct str *ret_schema);
/* The parts of an object's name: of a String, List, TypeName or ObjectWithArgs. */
struct pg_parts {
	size_t count;
	PgQuery__Node *const *items;
};
struct pg_parts pgr_parts(PgQuery__Node *const *object);
const struct str *pgr_names(const struct pg_reader *r, size_t count, PgQuery__Node *const *strings);
uint32_t pgr_token(const struct pg_reader *r, int32_t location);
/* Is the token at the location a hole? */
bool pgr_is_hole(const struct pg_reader *r, int32_t location);
/* The inside of the parentheses that open at token `open`, as text; "" if none do. */
struct str pgr_inside(const struct pg_reader *r, uint32_t open);
bool pgr_is_constant(const PgQuery__Node *expression);

/* ---- pg_column.c ---- */

const struct coltype *pgr_type(const struct pg_reader *r, const PgQuery__TypeName *type);
/* The column's named constraints go to `named`, as if they were the table's. */
void pgr_column(const struct pg_reader *r, const PgQuery__ColumnDef *def, struct column *ret,
		struct pg_constraints *named);
void pgr_constraint(const struct pg_reader *r, const PgQuery__Constraint *node,
		    struct constraint *ret);
/* Is this MySQL's KEY i (a), which parses as a column called key of a type i(a)? */
bool pgr_is_index_in_disguise(const PgQuery__ColumnDef *def);

/* ---- pg_walk.c: trees of any kind ---- */

/*
 * Visits every message of a tree in order, until `visit` returns true. Returns whether one did, and
 * true for a tree that is too deep to walk.
 */
typedef bool (*pg_visit)(void *self, const ProtobufCMessage *message);
bool pgr_walk(const ProtobufCMessage *tree, pg_visit visit, void *self);

/* The calls in a query that may do more than compute. */
struct pg_calls {
	const PgQuery__FuncCall *items[16];
	unsigned count;
};
/* False when there are too many, or the query is too deep to look for them. */
bool pgr_impure_calls(const ProtobufCMessage *query, struct pg_calls *ret);

/* ---- pg_source.c: where a query's rows come from ---- */

/* The first table that is read; NULL if there is none. Looks through WITH, joins, sub-queries. */
const PgQuery__RangeVar *pgr_select_source(const PgQuery__SelectStmt *select);
const PgQuery__RangeVar *pgr_insert_source(const PgQuery__InsertStmt *insert);
const PgQuery__RangeVar *pgr_update_source(const PgQuery__UpdateStmt *update);

/* ---- handlers, in pg_<group>.c ---- */

/* table: create, alter, index */
bool pgr_create_table(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_alter_table(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_index(struct pg_reader *r, const PgQuery__Node *node);

/* rows: what is read and written */
bool pgr_insert(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_update(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_delete(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_merge(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_select(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_table_as(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_copy(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_view(struct pg_reader *r, const PgQuery__Node *node);

/* object: what is not a table */
bool pgr_create_enum(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_composite(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_range(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_domain(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_alter_enum(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_sequence(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_alter_sequence(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_routine(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_trigger(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_schema(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_extension(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_create_policy(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_alter_policy(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_database(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_define(struct pg_reader *r, const PgQuery__Node *node);

/* change: the same verb for every kind of object */
bool pgr_drop(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_rename(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_comment(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_set_schema(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_grant(struct pg_reader *r, const PgQuery__Node *node);

/* session: variables, transactions, maintenance */
bool pgr_set(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_set_constraints(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_transaction(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_truncate(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_lock(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_vacuum(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_refresh(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_cluster(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_reindex(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_show(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_explain(struct pg_reader *r, const PgQuery__Node *node);
bool pgr_other(struct pg_reader *r, const PgQuery__Node *node);

#endif
