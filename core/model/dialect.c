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

struct str dialect_word(struct str text)
{
	ptrdiff_t at = str_chr(text, '@');

	return at < 0 ? text : str_sub(text, 0, (size_t)at);
}

/* Digits up to the end or a dot; at most 99. */
static bool read_number(struct str *text, uint32_t *ret)
{
	uint32_t n = 0;
	size_t i = 0;

	for (; i < text->len && i < 2 && text->ptr[i] >= '0' && text->ptr[i] <= '9'; i++)
		n = n * 10 + (uint32_t)(text->ptr[i] - '0');
	if (!i || (i < text->len && text->ptr[i] != '.'))
		return false;
	*text = str_sub(*text, i + (i < text->len), text->len);
	*ret = n;
	return true;
}

bool dialect_version_parse(struct str text, uint32_t ret_versions[DIALECT_COUNT])
{
	struct str word = dialect_word(text), version;
	dialect_set one = dialect_parse(word);
	uint32_t major, minor = 0;

	if (!one)
		return false;
	if (word.len == text.len)
		return true;
	version = str_sub(text, word.len + 1, text.len);
	if (!read_number(&version, &major) || (version.len && !read_number(&version, &minor)))
		return false;
	for (uint32_t i = 0; i < DIALECT_COUNT; i++)
		if (one == 1U << i)
			ret_versions[i] = major * 100 + minor;
	return true;
}
