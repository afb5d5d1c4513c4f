#include "rules/judge.h"
#include "rules/rollout.h"

/* The same columns referred to the same table before: only its name or its actions change. */
static bool was_there(const struct table *t, const struct constraint *key)
{
	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *old = &t->keys[i]->def;
		uint32_t same = 0;

		if (old->kind != CONSTRAINT_FOREIGN_KEY || old->column_count != key->column_count ||
		    old->not_valid)
			continue;
		while (same < key->column_count && str_eq(old->columns[same], key->columns[same]))
			same++;
		if (same == key->column_count)
			return true;
	}
	return false;
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

/* What stands in a new column was put there by this migration, which knows what it refers to. */
static bool is_new(const struct body *up, const struct op *op, struct str column)
{
	for (const struct op *at = up->ops; at < op; at++)
		if ((at->kind == OP_ADD_COLUMN && str_eq(at->name, column) &&
		     names_equal(at->table, op->table) != TRI_NO))
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
	if (meets == TRI_NO || is_replaced(up, op) ||
	    (key->column_count && is_new(up, op, key->columns[0])) ||
	    was_there(rollout_old_table(run, op, one), key) ||
	    was_there(rule_table_before(run, op, one), key))
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
