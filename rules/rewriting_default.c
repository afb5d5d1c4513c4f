#include "rules/lock.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (!op->column || !lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) ||
	    !lock_effect(run, op, one, &effect) || effect.cost != LOCK_REWRITE)
		return;
	struct rule_report report = {
		.op = op,
		.subject = column_subject(op),
		.message = rule_text(
			run, "upgrade adds column " STR_FMT " with a value to compute for each row",
			STR_ARG(column_label(run, op))),
		.outcome = STR("PostgreSQL rewrites the table while all its queries wait"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"key\", sa.Uuid(),\n"
	"                                  server_default=sa.text(\"gen_random_uuid()\")))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"# dialects: postgresql@10\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"active\", sa.Boolean(), server_default=sa.true()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"created\", sa.DateTime(timezone=True),\n"
	"                              server_default=sa.func.now()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"key\", sa.Uuid()))\n"
	"    op.alter_column(\"users\", \"key\", server_default=sa.text(\"gen_random_uuid()\"))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_rewriting_default = {
	.id = "TM405",
	.name = "rewriting-default",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "MRT404 MRT405",
	.summary = "a column is added with a default that PostgreSQL computes for each row",
	.why = "A default that is another value for each row (random(), gen_random_uuid(), "
	       "clock_timestamp(), nextval(), a serial or identity column, a stored generated "
	       "column) makes PostgreSQL rewrite the whole table, with all its indexes, under an "
	       "ACCESS EXCLUSIVE lock: nobody reads or writes meanwhile. A constant, or now(), "
	       "rewrites nothing since version 11 "
	       "(https://www.postgresql.org/docs/11/release-11.html); before, any default does "
	       "(--dialect postgresql@10). Column(default=...) is Python's and reaches no table.",
	.fix = "Add the column without a default, then set the default for new rows (ALTER COLUMN "
	       "... SET DEFAULT), then fill the old rows in batches, in a migration of its own.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(ADD_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
