/*
 * Alembic as the evaluator's host: calls become ops. Shared by the files of this folder.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_HOST_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_HOST_H

#include "core/base/vec.h"
#include "frontends/alembic/alembic_model.h"
#include "frontends/sql/sql_memo.h"

/* object.name = value */
struct alembic_attribute {
	const struct value *object;
	struct str name;
	const struct value *value;
};

struct alembic {
	struct eval_host host;
	struct arena *arena;
	struct sql_memo *sql; /* the worker's */
	struct alembic_ops {
		struct op *items;
		uint32_t count, capacity;
	} ops;               /* of the body being run */
	uint32_t facts;      /* enum fact */
	uint32_t autocommit; /* open autocommit_block()s, and an isolation level of that name */
	bool isolation;      /* the latter */
	bool stopped;        /* the body surely comes to a name that nothing defines */
	struct {
		const struct value **items;
		uint32_t count, capacity;
	} tables; /* every Table(…) of the file that was made so far */
	struct {
		struct alembic_attribute *items;
		uint32_t count, capacity;
	} attributes;               /* set on objects that were not read from the database */
	const struct value *setter; /* the property's that is being run; NULL: none */
	uint32_t opaque_call;       /* the node of the last call that was told as not resolved */
	uint64_t sql_bytes;         /* executed by the body so far */
	struct str reflected; /* the hole in whose place the last op's reflection was described */
};

void alembic_host_init(struct alembic *a, struct arena *arena, struct sql_memo *sql);

/* alembic_trace.c */

/* The ops from `first` on, which the call has made, say how their values were derived. */
void alembic_trace(struct alembic *a, struct eval *e, const struct value *call, uint32_t first);

/* alembic_meaning.c */

/* The ops from `first` on, which the call has made, say what it comes to where they have holes. */
void alembic_meaning(struct alembic *a, struct eval *e, const struct value *call, uint32_t first);

/* alembic_ops.c */

/* A new op at the current statement, with its guard and flags; fill in the rest. */
struct op *alembic_emit(struct alembic *a, struct eval *e, enum op_kind kind, uint32_t node);
/* The op's text is the source at `node`; what that comes to is the value's meaning. */
void alembic_source(struct eval *e, struct op *op, uint32_t node, const struct value *v);
/* Does the statement fail before it comes to the node? Then nothing more of it is done. */
bool alembic_has_failed(const struct alembic *a, const struct eval *e, uint32_t node);
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

/*
 * Runs SQL, a Core statement or something unknown: execute(what). `call` may hold parameters that
 * are executed with it; NULL: none.
 */
void alembic_execute(struct alembic *a, struct eval *e, const struct value *what,
		     const struct value *call, uint32_t node);

/* What the text does, as far as it is read; NULL: the body executes more than that. */
const struct sql_ops *alembic_read_sql(struct alembic *a, struct eval *e, struct str text,
				       bool holes);

/* alembic_method.c */

/* A method of a connection, session, query, type or table; false: not one with effects. */
bool alembic_method(struct alembic *a, struct eval *e, const struct value *call);
/* The connection's isolation level is set: AUTOCOMMIT begins or ends, or another one. */
void alembic_isolation(struct alembic *a, struct eval *e, const struct value *level, uint32_t node);

/* alembic_create.c */

/* object.create(bind), object.drop(bind) */
bool alembic_create_or_drop(struct alembic *a, struct eval *e, const struct value *call, bool drop);
/* metadata.create_all(bind), metadata.drop_all(bind) */
bool alembic_create_or_drop_all(struct alembic *a, struct eval *e, const struct value *call,
				bool drop);
/* CreateTable(t), DropIndex(i), CreateSchema("s") …; false: it is none of them. */
bool alembic_construct(struct alembic *a, struct eval *e, const struct value *what, uint32_t node);

/* alembic_mapped.c */

/* CREATE TABLE of a mapped class, or of its __table__. */
void alembic_create_model(struct alembic *a, struct eval *e, const struct value *v);
/* The same, or its opposite, of all the file's classes that this metadata knows. */
void alembic_models_of(struct alembic *a, struct eval *e, const struct value *metadata, bool drop,
		       uint32_t flags, uint32_t node);

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
			   struct str name, const struct value *value, uint32_t node);
/* bulk_insert_mappings(Model, rows), bulk_update_mappings(Model, rows) */
bool alembic_bulk_rows(struct alembic *a, struct eval *e, const struct value *call, bool update);
/* session.add(what), add_all(what) … */
void alembic_add_objects(struct alembic *a, struct eval *e, const struct value *call);
/* session.delete(what) */
void alembic_delete_object(struct alembic *a, struct eval *e, const struct value *call);

/* alembic_exists.c */
/* Sets object and absent of the guard where the condition asks for one object. */
void alembic_existence(struct eval *e, const struct value *condition, struct guard *guard);

/* alembic_reflect.c */
/*
 * Is the name read from the live schema? Then sets op->reflects, takes the guards that are its
 * filters from the op, and returns what is said in its place: "{each foreign key of users}".
 */
struct str alembic_reflect(struct alembic *a, struct eval *e, const struct value *name,
			   struct op *op);

/* alembic_reflect_text.c: "{each foreign key of users where referred_table = orders}" */
struct str alembic_reflection_text(struct arena *arena, const struct reflection *r);

/* alembic_guard.c */
void alembic_find_dialects(void *self, struct eval *e, const struct value *condition,
			   struct guard *guard, dialect_set *ret_implied);
void alembic_classify(void *self, struct eval *e, const struct value *condition,
		      struct guard *guard);

/* alembic_pure.c */

/* Is everything of this top-level module without effect, but for a few functions? */
bool alembic_is_pure_module(struct str module);

/* Does the call change nothing in the database? */
bool alembic_is_pure(const struct eval *e, const struct value *call);

#endif
