/*
 * Database dialects, as a set of bits: an environment targets a set of them.
 */
#ifndef TIDEMARK_CORE_MODEL_DIALECT_H
#define TIDEMARK_CORE_MODEL_DIALECT_H

#include "core/base/str.h"

enum dialect {
	DIALECT_POSTGRESQL = 1 << 0,
	DIALECT_MYSQL = 1 << 1,
	DIALECT_MARIADB = 1 << 2,
	DIALECT_SQLITE = 1 << 3,
	DIALECT_MSSQL = 1 << 4,
	DIALECT_ORACLE = 1 << 5,
};

/* A set of dialects; 0 = not known. */
typedef unsigned dialect_set;

enum { DIALECT_COUNT = 6, DIALECT_ALL = (1 << DIALECT_COUNT) - 1 };

/* "postgresql" for a single bit, "" for anything else. */
struct str dialect_name(dialect_set one);
/*
 * The bit for SQLAlchemy's name of a dialect ("postgresql", "mysql+pymysql", "cockroachdb" …, with
 * or without a driver), 0 if there is none.
 */
dialect_set dialect_parse(struct str name);

/* "postgresql" of "postgresql@10.4". */
struct str dialect_word(struct str text);
/*
 * Sets the version that stands behind an @ at the dialect's bit, as major × 100 + minor. False: it is
 * no version, "10", "8.4", or the dialect is not known.
 */
bool dialect_version_parse(struct str text, uint32_t ret_versions[DIALECT_COUNT]);

#endif
