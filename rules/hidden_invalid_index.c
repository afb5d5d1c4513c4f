#include "rules/lock.h"

/* DROP INDEX before it, or anything that might be one, takes what an earlier run left. */
static bool is_dropped_first(const struct body *up, const struct op *create)
{
	for (const struct op *op = up->ops; op < create; op++)
		if (op->kind == OP_OPAQUE ||
		    (op->kind == OP_DROP_INDEX && names_equal(op->name, create->name) != TRI_NO))
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	struct str index = key_subject(op).object;
	enum confidence confidence;
	dialect_set one;

	if (!op->index || !op->index->concurrently || !(op->flags & OPF_IF_NOT_EXISTS) ||
	    is_dropped_first(&run->migration->body[UP], op) ||
	    !lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence))
		return;
	struct rule_report report = {
		.op = op,
		.subject = key_subject(op),
		.message = rule_text(
			run, "upgrade creates index " STR_FMT " CONCURRENTLY with IF NOT EXISTS",
			STR_ARG(index.len ? index : STR("?"))),
		.outcome = STR("an invalid index that a failed run left is taken for done"),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.create_index(\"ix_mail\", \"users\", [\"mail\"], if_not_exists=True,\n"
	"                        postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.drop_index(\"ix_mail\", \"users\", if_exists=True, postgresql_concurrently=True)\n"
	"        op.create_index(\"ix_mail\", \"users\", [\"mail\"], postgresql_concurrently=True)\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_hidden_invalid_index = {
	.id = "TM425",
	.name = "hidden-invalid-index",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "IF NOT EXISTS takes an invalid index for done after a failed CONCURRENTLY",
	.why = "A CREATE INDEX CONCURRENTLY that fails (a deadlock, a duplicate, a timeout) leaves "
	       "an INVALID index of that name, which is kept up to date by every write and used by "
	       "no query. With IF NOT EXISTS the next run of the migration finds the name, does "
	       "nothing and reports success: a unique index then guards nothing.",
	.fix = "Drop what an earlier run may have left first, in the same autocommit_block: "
	       "`op.drop_index(name, table_name=table, if_exists=True, "
	       "postgresql_concurrently=True)`, then create it without IF NOT EXISTS.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_INDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
