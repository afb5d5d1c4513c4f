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

/* False when some argument was not resolved: what the column lacks may be there all the same. */
bool alembic_column(struct eval *e, const struct value *v, struct column *ret_column);
const struct coltype *alembic_type(struct eval *e, const struct value *v);
/* Could it be a type, by its name: String, sa.String(5), an own class? */
bool alembic_looks_like_type(const struct value *v);
struct column_default alembic_default(struct eval *e, const struct value *v);
/* A condition's SQL, or its source; NULL and None give "". */
struct str alembic_condition(struct eval *e, const struct value *v);
void alembic_constraint(struct eval *e, const struct value *v, struct constraint *ret_constraint);

/* Name and schema of a table value; the name is a {hole} when it is not known. */
struct str alembic_table_name(struct eval *e, const struct value *v, struct str *ret_schema);
/* Names in a list of strings and columns; expressions as their source. */
const struct str *alembic_names(struct eval *e, const struct value *v, uint32_t *ret_count);
enum tri alembic_tri(const struct value *v); /* NULL and undecided: TRI_UNKNOWN */
bool alembic_true(const struct value *call, struct str keyword);
/* text("…") and the like unwrapped: the SQL as a STR value, or NULL. */
const struct value *alembic_text(const struct value *v);

#endif
