/*
 * What a column's type becomes in one database.
 *
 * A migration names types as SQLAlchemy or SQL does ("DateTime(timezone=True)", "VARCHAR(50)"); a
 * database keeps them under its own names. sql_type_of() goes from one to the other, as
 * SQLAlchemy's compiler for that dialect and then the database do; coltype.def and native_type.def
 * hold the names as data. Pure; results point into the arena, the source type, or constants.
 */
#ifndef TIDEMARK_CORE_MODEL_SQL_TYPE_H
#define TIDEMARK_CORE_MODEL_SQL_TYPE_H

#include "core/base/arena.h"
#include "core/model/migration.h"

enum type_family {
	TYPE_UNKNOWN, /* a type that is not known here: an application's, an extension's, a hole */
	TYPE_INTEGER,
	TYPE_DECIMAL,
	TYPE_FLOAT,
	TYPE_TEXT,
	TYPE_BINARY,
	TYPE_BOOLEAN,
	TYPE_DATE,
	TYPE_TIME,
	TYPE_TIMESTAMP,
	TYPE_INTERVAL,
	TYPE_ENUM,
	TYPE_JSON,
	TYPE_UUID,
	TYPE_ARRAY,
	TYPE_NETWORK,
	TYPE_OTHER, /* known, and none of these: ranges, full text, geometry, bits, money … */
	TYPE_FAMILY_COUNT
};
/* "integer" */
struct str type_family_name(enum type_family family);

/* A database's own types: NATIVE_PG_VARCHAR … */
enum native_type {
	NATIVE_NONE,
#define NATIVE(id, family, spelling, shape, size) NATIVE_##id,
#include "core/model/native_type.def"
#undef NATIVE
	NATIVE_COUNT
};

struct sql_type {
	enum type_family family;
	enum native_type native; /* NONE of what is UNKNOWN; of an array its element's */
	/*
	 * As the catalog spells it: PostgreSQL's format_type ("character varying(50)"), MySQL's
	 * column_type ("varchar(50)"), what is declared in SQLite ("VARCHAR(50)"), SQL Server's
	 * and Oracle's words likewise. Of UNKNOWN the name as a catalog would have it, or the
	 * source. A part that is not known is a hole: "character varying({SIZE})".
	 */
	struct str text;
	/*
	 * -1 none. INTEGER, FLOAT: bytes. DECIMAL: precision. TEXT: characters (MySQL's tinytext
	 * and its kin: bytes). BINARY: bytes. TIME, TIMESTAMP, INTERVAL: fractional digits.
	 */
	int64_t length, scale;
	bool size_unknown; /* it has a length or scale, but the source does not tell which */
	bool timezone;     /* values are points in time, whatever the session's time zone */
	bool is_unsigned;
	bool fixed;   /* CHAR, BINARY: padded to its length */
	bool serial;  /* an integer with a sequence (MySQL: AUTO_INCREMENT) of its own, NOT NULL */
	bool assumed; /* known only by the well-known name of another package's class */
	enum tri check; /* Boolean, Enum: SQLAlchemy adds a CHECK; UNKNOWN: by its version */
	/* ENUM, and a TEXT that stands for one; native_enum: the database keeps the labels */
	bool native_enum;
	/* PostgreSQL: of the type that must exist; of UNKNOWN too, where it is only a name */
	struct str enum_name, enum_schema;
	const struct str *labels;
	uint32_t label_count;
	const struct sql_type *element; /* of an ARRAY */
};

/* Never fails: TYPE_UNKNOWN with the source's text. `one` is one dialect's bit. */
void sql_type_of(struct sql_type *ret, struct arena *a, const struct coltype *type,
		 dialect_set one);

#endif
