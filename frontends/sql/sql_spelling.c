#include "frontends/sql/sql_statement.h"

/* Spellings of built-in types; one that stands for itself has no second word. */
static const struct {
	struct str word, name;
} types[] = {
#define TYPE(word)                                                                                 \
	{                                                                                          \
		STR_INIT(#word), STR_INIT(#word)                                                   \
	}
#define ALIAS(word, name)                                                                          \
	{                                                                                          \
		STR_INIT(#word), STR_INIT(name)                                                    \
	}
	ALIAS(BOOL, "BOOLEAN"),
	TYPE(BOOLEAN),
	ALIAS(INT, "INTEGER"),
	ALIAS(INT2, "SMALLINT"),
	ALIAS(INT4, "INTEGER"),
	ALIAS(INT8, "BIGINT"),
	TYPE(INTEGER),
	TYPE(SMALLINT),
	TYPE(BIGINT),
	TYPE(TINYINT),
	TYPE(MEDIUMINT),
	TYPE(SERIAL),
	ALIAS(SERIAL4, "SERIAL"),
	TYPE(BIGSERIAL),
	ALIAS(SERIAL8, "BIGSERIAL"),
	TYPE(SMALLSERIAL),
	TYPE(REAL),
	ALIAS(FLOAT4, "REAL"),
	ALIAS(FLOAT8, "DOUBLE PRECISION"),
	TYPE(FLOAT),
	TYPE(DOUBLE),
	TYPE(NUMERIC),
	ALIAS(DECIMAL, "NUMERIC"),
	TYPE(NUMBER),
	TYPE(MONEY),
	TYPE(CHAR),
	ALIAS(CHARACTER, "CHAR"),
	ALIAS(BPCHAR, "CHAR"),
	TYPE(NCHAR),
	TYPE(VARCHAR),
	TYPE(NVARCHAR),
	TYPE(VARCHAR2),
	TYPE(NVARCHAR2),
	TYPE(TEXT),
	TYPE(TINYTEXT),
	TYPE(MEDIUMTEXT),
	TYPE(LONGTEXT),
	TYPE(NTEXT),
	TYPE(CLOB),
	TYPE(CITEXT),
	TYPE(BLOB),
	TYPE(TINYBLOB),
	TYPE(MEDIUMBLOB),
	TYPE(LONGBLOB),
	TYPE(BINARY),
	TYPE(VARBINARY),
	TYPE(BYTEA),
	TYPE(BIT),
	TYPE(VARBIT),
	TYPE(DATE),
	TYPE(TIME),
	TYPE(TIMETZ),
	TYPE(DATETIME),
	TYPE(DATETIME2),
	TYPE(TIMESTAMP),
	TYPE(TIMESTAMPTZ),
	TYPE(INTERVAL),
	TYPE(YEAR),
	TYPE(JSON),
	TYPE(JSONB),
	TYPE(XML),
	TYPE(UUID),
	TYPE(UNIQUEIDENTIFIER),
	TYPE(INET),
	TYPE(CIDR),
	TYPE(MACADDR),
	TYPE(TSVECTOR),
	TYPE(TSQUERY),
	TYPE(HSTORE),
	TYPE(OID),
	TYPE(REGCLASS),
	TYPE(NAME),
	TYPE(ENUM),
	TYPE(SET),
	TYPE(GEOMETRY),
	TYPE(GEOGRAPHY),
	TYPE(INT4RANGE),
	TYPE(INT8RANGE),
	TYPE(NUMRANGE),
	TYPE(TSRANGE),
	TYPE(TSTZRANGE),
	TYPE(DATERANGE),
#undef TYPE
#undef ALIAS
};

struct str sql_type_name(struct str word)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq_nocase(types[i].word, word))
			return types[i].name;
	return word;
}
