#include "rules/judge.h"

/*
 * Is a column of the old name there again when the upgrade ends, or does the upgrade drop the
 * renamed one, which dropped-column tells?
 */
static bool name_settled_later(const struct body *up, const struct op *rename)
{
	for (const struct op *op = rename + 1; op < up->ops + up->op_count; op++) {
		if (op->kind == OP_DROP_TABLE && str_eq(op->table, rename->table))
			return true;
		if (!str_eq(op->table, rename->table))
			continue;
		if ((op->kind == OP_ADD_COLUMN && str_eq(op->name, rename->name)) ||
		    (op->kind == OP_RENAME_COLUMN && str_eq(op->to, rename->name)) ||
		    (op->kind == OP_DROP_COLUMN && str_eq(op->name, rename->to)))
			return true;
	}
	return false;
}

/* A later step of a rename in several steps: the first one tells. */
static bool continues_rename(const struct body *up, const struct op *rename)
{
	for (const struct op *op = up->ops; op < rename; op++)
		if (op->kind == OP_RENAME_COLUMN && str_eq(op->table, rename->table) &&
		    str_eq(op->to, rename->name))
			return true;
	return false;
}

/* Names that were not resolved in either direction come from the same code. */
static enum tri renamed_to(struct str to, struct str name)
{
	return name_known(name) || name_known(to) ? names_equal(to, name) : TRI_YES;
}

/* Does the op give the old name back, with its values? `added`: an earlier op added the column. */
static enum tri gives_back(const struct op *op, const struct table_names *tables, struct str name,
			   bool added)
{
	if (op->kind == OP_OPAQUE)
		return TRI_UNKNOWN;
	if (op->kind == OP_RAW_SQL) {
		if (sql_find_word(op->text, name, 0) >= 0)
			return TRI_YES;
		return op->flags & OPF_TEMPLATE ? TRI_UNKNOWN : TRI_NO;
	}
	if (table_names_have(tables, op->table) == TRI_NO)
		return TRI_NO;
	if (op->kind == OP_RENAME_COLUMN)
		return renamed_to(op->to, name);
	if (op->kind != OP_UPDATE || !added)
		return TRI_NO;
	if (!(op->flags & OPF_FROM_SQL)) /* built in code, perhaps in variables */
		return TRI_YES;
	return sql_find_word(op->text, name, 0) >= 0 ? TRI_YES : TRI_NO;
}

struct way_back {
	enum tri found;
	bool added; /* a column of the old name is added */
};

static struct way_back way_back(const struct migration *m, const struct op *rename)
{
	struct way_back back = {.found = TRI_NO};
	struct table_names tables = table_names_of(m, rename->table);
	const struct body *down = &m->body[DOWN];

	for (uint32_t i = 0; i < down->op_count && back.found != TRI_YES; i++) {
		const struct op *op = &down->ops[i];

		if (op->kind == OP_ADD_COLUMN && str_eq(op->name, rename->name) &&
		    table_names_have(&tables, op->table) != TRI_NO)
			back.added = true;
		else
			back.found = tri_or(back.found,
					    gives_back(op, &tables, rename->name, back.added));
	}
	return back;
}

static void on_op(struct rule_run *run, const struct op *rename)
{
	const struct migration *m = run->migration;
	const struct body *up = &m->body[UP];
	struct way_back back;

	if (migration_undo(m) != UNDO_RUNS || body_creates_table_before(up, rename) ||
	    body_creates_column_before(up, rename) || name_settled_later(up, rename) ||
	    continues_rename(up, rename))
		return;
	back = way_back(m, rename);
	if (back.found == TRI_YES)
		return;
	struct rule_report report = {
		.op = rename,
		.subject = column_subject(rename),
		.verdict = back.added ? STR("loses data") : STR("restored differently"),
		.message = rule_text(run, "upgrade renames column " STR_FMT " to " STR_FMT,
				     STR_ARG(column_label(run, rename)), STR_ARG(rename->to)),
		.outcome =
			back.added
				? STR("the downgrade adds an empty column of the old name instead "
				      "of renaming it back")
				: STR("the downgrade does not rename it back"),
		.confidence = back.found == TRI_NO ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"name\", new_column_name=\"full_name\")\n"
	"    op.alter_column(\"users\", \"mail\", new_column_name=\"email\")\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"email\", new_column_name=\"mail\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.batch_alter_table(\"users\") as batch_op:\n"
	"        batch_op.alter_column(\"name\", new_column_name=\"full_name\")\n"
	"\n"
	"def downgrade():\n"
	"    with op.batch_alter_table(\"users\") as batch_op:\n"
	"        batch_op.alter_column(\"full_name\", new_column_name=\"name\")\n",
	NULL,
};

const struct rule rule_unreversed_column_rename = {
	.id = "TM302",
	.name = "unreversed-column-rename",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT302",
	.summary = "the upgrade renames a column and the downgrade does not rename it back",
	.why = "After a rollback the old code selects the old name and gets \"column does not "
	       "exist\" (MySQL: \"unknown column\"), although the values are still there. The next "
	       "upgrade fails too, because there is no column of the old name to rename.",
	.fix = "Rename it back in the downgrade: op.alter_column(table, new, new_column_name=old). "
	       "MySQL and MariaDB need existing_type there, and existing_nullable and "
	       "existing_server_default if those are to stay. Renames also break the code that "
	       "runs during the deployment: adding the new column beside the old one, writing both, "
	       "and dropping the old one a release later avoids the rename altogether.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(RENAME_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
