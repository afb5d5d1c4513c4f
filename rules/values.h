/*
 * Where values go when their column or table is dropped.
 *
 * A drop loses nothing when the upgrade first copied the values elsewhere and the downgrade copies
 * them back. This is read off the statements, one by one; it does not replay them. SQL is searched
 * for the names up to a bounded number of bytes for each question; beyond, and wherever code was
 * not resolved, the answer is TRI_UNKNOWN.
 */
#ifndef TIDEMARK_RULES_VALUES_H
#define TIDEMARK_RULES_VALUES_H

#include "rules/judge.h"

struct values_fate {
	struct table_names tables; /* that the dropped one, or the column's, goes by */
	enum tri moved;            /* copied elsewhere by the upgrade, before the drop */
	enum tri restored; /* written again by the downgrade, from something that is not constant */
	dialect_set only_on; /* what restores them runs on these alone; 0: on all */
	bool constant;       /* the downgrade writes the same constant into every row */
	bool derived;        /* the downgrade fills the column from others */
};

/* `drop` is a DROP_COLUMN, DROP_TABLE or TRUNCATE of the migration's upgrade. */
struct values_fate values_fate(const struct migration *m, const struct op *drop);

/* Both are sure: what was dropped is back after a downgrade. */
static inline bool values_kept(const struct values_fate *fate)
{
	return fate->moved == TRI_YES && fate->restored == TRI_YES;
}

/*
 * HIGH unless it depends on something that was not read whether they come back. What the downgrade
 * fills a column from may hold its values since an earlier migration.
 */
static inline enum confidence values_confidence(const struct values_fate *fate)
{
	if (fate->derived)
		return CONFIDENCE_LOW;
	return fate->moved == TRI_NO || fate->restored == TRI_NO ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
}

#endif
