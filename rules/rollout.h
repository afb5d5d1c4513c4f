/*
 * What rules about a deployment ask: what was there before the upgrade, while the old code still
 * runs, and which rows a new constraint meets.
 */
#ifndef TIDEMARK_RULES_ROLLOUT_H
#define TIDEMARK_RULES_ROLLOUT_H

#include "rules/context.h"

/* A dialect that the op runs on and that was replayed; 0: none was. */
dialect_set rollout_dialect(struct rule_run *run, const struct op *op);
/* The state before the migration; NULL: not known. */
const struct schema *rollout_before(struct rule_run *run, dialect_set one);
/* The op's table in it, under the name that it had then; NULL: not known or not there. */
const struct table *rollout_old_table(struct rule_run *run, const struct op *op, dialect_set one);

/*
 * Does old code that still runs use the op's table, or its column: was it there before? NO too for
 * what is plainly a scratch or backup table.
 */
enum tri rollout_table_in_use(struct rule_run *run, const struct op *op);
enum tri rollout_column_in_use(struct rule_run *run, const struct op *op);

/* Does the upgrade change or delete rows of the op's table before it, as a repair would? */
bool rollout_repairs(const struct body *up, const struct op *op);

/* Is the column added by the upgrade before the op, to the op's table? */
bool rollout_adds_column(const struct body *up, const struct op *op, struct str column);

/* Has the table (NULL: none) a foreign key on the same columns as `key` of which `fits` is true? */
bool rollout_has_key_like(const struct table *t, const struct constraint *key,
			  bool (*fits)(const struct constraint *old));

/*
 * May the op, which demands something of these columns, meet rows that do not fulfil it? NO: the
 * table is new or has no rows, the columns are new and hold nothing, or rows are repaired before.
 */
enum tri rollout_meets_rows(struct rule_run *run, const struct op *op, const struct str *columns,
			    uint32_t count);

/* HIGH when it is YES, nothing was left out, and the op runs on every upgrade. */
enum confidence rollout_confidence(const struct op *op, enum tri sure);

#endif
