#include "rules/judge.h"

static const struct op *first_raise(const struct body *body)
{
	for (uint32_t i = 0; i < body->op_count; i++)
		if (body->ops[i].kind == OP_RAISE)
			return &body->ops[i];
	return NULL;
}

static void on_migration(struct rule_run *run)
{
	static const enum direction direction = DOWN;
	const struct migration *m = run->migration;
	const struct body *down = &m->body[DOWN];
	const struct op *raise;
	struct evidence evidence = {.path = m->path};

	if (m->status != MIGRATION_OK || run->env->forward_only ||
	    migration_undo(m) != UNDO_REFUSED)
		return;
	raise = first_raise(down);
	if (raise) {
		evidence.line = raise->at.line;
		evidence.text = raise->excerpt;
	}
	struct rule_report report = {
		.direction = &direction,
		.at = down->at,
		.excerpt = down->excerpt,
		.subject = {.object = m->revision},
		.verdict = undo_verdict(UNDO_REFUSED),
		.message = STR(
			"the downgrade only raises an exception: a rollback cannot pass this "
			"revision"),
		.confidence = CONFIDENCE_HIGH,
		.evidence = &evidence,
		.evidence_count = raise ? 1 : 0,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE users SET email = lower(email)\")\n"
	"\n"
	"def downgrade():\n"
	"    raise NotImplementedError(\"the case of addresses is gone\")\n",
	NULL,
};

static const char *const good[] = {
	/* refuses only when the rows leave it no choice */
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"email\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    used = op.get_bind().execute(sa.text(\n"
	"        \"SELECT count(*) FROM users WHERE email IS NOT NULL\")).scalar()\n"
	"    if used:\n"
	"        raise RuntimeError(\"save users.email first\")\n"
	"    op.drop_column(\"users\", \"email\")\n",
	NULL,
};

const struct rule rule_refused_downgrade = {
	.id = "TM103",
	.name = "refused-downgrade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the downgrade only raises an exception",
	.why = "It is the honest way to say that there is no way back, and better than an empty "
	       "downgrade: nothing is left half undone. But it is a point of no return. Once the "
	       "revision is deployed, the release before it can come back only together with a "
	       "backup, and everything written since is lost.",
	.fix = "Deploy such a revision alone and with a fresh backup, and put the way out into the "
	       "exception's text. Often the step back is possible if the upgrade keeps the old form "
	       "for one more release: add the new column beside the old one, write both, and remove "
	       "the old one later.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
