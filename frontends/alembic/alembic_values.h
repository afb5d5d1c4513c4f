/*
 * The columns that a statement writes, what their values are read from, and whether they are
 * secrets.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_VALUES_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_VALUES_H

#include "frontends/alembic/alembic_host.h"

/*
 * Columns being collected for an op, whose table is known already. Finish before another op is
 * emitted.
 */
struct alembic_values {
	struct alembic *a;
	struct eval *e;
	struct op *op;
	const struct value *parameters; /* executed with the statement; NULL: none */
	struct {
		struct column *items;
		uint32_t count, capacity;
	} columns;
};

/* One column and its value (NULL: not told). */
void alembic_value(struct alembic_values *w, struct str name, const struct value *value);
/* A dict of them, a list of dicts, or of mapped objects. */
void alembic_value_rows(struct alembic_values *w, const struct value *rows);
/* Every keyword of a call. */
void alembic_value_keywords(struct alembic_values *w, const struct value *call);
/* What a Core statement sets: values(…), from_select(…), and the parameters executed with it. */
void alembic_value_statement(struct alembic_values *w, const struct value *statement,
			     const struct value *parameters);
void alembic_values_finish(struct alembic_values *w);

/* alembic_sources.c */

/*
 * Sets the column's sources, and whether the value is just one of them. Returns the first table that
 * is not the op's; "" if there is none.
 */
struct str alembic_sources(struct alembic_values *w, const struct value *value,
			   struct column *column);
/* The call that reads rows, select(…), query(…) or execute(…), that a value is made from. */
const struct value *alembic_read(struct eval *e, const struct value *v);

/* alembic_written.c */

/*
 * The column is given this value, by one row; it may have been given another by another row.
 * Returns the first table that it is read from and that is not the op's.
 */
struct str alembic_written(struct alembic_values *w, const struct value *value,
			   struct column *column);
/* It is given values that are not looked at. */
void alembic_written_unknown(struct column *column);
/*
 * Which rows the op changes: the conditions of a Core statement, or of the query that an object was
 * read by.
 */
void alembic_condition(struct alembic_values *w, const struct value *statement);
/* The query's conditions are those of the rows that INSERT … SELECT reads. */
void alembic_rows_read(struct alembic_values *w, const struct value *select);

/* alembic_secret.c */

/* Is it a password, token or key, by the column's name or by its own form? */
bool alembic_is_secret(struct str column, struct str value);
/* The same of the values in a piece of SQL. */
bool alembic_sql_holds_secret(const struct op *op, struct str sql);
/* A literal that only a secret looks like: a private key, a password's hash, a service's token. */
bool alembic_looks_secret(struct str text);

#endif
