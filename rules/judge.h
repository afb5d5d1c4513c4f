/*
 * What several rules ask about an op, a body or a migration.
 *
 * All of it is linear in the ops of the migration at most, so that a rule that asks once for each
 * op stays quadratic in LIMIT_OPS. Texts are in the hook's scratch arena.
 */
#ifndef TIDEMARK_RULES_JUDGE_H
#define TIDEMARK_RULES_JUDGE_H

#include "rules/rule.h"

/* "users", "audit.users", or "a table" when the source does not say which. */
struct str table_label(struct rule_run *run, const struct op *op);
/* "users.phone"; a part that the source does not say is printed as "?". */
struct str column_label(struct rule_run *run, const struct op *op);

struct subject table_subject(const struct op *op);
struct subject column_subject(const struct op *op);

/* The name that the op's table, or column, had when the upgrade began, as far as renames tell. */
struct str table_first_name(const struct body *up, const struct op *op);
struct str column_first_name(const struct body *up, const struct op *op);

/* How sure is it that the op runs on an ordinary upgrade, its guards and its place considered? */
enum confidence rule_op_confidence(const struct body *body, const struct op *op);
/* The dialects that the op runs on, from its own mask and its guards; 0 = all. */
dialect_set rule_op_dialects(const struct body *body, const struct op *op);
/* Of the dialects that the environment targets, those the op runs on; 0 = not known. */
dialect_set rule_op_targets(const struct environment *env, const struct body *body,
			    const struct op *op);
/*
 * Do the two ops stand in branches of which only one runs: other dialects, a condition and its
 * opposite, a try and its handler?
 */
bool rule_ops_exclusive(const struct body *body, const struct op *a, const struct op *b);

/* What a rollback of the migration meets. */
enum undo { UNDO_MISSING, UNDO_EMPTY, UNDO_REFUSED, UNDO_RUNS };
enum undo migration_undo(const struct migration *m);
/* "there is no downgrade" …; empty for UNDO_RUNS. */
struct str undo_text(enum undo undo);
/* The verdict of DESIGN.md §3; empty for UNDO_RUNS. */
struct str undo_verdict(enum undo undo);

/* YES if one of them is, else UNKNOWN if one of them is. */
static inline enum tri tri_or(enum tri a, enum tri b)
{
	if (a == TRI_YES || b == TRI_YES)
		return TRI_YES;
	return a == TRI_UNKNOWN || b == TRI_UNKNOWN ? TRI_UNKNOWN : TRI_NO;
}

/*
 * A table under all names that it has in a migration: those that RENAME_TABLE in either direction
 * leads to. Names beyond the eighth are left out.
 */
struct table_names {
	struct str names[8];
	uint32_t count;
};
struct table_names table_names_of(const struct migration *m, struct str table);
/* TRI_UNKNOWN: the other name is absent or has a hole. */
enum tri table_names_have(const struct table_names *names, struct str table);
/* The same of two plain names. */
enum tri names_equal(struct str a, struct str b);

/* Where the word stands in the SQL text at or after `from`, whole and in any case, or -1. */
ptrdiff_t sql_find_word(struct str sql, struct str word, size_t from);

#endif
