#include "rules/lock.h"

/* The foreign key that the op makes and PostgreSQL checks against every row, or NULL. */
static const struct reference *checked_reference(struct rule_run *run, const struct op *op,
						 dialect_set one)
{
	struct lock_effect effect;

	if (op->kind == OP_CREATE_CONSTRAINT)
		return op->constraint && op->constraint->kind == CONSTRAINT_FOREIGN_KEY &&
				       lock_effect(run, op, one, &effect) &&
				       effect.cost != LOCK_BRIEF
			       ? &op->constraint->references
			       : NULL;
	if (!op->column || str_empty(op->column->references.table))
		return NULL;
	/* one statement of SQL adds column and key: all are NULL, and nothing is looked up */
	return op->flags & OPF_FROM_SQL && op->column->server_default.kind == DEFAULT_NONE
		       ? NULL
		       : &op->column->references;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct reference *reference;
	enum confidence confidence;
	dialect_set one;

	if (!lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence))
		return;
	reference = checked_reference(run, op, one);
	if (!reference)
		return;
	struct rule_report report = {
		.op = op,
		.subject = op->kind == OP_ADD_COLUMN ? column_subject(op) : key_subject(op),
		.message = rule_text(
			run,
			"upgrade adds a foreign key from " STR_FMT " to " STR_FMT
			" without NOT VALID",
			STR_ARG(table_label(run, op)),
			STR_ARG(reference->table.len ? reference->table : STR("a table"))),
		.outcome = STR("writes to both tables wait while every row is looked up"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_foreign_key(\"fk_org\", \"users\", \"orgs\", [\"org_id\"], [\"id\"])\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"org_id\", sa.Integer(), sa.ForeignKey(\"orgs.id\")))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_foreign_key(\"fk_org\", \"users\", \"orgs\", [\"org_id\"], [\"id\"],\n"
	"                          postgresql_not_valid=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"org_id\", sa.Integer(), sa.ForeignKey(\"orgs.id\"), index=True))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_blocking_foreign_key = {
	.id = "TM420",
	.name = "blocking-foreign-key",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary =
		"the upgrade adds a foreign key to an existing PostgreSQL table without NOT VALID",
	.why = "ADD FOREIGN KEY locks both tables against writes (SHARE ROW EXCLUSIVE) and looks up "
	       "every row of the one in the other under those locks. On a large table that is "
	       "minutes in which nobody can write to either. A row without its counterpart makes the "
	       "upgrade fail (https://www.postgresql.org/docs/current/sql-altertable.html). A "
	       "foreign key that a column added by SQL brings along, without a default, is not "
	       "checked and not meant; Alembic's add_column() sends it as a statement of its own.",
	.fix = "Add it with NOT VALID (`op.create_foreign_key(..., postgresql_not_valid=True)`), "
	       "which holds the locks for a moment; then, in a later migration, `ALTER TABLE ... "
	       "VALIDATE CONSTRAINT ...`, which lets writes go on. For a new column leave "
	       "ForeignKey() out of add_column() and add the key so.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT) | OP_BIT(ADD_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
