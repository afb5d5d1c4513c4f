/*
 * A schema: what a database holds between two migrations, as far as the chain tells.
 *
 * A `struct schema` is a value. Everything that it points to is immutable and in the arena of the
 * replay, so that a copy is a snapshot, and versions share what they have in common. Applying an op
 * (schema_apply.h) gives the next version; undoing it is going back to the one before.
 *
 * What nobody made is *assumed*: a table that the first migration to touch it did not create was
 * there before. Of an assumed table only those columns, keys and indexes are listed that some op
 * named, each assumed in its turn.
 *
 * Identity. Each object has an origin, which renames keep: an object that was dropped and made
 * again has another one.
 */
#ifndef TIDEMARK_CORE_MODEL_SCHEMA_H
#define TIDEMARK_CORE_MODEL_SCHEMA_H

#include "core/base/pmap.h"
#include "core/model/sql_type.h"
#include "core/model/token.h"
#include "core/model/type_change.h"

/* Who made an object: never equal for two objects. */
struct origin {
	uint32_t node;       /* of the chain; CHAIN_NONE: assumed */
	uint32_t run;        /* which run of a body: see struct replica */
	const struct op *op; /* NULL: assumed */
};

struct table_column {
	struct str name;
	const struct origin *origin;
	const struct sql_type *type; /* NULL = not known */
	enum tri nullable;
	struct column_default server_default; /* UNKNOWN: not known whether there is one */
	struct str comment;
	struct str sequence; /* its implicit sequence's key, or empty */
	const struct token *values;
	bool assumed;
};

/* A constraint. Columns follow renames. */
struct table_key {
	struct constraint def; /* def.name empty: the database has a name that is not known */
	const struct origin *origin;
	bool assumed;
};

struct table_index {
	struct index def;
	const struct origin *origin;
	bool assumed;
	bool implicit; /* made by the database for a foreign key (MySQL) */
};

struct table {
	struct str schema, name, comment;
	const struct origin *origin;
	const struct token *rows;
	const struct table_column *const *columns; /* in order */
	uint32_t column_count;
	const struct table_key *const *keys;
	uint32_t key_count;
	const struct table_index *const *indexes;
	uint32_t index_count;
	bool assumed; /* holds more than is listed */
	bool doubted; /* an op that was not understood may have changed it */
};

/* What is neither a table nor part of one. */
enum object_kind {
	SCHEMA_TYPE,
	SCHEMA_SEQUENCE,
	SCHEMA_VIEW,
	SCHEMA_ROUTINE,
	SCHEMA_TRIGGER,
	SCHEMA_POLICY,
	SCHEMA_EXTENSION,
	SCHEMA_SCHEMA,
	SCHEMA_OBJECT_KINDS,
};
struct str object_kind_name(enum object_kind kind); /* "type" */

struct schema_object {
	enum object_kind kind;
	struct str schema, name;
	struct str table, column; /* of a trigger or policy: its table; of a sequence: its owner */
	const struct origin *origin;
	const struct str *labels; /* of an enumeration */
	uint32_t label_count;
	struct str text; /* of a view or routine: its definition */
	bool assumed;
};

struct schema {
	struct pmap tables;  /* schema_key() → struct table */
	struct pmap indexes; /* index_key() → struct str: its table's key */
	/*
	 * "users\norders": a table that refers to another, or did: → its struct table when it was
	 * told. Only tables that are here need to be searched for foreign keys to a table.
	 */
	struct pmap referrers;
	/*
	 * PostgreSQL: schema_key() of the index of a primary key, unique or exclusion constraint → struct
	 * str: the key of the table that has it, or had it once.
	 */
	struct pmap key_indexes;
	struct pmap objects[SCHEMA_OBJECT_KINDS]; /* schema_key() → struct schema_object */
	struct pmap gone; /* "table users": what the chain has dropped, → struct origin of old */
	const struct op *doubt; /* an op that was not understood: anything may be there or not */
	uint32_t doubt_node;    /* whose it is: what a later migration makes is not in doubt */
};

/* "users", "audit.users". PostgreSQL's public is the default schema. */
struct str schema_key(struct arena *a, dialect_set dialect, struct str schema, struct str name);

/* By key; NULL when there is none that is known of. Names compare as the dialect does. */
const struct table *schema_table(const struct schema *s, struct str key);
/* The key of the op's table: a schema that is not known may be the default one, if it is there. */
struct str schema_table_meant(const struct schema *s, struct arena *a, dialect_set dialect,
			      const struct op *op);
const struct table_column *table_column(const struct table *t, struct str name);
const struct table_key *table_key(const struct table *t, struct str name);
const struct table_key *table_primary_key(const struct table *t);
const struct table_index *table_index(const struct table *t, struct str name);
/*
 * Is it known to have no rows while the migration of this node runs: it made the table itself? Any
 * other table may have been written to since.
 */
bool table_is_empty(const struct table *t, uint32_t node);
const struct schema_object *schema_object(const struct schema *s, enum object_kind kind,
					  struct str key);

#endif
