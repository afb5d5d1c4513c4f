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
 * The columns that a value is read from: "name" of the op's own table, "table.name" of another,
 * "table.*" when it is not known which. `ret_table` is the first other table.
 */
const struct str *alembic_sources(struct alembic_values *w, const struct value *value,
				  uint32_t *ret_count, struct str *ret_table);
/* The call that reads rows, select(…), query(…) or execute(…), that a value is made from. */
const struct value *alembic_read(struct eval *e, const struct value *v);

/* alembic_secret.c */

/* Is it a password, token or key, by the column's name or by its own form? */
bool alembic_is_secret(struct str column, struct str value);
/* The same of the values in a piece of SQL. */
bool alembic_sql_holds_secret(const struct op *op, struct str sql);
/* A literal that only a secret looks like: a private key, a password's hash, a service's token. */
bool alembic_looks_secret(struct str text);

#endif
