/*
 * A call of op.*, or of a batch's method of the same name. Shared by the files that read them.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_OPERATION_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_OPERATION_H

#include "frontends/alembic/alembic_host.h"

struct operation {
	struct alembic *a;
	struct eval *e;
	const struct value *call;
	const struct value
		*batch;      /* the batch_alter_table() call; NULL: op.*, which names the table */
	bool partial;        /* some argument is not known */
	int schema_position; /* of `schema` in the op.* signature; -1: by keyword only */
};

/* alembic_signature.c: the call stops with an error on any database; then says so, as an op. */
bool operation_fails(struct operation *o, struct str operation);

/* Does the call unpack something that is not known? */
bool operation_is_partial(const struct value *call);

/* Argument by keyword, or by its position in the op.* signature (-1: none); NULL when absent. */
const struct value *operation_arg(struct operation *o, int position, struct str keyword);
/* The same under an older keyword. */
const struct value *operation_arg_or(struct operation *o, int position, struct str keyword,
				     struct str older);
/* Position in a signature whose parameter `skipped` is the table, which a batch leaves out. */
int operation_at(const struct operation *o, int position, int skipped);
/* The table's keyword: "table_name", or an operation's or older release's own that is given. */
struct str operation_table_keyword(struct operation *o);
struct str operation_text(struct operation *o, const struct value *v);

struct op *operation_emit(struct operation *o, enum op_kind kind);
/* CREATE INDEX of the table of `on`: what a column or a table brings along. */
void operation_emit_index(struct operation *o, const struct op *on, const struct index *index);
/* That of Column(index=True), if it says so; its uniqueness is the index's then. */
void operation_column_index(struct operation *o, const struct op *on, struct column *column);
/* An op on a table: the batch's, or the argument at `position`. */
struct op *operation_emit_on(struct operation *o, enum op_kind kind, int position,
			     struct str keyword);

/* alembic_column.c */
void operation_add_column(struct operation *o);
void operation_drop_column(struct operation *o);
void operation_alter_column(struct operation *o);

/* alembic_keys.c */
void operation_create_unique_constraint(struct operation *o);
void operation_create_primary_key(struct operation *o);
void operation_create_check_constraint(struct operation *o);
void operation_create_exclude_constraint(struct operation *o);
void operation_create_foreign_key(struct operation *o);
void operation_drop_constraint(struct operation *o);

/* alembic_reflect.c: the op's name, where it is read from the live schema; sets op->reflects. */
void operation_reflect(struct operation *o, struct op *op, const struct value *name);
/* A name that is given as None is the naming convention's, or the database's. */
void operation_name_of(struct op *op, const struct value *name);

/* alembic_entity.c */
void operation_create_entity(struct operation *o);
void operation_drop_entity(struct operation *o);
void operation_replace_entity(struct operation *o);

/* alembic_table.c */
void operation_create_table(struct operation *o);
void operation_drop_table(struct operation *o);
void operation_rename_table(struct operation *o);
void operation_table_comment(struct operation *o);
void operation_drop_table_comment(struct operation *o);
void operation_bulk_insert(struct operation *o);

#endif
