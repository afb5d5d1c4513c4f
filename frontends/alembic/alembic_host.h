/*
 * Alembic as the evaluator's host: calls become ops. Shared by the files of this folder.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_HOST_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_HOST_H

#include "core/base/vec.h"
#include "frontends/alembic/alembic_model.h"

struct alembic {
	struct eval_host host;
	struct arena *arena;
	struct alembic_ops {
		struct op *items;
		uint32_t count, capacity;
	} ops;               /* of the body being run */
	uint32_t facts;      /* enum fact */
	uint32_t autocommit; /* open autocommit_block()s */
	uint64_t sql_bytes;  /* executed by the body so far */
};

void alembic_host_init(struct alembic *a, struct arena *arena);

/* alembic_ops.c */

/* A new op at the current statement, with its guard and flags; fill in the rest. */
struct op *alembic_emit(struct alembic *a, struct eval *e, enum op_kind kind, uint32_t node);
void alembic_emit_opaque(struct alembic *a, struct eval *e, uint32_t node, struct str reason);
/* op.<name>(…), or batch_op.<name>(…) when `batch` is the batch_alter_table() call. */
void alembic_operation(struct alembic *a, struct eval *e, struct str name, const struct value *call,
		       const struct value *batch);
/* Is there an op.<name>()? */
bool alembic_is_operation(struct str name);
/* The batch_alter_table() call that a value is bound to, or NULL. */
const struct value *alembic_batch(const struct value *v);
void alembic_create_table(struct alembic *a, struct eval *e, const struct value *call,
			  const struct value *name);

/* alembic_execute.c */

/* Runs SQL, a Core statement or something unknown: execute(what). */
void alembic_execute(struct alembic *a, struct eval *e, const struct value *what, uint32_t node);
/* A method of a connection, session, query, type or table; false: not one with effects. */
bool alembic_method(struct alembic *a, struct eval *e, const struct value *call);

/* alembic_orm.c */

/* A chain of Core calls, table.update().where(…).values(…), taken apart. */
struct statement_parts {
	const struct value *root; /* the object that the first method is called on */
	struct str verb; /* insert, update, delete, select, query, text … the first call */
	const struct value *first; /* that call */
	const struct value *from_select;
	bool where;
};
struct statement_parts alembic_take_apart(const struct value *v);
/* The first table, or class mapped to one, that a value is made from; NULL if there is none. */
const struct value *alembic_find_table(struct eval *e, const struct value *v);
/* session.query(T)….update(…), .delete(); false: it is no query. */
bool alembic_query_change(struct alembic *a, struct eval *e, const struct value *call,
			  bool deletes);
/* `object.name = value`: a change of a row when the object was read through a session. */
void alembic_set_attribute(struct alembic *a, struct eval *e, const struct value *object,
			   uint32_t node);
/* session.add(what), add_all(what) … */
void alembic_add_objects(struct alembic *a, struct eval *e, const struct value *call);
/* session.delete(what) */
void alembic_delete_object(struct alembic *a, struct eval *e, const struct value *call);

/* alembic_guard.c */
void alembic_classify(void *self, struct eval *e, const struct value *condition,
		      struct guard *guard, dialect_set *ret_implied);

/* alembic_pure.c */

/* Calls that change nothing in the database; notes facts on the way. */
bool alembic_is_pure(struct alembic *a, struct eval *e, const struct value *call);

#endif
