#include "rules/lock.h"

/* Are the columns unique already, as part of a key of fewer of them? */
static bool is_unique_already(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct table *t = rule_table_before(run, op, one);
	const struct constraint *new = op->constraint;

	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *k = &t->keys[i]->def;
		uint32_t found = 0;

		if (k->kind != CONSTRAINT_UNIQUE && k->kind != CONSTRAINT_PRIMARY_KEY)
			continue;
		for (uint32_t c = 0; c < k->column_count; c++)
			for (uint32_t n = 0; n < new->column_count; n++)
				found += str_eq(k->columns[c], new->columns[n]);
		if (k->column_count && found == k->column_count)
			return true;
	}
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct constraint *k = op->constraint;
	bool primary = k && k->kind == CONSTRAINT_PRIMARY_KEY;
	struct lock_effect effect = {.mode = LOCK_READS};
	enum confidence confidence;
	dialect_set one;
	bool unique;

	if (!k || k->using_index || (!primary && k->kind != CONSTRAINT_UNIQUE) ||
	    !lock_concerns(run, op, DIALECT_ALL, &one, &confidence))
		return;
	lock_effect(run, op, one, &effect);
	unique = is_unique_already(run, op, one);
	if (unique && effect.mode == LOCK_READS)
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(run, "upgrade adds a %s key to " STR_FMT,
				     primary ? "primary" : "unique", STR_ARG(table_label(run, op))),
		.outcome = effect.mode == LOCK_READS ? STR("it fails if there are duplicates")
			   : unique ? STR("all queries of the table wait until its index is built")
				    : STR("it fails if there are duplicates, and all queries of "
					  "the table wait until its index is built"),
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
	.codes = "MRT406",
	.summary =
		"the upgrade adds a unique or primary key to an existing table without USING INDEX",
	.why = "Every row is read to build the key's index. Two rows with the same values make the "
	       "upgrade fail, on every database. On PostgreSQL and SQL Server nobody reads or writes "
	       "the table until the index is built and the transaction is over "
	       "(https://www.postgresql.org/docs/current/sql-altertable.html); MySQL (InnoDB) lets "
	       "them go on.",
	.fix = "Look for duplicates first. On PostgreSQL build the index outside the transaction, "
	       "`op.create_index(name, table, columns, unique=True, postgresql_concurrently=True)` "
	       "in an autocommit_block, then attach it with `ALTER TABLE ... ADD CONSTRAINT ... "
	       "UNIQUE USING INDEX name`, which takes a moment.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
