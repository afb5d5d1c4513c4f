/*
 * What stands around an op: the schema just before it, and the transaction that it runs in.
 *
 * A body is stepped through once for each dialect that a rule asks about, when the first one asks.
 * Everything is borrowed until the engine goes on to the next migration.
 */
#ifndef TIDEMARK_RULES_CONTEXT_H
#define TIDEMARK_RULES_CONTEXT_H

#include "rules/rule.h"

struct op_context {
	bool reached; /* it runs in the usual scenario (scenario.h) on this dialect */
	struct schema before;
	/*
	 * Ops of a body with the same number are committed together; 0: the op commits by itself.
	 * Alembic runs an upgrade in one transaction where the database undoes DDL with it.
	 */
	uint32_t transaction;
	bool stated; /* the body itself says BEGIN, COMMIT or autocommit before it */
};

/*
 * Of an op in either body of run->migration. NULL: the state before the migration is not known, or
 * the environment was not replayed for this dialect.
 */
const struct op_context *rule_context(struct rule_run *run, const struct op *op, dialect_set one);

/* The op's table just before it; NULL: not known, or not there. */
const struct table *rule_table_before(struct rule_run *run, const struct op *op, dialect_set one);
const struct table_column *rule_column_before(struct rule_run *run, const struct op *op,
					      dialect_set one);
/* Another table, by its name as a statement gives it. */
const struct table *rule_other_table_before(struct rule_run *run, const struct op *op,
					    dialect_set one, struct str schema, struct str name);

/*
 * Was the op's table there before the body that holds the op ran? NO: the body made it, and whoever
 * uses it waits for nothing. UNKNOWN: its name, or that of a table that the body made, is not known.
 */
enum tri rule_table_existed(struct rule_run *run, const struct op *op, dialect_set one);
/* May it hold rows? NO: the body made it and wrote none, or emptied it. */
enum tri rule_table_has_rows(struct rule_run *run, const struct op *op, dialect_set one);
/* Was the op's column there before the body ran? */
enum tri rule_column_existed(struct rule_run *run, const struct op *op, dialect_set one);

/* Are both committed by the same COMMIT? */
enum tri rule_same_transaction(struct rule_run *run, const struct op *a, const struct op *b,
			       dialect_set one);

/* Of the engine: the bodies that were stepped through, for one migration. */
struct contexts {
	const struct op_context *bodies[DIRECTION_COUNT][DIALECT_COUNT];
};

#endif
