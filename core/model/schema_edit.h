/*
 * The steps that schema_apply() is made of: shared by its files, of no use to others.
 *
 * A table is edited as a copy and stored: table_copy() … table_store(). Lists are arrays of
 * pointers that are copied on each change.
 */
#ifndef TIDEMARK_CORE_MODEL_SCHEMA_EDIT_H
#define TIDEMARK_CORE_MODEL_SCHEMA_EDIT_H

#include "core/model/chain.h"
#include "core/model/schema_apply.h"

/* One op being applied. */
struct edit {
	struct replica *r;
	const struct op *op;
	struct str key; /* of the op's table */
	struct applied result;
};

/* The result FAILS, or DOUBTFUL when the database may differ from what is known. */
/* Refused, whatever an op that was not understood has done. */
void edit_refuse(struct edit *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What the op makes is there already; certain when this migration made it. */
void edit_taken(struct edit *e, const struct origin *there, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void edit_fail(struct edit *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
void edit_doubt(struct edit *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* False, and the result DOUBTFUL: more memory is used, or text searched, than LIMIT_REPLAY_BYTES. */
bool edit_spend(struct edit *e, size_t bytes);
/* The op says IF EXISTS or IF NOT EXISTS and that is not so. */
void edit_skip(struct edit *e);

const struct origin *edit_origin(struct edit *e);
const struct origin *edit_assumed_origin(struct edit *e);

/*
 * The op's table, which is assumed when nobody made it and nobody dropped it. NULL: it is known not
 * to be there, and the result says so.
 */
const struct table *edit_table(struct edit *e);
/* A column of it, likewise. */
const struct table_column *edit_column(struct edit *e, const struct table *t, struct str name);
/* Has the chain dropped or renamed a table of that name? */
bool table_is_gone(struct edit *e);
bool key_is_gone(struct edit *e, struct str key); /* the table of that key */

struct table *table_copy(struct edit *e, const struct table *t);
void table_store(struct edit *e, struct str key, const struct table *t);
void table_forget(struct edit *e, struct str key, const struct table *t);
/* A copy of the same table in the earlier version, under its key there; NULL if it has none. */
struct table *table_before_edit(struct edit *e, const struct table *t, struct str *ret_key);
void table_before_store(struct edit *e, struct str key, const struct table *t);

/* items with `item` in place of the one at `at`, or at the end when `at` is the count. */
const void *const *list_put(struct arena *a, const void *const *items, uint32_t count, uint32_t at,
			    const void *item);
const void *const *list_without(struct arena *a, const void *const *items, uint32_t count,
				uint32_t at);

/* The word stands in the text, in letters of any case. */
bool text_has_word(struct str text, struct str word);
bool names_have(const struct str *names, uint32_t count, struct str name);
/* The names with `to` in place of `name`; the same array when it is not among them. */
const struct str *names_rename(struct edit *e, const struct str *names, uint32_t count,
			       struct str name, struct str to);

/* A column as its definition says, of what the op makes. */
struct table_column *column_make(struct edit *e, const struct column *def);
/* The database numbers the column: a sequence of its own in PostgreSQL. */
void column_number(struct edit *e, const struct table *t, struct table_column *c);
void column_store(struct edit *e, const struct table *t, const struct table_column *old,
		  const struct table_column *new);

/* Names of what the op makes on a table, where the source gives none. */
struct str key_name(struct edit *e, const struct table *t, const struct constraint *def);
struct str index_name(struct edit *e, const struct table *t, const struct index *def);
struct str sequence_name(struct edit *e, const struct table *t, struct str column);

/* In a copy that is not stored yet. */
void column_replace(struct edit *e, struct table *t, const struct table_column *old,
		    const struct table_column *new);
void column_append(struct edit *e, struct table *t, const struct table_column *new);

/* Appends a column with the keys that come with it; `automatic`: numbered by the database. */
void table_add_column(struct edit *e, struct table *t, const struct column *def, bool automatic);
/*
 * Other tables' foreign keys to this one (to this column, unless that is empty): they refuse the op,
 * or go with CASCADE; or follow a new name.
 */
void references_drop(struct edit *e, struct str key, struct str column);
void references_rename(struct edit *e, struct str key, struct str column, struct str to);

/* The key's table refers to another: to be told of each foreign key, and after a rename. */
void references_tell(struct edit *e, struct str key, const struct table *t);

/* The key's table has a constraint of this name, whose index takes a name in the schema. */
void key_index_tell(struct edit *e, struct str key, const struct table *t,
		    const struct table_key *of);

/* The type of a column in this schema, which may know its name as that of an enumeration. */
void schema_type_of(struct sql_type *ret, const struct schema *s, struct arena *a,
		    dialect_set dialect, const struct coltype *type);
/* The labels that a native enumeration has now; those of the column's own type elsewhere. */
const struct str *type_labels(const struct schema *s, struct arena *a, dialect_set dialect,
			      const struct sql_type *type, uint32_t *ret_count);
/* Are all labels of `from` labels of `to`? UNKNOWN: one of the two is not known. */
enum tri labels_within(const struct schema *s, struct arena *a, dialect_set dialect,
		       const struct sql_type *from, const struct sql_type *to);
/* USING a::integer, USING CAST(a AS integer): the cast alone, said aloud. */
bool op_casts_plainly(const struct op *op);

enum type_need {
	TYPE_MADE,  /* by create_table: SQLAlchemy makes the type itself */
	TYPE_ASKED, /* it must be there */
};
/* An enumeration of PostgreSQL is a type of its own. */
void type_needed(struct edit *e, const struct coltype *type, enum type_need need);
/*
 * PostgreSQL drops or retypes nothing under a view without CASCADE, with which the view goes: by the
 * names that the view's definition has. `column`: empty = the table itself.
 */
void views_refuse(struct edit *e, struct str column);
/* Indexes of a materialized view go with it. */
void view_drop_indexes(struct edit *e, struct str key);
/* Sequences, triggers and policies that belong to the table (or column) go or follow. */
void objects_drop_owned(struct edit *e, struct str key, struct str column);
void objects_follow(struct edit *e, struct str key, struct str to);

struct table_key *key_make(struct edit *e, const struct table *t, const struct constraint *def);
void table_add_key(struct edit *e, struct table *t, const struct constraint *def);
void table_drop_key(struct edit *e, struct table *t, const struct table_key *key);
void table_add_index(struct edit *e, struct table *t, const struct index *def, bool implicit);
void table_drop_index(struct edit *e, struct table *t, const struct table_index *index);
/* Every column of the constraint or index is there, or assumed. */
bool columns_needed(struct edit *e, const struct str *columns, uint32_t count);
/* rename_constraint, or rename_index where the index is a constraint's. */
void key_rename(struct edit *e, const struct table *t);
bool key_is_unique(const struct constraint *def);
/*
 * MySQL wants an index for a foreign key's columns, and makes one where there is none. `nameless`: the
 * source gives the key no name.
 */
void index_foreign_key(struct edit *e, struct table *t, const struct constraint *key,
		       bool nameless);
/* … which goes when an index or key of these columns is made that serves it as well. */
void index_drop_implicit(struct edit *e, struct table *t, const struct str *columns,
			 uint32_t count);
/* MySQL does not let go of the last index that a foreign key has: false, and the op fails. */
bool index_lets_go(struct edit *e, const struct table *t, const void *index);

/* What is neither a table nor part of one; `object_assume`: there all along, in both versions. */
void object_store(struct edit *e, struct str key, const struct schema_object *o);
void object_forget(struct edit *e, struct str key, const struct schema_object *o);
bool object_is_gone(struct edit *e, enum object_kind kind, struct str key);
const struct schema_object *object_assume(struct edit *e, enum object_kind kind, struct str key);
bool column_has_type(const struct table_column *c, const struct schema_object *type);

/* A change of the type of this key: its labels or its name. */
void apply_type(struct edit *e, struct str key);
void apply_table(struct edit *e);
void apply_column(struct edit *e);
void apply_key(struct edit *e);
void apply_index(struct edit *e);
void apply_object(struct edit *e);
void apply_rows(struct edit *e);

#endif
