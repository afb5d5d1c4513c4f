/*
 * SQLAlchemy's objects, as the evaluator sees them, into the model: Column, types, constraints,
 * tables. Everything is made in the evaluation's arena.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_MODEL_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_MODEL_H

#include "frontends/python/eval.h"

/* Is it Column(…), under whatever module's name? */
bool alembic_is_column(const struct value *v);
bool alembic_is_constraint(const struct value *v);
bool alembic_is_index(const struct value *v);
/* Table(…), table(…), or a class with __tablename__. */
bool alembic_is_table(const struct value *v);
/* Enum(…), ENUM(…) with a name or labels. */
bool alembic_is_enum(const struct value *v);

struct alembic_constraints {
	struct constraint *items;
	uint32_t count, capacity;
};

/*
 * False when some argument was not resolved: what the column lacks may be there all the same.
 * Constraint objects among its arguments are the table's, and added to `constraints`.
 */
bool alembic_column(struct eval *e, const struct value *v, struct column *ret_column,
		    struct alembic_constraints *constraints);
const struct coltype *alembic_type(struct eval *e, const struct value *v);
/* Could it be a type, by its name: String, sa.String(5), an own class? */
bool alembic_looks_like_type(const struct value *v);

/* alembic_decorator.c */

/* Is it a TypeDecorator of the tree's own, or an object of one? */
bool alembic_is_decorator(const struct value *v);
/*
 * The type that it is in the database (on PostgreSQL, if that varies); NULL: not known. Where
 * load_dialect_impl() says so, `loaded` (unless it is NULL) gets what it is on each other dialect.
 */
typedef void alembic_loaded(void *self, const struct value *as, dialect_set dialect);
const struct value *alembic_decorated(struct eval *e, const struct value *v, alembic_loaded *loaded,
				      void *self);
struct column_default alembic_default(struct eval *e, const struct value *v);

/* alembic_constraint.c */
void alembic_constraint(struct eval *e, const struct value *v, struct constraint *ret_constraint);
/* ForeignKey("table.column", …) */
void alembic_foreign_key(struct eval *e, const struct value *v, struct reference *ret);
/* What every constraint may say besides: deferrable, NOT VALID … */
void alembic_constraint_options(struct eval *e, const struct value *v, struct constraint *k);
/* (column, operator) pairs from items[first…], method and condition of an exclusion. */
void alembic_exclusion(struct eval *e, const struct value *v, uint32_t first, struct constraint *k);

/* alembic_index.c */
void alembic_index(struct eval *e, const struct value *v, struct index *ret_index);
/* Method, condition and the like from a call's keywords. */
void alembic_index_options(struct eval *e, const struct value *call, struct index *index);
/* The table that an Index(…) of column objects belongs to, NULL when it does not say. */
const struct value *alembic_index_table(struct eval *e, const struct value *v);
/* The name that SQLAlchemy gives the index of Column(index=True). */
struct str alembic_index_name(struct eval *e, struct str schema, struct str table,
			      struct str column);

/* A string's text; the name of a table, column or type for `object.name`. */
struct str alembic_object_name(struct eval *e, const struct value *v);
/* Name and schema of a table value; the name is a {hole} when it is not known. */
struct str alembic_table_name(struct eval *e, const struct value *v, struct str *ret_schema);
/* The name of a column; an expression's SQL. */
struct str alembic_name(struct eval *e, const struct value *v);
/* The same of a list of them. */
const struct str *alembic_names(struct eval *e, const struct value *v, uint32_t *ret_count);
enum tri alembic_tri(const struct value *v); /* NULL and undecided: TRI_UNKNOWN */
bool alembic_true(const struct value *call, struct str keyword);
/* text("…") and the like unwrapped: the SQL as a STR value, or NULL. */
const struct value *alembic_text(const struct value *v);

#endif
