#include "rules/fact_report.h"

static void on_migration(struct rule_run *run)
{
	fact_report(run, FACT_UNPICKLES, "unpickles values",
		    STR("whoever could write them runs code with the rights of the deployment"),
		    CONFIDENCE_HIGH, NULL);
	fact_report(run, FACT_EVALS, "evaluates text as code",
		    STR("what runs is not what was reviewed"), CONFIDENCE_HIGH, NULL);
}

static const char *const bad[] = {
	"import pickle\n"
	"\n"
	"def upgrade():\n"
	"    bind = op.get_bind()\n"
	"    for row in bind.execute(sa.text(\"SELECT id, state FROM jobs\")):\n"
	"        bind.execute(sa.text(\"UPDATE jobs SET state_json = :s WHERE id = :id\"),\n"
	"                     {\"s\": str(pickle.loads(row.state)), \"id\": row.id})\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"import json\n"
	"\n"
	"def upgrade():\n"
	"    bind = op.get_bind()\n"
	"    for row in bind.execute(sa.text(\"SELECT id, state FROM jobs\")):\n"
	"        bind.execute(sa.text(\"UPDATE jobs SET steps = :s WHERE id = :id\"),\n"
	"                     {\"s\": len(json.loads(row.state)), \"id\": row.id})\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_evaluated_code = {
	.id = "TM803",
	.name = "evaluated-code",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary =
		"the migration runs code that is made or read while it runs (pickle, eval, exec)",
	.why = "Unpickling a value executes whatever its bytes say. If the bytes come from a "
	       "column, everyone who could write that column runs code with the rights of the "
	       "deployment, which are usually the highest there are. Pickles are also bound to "
	       "the classes of the day: a migration that loads them fails on a fresh checkout "
	       "once a class was renamed. eval() and exec() are the same with text.",
	.fix = "Read stored values as data: JSON, or a parser that builds no objects. To get rid "
	       "of a pickled column, let an application release that still has the classes write "
	       "the new form beside the old one, and have the migration only drop the old one. "
	       "Replace eval() of a name by a dictionary of functions.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
