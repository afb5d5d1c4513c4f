#include "rules/judge.h"

static void on_chain(struct rule_run *run)
{
	const struct chain *c = run->chain;
	uint32_t changing = 0;

	if (!run->env->forward_only)
		return;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->nodes[i]->status == MIGRATION_OK &&
		    body_change(&c->nodes[i]->body[UP]) != CHANGE_NONE)
			changing++;
	struct rule_report report = {
		.verdict = undo_verdict(UNDO_MISSING),
		.message = rule_text(run,
				     "the environment only goes forward: none of its %u migrations "
				     "that change something has a downgrade that undoes it",
				     changing),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"# forward-only: yes\n"
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
	NULL,
};

const struct rule rule_forward_only = {
	.id = "TM104",
	.name = "forward-only",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "no migration of the environment has a downgrade that does anything",
	.why = "This is a policy and a legitimate one: the project rolls forward, or restores a "
	       "backup. It is reported once for the environment, instead of a missing downgrade for "
	       "every file, because it decides what an operator can do when a release fails.",
	.fix = "Nothing, if the policy is meant. Then see to what it rests on: a backup that was "
	       "restored in a test, upgrades that the previous release's code survives (expand "
	       "first, contract a release later), and a written procedure. Otherwise begin with the "
	       "newest migration: a chain can be rolled back as far as its downgrades reach.",
	.dialects = "",
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
