/*
 * What names in a query stand for: tables, their aliases, sub-queries, WITH.
 *
 * By tokens, and so for the statements of every database. A scope is made of what follows FROM (or
 * UPDATE, INTO …); names that it does not have are looked for in the scope around it.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SQL_SCOPE_H
#define TIDEMARK_FRONTENDS_SQL_SQL_SCOPE_H

#include "core/base/vec.h"
#include "frontends/sql/sql_statement.h"

struct sql_range {
	uint32_t from, to; /* tokens, half open */
};

/* One table, or sub-query, that is read. */
struct sql_relation {
	struct str alias, table;
	struct sql_range query; /* of a sub-query */
	bool own;               /* the row that is changed */
};

struct sql_scope {
	const struct sql_scope *outer;
	struct {
		struct sql_relation *items;
		uint32_t count, capacity;
	} relations;
	struct {
		struct sql_relation *items; /* alias: the name */
		uint32_t count, capacity;
	} with;
};

/* What a value is made from, as it is collected. */
struct sql_origin {
	struct sql_statement *s;
	struct {
		struct str *items;
		uint32_t count, capacity;
	} names;        /* as struct column's sources */
	uint32_t steps; /* left to take */
	bool computed;  /* more is done with the columns than to copy them */
	bool cast;      /* … at least a cast */
};

/* Adds the names of WITH …, if it starts there; returns the token after it. */
uint32_t sql_scope_with(struct sql_statement *s, struct sql_scope *scope, struct sql_range range);
/* Adds a list of tables, a x JOIN b ON …, c … */
void sql_scope_tables(struct sql_statement *s, struct sql_scope *scope, struct sql_range range);
/* Adds one table, which may be called by an alias. */
void sql_scope_add(struct sql_statement *s, struct sql_scope *scope, struct str table,
		   struct str alias, bool own);
/*
 * A query's scope, which is filled in; returns its list of selected values. Empty when it is no
 * SELECT. *ret_several: more than one query gives the rows (UNION); the list is the first one's.
 */
struct sql_range sql_scope_select(struct sql_statement *s, struct sql_scope *scope,
				  struct sql_range query, bool *ret_several);

/* Is * all of one table's columns? */
bool sql_scope_is_table(struct sql_statement *s, const struct sql_scope *scope, unsigned depth);

/* Adds the columns that an expression is made from. */
void sql_origin_value(struct sql_origin *o, const struct sql_scope *scope, struct sql_range range,
		      unsigned depth);

/* The name that a selected value has: its alias, or its column's. "" if it has none. */
struct str sql_selected_name(const struct sql_statement *s, struct sql_range *value);
/* Is it *, or t.*? */
bool sql_selects_all(const struct sql_statement *s, struct sql_range value);
/* The first of the words at the depth of the range's first token, else its end. */
uint32_t sql_clause(const struct sql_statement *s, struct sql_range range, const char *words);

#endif
