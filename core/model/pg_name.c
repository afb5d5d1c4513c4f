#include "core/model/pg_name.h"

static const struct str keywords[] = {
#define PG_KEYWORD(word) STR_INIT(word),
#include "core/model/pg_keyword.def"
#undef PG_KEYWORD
};

static bool is_keyword(struct str name)
{
	size_t low = 0, high = sizeof(keywords) / sizeof(keywords[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(name, keywords[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static bool is_bare(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!((c >= 'a' && c <= 'z') || c == '_' || (i && c >= '0' && c <= '9')))
			return false;
	}
	return name.len && !is_keyword(name);
}

struct str pg_quoted(struct arena *a, struct str name)
{
	char *text, *to;

	if (is_bare(name) || str_chr(name, '{') >= 0)
		return name;
	text = to = arena_alloc(a, 2 * name.len + 2);
	*to++ = '"';
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '"')
			*to++ = '"';
		*to++ = name.ptr[i];
	}
	*to++ = '"';
	return (struct str){text, (size_t)(to - text)};
}

struct str pg_type_name(struct arena *a, struct str schema, struct str name)
{
	struct str quoted = pg_quoted(a, name);

	if (!schema.len || str_eq(schema, STR("public")) || str_eq(schema, STR("pg_catalog")))
		return quoted;
	return arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(pg_quoted(a, schema)), STR_ARG(quoted));
}
