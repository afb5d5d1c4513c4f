#include "rules/fact_report.h"

static void on_migration(struct rule_run *run)
{
	fact_report(run, FACT_RUNS_PROCESS, "starts another program",
		    STR("what it does is in no transaction and depends on the machine"),
		    CONFIDENCE_HIGH, NULL);
}

static const char *const bad[] = {
	"import subprocess\n"
	"\n"
	"def upgrade():\n"
	"    subprocess.check_call([\"pg_dump\", \"-f\", \"/tmp/before.sql\"])\n"
	"    op.drop_table(\"sessions\")\n"
	"\n"
	"def downgrade():\n"
	"    op.create_table(\"sessions\", sa.Column(\"id\", sa.Integer(), primary_key=True))\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.drop_table(\"sessions\")\n"
	"\n"
	"def downgrade():\n"
	"    op.create_table(\"sessions\", sa.Column(\"id\", sa.Integer(), primary_key=True))\n",
	NULL,
};

const struct rule rule_outside_process = {
	.id = "TM804",
	.name = "outside-process",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the migration starts another program",
	.why = "A program that a migration starts is not part of the transaction: when a later "
	       "statement fails, the database rolls back and what the program did stays. Whether "
	       "it exists, in which version, and what the shell makes of its arguments depends "
	       "on the machine of the day, and it inherits the database password from the "
	       "environment.",
	.fix = "Do in SQL or Python what can be done there. What needs another program (a dump, "
	       "a conversion, a restart) belongs in the deployment's own steps, before or after "
	       "`alembic upgrade`, where its exit code and its output are seen.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
