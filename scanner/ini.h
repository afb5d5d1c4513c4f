/*
 * Settings out of ini files (as Python's configparser reads them) and out of TOML, one by one.
 *
 * Readers, not parsers: they allocate nothing, look at each byte once or twice, and take any bytes;
 * what is malformed yields strange settings or none. All slices borrow from the content.
 *
 *	struct settings reader = {.rest = content};
 *	while (ini_next(&reader, &setting)) …
 *
 * A value of several lines (ini), or an array or inline table of several strings (TOML), comes as
 * one setting for each line or string, all with the same key. A section's header comes as a setting
 * whose key and value are empty.
 */
#ifndef TIDEMARK_SCANNER_INI_H
#define TIDEMARK_SCANNER_INI_H

#include "core/base/str.h"

struct setting {
	struct str section; /* "alembic", "tool.alembic"; "" before the first */
	struct str key;     /* as spelled: configparser ignores its case, TOML does not */
	struct str value;   /* without quotes; escapes are left as they are */
	struct str text;    /* the whole line it stands on, trimmed */
	uint32_t line;      /* from 1 */
};

struct settings {
	struct str rest; /* the content; what is left of it */
	/* the state of the reader */
	struct str section, key, text;
	uint32_t line, indent;
	bool in_value;
	unsigned depth;
};

/* False at the end. An inline comment needs white space before its '#'. */
bool ini_next(struct settings *s, struct setting *ret);
/* The same for TOML: strings, and bare words (numbers, true, false) that are a whole value. */
bool toml_next(struct settings *s, struct setting *ret);

#endif
