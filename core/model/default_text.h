/* A server default's SQL, taken apart and brought into one form. Inside of default_equal. */
#ifndef TIDEMARK_CORE_MODEL_DEFAULT_TEXT_H
#define TIDEMARK_CORE_MODEL_DEFAULT_TEXT_H

#include "core/base/arena.h"
#include "core/model/migration.h"

/* Longer ones are compared as they are: looking for what closes what is no longer cheap. */
enum { DEFAULT_TEXT_MAX = 4096 };

enum default_token_kind {
	DEFAULT_TOKEN_WORD,
	DEFAULT_TOKEN_STRING, /* with its quotes */
	DEFAULT_TOKEN_NAME,   /* "quoted", `quoted` */
	DEFAULT_TOKEN_NUMBER,
	DEFAULT_TOKEN_MARK, /* one byte, or :: */
};
struct default_token {
	enum default_token_kind kind;
	struct str text;
};
struct default_reader {
	struct str text;
	size_t at;
};
/* White space and comments are passed over. */
bool default_next(struct default_reader *reader, struct default_token *ret);

/* The offset behind the type that stands at `at`, behind a ::. */
size_t default_type_end(struct str sql, size_t at);

/* In small letters, in `buffer`; empty when it does not fit. */
struct str default_lower(struct str word, char *buffer, size_t size);

enum default_value_kind { DEFAULT_VALUE_NULL, DEFAULT_VALUE_CONSTANT, DEFAULT_VALUE_SQL };
struct default_value {
	enum default_value_kind kind;
	struct str text; /* a constant's value, without quotes; SQL in its normal form */
	bool quoted;     /* a string, not a number or a keyword */
	bool keyword;    /* TRUE or FALSE */
};
/* Of NONE, LITERAL and EXPRESSION. */
void default_read(struct arena *a, const struct column_default *d, dialect_set dialect,
		  struct default_value *ret);
/*
 * SQL without white space, outer parentheses and casts of what stands before them, in small letters
 * outside quotes; other spellings of a function by one of them.
 */
struct str default_normal(struct arena *a, struct str sql, dialect_set dialect);

#endif
