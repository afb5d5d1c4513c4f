#include "rules/lock.h"

/* Does it work on many rows of a table that may have them? */
static bool is_long(struct rule_run *run, const struct op *op)
{
	struct lock_effect effect;
	enum confidence confidence;
	dialect_set one;

	if (!lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) ||
	    confidence == CONFIDENCE_LOW)
		return false;
	if (op->kind == OP_UPDATE || op->kind == OP_DELETE)
		return op->flags & OPF_NO_WHERE || op->null_count || !str_empty(op->to);
	return op->kind != OP_DROP_INDEX && lock_effect(run, op, one, &effect) &&
	       effect.cost != LOCK_BRIEF;
}

/* The first statement that locked everybody out of another table, or of this one. */
static const struct op *locked_before(struct rule_run *run, const struct op *work)
{
	const struct body *up = &run->migration->body[UP];

	for (const struct op *op = up->ops; op < work; op++) {
		struct lock_effect effect;
		enum confidence confidence;
		dialect_set one;

		if (op_info(op->kind)->object != OBJECT_COLUMN &&
		    op_info(op->kind)->object != OBJECT_CONSTRAINT)
			continue;
		if (rule_same_transaction(run, op, work, DIALECT_POSTGRESQL) == TRI_YES &&
		    lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) &&
		    lock_effect(run, op, one, &effect) && effect.mode == LOCK_ALL_WAIT)
			return op;
	}
	return NULL;
}

static void on_migration(struct rule_run *run)
{
	const struct body *up = &run->migration->body[UP];
	const struct op *work = up->ops, *lock = NULL;

	if (run->env->dialects && !(run->env->dialects & DIALECT_POSTGRESQL))
		return;
	for (; work < up->ops + up->op_count && !lock; work++)
		if (is_long(run, work))
			lock = locked_before(run, work);
	if (!lock)
		return;
	work--;
	struct evidence evidence = {run->migration->path, lock->at.line, lock->excerpt};
	struct rule_report report = {
		.op = work,
		.subject = table_subject(work),
		.message = rule_text(run,
				     "upgrade works on the rows of " STR_FMT
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
	.summary =
		"rows are changed or indexed in the transaction that holds an ACCESS EXCLUSIVE lock",
	.why = "ALTER TABLE takes an ACCESS EXCLUSIVE lock, which PostgreSQL holds until the "
	       "transaction ends, however brief the statement is. What comes after it in the same "
	       "transaction, a backfill, an index or a look at every row, takes its time while no "
	       "query of any kind gets at the altered table "
	       "(https://www.postgresql.org/docs/current/explicit-locking.html). Alembic runs an "
	       "upgrade in one transaction. Reported once for a migration, at the first statement "
	       "that takes long.",
	.fix = "Split it: the brief ALTER TABLEs in one migration, the work on rows in another one "
	       "(or before them), with transaction_per_migration=True in env.py; or put the long "
	       "statement into `with op.get_context().autocommit_block():`, which commits what was "
	       "before.",
	.dialects = "postgresql",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
