#include "rules/judge.h"
#include "rules/rollout.h"

/* Checked already: of a key on the same columns only the name or the actions change. */
static bool is_valid(const struct constraint *old)
{
	return !old->not_valid;
}

/* A key of the table is dropped before: it is put back in another form, or under new names. */
static bool is_replaced(const struct body *up, const struct op *op)
{
	struct str first = table_first_name(up, op);

	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_DROP_CONSTRAINT &&
		    (str_eq(at->table, op->table) || str_eq(at->table, first) ||
		     !name_known(at->table)) &&
		    (!at->constraint || at->constraint->kind == CONSTRAINT_FOREIGN_KEY ||
		     at->constraint->kind == CONSTRAINT_UNKNOWN))
			return true;
	return false;
}

/* The rows that it refers to are made first. */
static bool makes_parents(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_INSERT && str_eq(at->table, op->constraint->references.table))
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	const struct constraint *key = op->constraint;
	dialect_set one = rollout_dialect(run, op);
	enum tri meets;

	if (!key || key->kind != CONSTRAINT_FOREIGN_KEY || key->not_valid ||
	    rule_op_targets(run->env, up, op) == DIALECT_SQLITE)
		return;
	meets = rollout_meets_rows(run, op, key->columns, key->column_count);
	if (meets == TRI_NO || is_replaced(up, op) || makes_parents(up, op) ||
	    /* what stands in a new column was put there by this migration, which knows what it is */
	    (key->column_count && rollout_adds_column(up, op, key->columns[0])) ||
	    rollout_has_key_like(rollout_old_table(run, op, one), key, is_valid) ||
	    rollout_has_key_like(rule_table_before(run, op, one), key, is_valid))
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema,
			    .table = op->table,
			    .column = key->column_count ? key->columns[0] : STR(""),
			    .object = op->name},
		.message = rule_text(
			run, "upgrade lets " STR_FMT " refer to " STR_FMT " by a foreign key",
			STR_ARG(table_label(run, op)),
			STR_ARG(key->references.table.len ? key->references.table : STR("?"))),
		.outcome = STR("it fails if one row refers to nothing, and nothing before it "
			       "repairs such rows"),
		.confidence = rollout_confidence(op, meets),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_foreign_key(\"fk_orders_user\", \"orders\", \"users\", [\"user_id\"], [\"id\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"DELETE FROM orders WHERE user_id NOT IN (SELECT id FROM users)\")\n"
	"    op.create_foreign_key(\"fk_orders_user\", \"orders\", \"users\", [\"user_id\"], [\"id\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n",
	NULL,
};

const struct rule rule_foreign_key_on_existing_rows = {
	.id = "TM706",
	.name = "foreign-key-on-existing-rows",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary =
		"the upgrade adds a foreign key to rows that exist, and repairs none that refers "
		"to nothing",
	.why = "One row whose value is not in the other table is enough for the statement to "
	       "fail: an account that was deleted by hand, a row written while no constraint was "
	       "there. It passes on a test database and stops the upgrade in production. SQLite "
	       "does not check it; the rows stay, and fail when they are next written.",
	.fix = "Look for such rows in production first, and set them to NULL or delete them in "
	       "this migration before the constraint. In PostgreSQL add it NOT VALID and "
	       "VALIDATE it in a later migration: that binds new rows at once, and a bad row "
	       "fails the validation only.",
	.dialects = "postgresql mysql mariadb mssql oracle",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
