#include "rules/lock.h"

static bool was_not_null(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct table_column *before = rule_column_before(run, op, one);
	enum tri nullable = before ? before->nullable : TRI_UNKNOWN;

	if (nullable == TRI_UNKNOWN)
		nullable = op->column->existing_nullable;
	return nullable == TRI_NO;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	struct lock_effect effect = {.mode = LOCK_READS, .cost = LOCK_SCAN};
	enum confidence confidence;
	dialect_set one;

	if (!op->column || op->column->nullable != TRI_NO ||
	    !lock_concerns(run, op, DIALECT_ALL, &one, &confidence) || was_not_null(run, op, one))
		return;
	lock_effect(run, op, one, &effect);
	if (effect.cost == LOCK_BRIEF)
		return;
	struct rule_report report = {
		.op = op,
		.subject = column_subject(op),
		.message = rule_text(run, "upgrade sets NOT NULL on " STR_FMT,
				     STR_ARG(column_label(run, op))),
		.outcome = effect.mode == LOCK_ALL_WAIT
				   ? STR("every row is read while all queries of the table wait")
				   : STR("every row is read, and a NULL makes it fail"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"phone\", existing_type=sa.Text(), nullable=False)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"tags\", sa.Column(\"name\", sa.Text()))\n"
	"    op.alter_column(\"tags\", \"name\", existing_type=sa.Text(), nullable=False)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_blocking_not_null = {
	.id = "TM213",
	.name = "blocking-not-null",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "MRT213",
	.summary = "the upgrade sets NOT NULL on a column of an existing table",
	.why = "The database reads every row to see that there is no NULL; one that is there makes "
	       "the upgrade fail. On PostgreSQL and SQL Server all queries of the table wait "
	       "meanwhile (ACCESS EXCLUSIVE, "
	       "https://www.postgresql.org/docs/current/sql-altertable.html); MySQL (InnoDB) "
	       "rebuilds the table and lets them go on. Since version 12 PostgreSQL reads nothing if "
	       "a valid CHECK says already that the column is not NULL "
	       "(https://www.postgresql.org/docs/12/release-12.html).",
	.fix = "On PostgreSQL: ADD CONSTRAINT ... CHECK (column IS NOT NULL) NOT VALID; fill the "
	       "NULLs in batches; VALIDATE CONSTRAINT in a later migration; then SET NOT NULL, which "
	       "takes a moment, and drop the CHECK.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(SET_NULLABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
