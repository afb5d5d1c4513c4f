#include "rules/judge.h"

/* Is a table of the old name there again when the upgrade ends? */
static bool name_taken_again(const struct body *up, const struct op *rename)
{
	for (const struct op *op = rename + 1; op < up->ops + up->op_count; op++)
		if ((op->kind == OP_CREATE_TABLE && str_eq(op->table, rename->table)) ||
		    (op->kind == OP_RENAME_TABLE && str_eq(op->to, rename->table)))
			return true;
	return false;
}

/* Dropped under its new name: what is lost is the rows, which dropped-table tells. */
static bool dropped_after(const struct body *up, const struct op *rename)
{
	for (const struct op *op = rename + 1; op < up->ops + up->op_count; op++)
		if (op->kind == OP_DROP_TABLE && str_eq(op->table, rename->to))
			return true;
	return false;
}

/* A later step of a rename in several steps: the first one tells. */
static bool continues_rename(const struct body *up, const struct op *rename)
{
	for (const struct op *op = up->ops; op < rename; op++)
		if (op->kind == OP_RENAME_TABLE && str_eq(op->to, rename->table))
			return true;
	return false;
}

/* Names that were not resolved in either direction come from the same code. */
static enum tri renamed_to(struct str to, struct str name)
{
	return name_known(name) || name_known(to) ? names_equal(to, name) : TRI_YES;
}

/* Does the op give the old name back? */
static enum tri gives_back(const struct op *op, struct str name)
{
	if (op->kind == OP_RENAME_TABLE)
		return renamed_to(op->to, name);
	if (op->kind == OP_OPAQUE)
		return TRI_UNKNOWN;
	if (op->kind != OP_RAW_SQL)
		return TRI_NO;
	if (sql_find_word(op->text, name, 0) >= 0 && sql_find_word(op->text, STR("rename"), 0) >= 0)
		return TRI_YES;
	return op->flags & OPF_TEMPLATE ? TRI_UNKNOWN : TRI_NO;
}

static enum tri renamed_back(const struct body *down, const struct op *rename)
{
	enum tri back = TRI_NO;

	for (uint32_t i = 0; i < down->op_count && back != TRI_YES; i++)
		back = tri_or(back, gives_back(&down->ops[i], rename->table));
	return back;
}

static void on_op(struct rule_run *run, const struct op *rename)
{
	const struct migration *m = run->migration;
	const struct body *up = &m->body[UP];
	enum tri back;

	if (migration_undo(m) != UNDO_RUNS || body_creates_table_before(up, rename) ||
	    name_taken_again(up, rename) || dropped_after(up, rename) ||
	    continues_rename(up, rename))
		return;
	back = renamed_back(&m->body[DOWN], rename);
	if (back == TRI_YES)
		return;
	struct rule_report report = {
		.op = rename,
		.subject = table_subject(rename),
		.verdict = STR("restored differently"),
		.message = rule_text(run, "upgrade renames table " STR_FMT " to " STR_FMT,
				     STR_ARG(table_label(run, rename)), STR_ARG(rename->to)),
		.outcome = STR("the downgrade does not rename it back"),
		.confidence = back == TRI_NO ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.rename_table(\"users\", \"accounts\")\n"
	"    op.add_column(\"accounts\", sa.Column(\"kind\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"accounts\", \"kind\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.rename_table(\"users\", \"accounts\")\n"
	"\n"
	"def downgrade():\n"
	"    op.rename_table(\"accounts\", \"users\")\n",
	/* the old name comes back in the same migration */
	"def upgrade():\n"
	"    op.rename_table(\"users\", \"users_v1\")\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.Integer(), primary_key=True))\n"
	"    op.execute(\"INSERT INTO users SELECT id FROM users_v1\")\n"
	"    op.drop_table(\"users_v1\")\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"id\", type_=sa.BigInteger())\n",
	NULL,
};

const struct rule rule_unreversed_table_rename = {
	.id = "TM301",
	.name = "unreversed-table-rename",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT301",
	.summary = "the upgrade renames a table and the downgrade does not rename it back",
	.why = "After a rollback the old code asks for the old name and gets \"relation does not "
	       "exist\" (MySQL: \"table doesn't exist\"). The rows are there, but every query fails. "
	       "The next upgrade fails too, because there is no table of the old name to rename.",
	.fix = "Add op.rename_table(new, old) to the downgrade, in the mirrored order of the "
	       "upgrade's steps. Rename sequences, indexes and constraints back as well if the "
	       "upgrade renamed them: on PostgreSQL they keep their names when a table is renamed.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(RENAME_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
