#include "rules/judge.h"
#include "rules/rollout.h"

/* The old name is there again: a view for the old code, or a table that takes its place. */
static bool keeps_old_name(const struct body *up, const struct op *rename)
{
	for (const struct op *at = rename + 1; at < up->ops + up->op_count; at++) {
		if (rename->kind == OP_RENAME_COLUMN) {
			if (str_eq(at->table, rename->table) && str_eq(at->name, rename->name) &&
			    at->kind == OP_ADD_COLUMN)
				return true;
			if (at->kind == OP_RENAME_COLUMN && str_eq(at->table, rename->table) &&
			    str_eq(at->to, rename->name))
				return true;
			continue;
		}
		if ((at->kind == OP_CREATE_TABLE && str_eq(at->table, rename->table)) ||
		    (at->kind == OP_RENAME_TABLE && str_eq(at->to, rename->table)) ||
		    (at->kind == OP_CREATE_VIEW && str_eq(at->name, rename->table)))
			return true;
	}
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	bool column = op->kind == OP_RENAME_COLUMN;
	enum tri used = column ? rollout_column_in_use(run, op) : rollout_table_in_use(run, op);

	if (used == TRI_NO || str_eq_nocase(column ? op->name : op->table, op->to) ||
	    keeps_old_name(&run->migration->body[UP], op))
		return;
	struct rule_report report = {
		.op = op,
		.subject = column ? column_subject(op) : table_subject(op),
		.message = rule_text(run, "upgrade renames %s " STR_FMT " to " STR_FMT,
				     column ? "column" : "table",
				     STR_ARG(column ? column_label(run, op) : table_label(run, op)),
				     STR_ARG(op->to.len ? op->to : STR("?"))),
		.outcome = STR("no release finds the name it expects while both run"),
		.confidence = rollout_confidence(op, used),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"mail\", new_column_name=\"email\")\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"email\", new_column_name=\"mail\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.rename_table(\"people\", \"users\")\n"
	"    op.execute(\"CREATE VIEW people AS SELECT * FROM users\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DROP VIEW people\")\n"
	"    op.rename_table(\"users\", \"people\")\n",
	NULL,
};

const struct rule rule_renamed_while_in_use = {
	.id = "TM702",
	.name = "renamed-while-in-use",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "MRT702",
	.summary = "the upgrade renames a column or table that the release before may still use",
	.why = "During a rolling deployment, and again during a rollback, code of two releases "
	       "runs against one schema. There is no moment at which both releases find the name "
	       "they expect: before the migration the new code fails, after it the old code. "
	       "With several processes that means errors for as long as the deployment takes, "
	       "and a rollback of the code alone is impossible.",
	.fix = "Column: add the new one, write both, copy the old rows, read the new one, and "
	       "drop the old one some releases later. Often `Column(\"old_name\", ..., "
	       "key=\"new_name\")` is enough: only Python sees the new name. Table: rename it and "
	       "create an updatable view of the old name in the same transaction; drop the view "
	       "later.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(RENAME_COLUMN) | OP_BIT(RENAME_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
