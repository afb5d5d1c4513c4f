#include "rules/judge.h"

static void on_migration(struct rule_run *run)
{
	static const enum severity warning = SEVERITY_WARNING;
	static const enum direction direction = DOWN;
	const struct migration *m = run->migration;
	const struct body *down = &m->body[DOWN];
	enum change change = body_change(&m->body[UP]);

	if (m->status != MIGRATION_OK || run->env->forward_only ||
	    migration_undo(m) != UNDO_EMPTY || change == CHANGE_NONE)
		return;
	struct rule_report report = {
		.direction = &direction,
		.at = down->at,
		.excerpt = down->excerpt,
		.subject = {.object = m->revision},
		.verdict = undo_verdict(UNDO_EMPTY),
		.message = change == CHANGE_ROWS
				   ? STR("the upgrade changes rows and the downgrade does nothing: "
					 "after a rollback the rows stay changed")
				   : STR("the downgrade does nothing: Alembic records the rollback "
					 "as done while everything that the upgrade did stays"),
		.confidence = change == CHANGE_OPAQUE ? CONFIDENCE_LOW : CONFIDENCE_HIGH,
		/* what the old code meets is still the schema that it knows */
		.severity = change == CHANGE_ROWS ? &warning : NULL,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	/* a merge revision */
	"revision = \"3c\"\n"
	"down_revision = (\"2a\", \"2b\")\n"
	"\n"
	"def upgrade():\n"
	"    pass\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_empty_downgrade = {
	.id = "TM102",
	.name = "empty-downgrade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT102",
	.summary = "the upgrade changes something and the downgrade does nothing",
	.why = "The rollback seems to work: Alembic runs the empty function and moves the version "
	       "back. The database keeps the new schema under the old version number. The old code "
	       "then meets columns and constraints that it does not know, and the next upgrade "
	       "runs the migration a second time and fails on what is already there. "
	       "When the upgrade only changes rows (a warning, not an error) the schema still "
	       "fits the old code, but the rows stay changed.",
	.fix = "Write the downgrade. If there is nothing sensible to do, raise an exception that says "
	       "why, so that the version is not moved back over a schema that did not move. If the "
	       "change is harmless to the old code and the upgrade can run twice, allow this "
	       "finding with that reason.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
