#include "rules/lock.h"

/* The table goes, or is emptied, in the same upgrade: one cause, which other rules tell. */
static bool table_goes(const struct body *up, const struct op *drop)
{
	for (const struct op *op = up->ops; op < up->ops + up->op_count; op++)
		if (op->kind == OP_DROP_TABLE && drop->table.len && str_eq(op->table, drop->table))
			return true;
	return false;
}

/* Made by the same upgrade: nobody uses it. */
static bool is_made_here(const struct body *up, const struct op *drop)
{
	for (const struct op *op = up->ops; op < drop; op++)
		if (op->kind == OP_CREATE_INDEX && names_equal(op->name, drop->name) == TRI_YES)
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	static const enum severity warning = SEVERITY_WARNING;
	const struct body *up = &run->migration->body[UP];
	bool rebuilds = op->kind == OP_REINDEX;
	struct str index = key_subject(op).object;
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (table_goes(up, op) || is_made_here(up, op) ||
	    !lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) ||
	    !lock_effect(run, op, one, &effect) || effect.mode == LOCK_READS)
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(run, "upgrade %s " STR_FMT " without CONCURRENTLY",
				     rebuilds ? "rebuilds" : "drops index",
				     STR_ARG(index.len ? index : table_label(run, op))),
		.outcome = rebuilds ? STR("writes to the table wait until it is built")
				    : STR("all queries of the table wait for it, and it for them"),
		.severity = rebuilds ? &warning : NULL,
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.drop_index(\"ix_mail\", \"users\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.execute(\"REINDEX TABLE users\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.drop_index(\"ix_mail\", \"users\", postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.drop_index(\"ix_mail\", \"users\")\n"
	"    op.drop_table(\"users\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_blocking_drop_index = {
	.id = "TM424",
	.name = "blocking-drop-index",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary =
		"an index of an existing PostgreSQL table is dropped or rebuilt without CONCURRENTLY",
	.why = "DROP INDEX takes an ACCESS EXCLUSIVE lock on the table. It is brief itself, but it "
	       "waits for the longest query that runs, all queries that come later wait behind it, "
	       "and it is held until the migration's transaction ends. REINDEX blocks writes (and "
	       "reads that use the index) until the index is built.",
	.fix = "Use CONCURRENTLY outside the transaction: `with op.get_context().autocommit_block(): "
	       "op.drop_index(name, table_name=table, postgresql_concurrently=True)`; REINDEX ... "
	       "CONCURRENTLY since PostgreSQL 12. Otherwise set lock_timeout, so that the statement "
	       "gives up instead of queueing everybody behind it.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(DROP_INDEX) | OP_BIT(REINDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
