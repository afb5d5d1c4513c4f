#include "rules/proven.h"

static struct str outcome(struct rule_run *run)
{
	enum undo undo = migration_undo(run->migration);

	return undo == UNDO_RUNS ? STR("no downgrade brings them back") : undo_text(undo);
}

/* Rows that the downgrade puts in again, whatever they are, have a way back. */
static bool has_way_back(const struct rule_run *run, const struct subject *s)
{
	return body_touches(&run->migration->body[DOWN], s, OP_BIT(INSERT)) != NULL;
}

static void on_migration(struct rule_run *run)
{
	static const enum severity error = SEVERITY_ERROR;
	struct proven_list list = proven_list(run, VERDICT_BIT(LOSES_DATA));

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		struct rule_report report;
		bool all;

		if (!p->op || p->op->kind != OP_DELETE || p->direction != UP ||
		    p->subject.column.len || has_way_back(run, &p->subject))
			continue;
		all = p->op->flags & OPF_NO_WHERE;
		report = proven_report(run, p);
		report.message = rule_text(run, "upgrade deletes %s rows of " STR_FMT,
					   all ? "all" : "some",
					   STR_ARG(subject_text(run, &p->subject)));
		report.outcome = outcome(run);
		if (all)
			report.severity = &error;
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"DELETE FROM users WHERE email IS NULL\")\n"
	"    op.alter_column(\"users\", \"email\", existing_type=sa.Text(), nullable=False)\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"email\", existing_type=sa.Text(), nullable=True)\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"DELETE FROM plans WHERE name = 'team'\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"INSERT INTO plans (name) VALUES ('team')\")\n",
	NULL,
};

const struct rule rule_deleted_rows = {
	.id = "TM204",
	.name = "deleted-rows",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT104 MRT105",
	.summary = "the upgrade deletes rows of a table that stays",
	.why = "The rows are gone when the upgrade commits, also when it has to be rolled back an hour "
	       "later. Usually they are in the way of a new unique key, foreign key or NOT NULL, and "
	       "how many they are, and whose, is only known in production. Without a WHERE (an "
	       "error) it is everything.",
	.fix = "Clean up before the release, by a query that somebody looks at, in batches. Otherwise "
	       "copy the rows to a table of their own first (CREATE TABLE … AS SELECT), and back in "
	       "the downgrade. If the rows can be rebuilt or never had a meaning, allow this finding "
	       "with that reason.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
