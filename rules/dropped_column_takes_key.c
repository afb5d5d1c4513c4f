#include "rules/lock.h"

static bool has_column(const struct constraint *k, struct str name)
{
	for (uint32_t i = 0; i < k->column_count; i++)
		if (str_eq(k->columns[i], name))
			return true;
	return false;
}

/* Does the upgrade drop another of its columns, too? Then nobody meant to keep it. */
static bool goes_with_others(const struct body *up, const struct constraint *k,
			     const struct op *drop)
{
	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i];

		if (!str_eq(op->table, drop->table))
			continue;
		if (op->kind == OP_DROP_TABLE)
			return true;
		/* what it guards is made anew */
		if (op->kind == OP_CREATE_CONSTRAINT && op->constraint &&
		    op->constraint->kind == k->kind)
			return true;
		if (op->kind == OP_CREATE_INDEX && op->index && op->index->unique &&
		    k->kind != CONSTRAINT_FOREIGN_KEY)
			return true;
		if (op->kind == OP_DROP_COLUMN && op != drop && has_column(k, op->name))
			return true;
	}
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct table *t;
	enum confidence confidence;
	dialect_set one;

	if (!lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence))
		return;
	t = rule_table_before(run, op, one);
	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *k = &t->keys[i]->def;

		if (k->column_count < 2 || k->kind == CONSTRAINT_CHECK ||
		    !has_column(k, op->name) || goes_with_others(&run->migration->body[UP], k, op))
			continue;
		struct rule_report report = {
			.op = op,
			.subject = column_subject(op),
			.message = rule_text(run,
					     "upgrade drops column " STR_FMT
					     ", and with it " STR_FMT " " STR_FMT " of %u columns",
					     STR_ARG(column_label(run, op)),
					     STR_ARG(constraint_kind_name(k->kind)),
					     STR_ARG(k->name.len ? k->name : STR("?")),
					     k->column_count),
			.outcome = STR("nothing guards the columns that stay"),
			.confidence = confidence,
		};

		rule_report(run, &report);
		return;
	}
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"\n"
	"\n"
	"def upgrade():\n"
	"    op.create_table(\"members\", sa.Column(\"user\", sa.Integer()), sa.Column(\"team\", sa.Integer()),\n"
	"                    sa.UniqueConstraint(\"user\", \"team\", name=\"uq_members\"))\n"
	"\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"members\")\n"
	"--- 2b.py\n"
	"from alembic import op\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"\n"
	"\n"
	"def upgrade():\n"
	"    op.drop_column(\"members\", \"team\")\n"
	"\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.drop_constraint(\"uq_members\", \"members\")\n"
	"    op.drop_column(\"members\", \"team\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_dropped_column_takes_key = {
	.id = "TM431",
	.name = "dropped-column-takes-key",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "a dropped column takes a key or foreign key of several columns with it",
	.why = "PostgreSQL drops every constraint and index that names the column, without a word: a "
	       "unique or primary key over several columns, a foreign key of several. What it "
	       "guarded for the columns that stay is no longer guarded, and duplicates can come in "
	       "from that moment. MySQL takes the column out of the key instead, which fails when "
	       "what is left is not unique.",
	.fix = "Say what becomes of the key: drop the constraint in the migration itself and make "
	       "the one that is to hold for the columns that stay, before the column goes.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(DROP_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
