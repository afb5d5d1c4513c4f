/*
 * One statement on its way to ops: what both readers share.
 *
 * A reader walks the statement's tokens (or the tree that libpg_query made of them) and emits ops.
 * Tokens are named by index; SQL_NONE is none. A reader that gives up leaves the emitted ops to its
 * caller, who takes them back with sql_take_back().
 */
#ifndef TIDEMARK_FRONTENDS_SQL_STATEMENT_H
#define TIDEMARK_FRONTENDS_SQL_STATEMENT_H

#include "frontends/sql/sql.h"
#include "frontends/sql/sql_token.h"

#define SQL_NONE UINT32_MAX

struct sql_statement {
	struct str source;              /* the text that holds the statement, and maybe others */
	const struct sql_tokens *all;   /* its tokens */
	const struct sql_token *tokens; /* the statement's own, without its semicolon */
	uint32_t count;
	struct str text; /* from the first token to the last */
	unsigned flags;  /* OPF_FROM_SQL, OPF_TEMPLATE, …: what every op carries */
	uint32_t guard;  /* likewise: 1 + index into ops->guards */
	dialect_set dialects;
	struct arena *arena;   /* of the ops */
	struct arena *scratch; /* released after the text */
	struct sql_ops *ops;
	const struct sql_lexing *how;
	size_t *made_bytes;   /* of all texts that EXECUTEs of the text made */
	unsigned block_depth; /* of the blocks and made texts around it */
	bool in_block;        /* SELECT … INTO sets a variable */
	bool plpgsql;         /* in the body of a DO */
	bool folds;           /* names without quotes are lower case */
	size_t origin_work;   /* tokens looked at again for where values come from */
};

/* Reads every statement of the source; returns how many no reader understood. */
uint32_t sql_read_statements(const struct sql_statement *text);
/* Emits the ops of the one statement, OP_RAW_SQL if there are none; tells whether it had to. */
bool sql_read_statement(struct sql_statement *s);

/* A new op of the statement; valid until the next one. */
struct op *sql_emit(struct sql_statement *s, enum op_kind kind);
/* Removes the ops after the first `count`. */
void sql_take_back(struct sql_statement *s, uint32_t count);

/* The token's bytes; the empty slice past the end. */
struct str sql_token_text(const struct sql_statement *s, uint32_t i);
/* Is the token this unquoted word, in any case? */
bool sql_is(const struct sql_statement *s, uint32_t i, const char *word);
/* Is it one of the words in a space-separated list? */
bool sql_is_any(const struct sql_statement *s, uint32_t i, const char *words);
/* Is the token this punctuation or one-byte operator? */
bool sql_is_punct(const struct sql_statement *s, uint32_t i, char c);
/* Are the tokens [from, to) one hole or parameter? */
bool sql_is_hole(const struct sql_statement *s, uint32_t from, uint32_t to);
/* Is the token a hole glued to the quoted name behind it, {schema}"users"? Its dot is in the hole. */
bool sql_is_prefix(const struct sql_statement *s, uint32_t i);
/*
 * Does the statement end with a hole that is glued to something, as in "DELETE FROM t{where}"? More
 * of the statement may be in it. A name that ends in _{hole} is taken for just that.
 */
bool sql_may_go_on(const struct sql_statement *s);
/* The token that closes the parenthesis or bracket at `open`, or SQL_NONE. */
uint32_t sql_closing(const struct sql_statement *s, uint32_t open);
/* The first token from `i` on that is `word` at the depth of token `i`, before `end`. */
uint32_t sql_find(const struct sql_statement *s, uint32_t i, uint32_t end, const char *word);
/* The end of the list element that starts at `i`: its comma, or `end`. */
uint32_t sql_element_end(const struct sql_statement *s, uint32_t i, uint32_t end);
/* The tokens [from, to) as text, with comments gone and every gap one space. */
struct str sql_slice(const struct sql_statement *s, uint32_t from, uint32_t to);

/* An identifier token without its quotes, in its own case. */
struct str sql_identifier(const struct sql_statement *s, uint32_t i);
/* A string token's value: no quotes, escapes resolved. */
struct str sql_string_value(const struct sql_statement *s, uint32_t i);

/*
 * The database's own name of a type word ("int4" and "INT" → "INTEGER"); a word that is no built-in
 * type comes back unchanged.
 */
struct str sql_type_name(struct str word);
/* "", or the words of a foreign key action other than the default ("CASCADE", "SET NULL"). */
struct str sql_action(const struct sql_statement *s, uint32_t at);
/* The dialects that alone spell things as this statement, which became ops, does; 0 = several. */
dialect_set sql_hints(const struct sql_statement *s, const struct op *ops, uint32_t count);
/* Is the function, of any database, one that computes and does nothing else? */
bool sql_is_pure_function(struct str name);
/*
 * The end of the expression after DEFAULT that starts at `i`: the next word of a column definition
 * that cannot belong to it, a comma, a closing parenthesis, or `end`.
 */
uint32_t sql_default_end(const struct sql_statement *s, uint32_t i, uint32_t end);

#endif
