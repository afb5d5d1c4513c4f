#include "rules/judge.h"
#include "rules/rollout.h"

static bool has_label(const struct str *labels, uint32_t count, struct str label)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_eq(labels[i], label))
			return true;
	return false;
}

/* The first label that is gone. */
static struct str lost_label(const struct str *old, uint32_t old_count, const struct coltype *to)
{
	for (uint32_t i = 0; i < old_count; i++)
		if (name_known(old[i]) && !has_label(to->labels, to->label_count, old[i]))
			return old[i];
	return STR("");
}

static struct str find_lost(struct rule_run *run, const struct op *op)
{
	const struct table_column *now = rule_column_before(run, op, rollout_dialect(run, op));
	const struct column *column = op->column;

	if (!column || !column->type || !column->type->label_count)
		return STR("");
	for (uint32_t i = 0; i < column->type->label_count; i++)
		if (!name_known(column->type->labels[i]))
			return STR("");
	if (now && now->type && now->type->label_count)
		return lost_label(now->type->labels, now->type->label_count, column->type);
	if (column->existing_type && column->existing_type->label_count)
		return lost_label(column->existing_type->labels, column->existing_type->label_count,
				  column->type);
	return STR("");
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	bool rename = op->kind == OP_RENAME_ENUM_VALUE;
	struct str lost = rename ? op->name : find_lost(run, op);
	bool repaired = !rename && rollout_repairs(up, op);

	if (!lost.len || (!rename && rollout_column_in_use(run, op) == TRI_NO))
		return;
	struct rule_report report = {
		.op = op,
		.subject = rename ? (struct subject){.object = op->name} : column_subject(op),
		.message = rename ? rule_text(run,
					      "upgrade renames a value of enumeration " STR_FMT,
					      STR_ARG(op->name))
				  : rule_text(run,
					      "upgrade takes '" STR_FMT
					      "' out of the values of " STR_FMT,
					      STR_ARG(lost), STR_ARG(column_label(run, op))),
		.outcome = rename || repaired
				   ? STR("the release before still writes and expects it")
				   : STR("it fails on rows that hold it, and the release before "
					 "still writes it"),
		.confidence = rollout_confidence(op, TRI_YES),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"kind\", existing_type=sa.Enum(\"a\", \"b\", \"c\", name=\"kind\"),\n"
	"                    type_=sa.Enum(\"a\", \"b\", name=\"kind2\"), postgresql_using=\"kind::text::kind2\")\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"kind\", existing_type=sa.Enum(\"a\", \"b\", name=\"kind2\"),\n"
	"                    type_=sa.Enum(\"a\", \"b\", \"c\", name=\"kind\"), postgresql_using=\"kind::text::kind\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    with op.get_context().autocommit_block():\n"
	"        op.execute(\"ALTER TYPE kind ADD VALUE IF NOT EXISTS 'd'\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_removed_enum_value = {
	.id = "TM708",
	.name = "removed-enum-value",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade takes a value out of an enumeration, or renames one",
	.why = "Rows that hold the value cannot be converted, so the statement fails on them "
	       "(MySQL without strict mode stores ''). Code of the release before still writes "
	       "the value and fails; code that reads it with SQLAlchemy's Enum raises "
	       "LookupError for a value that it does not know, which a rename causes in both "
	       "directions.",
	.fix = "Stop writing the value in one release, change the rows that hold it in a second "
	       "step, and take it out of the type when no release that runs knows it. A value "
	       "that nobody writes does no harm: often it can stay. Instead of a rename add the "
	       "new value, move the rows, and leave the old one.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(ALTER_TYPE) | OP_BIT(RENAME_ENUM_VALUE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
