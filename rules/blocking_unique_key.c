#include "rules/lock.h"

/* Are all of the columns among those of the new key? */
static bool is_within(const struct str *columns, uint32_t count, const struct constraint *new)
{
	uint32_t found = 0;

	for (uint32_t c = 0; c < count; c++)
		for (uint32_t n = 0; n < new->column_count; n++)
			found += str_eq(columns[c], new->columns[n]);
	return count && found == count;
}

static bool makes_unique(const struct table *t, const struct constraint *new)
{
	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *k = &t->keys[i]->def;

		if ((k->kind == CONSTRAINT_UNIQUE || k->kind == CONSTRAINT_PRIMARY_KEY) &&
		    is_within(k->columns, k->column_count, new))
			return true;
	}
	for (uint32_t i = 0; t && i < t->index_count; i++) {
		const struct index *index = &t->indexes[i]->def;

		if (index->unique && str_empty(index->where) &&
		    is_within(index->columns, index->column_count, new))
			return true;
	}
	return false;
}

/*
 * Are the columns unique already, by a key or index of some of them that is there, or was when the
 * upgrade began?
 */
static bool is_unique_already(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct body *up = &run->migration->body[UP];
	bool written = body_has(up, OP_BIT(INSERT) | OP_BIT(UPDATE));

	return makes_unique(rule_table_before(run, op, one), op->constraint) ||
	       (!written &&
		makes_unique(rule_other_table_before(run, up->ops, one, op->schema, op->table),
			     op->constraint));
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
