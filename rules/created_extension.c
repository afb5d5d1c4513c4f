#include "rules/judge.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	struct rule_report report = {
		.op = op,
		.subject = {.object = op->name},
		.message = rule_text(run, "upgrade creates extension " STR_FMT,
				     STR_ARG(op->name.len ? op->name : STR("?"))),
		.outcome = op->flags & OPF_IF_NOT_EXISTS
				   ? STR("unless it is there, the role that migrates needs the "
					 "right to")
				   : STR("the role that migrates needs the right to"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"CREATE EXTENSION IF NOT EXISTS pg_trgm\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DROP EXTENSION pg_trgm\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"CREATE SCHEMA extensions\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DROP SCHEMA extensions\")\n",
	NULL,
};

const struct rule rule_created_extension = {
	.id = "TM809",
	.name = "created-extension",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "the upgrade creates a PostgreSQL extension",
	.why = "CREATE EXTENSION needs a superuser or, for trusted extensions since PostgreSQL "
	       "13, CREATE on the database; managed services allow a list of their own. A "
	       "deployment role that may do that may do too much, and one that may not stops "
	       "here. The version is whatever the server has installed, and functions of an "
	       "untrusted extension run with the server's rights.",
	.fix = "Create extensions when the database is made, by the role that makes it, and let "
	       "the migration only check: IF NOT EXISTS does nothing when it is there. Name the "
	       "schema (`SCHEMA extensions`). Do not drop it in the downgrade if other things "
	       "may use it.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_EXTENSION)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
