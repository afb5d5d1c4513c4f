#include "rules/judge.h"
#include "rules/rollout.h"

/* A drop of the table itself, or of one that takes its place. */
static bool comes_again(const struct body *up, const struct op *drop)
{
	for (const struct op *at = drop + 1; at < up->ops + up->op_count; at++) {
		bool same = at->table.len && str_eq(at->table, drop->table);

		if (drop->kind == OP_DROP_TABLE) {
			if ((same && (at->kind == OP_CREATE_TABLE)) ||
			    (at->kind == OP_RENAME_TABLE && str_eq(at->to, drop->table)) ||
			    (at->kind == OP_CREATE_VIEW && str_eq(at->name, drop->table)))
				return true;
			continue;
		}
		if (same && at->kind == OP_DROP_TABLE)
			return true; /* said of the table */
		if (same && ((at->kind == OP_ADD_COLUMN && str_eq(at->name, drop->name)) ||
			     (at->kind == OP_RENAME_COLUMN && str_eq(at->to, drop->name))))
			return true;
	}
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	bool column = op->kind == OP_DROP_COLUMN;
	enum tri used = column ? rollout_column_in_use(run, op) : rollout_table_in_use(run, op);

	if (used == TRI_NO || comes_again(&run->migration->body[UP], op))
		return;
	struct rule_report report = {
		.op = op,
		.subject = column ? column_subject(op) : table_subject(op),
		.message = column ? rule_text(run, "upgrade drops column " STR_FMT,
					      STR_ARG(column_label(run, op)))
				  : rule_text(run, "upgrade drops table " STR_FMT,
					      STR_ARG(table_label(run, op))),
		.outcome =
			STR("processes of the release before fail on it until they are replaced"),
		.confidence = rollout_confidence(op, used),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n"
	"\n"
	"def downgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text(), nullable=True))\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phones\", sa.JSON(), nullable=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phones\")\n",
	NULL,
};

const struct rule rule_removed_while_in_use = {
	.id = "TM701",
	.name = "removed-while-in-use",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "MRT701 MRT703",
	.summary = "the upgrade drops a column or table that the release before may still use",
	.why = "During a rolling deployment, and again during a rollback, code of two releases "
	       "runs against one schema. From the commit of this migration every query of the "
	       "old release that names the column or table fails, and SQLAlchemy names all "
	       "mapped columns in every SELECT and INSERT, whether the code reads them or not. "
	       "The errors last until the last old process is gone, and come back with a "
	       "rollback of the code.",
	.fix = "Two releases: first one whose code no longer maps the column or table, deployed "
	       "everywhere; then the migration that drops it (expand and contract). A column "
	       "that is NOT NULL without a default must become nullable in the first, so that "
	       "the new code can insert rows without it. If that has been done, allow this "
	       "finding and name the release.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(DROP_COLUMN) | OP_BIT(DROP_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
