#include "rules/values.h"

static struct str outcome(struct rule_run *run, const struct values_fate *fate)
{
	enum undo undo = migration_undo(run->migration);

	if (undo != UNDO_RUNS)
		return undo_text(undo);
	if (fate->moved != TRI_NO && fate->restored != TRI_NO)
		return STR("it could not be shown that the downgrade brings all its rows back");
	return STR("no downgrade brings its rows back");
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	struct values_fate fate;

	if (op->flags & OPF_TEMPORARY || body_creates_table_before(up, op))
		return;
	fate = values_fate(run->migration, op);
	if (values_kept(&fate))
		return;
	struct rule_report report = {
		.op = op,
		.subject = table_subject(op),
		.verdict = STR("loses data"),
		.message = rule_text(run, "upgrade empties table " STR_FMT " with TRUNCATE%s",
				     STR_ARG(table_label(run, op)),
				     op->flags & OPF_CASCADE
					     ? ", and every table that refers to it (CASCADE)"
					     : ""),
		.outcome = outcome(run, &fate),
		.confidence = values_confidence(&fate),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"TRUNCATE TABLE sessions\")\n"
	"    op.add_column(\"sessions\", sa.Column(\"device\", sa.Text(), nullable=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"sessions\", \"device\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"staging\", sa.Column(\"id\", sa.Integer()))\n"
	"    op.execute(\"INSERT INTO staging SELECT id FROM sessions\")\n"
	"    op.execute(\"UPDATE users SET online = true WHERE id IN (SELECT id FROM staging)\")\n"
	"    op.execute(\"TRUNCATE TABLE staging\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE users SET online = false WHERE id IN (SELECT id FROM sessions)\")\n"
	"    op.drop_table(\"staging\")\n",
	NULL,
};

const struct rule rule_truncated_table = {
	.id = "TM203",
	.name = "truncated-table",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT203",
	.summary = "the upgrade empties a table with TRUNCATE",
	.why = "TRUNCATE removes every row without looking at them, and no downgrade can bring them "
	       "back. With CASCADE (PostgreSQL) it empties the tables that refer to it as well. "
	       "On MySQL and Oracle it commits implicitly, so a later error in the same migration "
	       "does not undo it; on PostgreSQL it takes an ACCESS EXCLUSIVE lock, which waits for "
	       "and then blocks every query on the table.",
	.fix = "Delete the rows that must go with a WHERE that names them, in batches, as an "
	       "operation of its own rather than as a side effect of a deployment. If the rows can "
	       "be rebuilt (a cache, sessions), say so: allow this finding with that reason. "
	       "Otherwise copy them to another table first, and back in the downgrade.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(TRUNCATE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
