#include "rules/lock.h"

static const char *verb(const struct op *op)
{
	switch (op->kind) {
	case OP_CREATE_INDEX:
		return "creates";
	case OP_DROP_INDEX:
		return "drops";
	default:
		return "rebuilds";
	}
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct env_setting *ddl = &run->env->settings[SETTING_TRANSACTIONAL_DDL];
	dialect_set targets = rule_op_targets(run->env, &run->migration->body[run->direction], op);
	const struct op_context *context = rule_context(run, op, DIALECT_POSTGRESQL);
	bool computed = ddl->state == SETTING_UNKNOWN && ddl->evidence.line;
	struct str index = key_subject(op).object;

	if (!op->index || !op->index->concurrently || !context ||
	    (targets && !(targets & DIALECT_POSTGRESQL)) || !context->transaction)
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(
			run, STR_FMT " %s index " STR_FMT " CONCURRENTLY inside a transaction",
			STR_ARG(direction_name(run->direction)), verb(op),
			STR_ARG(index.len ? index : STR("?"))),
		.outcome = STR("PostgreSQL refuses the statement"),
		.confidence = targets && !computed && context->reached ? CONFIDENCE_HIGH
								       : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_index(\"ix_mail\", \"users\", [\"mail\"], postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.create_index(\"ix_mail\", \"users\", [\"mail\"], postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.execute(\"COMMIT\")\n"
	"    op.create_index(\"ix_mail\", \"users\", [\"mail\"], postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_concurrently_in_transaction = {
	.id = "TM423",
	.name = "concurrently-in-transaction",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "CONCURRENTLY is used inside a transaction, where PostgreSQL refuses it",
	.why = "CREATE INDEX, DROP INDEX and REINDEX with CONCURRENTLY cannot run inside a "
	       "transaction block; PostgreSQL says so and the migration fails. Alembic opens a "
	       "transaction for every upgrade and downgrade on PostgreSQL, unless env.py says "
	       "transactional_ddl=False.",
	.fix = "Put the statement into `with op.get_context().autocommit_block():`, which commits "
	       "what was before and runs it on its own. It needs transaction_per_migration=True in "
	       "env.py when other migrations run in the same command.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_INDEX) | OP_BIT(DROP_INDEX) | OP_BIT(REINDEX),
		[DOWN] = OP_BIT(CREATE_INDEX) | OP_BIT(DROP_INDEX) | OP_BIT(REINDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
