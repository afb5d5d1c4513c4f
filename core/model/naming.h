/*
 * Names that the source does not give: by SQLAlchemy's naming convention, else by the database.
 *
 * Results are in the arena, or are the names that were given. An empty name is one that is not
 * known (SQL Server and Oracle number theirs by the system) or that there is none (SQLite).
 */
#ifndef TIDEMARK_CORE_MODEL_NAMING_H
#define TIDEMARK_CORE_MODEL_NAMING_H

#include "core/model/environment.h"
#include "core/model/migration.h"

/* What a name must not be the same as, in PostgreSQL: of the schema; in MySQL: of the table. */
enum name_space {
	NAME_RELATION,   /* tables, indexes, sequences, views */
	NAME_CONSTRAINT, /* constraints */
};

struct naming {
	dialect_set dialect;
	const struct env_setting *settings; /* the environment's; NULL: no convention */
	struct str schema;                  /* of the table, when it is given */
	bool (*taken)(void *self, enum name_space space, struct str name); /* NULL: none is */
	void *self;
	/* MySQL: the highest number among the table's foreign keys and checks so named */
	uint32_t foreign_keys, checks;
};

/*
 * The name of a constraint of `table`, given or not. A CHECK's `columns` are those that its
 * condition refers to (name_check_columns). A name that is given goes through a convention that has
 * %(constraint_name)s, as in Alembic where op.f() does not keep it from that; it is taken for one
 * that op.f() keeps when it begins as the convention makes it begin.
 */
struct str name_constraint(struct arena *a, const struct naming *n, struct str table,
			   const struct constraint *c);
/* The name of an index of `table`, given or not. */
struct str name_index(struct arena *a, const struct naming *n, struct str table,
		      const struct index *index);
/* The index that Column(index=True) makes: SQLAlchemy's ix_t_a, ix_schema_t_a. */
struct str name_column_index(struct arena *a, const struct naming *n, struct str table,
			     struct str column);
/* The sequence of a serial or identity column, in PostgreSQL. */
struct str name_sequence(struct arena *a, const struct naming *n, struct str table,
			 struct str column);
/* SQLite's index of a table's n-th (from 1) primary key or UNIQUE. */
struct str name_autoindex(struct arena *a, struct str table, uint32_t number);

enum { NAME_IS_SHORT = 63 }; /* bytes that no dialect shortens */
/* A name that is given for an object that is there: what SQLAlchemy shortens it to. */
struct str name_shortened(struct arena *a, dialect_set dialect, struct str name);

/* Is the convention for this kind of constraint known, or known not to be? */
bool naming_is_known(const struct naming *n, enum constraint_kind kind);

/*
 * Those of the `count` columns that the condition names, each once, in order of appearance, at most
 * `max` of them; returns how many there are.
 */
uint32_t name_check_columns(struct str condition, const struct str *columns, uint32_t count,
			    struct str *ret, uint32_t max);

#endif
