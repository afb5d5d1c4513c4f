#include "rules/lock.h"

static struct str outcome(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct op *lock = one == DIALECT_POSTGRESQL ? lock_held_at(run, op) : NULL;

	if (!lock)
		return STR("writes to those rows wait until the transaction is over");
	return rule_text(run,
			 "meanwhile no query gets at " STR_FMT
			 ", which the transaction has locked before",
			 STR_ARG(table_label(run, lock)));
}

static void on_op(struct rule_run *run, const struct op *op)
{
	bool deletes = op->kind == OP_DELETE;
	enum confidence confidence;
	dialect_set one;

	if (!changes_every_row(run, op) || op->flags & OPF_IN_LOOP || str_empty(op->table) ||
	    !lock_concerns(run, op, DIALECT_ALL & ~DIALECT_SQLITE, &one, &confidence))
		return;
	struct rule_report report = {
		.op = op,
		.subject = table_subject(op),
		.message = rule_text(run, "upgrade %s every row of " STR_FMT " in one statement",
				     deletes ? "deletes" : "updates",
				     STR_ARG(table_label(run, op))),
		.outcome = outcome(run, op, one),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE users SET active = true\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"age\", sa.Integer()))\n"
	"    op.execute(\"UPDATE users SET age = 0 WHERE age IS NULL\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE users SET active = true WHERE id = 7\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_table(\"tags\", sa.Column(\"a\", sa.Integer()))\n"
	"    op.execute(\"UPDATE tags SET a = 1\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_unbatched_rows = {
	.id = "TM430",
	.name = "unbatched-rows",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade changes or deletes all rows of an existing table in one statement",
	.why = "One UPDATE or DELETE of a whole table locks every row until the transaction ends: "
	       "all writes to those rows wait. It writes the table once more in PostgreSQL (dead "
	       "rows, WAL, replication lag) or fills the undo log and the binary log in MySQL, and "
	       "when it fails after an hour it takes as long to undo. In a migration's transaction "
	       "the locks of the statements before it are held for as long.",
	.fix = "Fill or delete in batches of some thousand rows by key, each committed, outside the "
	       "migration or in an autocommit_block; and apart from the migration that changes the "
	       "schema. On a table known to be small allow this finding with the reason.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(UPDATE) | OP_BIT(DELETE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
