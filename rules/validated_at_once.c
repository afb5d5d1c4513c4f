#include "rules/lock.h"

/* The statement that added the constraint, earlier in the same transaction. */
static const struct op *added_by(struct rule_run *run, const struct op *validate)
{
	const struct body *up = &run->migration->body[UP];

	for (const struct op *op = validate; op-- > up->ops;)
		if (op->kind == OP_CREATE_CONSTRAINT && op->constraint &&
		    op->constraint->not_valid && str_eq(op->table, validate->table) &&
		    names_equal(op->name.len ? op->name : op->constraint->name, validate->name) ==
			    TRI_YES &&
		    rule_same_transaction(run, op, validate, DIALECT_POSTGRESQL) != TRI_NO)
			return op;
	return NULL;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	enum confidence confidence;
	const struct op *added;
	dialect_set one;

	if (!lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence))
		return;
	added = added_by(run, op);
	if (!added)
		return;
	struct evidence evidence = {run->migration->path, added->at.line, added->excerpt};
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(run,
				     "upgrade validates " STR_FMT
				     " in the transaction that added it NOT VALID",
				     STR_ARG(op->name)),
		.outcome = STR("every row is read under the lock of the first statement"),
		.confidence = confidence,
		.evidence = &evidence,
		.evidence_count = 1,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_foreign_key(\"fk_org\", \"users\", \"orgs\", [\"org_id\"], [\"id\"],\n"
	"                          postgresql_not_valid=True)\n"
	"    op.execute(\"ALTER TABLE users VALIDATE CONSTRAINT fk_org\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_foreign_key(\"fk_org\", \"users\", \"orgs\", [\"org_id\"], [\"id\"],\n"
	"                          postgresql_not_valid=True)\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.execute(\"ALTER TABLE users VALIDATE CONSTRAINT fk_org\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_validated_at_once = {
	.id = "TM422",
	.name = "validated-at-once",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "a constraint is added NOT VALID and validated in one transaction",
	.why = "ADD CONSTRAINT ... NOT VALID is there so that its strong lock is held for a moment "
	       "only. Locks are held until the transaction ends: when VALIDATE CONSTRAINT follows in "
	       "the same one, every row is read under the lock of the first statement, as if NOT "
	       "VALID had not been said. Alembic runs a migration, and by default all that are "
	       "pending, in one transaction.",
	.fix = "Validate in a migration of its own, with transaction_per_migration=True in env.py "
	       "(by default all pending migrations share one transaction), or put the validation "
	       "into `with op.get_context().autocommit_block():`, which commits what was before.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(VALIDATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
