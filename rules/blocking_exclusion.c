#include "rules/lock.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (!op->constraint || op->constraint->kind != CONSTRAINT_EXCLUDE ||
	    !lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) ||
	    !lock_effect(run, op, one, &effect) || effect.cost == LOCK_BRIEF)
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(
			run, "upgrade adds an exclusion constraint to " STR_FMT " with rows",
			STR_ARG(table_label(run, op))),
		.outcome = STR(
			"its index is built while all queries of the table wait; there is no online form"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_exclude_constraint(\"ex_room\", \"bookings\", (\"room\", \"=\"), using=\"gist\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"bookings\", sa.Column(\"room\", sa.Integer()))\n"
	"    op.create_exclude_constraint(\"ex_room\", \"bookings\", (\"room\", \"=\"), using=\"gist\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_blocking_exclusion = {
	.id = "TM426",
	.name = "blocking-exclusion",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade adds an exclusion constraint to an existing PostgreSQL table",
	.why = "The index behind an exclusion constraint is built under an ACCESS EXCLUSIVE lock: no "
	       "query gets at the table until every row is read and indexed. There is no online "
	       "form: neither NOT VALID nor USING INDEX exists for it "
	       "(https://www.postgresql.org/docs/current/sql-altertable.html). Rows that overlap "
	       "make the upgrade fail.",
	.fix = "Plan a maintenance window, or make a new table with the constraint, copy the rows in "
	       "batches while a trigger keeps it up to date, and swap the two by a rename. On a "
	       "table known to be small allow this finding with the reason.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
