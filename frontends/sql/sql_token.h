/*
 * SQL text as tokens.
 *
 * One lexer serves both readers and every dialect, so it decides only what all of them agree on
 * and takes sides by `struct sql_lexing` where they do not (backslashes in strings, '#').
 * White space, comments and the mysql client's DELIMITER lines make no tokens. Every byte of the text is in a token or between two;
 * no input is refused: a string that does not end reaches to the end of the text.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_TOKEN_H
#define TIDEMARK_FRONTENDS_SQL_TOKEN_H

#include "core/base/arena.h"

enum sql_token_kind {
	SQL_WORD,     /* a keyword or a plain identifier: users, {prefix}_users, @x, #tmp */
	SQL_QUOTED,   /* an identifier in "", `` or [] */
	SQL_STRING,   /* '…' with its prefix (E, N, B, X, U&), $tag$…$tag$, MySQL's "…" */
	SQL_NUMBER,   /* 1, 1.5e3, 0x1f */
	SQL_PARAM,    /* :name, %s, %(name)s, ?, $1 */
	SQL_OPERATOR, /* a run of operator characters */
	SQL_PUNCT,    /* one of ( ) [ ] , ; . { } or a byte that belongs nowhere */
};

enum sql_token_flag {
	SQL_HAS_HOLE = 1 << 0,
	SQL_IS_HOLE = 1 << 1, /* a word that is one hole and nothing else */
	SQL_UNTERMINATED = 1 << 2,
	SQL_LINE_START = 1 << 3, /* first on its line */
	SQL_ESCAPES = 1 << 4,    /* a string in which \ escapes */
	SQL_DOLLAR = 1 << 5,     /* a dollar-quoted string */
	SQL_DELIMITER = 1 << 6,  /* ends a statement: what a line DELIMITER said */
	SQL_INNER = 1 << 7,      /* a semicolon that does not, because another delimiter does */
};

struct sql_token {
	uint32_t at, end; /* bytes of the text, half open */
	uint32_t depth;   /* of the parentheses and brackets around it; a pair is outside itself */
	uint8_t kind;     /* enum sql_token_kind */
	uint8_t flags;    /* enum sql_token_flag */
};

struct sql_hole {
	uint32_t at, end; /* with its braces */
};

struct sql_tokens {
	struct sql_token *items;
	uint32_t count, capacity;
	struct {
		struct sql_hole *items;
		uint32_t count, capacity;
	} holes; /* in order; each lies inside one token */
};

struct sql_lexing {
	bool holes;         /* {…} is a hole */
	bool backslashes;   /* \ escapes in every string (MySQL) */
	bool double_quotes; /* "…" is a string (MySQL), not an identifier */
	bool hash_comments; /* # starts a comment (MySQL) */
	bool hash_names;    /* # starts a name (SQL Server) */
	bool run_comments;  /* MySQL runs what is in comments that start with an exclamation mark */
};

/* Appends the tokens of the text, which is shorter than UINT32_MAX bytes. */
void sql_lex(struct str text, const struct sql_lexing *how, struct arena *arena,
	     struct sql_tokens *tokens);

/* Can a value end with this token, so that an operator follows it rather than another value? */
bool sql_ends_operand(struct str text, const struct sql_token *token);

/* Is it a word that a table follows? There #t is SQL Server's, whatever the dialect. */
bool sql_precedes_table(struct str text, const struct sql_token *token);

/*
 * The end of the hole that starts at text[at] == '{', or 0 when it is just a brace. A hole is on
 * one line and holds no brace; its quotes need not be closed, because its source may be cut.
 */
size_t sql_hole_end(struct str text, size_t at);

/* Letters, digits, '_', '$' and every byte of a multi-byte character. */
bool sql_is_word_byte(char c);

#endif
