#include "core/model/dialect.h"

static const struct {
	struct str name;
	dialect_set bit;
} names[] = {
	/* the first DIALECT_COUNT rows are the names we print, in the order of the bits */
	{STR_INIT("postgresql"), DIALECT_POSTGRESQL}, {STR_INIT("mysql"), DIALECT_MYSQL},
	{STR_INIT("mariadb"), DIALECT_MARIADB},       {STR_INIT("sqlite"), DIALECT_SQLITE},
	{STR_INIT("mssql"), DIALECT_MSSQL},           {STR_INIT("oracle"), DIALECT_ORACLE},
	{STR_INIT("postgres"), DIALECT_POSTGRESQL},   {STR_INIT("cockroachdb"), DIALECT_POSTGRESQL},
};

struct str dialect_name(dialect_set one)
{
	for (size_t i = 0; i < DIALECT_COUNT; i++)
		if (names[i].bit == one)
			return names[i].name;
	return STR("");
}

dialect_set dialect_parse(struct str name)
{
	ptrdiff_t plus = str_chr(name, '+');

	if (plus >= 0)
		name = str_sub(name, 0, (size_t)plus);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq_nocase(names[i].name, name))
			return names[i].bit;
	return 0;
}
