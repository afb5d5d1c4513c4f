#include "rules/fact_report.h"

static void on_migration(struct rule_run *run)
{
	static const enum severity note = SEVERITY_NOTE;

	fact_report(run, FACT_USES_NETWORK, "talks to another service",
		    STR("it fails when that one does, and holds the transaction open meanwhile"),
		    CONFIDENCE_HIGH, NULL);
	fact_report(run, FACT_READS_FILE, "reads or changes files",
		    STR("what it does depends on what stands in them on that day"), CONFIDENCE_HIGH,
		    &note);
}

static const char *const bad[] = {
	"import requests\n"
	"\n"
	"def upgrade():\n"
	"    rates = requests.get(\"https://rates.example/today\").json()\n"
	"    op.get_bind().execute(sa.text(\"UPDATE rates SET eur = :r\"), {\"r\": rates[\"eur\"]})\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.get_bind().execute(sa.text(\"UPDATE rates SET eur = :r\"), {\"r\": 1})\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_outside_input = {
	.id = "TM805",
	.name = "outside-input",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the migration reads the network or files while it runs",
	.why = "The same revision does different things on different days: a service is down, a "
	       "file was edited or is not in the image, and the migration fails in production "
	       "or, worse, succeeds with other data. What is read is trusted with the rights of "
	       "the schema's owner. A call over the network also holds the transaction and its "
	       "locks open for as long as the other side takes.",
	.fix = "Write the data that a migration needs into the migration. A file that belongs to "
	       "it (a long SQL text) should lie beside it, be found relative to __file__, and "
	       "never be changed after a release. Fetch from services in a job of its own that "
	       "can be run again, not in a migration.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
