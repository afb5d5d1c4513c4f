#include "rules/judge.h"

/* Every row went away before: there is nothing to read for the index. */
static bool emptied_before(const struct body *up, const struct op *create)
{
	for (const struct op *op = up->ops; op < create; op++)
		if (op->kind == OP_TRUNCATE && op->table.len && str_eq(op->table, create->table))
			return true;
	return false;
}

/* Could the table be one that this upgrade makes under a name that was not resolved? */
static bool may_be_new(const struct body *up, const struct op *create)
{
	for (const struct op *op = up->ops; op < create; op++)
		if ((op->kind == OP_CREATE_TABLE &&
		     names_equal(op->table, create->table) != TRI_NO) ||
		    op->kind == OP_OPAQUE)
			return true;
	return false;
}

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
	const struct body *up = &run->migration->body[UP];
	const struct index *index = create->index;
	dialect_set targets = rule_op_targets(run->env, up, create);
	bool sure = (targets & DIALECT_POSTGRESQL) && !(create->flags & OPF_PARTIAL) &&
		    name_known(create->table);

	if ((index && index->concurrently) || create->flags & OPF_TEMPORARY ||
	    (targets && !(targets & DIALECT_POSTGRESQL)))
		return;
	if (body_creates_table_before(up, create) || emptied_before(up, create))
		return;
	struct rule_report report = {
		.op = create,
		.subject = {.schema = create->schema,
			    .table = create->table,
			    .object = create->name.len ? create->name
				      : index          ? index->name
						       : STR("")},
		.message = rule_text(run, "upgrade creates " STR_FMT " without CONCURRENTLY",
				     STR_ARG(index_label(run, create))),
		.outcome = STR("PostgreSQL blocks writes to the table until it is built"),
		.confidence = sure && !may_be_new(up, create) ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
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
	       "postgresql_concurrently=True, if_not_exists=True)`. A build that fails leaves an "
	       "INVALID index of that name, which must be dropped before the next try (IF NOT "
	       "EXISTS would take it for done). A partitioned table cannot do it: index each "
	       "partition concurrently, then attach.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_INDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
