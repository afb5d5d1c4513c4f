#include "rules/lock.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (!op->constraint || op->constraint->kind != CONSTRAINT_CHECK ||
	    !lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) ||
	    !lock_effect(run, op, one, &effect) || effect.cost == LOCK_BRIEF)
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(run, "upgrade adds a CHECK to " STR_FMT " without NOT VALID",
				     STR_ARG(table_label(run, op))),
		.outcome = STR("every row is read while all queries of the table wait"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_check_constraint(\"ck_age\", \"users\", \"age > 0\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_check_constraint(\"ck_age\", \"users\", \"age > 0\", postgresql_not_valid=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_table(\"tags\", sa.Column(\"age\", sa.Integer()))\n"
	"    op.create_check_constraint(\"ck_age\", \"tags\", \"age > 0\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_blocking_check = {
	.id = "TM421",
	.name = "blocking-check",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade adds a CHECK to an existing PostgreSQL table without NOT VALID",
	.why = "ADD CONSTRAINT ... CHECK takes an ACCESS EXCLUSIVE lock and reads every row under "
	       "it: until that is done, and the rest of the migration's transaction is over, no "
	       "query of any kind gets at the table. A row that does not fulfil the condition makes "
	       "the upgrade fail (https://www.postgresql.org/docs/current/sql-altertable.html).",
	.fix = "Add it with NOT VALID (`postgresql_not_valid=True`), which checks new rows only and "
	       "takes the lock for a moment; then, in a later migration, `ALTER TABLE ... VALIDATE "
	       "CONSTRAINT ...`, which lets reads and writes go on.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
