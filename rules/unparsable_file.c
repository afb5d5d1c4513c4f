#include "rules/rule.h"

static void on_migration(struct rule_run *run)
{
	const struct migration *m = run->migration;
	struct str what = m->problem_text.len ? m->problem_text : STR("a syntax error");

	if (m->status != MIGRATION_UNPARSABLE)
		return;
	struct rule_report report = {
		.at = m->problem,
		.subject = {.object = m->revision},
		.message = rule_text(run, "the file does not parse (" STR_FMT ")", STR_ARG(what)),
		.outcome = m->facts & FACT_PYTHON2
				   ? STR("Python 3 cannot load it, nor the chain")
				   : STR("Alembic loads every file of the chain, so no upgrade or "
					 "downgrade runs"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"from alembic import op\n"
	"\n"
	"def upgrade(:\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	/* a conflict that was committed */
	"revision = \"2b\"\n"
	"<<<<<<< HEAD\n"
	"down_revision = \"1a\"\n"
	"=======\n"
	"down_revision = \"1c\"\n"
	">>>>>>> feature\n"
	"\n"
	"def upgrade():\n"
	"    pass\n",
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

const struct rule rule_unparsable_file = {
	.id = "TM902",
	.name = "unparsable-file",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_ERROR,
	.codes = "MRT902",
	.summary = "a migration file is not valid Python",
	.why = "Alembic imports every file of the versions folder before it does anything. One that "
	       "does not parse stops `upgrade`, `downgrade`, `history` and `heads` alike, in every "
	       "environment, until it is mended. What the migration does could not be checked.",
	.fix = "Mend the syntax: usually conflict markers that were committed, or Python 2 code (print "
	       "statements, `except X, e`) that nobody has run since the move to Python 3. Then read "
	       "the migration again: it has not run in its present form.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
