#include "rules/lock.h"

static bool is_made_here(const struct body *up, const struct op *add)
{
	for (const struct op *op = up->ops; op < add; op++)
		if (op->kind == OP_CREATE_TYPE && names_equal(op->name, add->name) == TRI_YES)
			return true;
	return false;
}

static bool has_label(struct rule_run *run, struct str sql, struct str label)
{
	return str_has(sql, rule_text(run, "'" STR_FMT "'", STR_ARG(label)));
}

/* Does it write or compare the label? Types that list it, and CREATE TYPE, do not use it. */
static bool uses(struct rule_run *run, const struct op *op, struct str label)
{
	if (has_label(run, op->text, label) || has_label(run, op->condition, label))
		return true;
	for (uint32_t i = 0; i < op->column_count; i++)
		if (has_label(run, op->columns[i].server_default.text, label) ||
		    (op->kind == OP_INSERT && str_eq(op->columns[i].server_default.text, label)))
			return true;
	return op->column &&
	       (has_label(run, op->column->server_default.text, label) ||
		(op->kind == OP_SET_DEFAULT && str_eq(op->column->server_default.text, label)));
}

static const struct op *used_by(struct rule_run *run, const struct op *add)
{
	const uint64_t kinds = OP_BIT(UPDATE) | OP_BIT(INSERT) | OP_BIT(DELETE) |
			       OP_BIT(SET_DEFAULT) | OP_BIT(ADD_COLUMN) | OP_BIT(CREATE_INDEX) |
			       OP_BIT(CREATE_TABLE);
	const struct body *up = &run->migration->body[UP];

	for (const struct op *op = add + 1; op < up->ops + up->op_count; op++)
		if (kinds >> op->kind & 1 && uses(run, op, add->to) &&
		    rule_same_transaction(run, add, op, DIALECT_POSTGRESQL) == TRI_YES)
			return op;
	return NULL;
}

static void on_op(struct rule_run *run, const struct op *add)
{
	const struct body *up = &run->migration->body[UP];
	const struct op *use;

	if (!name_known(add->to) || is_made_here(up, add))
		return;
	use = used_by(run, add);
	if (!use)
		return;
	struct evidence evidence = {run->migration->path, add->at.line, add->excerpt};
	struct rule_report report = {
		.op = use,
		.subject = {.schema = add->schema, .object = add->name, .table = use->table},
		.message = rule_text(run,
				     "upgrade uses value '" STR_FMT "' of type " STR_FMT
				     " in the transaction that adds it",
				     STR_ARG(add->to), STR_ARG(add->name)),
		.outcome = STR("PostgreSQL refuses the statement"),
		.confidence = run->env->dialects & DIALECT_POSTGRESQL ? CONFIDENCE_HIGH
								      : CONFIDENCE_LOW,
		.evidence = &evidence,
		.evidence_count = 1,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"ALTER TYPE kind ADD VALUE 'gold'\")\n"
	"    op.execute(\"UPDATE users SET kind = 'gold' WHERE paid > 100\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.execute(\"ALTER TYPE kind ADD VALUE 'gold'\")\n"
	"    op.execute(\"UPDATE users SET kind = 'gold' WHERE paid > 100\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_new_enum_value_used = {
	.id = "TM432",
	.name = "new-enum-value-used",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "an ENUM value is added and used in the same PostgreSQL transaction",
	.why = "PostgreSQL refuses to use an ENUM value before the transaction that added it is "
	       "committed: \"unsafe use of new value\" "
	       "(https://www.postgresql.org/docs/current/sql-altertype.html). Before version 12 ADD "
	       "VALUE itself cannot run in a transaction. Alembic runs an upgrade in one "
	       "transaction, so that the migration fails. A type that the same transaction created "
	       "is not concerned.",
	.fix = "Add the value in `with op.get_context().autocommit_block():`, which commits it, and "
	       "use it after the block; or use it in a later migration with "
	       "transaction_per_migration=True in env.py.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(ADD_ENUM_VALUE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
