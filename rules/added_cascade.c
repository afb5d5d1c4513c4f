#include "rules/judge.h"
#include "rules/rollout.h"

static bool cascades(const struct constraint *key)
{
	return str_eq_nocase(key->references.ondelete, STR("CASCADE"));
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	const struct constraint *key = op->constraint;
	dialect_set one = rollout_dialect(run, op);
	enum tri meets;

	if (!key || key->kind != CONSTRAINT_FOREIGN_KEY || !cascades(key) || !key->column_count)
		return;
	meets = rule_table_has_rows(run, op, one);
	/* of a new column, which rows go with their parents is a part of what it means */
	if (meets == TRI_NO || rollout_adds_column(up, op, key->columns[0]) ||
	    rollout_has_key_like(rollout_old_table(run, op, one), key, cascades) ||
	    rollout_has_key_like(rule_table_before(run, op, one), key, cascades))
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema,
			    .table = op->table,
			    .column = key->columns[0],
			    .object = op->name},
		.message = rule_text(
			run,
			"upgrade makes rows of " STR_FMT " go with the row of " STR_FMT
			" that they refer to",
			STR_ARG(table_label(run, op)),
			STR_ARG(key->references.table.len ? key->references.table : STR("?"))),
		.outcome = STR("a DELETE that was refused, or left them, takes them along from "
			       "now on"),
		.confidence = rollout_confidence(op, meets),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n"
	"    op.create_foreign_key(\n"
	"        \"fk_orders_user\", \"orders\", \"users\", [\"user_id\"], [\"id\"], ondelete=\"CASCADE\"\n"
	"    )\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n"
	"    op.create_foreign_key(\"fk_orders_user\", \"orders\", \"users\", [\"user_id\"], [\"id\"])\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\n"
	"        \"order_lines\",\n"
	"        sa.Column(\"id\", sa.Integer(), primary_key=True),\n"
	"        sa.Column(\"order_id\", sa.ForeignKey(\"orders.id\", ondelete=\"CASCADE\")),\n"
	"    )\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"order_lines\")\n",
	NULL,
};

const struct rule rule_added_cascade = {
	.id = "TM208",
	.name = "added-cascade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_NOTE,
	.codes = "MRT204",
	.summary = "the upgrade makes rows that exist go with the row that they refer to",
	.why = "From the commit on, one DELETE of a parent removes its children without a word: an "
	       "administrator who tidies up a user removes the orders, and the application, which "
	       "was written when the database refused this, does not log it. A downgrade restores "
	       "the key, not the rows. It is often what is wanted; it is reported because nothing "
	       "else in the migration shows that rows can go. For a new table or a new column it "
	       "is part of the design and not reported.",
	.fix = "Make sure that it is meant for every way in which a parent is deleted. Otherwise "
	       "RESTRICT (or SET NULL) and a DELETE of the children in the code, where it can be "
	       "logged and undone.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
