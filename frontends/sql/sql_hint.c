#include "frontends/sql/sql_statement.h"

enum {
	POSTGRESQL = DIALECT_POSTGRESQL,
	MYSQL = DIALECT_MYSQL | DIALECT_MARIADB,
	SQLITE = DIALECT_SQLITE,
	MSSQL = DIALECT_MSSQL,
	ORACLE = DIALECT_ORACLE,
};

/* Words that one database alone has where they can stand in a migration. */
static const struct {
	struct str word;
	dialect_set dialects;
} words[] = {
	{STR_INIT("AUTO_INCREMENT"), MYSQL},
	{STR_INIT("CHANGE"), MYSQL},
	{STR_INIT("CONVERT"), MYSQL},
	{STR_INIT("ENGINE"), MYSQL},
	{STR_INIT("LONGTEXT"), MYSQL},
	{STR_INIT("MEDIUMTEXT"), MYSQL},
	{STR_INIT("STRAIGHT_JOIN"), MYSQL},
	{STR_INIT("TINYINT"), MYSQL},
	{STR_INIT("UNSIGNED"), MYSQL},
	{STR_INIT("AUTOINCREMENT"), SQLITE},
	{STR_INIT("GLOB"), SQLITE},
	{STR_INIT("PRAGMA"), SQLITE},
	{STR_INIT("ROWID"), SQLITE},
	{STR_INIT("CLUSTERED"), MSSQL},
	{STR_INIT("DATETIME2"), MSSQL},
	{STR_INIT("EXEC"), MSSQL},
	{STR_INIT("IDENTITY_INSERT"), MSSQL},
	{STR_INIT("NONCLUSTERED"), MSSQL},
	{STR_INIT("NVARCHAR"), MSSQL},
	{STR_INIT("UNIQUEIDENTIFIER"), MSSQL},
	{STR_INIT("NVARCHAR2"), ORACLE},
	{STR_INIT("VARCHAR2"), ORACLE},
	{STR_INIT("SYSTIMESTAMP"), ORACLE},
	{STR_INIT("CONCURRENTLY"), POSTGRESQL},
	{STR_INIT("JSONB"), POSTGRESQL},
	{STR_INIT("BYTEA"), POSTGRESQL},
	{STR_INIT("FOREIGN_KEY_CHECKS"), MYSQL},
};

static dialect_set of_word(struct str word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(words[i].word, word))
			return words[i].dialects;
	return 0;
}

static dialect_set of_token(const struct sql_statement *s, uint32_t i)
{
	const struct sql_token *token = &s->tokens[i];
	struct str text = sql_token_text(s, i);

	switch (token->kind) {
	case SQL_WORD:
		return text.len > 3 ? of_word(text) : 0;
	case SQL_QUOTED:
		if (text.ptr[0] == '`')
			return MYSQL;
		return text.ptr[0] == '[' ? MSSQL : 0;
	case SQL_STRING:
		return token->flags & SQL_DOLLAR ? POSTGRESQL : 0;
	case SQL_OPERATOR:
		if (!str_eq(text, STR("::")))
			return 0;
		/* GRANT … ON OBJECT::dbo.t */
		return i && sql_is_any(s, i - 1, "OBJECT SCHEMA") ? MSSQL : POSTGRESQL;
	default:
		return 0;
	}
}

dialect_set sql_hints(const struct sql_statement *s, const struct op *ops, uint32_t count)
{
	const uint64_t postgresql = OP_BIT(ADD_ENUM_VALUE) | OP_BIT(RENAME_ENUM_VALUE) |
				    OP_BIT(CREATE_EXTENSION) | OP_BIT(DROP_EXTENSION) |
				    OP_BIT(CREATE_POLICY) | OP_BIT(DROP_POLICY) |
				    OP_BIT(RENAME_TYPE);
	dialect_set hints = 0;

	for (uint32_t i = 0; i < count; i++)
		if (postgresql & (UINT64_C(1) << ops[i].kind))
			hints |= POSTGRESQL;
	for (uint32_t i = 0; i < s->count; i++)
		hints |= of_token(s, i);
	/* a word of two databases' in one statement is somebody's column */
	if (hints == MYSQL || (hints & (hints - 1)) == 0)
		return hints;
	return 0;
}
