#include "rules/lock.h"

static struct str index_label(struct rule_run *run, const struct op *op)
{
	const char *kind = op->index && op->index->unique ? "unique index" : "index";
	struct str table = table_label(run, op);
	struct str name = op->name;

	if (!name.len && op->index)
		name = op->index->name;
	if (name.len)
		return rule_text(run, "%s " STR_FMT " on " STR_FMT, kind, STR_ARG(name),
				 STR_ARG(table));
	return rule_text(run, "%s on " STR_FMT, kind, STR_ARG(table));
}

static void on_op(struct rule_run *run, const struct op *create)
{
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (!lock_concerns(run, create, DIALECT_POSTGRESQL, &one, &confidence) ||
	    !lock_effect(run, create, one, &effect) || effect.mode == LOCK_READS)
		return;
	struct rule_report report = {
		.op = create,
		.subject = key_subject(create),
		.message = rule_text(run, "upgrade creates " STR_FMT " without CONCURRENTLY",
				     STR_ARG(index_label(run, create))),
		.outcome = STR("PostgreSQL blocks writes to the table until it is built"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_index(\"ix_users_email\", \"users\", [\"email\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_index(\"ix_users_email\", \"users\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.create_index(\"ix_users_email\", \"users\", [\"email\"],\n"
	"                        postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.drop_index(\"ix_users_email\", \"users\", postgresql_concurrently=True)\n",
	/* a table of the same migration is empty, and nobody waits for it */
	"def upgrade():\n"
	"    op.create_table(\"tags\", sa.Column(\"name\", sa.Text()))\n"
	"    op.create_index(\"ix_tags_name\", \"tags\", [\"name\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"tags\")\n",
	NULL,
};

const struct rule rule_blocking_index = {
	.id = "TM407",
	.name = "blocking-index",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "MRT407",
	.summary =
		"the upgrade builds an index on an existing PostgreSQL table without CONCURRENTLY",
	.why = "CREATE INDEX takes a SHARE lock: reads go on, but every INSERT, UPDATE and DELETE on "
	       "the table waits until the index is built, and the rest of the migration's "
	       "transaction is over. On a large table that is minutes in which the application "
	       "stands still and connections pile up. MySQL (InnoDB) builds secondary indexes "
	       "online; SQLite locks the whole file for any write.",
	.fix = "Build it with CONCURRENTLY, in a migration of its own, outside the transaction: "
	       "`with op.get_context().autocommit_block(): op.create_index(name, table, columns, "
	       "postgresql_concurrently=True)`. A build that fails leaves an "
	       "INVALID index of that name, which must be dropped before the next try (IF NOT "
	       "EXISTS would take it for done). A partitioned table cannot do it: index each "
	       "partition concurrently, then attach.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_INDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
