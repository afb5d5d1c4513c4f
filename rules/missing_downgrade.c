#include "rules/judge.h"

static void on_migration(struct rule_run *run)
{
	const struct migration *m = run->migration;
	const struct body *up = &m->body[UP];
	enum change change = body_change(up);
	struct span at = up->at;

	if (m->status != MIGRATION_OK || run->env->forward_only ||
	    migration_undo(m) != UNDO_MISSING || change == CHANGE_NONE)
		return;
	at.end_line = at.line; /* the line of the upgrade, not all of its body */
	struct rule_report report = {
		.at = at,
		.excerpt = up->excerpt,
		.subject = {.object = m->revision},
		.verdict = undo_verdict(UNDO_MISSING),
		.message = STR("the migration has an upgrade but no downgrade: Alembic cannot "
			       "step back past it"),
		.confidence = change == CHANGE_OPAQUE ? CONFIDENCE_LOW : CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	/* nothing to undo */
	"def upgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_missing_downgrade = {
	.id = "TM101",
	.name = "missing-downgrade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT101",
	.summary = "a migration changes something and has no downgrade function",
	.why = "`alembic downgrade` stops with an error at this revision, and so does every rollback "
	       "that has to pass it, however good the other downgrades are. That is found out "
	       "during the incident, when the release has to go back.",
	.fix = "Write the downgrade. If there is no way back, say it in code: define downgrade() and "
	       "raise an exception whose text tells the operator what to do instead (restore which "
	       "backup, run which script). In a project that never downgrades, leave the function "
	       "out everywhere: tidemark then reports one forward-only finding for the environment.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
