#include "rules/lock.h"

/* INSERT ... SELECT, rather than rows that the code spells out with a value it looked up. */
static bool is_copy(const struct op *op)
{
	bool copies = op->flags & (OPF_FROM_SQL | OPF_ALL_COLUMNS);

	for (uint32_t i = 0; i < op->column_count && !copies; i++)
		copies = op->columns[i].copies;
	return copies && !str_empty(op->to);
}

/* Does it change rows of a table that may have many, and not just those that a key names? */
static bool is_long(struct rule_run *run, const struct op *op)
{
	const uint64_t kinds = OP_BIT(UPDATE) | OP_BIT(DELETE) | OP_BIT(INSERT);
	enum confidence confidence;
	dialect_set one;

	if (!(kinds >> op->kind & 1) || changes_every_row(run, op) ||
	    (str_empty(op->to) && !op->null_count))
		return false;
	/* INSERT ... SELECT: it is the table that is read which has rows */
	if (op->kind == OP_INSERT)
		return is_copy(op) &&
		       rule_op_confidence(&run->migration->body[UP], op) == CONFIDENCE_HIGH;
	return lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) &&
	       confidence == CONFIDENCE_HIGH;
}

static void on_migration(struct rule_run *run)
{
	const struct body *up = &run->migration->body[UP];
	const struct op *work = up->ops, *lock = NULL;

	if (!(run->env->dialects & DIALECT_POSTGRESQL))
		return;
	for (; work < up->ops + up->op_count; work++) {
		lock = is_long(run, work) ? lock_held_at(run, work) : NULL;
		if (lock)
			break;
	}
	if (!lock)
		return;
	struct evidence evidence = {run->migration->path, lock->at.line, lock->excerpt};
	struct rule_report report = {
		.op = work,
		.subject = table_subject(work),
		.message = rule_text(run,
				     "upgrade changes rows of " STR_FMT
				     " under the ACCESS EXCLUSIVE lock on " STR_FMT,
				     STR_ARG(table_label(run, work)),
				     STR_ARG(table_label(run, lock))),
		.outcome = STR("no query gets at that table until the transaction is over"),
		.confidence = CONFIDENCE_HIGH,
		.evidence = &evidence,
		.evidence_count = 1,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"org\", sa.Text()))\n"
	"    op.execute(\"UPDATE users SET org = o.name FROM orgs o WHERE o.id = org_id\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"age\", sa.Integer()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"age\", sa.Integer()))\n"
	"    op.execute(\"UPDATE users SET age = 0 WHERE id = 7\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_work_under_exclusive_lock = {
	.id = "TM433",
	.name = "work-under-exclusive-lock",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "rows are changed in the transaction that holds an ACCESS EXCLUSIVE lock",
	.why = "ALTER TABLE takes an ACCESS EXCLUSIVE lock, which PostgreSQL holds until the "
	       "transaction ends, however brief the statement is. What comes after it in the same "
	       "transaction, as a backfill, takes its time while no query of any kind gets at the "
	       "altered table (https://www.postgresql.org/docs/current/explicit-locking.html). "
	       "Alembic runs an upgrade in one transaction. Reported once for a migration, at the "
	       "first statement of the kind; an UPDATE of every row is unbatched-rows.",
	.fix = "Split it: the brief ALTER TABLEs in one migration, the work on rows in another one "
	       "(or before them), with transaction_per_migration=True in env.py; or put the long "
	       "statement into `with op.get_context().autocommit_block():`, which commits what was "
	       "before.",
	.dialects = "postgresql",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
