#include "rules/proven.h"

/* Databases that undo the DDL of a transaction: there, being stuck is the migration's own doing. */
static const dialect_set transactional = DIALECT_POSTGRESQL | DIALECT_MSSQL;

static void on_migration(struct rule_run *run)
{
	static const enum severity note = SEVERITY_NOTE;
	struct proven_list list = proven_outcomes(run, PROVEN_INTERRUPTION);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		bool index = p->op && p->op->kind == OP_CREATE_INDEX && p->op->index &&
			     p->op->index->concurrently;
		dialect_set on = run->env->dialects ? p->dialects & transactional : transactional;
		struct rule_report report;

		/* an invalid index that IF NOT EXISTS hides has a rule of its own */
		if (!p->op || !on || (index && p->op->flags & OPF_IF_NOT_EXISTS))
			continue;
		report = proven_report(run, p);
		report.dialects = run->env->dialects ? on : 0;
		report.verdict = STR("");
		report.message =
			index ? rule_text(run, "building index " STR_FMT " may fail half-way",
					  STR_ARG(subject_text(run, &p->subject)))
			      : STR("upgrade commits half of itself, and a failure after that leaves it "
				    "stuck: it does not run again from here");
		report.outcome = p->text;
		if (index)
			report.severity = &note;
		rule_report(run, &report);
	}
}

static bool is_stuck(const struct proof_list *proofs)
{
	for (uint32_t i = 0; i < proofs->count; i++)
		if (proofs->items[i].interruption.outcome == OUTCOME_STUCK)
			return true;
	return false;
}

/* Where no DDL is transactional, it is a property of the database: said once. */
static void on_chain(struct rule_run *run)
{
	static const enum severity note = SEVERITY_NOTE;
	uint32_t stuck = 0, last = 0;

	if (!run->env->dialects || run->env->dialects & transactional)
		return;
	for (uint32_t i = 0; i < run->chain->count; i++) {
		if (!is_stuck(&run->proofs->nodes[i]))
			continue;
		stuck++;
		last = i;
	}
	if (!stuck)
		return;
	const struct migration *m = run->chain->nodes[last];
	struct evidence evidence = {m->path, m->revision_at.line, m->revision_excerpt};
	struct rule_report report = {
		.message =
			rule_text(run,
				  "%u of %u migrations do not run again after a failure half-way: "
				  "the database commits each statement that changes the schema",
				  stuck, run->chain->count),
		.confidence = run->env->dialects_given ? CONFIDENCE_PROVEN : CONFIDENCE_HIGH,
		.severity = &note,
		.evidence = &evidence,
		.evidence_count = 1,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.execute(\"ALTER TYPE state ADD VALUE 'paid'\")\n"
	"    op.drop_index(\"ix_users_mail\", table_name=\"users\")\n"
	"\n"
	"def downgrade():\n"
	"    raise NotImplementedError(\"labels cannot be removed\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

const struct rule rule_stuck_interruption = {
	.id = "TM109",
	.name = "stuck-interruption",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "a failure half-way leaves a schema from which the upgrade does not run again",
	.why = "A lock timeout, a lost connection or a duplicate value stops the upgrade. What it had "
	       "committed by then stays, while Alembic's version is still the old one: the next try "
	       "begins from the first statement and fails on what is there already. PostgreSQL and "
	       "SQL Server undo the whole migration, unless it commits in between: autocommit_block(), "
	       "COMMIT, CREATE INDEX CONCURRENTLY (which leaves an invalid index of that name; a "
	       "note). MySQL, MariaDB, Oracle and SQLite's driver commit around each statement that "
	       "changes the schema; an environment that runs only on those gets one note.",
	.fix = "Put what must commit in between into a migration of its own, with one statement; or "
	       "make each statement before it repeatable (IF NOT EXISTS, a look at the inspector). "
	       "Before CREATE INDEX CONCURRENTLY say DROP INDEX CONCURRENTLY IF EXISTS of the same "
	       "name. On MySQL keep migrations small, one change of one table each.",
	.dialects = "postgresql",
	.on_migration = on_migration,
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
