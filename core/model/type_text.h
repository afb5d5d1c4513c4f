/*
 * The text of a type as a migration has it, taken apart: "TIMESTAMP(6, timezone=True)",
 * "DOUBLE PRECISION", "INTEGER(11) UNSIGNED", "TEXT[]", "String({SIZE})". And how catalogs write
 * types: what stands behind their names.
 */
#ifndef TIDEMARK_CORE_MODEL_TYPE_TEXT_H
#define TIDEMARK_CORE_MODEL_TYPE_TEXT_H

#include "core/base/str.h"

enum {
	TYPE_TEXT_POSITIONAL = 4, /* more are labels, which struct coltype holds */
	TYPE_TEXT_KEYWORDS = 16,
};

struct type_keyword {
	struct str name, value;
};

/* Slices of the text; strings without their quotes. */
struct type_text {
	struct str head, tail; /* before the parentheses and behind them, trimmed */
	struct str positional[TYPE_TEXT_POSITIONAL];
	bool quoted[TYPE_TEXT_POSITIONAL];
	uint32_t positional_count; /* of all, kept or not */
	struct type_keyword keywords[TYPE_TEXT_KEYWORDS];
	uint32_t keyword_count;
	uint32_t dimensions; /* pairs of brackets at the end */
	bool called;         /* it has parentheses */
	bool open;           /* **mapping, or more keywords than are kept */
};

void type_text_parse(struct type_text *ret, struct str text);

/* All arguments in order, however many. */
struct type_argument {
	struct str name, value; /* no name: positional; the value without its quotes */
	bool quoted;
};
struct type_text_reader {
	struct str text;
	size_t at; /* of the parenthesis or comma before the next argument */
};
void type_text_begin(struct type_text_reader *ret, struct str text);
bool type_text_next(struct type_text_reader *reader, struct type_argument *ret);

/* The keyword's value; empty when it is not given. */
struct str type_text_keyword(const struct type_text *t, struct str name);
bool type_text_true(const struct type_text *t, struct str name);
bool type_text_false(const struct type_text *t, struct str name);
/* Is the word, or are the words, in head or tail? In any case of letters. */
bool type_text_word(const struct type_text *t, struct str word);
/* A whole number that is all of the value; -1 if it is none. */
int64_t type_text_number(struct str value);

/* What a catalog writes behind the spelling of a type; the column SHAPE of native_type.def. */
enum type_shape {
	SHAPE_PLAIN,
	SHAPE_LENGTH,           /* (n) if there is one */
	SHAPE_LENGTH_OR_1,      /* (n), (1) if there is none */
	SHAPE_LENGTH_OR_MAX,    /* (n), (max) if there is none */
	SHAPE_LENGTH_CHAR,      /* (n CHAR) */
	SHAPE_LENGTH_TZ,        /* (n) WITH TIME ZONE */
	SHAPE_DECIMAL,          /* (p,s); a precision that is not given is the type's own */
	SHAPE_DECIMAL_OR_BARE,  /* (p,s), (p) with a scale of 0 */
	SHAPE_SECONDS,          /* (n) without time zone */
	SHAPE_SECONDS_TZ,       /* (n) with time zone */
	SHAPE_FIELDS,           /* PostgreSQL's interval: day to second(n) */
	SHAPE_FRACTION,         /* MySQL's fsp: (n) if it is not 0 */
	SHAPE_WIDTH,            /* MySQL's integers: MariaDB's width, unsigned, zerofill */
	SHAPE_FLOAT_SIZE,       /* MySQL's float(m,d) unsigned */
	SHAPE_YEAR,             /* MariaDB's year(4) */
	SHAPE_LABELS,           /* ('a','b') */
	SHAPE_ENUM_NAME,        /* the name of PostgreSQL's type */
	SHAPE_SPATIAL,          /* (Point,4326) */
	SHAPE_DECLARED,         /* SQLite: as written, else nothing */
	SHAPE_DECLARED_LENGTH,  /* as written, else (n) */
	SHAPE_DECLARED_DECIMAL, /* as written, else (p, s) */
};

#endif
