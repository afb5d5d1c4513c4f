#include "rules/fact_report.h"
#include "rules/judge.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	const char *where = op->table.len ? "writes a secret that stands in the code to"
					  : "gives a password that stands in the code";

	if (!(op->flags & OPF_HOLDS_SECRET))
		return;
	struct rule_report report = {
		.op = op,
		.subject = table_subject(op),
		.message = op->table.len ? rule_text(run, "upgrade %s " STR_FMT, where,
						     STR_ARG(table_label(run, op)))
					 : rule_text(run, "upgrade %s", where),
		.outcome = STR("everyone who can read the repository has it, and every "
			       "installation the same"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static bool ops_hold_it(const struct migration *m)
{
	for (int d = UP; d < DIRECTION_COUNT; d++)
		for (uint32_t i = 0; i < m->body[d].op_count; i++)
			if (m->body[d].ops[i].flags & OPF_HOLDS_SECRET)
				return true;
	return false;
}

/* One that no statement is known to write. */
static void on_migration(struct rule_run *run)
{
	if (!ops_hold_it(run->migration))
		fact_report(run, FACT_HOLDS_SECRET, "holds a password, token or key",
			    STR("everyone who can read the repository has it"), CONFIDENCE_LOW,
			    NULL);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"INSERT INTO users (name, password) VALUES ('admin', 'changeme123')\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DELETE FROM users WHERE name = 'admin'\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"INSERT INTO roles (name) VALUES ('admin')\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DELETE FROM roles WHERE name = 'admin'\")\n",
	NULL,
};

const struct rule rule_seeded_secret = {
	.id = "TM801",
	.name = "seeded-secret",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "a password, token or key stands in the migration",
	.why = "Everyone who can read the repository, a clone of it, a build's image or a backup "
	       "of either has the secret, and history keeps it after the line is gone. A seeded "
	       "account is worse: every installation that ever ran the migration has the same "
	       "password, and nobody has to change it. That a value is a hash only makes it "
	       "slower: a known default is found by trying.",
	.fix = "Take secrets out of migrations. Create the first account by a command that asks "
	       "for a password or prints a random one; let the code read keys from the "
	       "environment or a secret store when it runs. Change a secret that was committed, "
	       "in every place that uses it: deleting the line is not enough.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(INSERT) | OP_BIT(UPDATE) | OP_BIT(OTHER) | OP_BIT(GRANT) |
		       OP_BIT(RAW_SQL)},
	.on_op = on_op,
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
