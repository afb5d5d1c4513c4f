#include "rules/lock.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	enum { CONCERNED = DIALECT_POSTGRESQL | DIALECT_MSSQL };
	const struct constraint *k = op->constraint;
	bool primary = k && k->kind == CONSTRAINT_PRIMARY_KEY;
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (!k || (!primary && k->kind != CONSTRAINT_UNIQUE) ||
	    !lock_concerns(run, op, CONCERNED, &one, &confidence) ||
	    !lock_effect(run, op, one, &effect) || effect.cost == LOCK_BRIEF)
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(run, "upgrade adds a %s key to " STR_FMT,
				     primary ? "primary" : "unique", STR_ARG(table_label(run, op))),
		.outcome = STR("all queries of the table wait until its index is built"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_unique_constraint(\"uq_mail\", \"users\", [\"mail\"])\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_primary_key(\"pk_users\", \"users\", [\"id\"])\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"# dialects: postgresql\n"
	"def upgrade():\n"
	"    op.execute(\"ALTER TABLE users ADD CONSTRAINT uq_mail UNIQUE USING INDEX ix_mail\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_table(\"tags\", sa.Column(\"name\", sa.Text()))\n"
	"    op.create_unique_constraint(\"uq_name\", \"tags\", [\"name\"])\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_blocking_unique_key = {
	.id = "TM406",
	.name = "blocking-unique-key",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary =
		"the upgrade adds a unique or primary key to an existing table without USING INDEX",
	.why = "Every row is read to build the key's index, and nobody reads or writes the table until "
	       "it is built and the transaction is over (ACCESS EXCLUSIVE, "
	       "https://www.postgresql.org/docs/current/sql-altertable.html). MySQL (InnoDB) lets "
	       "queries go on. That two rows with the same values make the upgrade fail is another "
	       "rule's business.",
	.fix = "Look for duplicates first. On PostgreSQL build the index outside the transaction, "
	       "`op.create_index(name, table, columns, unique=True, postgresql_concurrently=True)` "
	       "in an autocommit_block, then attach it with `ALTER TABLE ... ADD CONSTRAINT ... "
	       "UNIQUE USING INDEX name`, which takes a moment.",
	.dialects = "postgresql mssql",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
