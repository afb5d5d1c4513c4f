/*
 * The word reader: statements of every database by their words, for what PostgreSQL's grammar
 * refuses.
 *
 * It knows the words that decide what happens to which table and column, and passes over the rest;
 * but it passes over no word that it does not know where an action could start, and a hole must
 * stand where a name or a value does. Otherwise it gives up, and the statement is OP_RAW_SQL.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_WORDS_H
#define TIDEMARK_FRONTENDS_SQL_WORDS_H

#include "core/base/vec.h"
#include "frontends/sql/sql_statement.h"

struct words {
	struct sql_statement *s;
	uint32_t at;
};

struct words_name {
	struct str schema, name;
};

struct words_names {
	struct str *items;
	uint32_t count, capacity;
	bool partial; /* a hole stands where more of them may */
};

/* Emits the statement's ops. False, with anything emitted, when it is not understood. */
bool words_read(struct sql_statement *s);

/* ---- words.c: stepping ---- */

bool words_end(const struct words *w);
bool words_are(const struct words *w, const char *word);
bool words_accept(struct words *w, const char *word);
/* All of a space-separated list in this order, or none. */
bool words_accept_all(struct words *w, const char *words);
bool words_accept_any(struct words *w, const char *words);
bool words_accept_punct(struct words *w, char c);
/* IF EXISTS, IF NOT EXISTS: the op flag, or 0. */
unsigned words_accept_condition(struct words *w);
/* name, schema.name, database.schema.name */
bool words_name(struct words *w, struct words_name *ret);
/* One identifier; MySQL's 'name' in strings counts. */
bool words_identifier(struct words *w, struct str *ret);
/* ( name, name(10) DESC, … ): the elements' texts, without what follows a column's name. */
bool words_columns(struct words *w, struct words_names *ret);
/* Steps over a parenthesised group, if one opens here. */
bool words_skip_group(struct words *w);
/*
 * Passes over the tokens from here to `to`. False when a hole among them does not stand where a
 * value does, or when another statement seems to start there.
 */
bool words_pass(struct words *w, uint32_t to);

/* Passes over the rest, a query that only reads: a hole in it may be any part of it. */
bool words_pass_query(struct words *w);

/* Notes that only these dialects spell it so. */
void words_hint(struct words *w, dialect_set dialects);

/* ---- words_definition.c, words_column.c ---- */

struct words_column {
	struct column column;
	struct constraint *constraints; /* named ones, and checks */
	uint32_t constraint_count, constraint_capacity;
	bool says_nullable, says_default; /* stated, not just the default */
	bool partial;                     /* ends with a hole: more attributes, or more columns */
};
/* name type attributes…, up to a comma, a closing parenthesis or the end. */
bool words_column(struct words *w, struct words_column *ret);
bool words_type(struct words *w, const struct coltype **ret);
/* The value after DEFAULT. */
bool words_default(struct words *w, struct column_default *ret);
/* [CONSTRAINT [name]] PRIMARY KEY | UNIQUE | FOREIGN KEY | CHECK … */
bool words_is_constraint(const struct words *w);
bool words_constraint(struct words *w, struct constraint *ret);
bool words_references(struct words *w, struct reference *ret);
/* [FULLTEXT] INDEX|KEY [name] (columns), as MySQL has it among columns. */
bool words_is_index(const struct words *w);
bool words_index(struct words *w, struct index *ret);
void words_emit_index(struct words *w, const struct words_name *table, const struct index *index);

/* ---- statements; the first word has been accepted ---- */

bool words_create_table(struct words *w, unsigned flags);
bool words_alter_table(struct words *w);
bool words_create(struct words *w);
bool words_drop(struct words *w);
bool words_insert(struct words *w, bool replaces);
bool words_update(struct words *w);
bool words_delete(struct words *w);
bool words_select(struct words *w);
bool words_merge(struct words *w);
bool words_insert_all(struct words *w);
/* Small ones that one database alone has: ALTER INDEX, EXEC, DENY … */
bool words_alter_object(struct words *w);
bool words_execute(struct words *w);
bool words_sp_rename(struct words *w);
/* Does the statement call what may do more than compute? WITH names (columns) are no calls. */
bool words_is_impure(const struct words *w);
/* The first table after FROM, from here to `to`; empty if there is none. */
struct words_name words_source(const struct words *w, uint32_t to);

#endif
