#include "rules/judge.h"
#include "rules/rollout.h"

/* Its values come from other columns: the database computes them, or the migration does. */
static bool is_filled(const struct body *up, const struct op *add)
{
	if (add->column && add->column->server_default.kind == DEFAULT_COMPUTED)
		return true;
	for (const struct op *at = add + 1; at < up->ops + up->op_count; at++)
		for (uint32_t i = 0; at->kind == OP_UPDATE && i < at->column_count; i++)
			if (str_eq(at->columns[i].name, add->name) &&
			    names_equal(at->table, add->table) != TRI_NO &&
			    at->columns[i].server_default.kind != DEFAULT_LITERAL)
				return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	dialect_set one = rollout_dialect(run, op);
	const struct schema *before = rollout_before(run, one);
	const struct table *t = rollout_old_table(run, op, one);
	const struct origin *gone;

	if (!before || !t || !name_known(op->name) || body_creates_table_before(up, op) ||
	    table_column(t, op->name) || is_filled(up, op))
		return;
	gone = before->gone.root
		       ? pmap_get(before->gone,
				  rule_text(run, "column " STR_FMT "." STR_FMT,
					    STR_ARG(schema_key(run->scratch, one, op->schema,
							       table_first_name(up, op))),
					    STR_ARG(op->name)))
		       : NULL;
	/* what an earlier table of this name had is another matter */
	if (!gone || (gone->op && gone->op->kind != OP_ADD_COLUMN && gone->node != t->origin->node))
		return;
	struct rule_report report = {
		.op = op,
		.subject = column_subject(op),
		.message = rule_text(
			run, "upgrade adds column " STR_FMT ", which an earlier migration dropped",
			STR_ARG(column_label(run, op))),
		.outcome = STR("its earlier values are gone"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text(), nullable=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"\n"
	"def upgrade():\n"
	"    op.drop_column(\"users\", \"phone\")  # tidemark: allow removed-while-in-use -- two releases ago\n"
	"\n"
	"def downgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text(), nullable=True))\n"
	"--- 3c.py\n"
	"revision = \"3c\"\n"
	"down_revision = \"2b\"\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text(), nullable=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone_e164\", sa.Text(), nullable=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone_e164\")\n",
	NULL,
};

const struct rule rule_added_column_again = {
	.id = "TM710",
	.name = "added-column-again",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary =
		"the upgrade adds a column that an earlier migration dropped: its values are gone",
	.why = "An earlier revision dropped a column of this name and with it its values. The "
	       "new one begins empty, though the name, the models and old reports suggest that "
	       "it goes back. An installation that jumps over both releases loses the values in "
	       "one go without any release that could have moved them.",
	.fix = "If the values are wanted, restore them from a backup or from where they were "
	       "moved, in this migration. If the column means something new, give it a new name. "
	       "If the earlier drop has not been released yet, remove it from the chain instead.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(ADD_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
