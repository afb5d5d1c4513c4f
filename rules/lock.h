/*
 * What a statement does to those who use its table meanwhile, by locks.def.
 */
#ifndef TIDEMARK_RULES_LOCK_H
#define TIDEMARK_RULES_LOCK_H

#include "rules/context.h"
#include "rules/judge.h"

enum lock_mode { LOCK_READS, LOCK_WRITES_WAIT, LOCK_ALL_WAIT };
enum lock_cost { LOCK_BRIEF, LOCK_SCAN, LOCK_REWRITE };

struct lock_effect {
	enum lock_mode mode;
	enum lock_cost cost;
	const char *source;
};

/* False: it takes no lock that is known of. */
bool lock_effect(struct rule_run *run, const struct op *op, dialect_set one,
		 struct lock_effect *ret);

/*
 * Is the op one that a rule about `dialects` looks at: it may run on one of them, on a table that was
 * there before and may hold rows? `ret_one` is the dialect that it is judged for.
 */
bool lock_concerns(struct rule_run *run, const struct op *op, dialect_set dialects,
		   dialect_set *ret_one, enum confidence *ret_confidence);

/* Is the new type kept in the same bytes, so that no row is touched? UNKNOWN: a type is not known. */
enum tri type_keeps_bytes(const struct sql_type *from, const struct sql_type *to, dialect_set one);
/* The types of an ALTER_TYPE; false: one of them is not known. */
bool type_change_of(struct rule_run *run, const struct op *op, dialect_set one,
		    struct sql_type *ret_from, struct sql_type *ret_to);

/*
 * The first statement of the upgrade whose ACCESS EXCLUSIVE lock on a table that was there is still
 * held when `work` runs (PostgreSQL); NULL: none.
 */
const struct op *lock_held_at(struct rule_run *run, const struct op *work);

/*
 * Does an UPDATE or DELETE change every row: it has no WHERE, or takes those where a column that the
 * same upgrade added is NULL?
 */
bool changes_every_row(struct rule_run *run, const struct op *op);

/* The table, with the constraint or index that the op is about. */
struct subject key_subject(const struct op *op);

#endif
