#include "rules/judge.h"
#include "rules/rollout.h"

enum { LONG_TEXT = 10000 };

static bool types_of(struct rule_run *run, const struct op *op, dialect_set one,
		     struct sql_type *from, struct sql_type *to)
{
	const struct table_column *now = rule_column_before(run, op, one);
	const struct column *column = op->column;

	if (!column || !column->type)
		return false;
	sql_type_of(to, run->scratch, column->type, one);
	if (now && now->type) {
		*from = *now->type;
		return true;
	}
	if (!column->existing_type)
		return false;
	sql_type_of(from, run->scratch, column->existing_type, one);
	return true;
}

/* A text of the same values: an enumeration and the text that stood for it. */
static bool is_text_like(const struct sql_type *type)
{
	return type->family == TYPE_TEXT || type->family == TYPE_ENUM;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	dialect_set one = rollout_dialect(run, op);
	enum tri used = rollout_column_in_use(run, op);
	struct sql_type from, to;
	enum type_change change;

	if (used == TRI_NO || !one || !types_of(run, op, one, &from, &to))
		return;
	change = sql_type_change(&from, &to, one);
	if (change == TYPE_SAME || change == TYPE_WIDENS || change == TYPE_CHANGE_UNKNOWN)
		return;
	if (to.family == from.family && change != TYPE_NARROWS)
		return;
	/* another range or precision of the same points in time, or a limit that no text reaches */
	if ((from.family == TYPE_TIMESTAMP && to.family == TYPE_TIMESTAMP) ||
	    (to.family == TYPE_TEXT && to.length >= LONG_TEXT))
		return;
	/* removed-enum-value says which labels; a text takes whatever was a label */
	if (is_text_like(&from) && is_text_like(&to) &&
	    (from.family == TYPE_ENUM || change != TYPE_NARROWS))
		return;
	/* the values are written in the same form by the driver */
	if ((from.family == TYPE_TEXT && to.family == TYPE_JSON) ||
	    (from.family == TYPE_JSON && to.family == TYPE_TEXT))
		return;
	struct rule_report report = {
		.op = op,
		.subject = column_subject(op),
		.message = rule_text(
			run, "upgrade changes " STR_FMT " from " STR_FMT " to " STR_FMT,
			STR_ARG(column_label(run, op)), STR_ARG(from.text), STR_ARG(to.text)),
		.outcome =
			change == TYPE_NARROWS
				? STR("the release before may still write values that do not fit")
				: STR("the release before still writes and reads the old type"),
		.confidence = rollout_confidence(op, used),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"age\", existing_type=sa.Text(), type_=sa.Integer(),\n"
	"                    postgresql_using=\"age::integer\")\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"age\", existing_type=sa.Integer(), type_=sa.Text())\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(50), type_=sa.String(200))\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(200), type_=sa.String(50))\n",
	NULL,
};

const struct rule rule_retyped_while_in_use = {
	.id = "TM703",
	.name = "retyped-while-in-use",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "MRT705",
	.summary = "the upgrade gives a column a type that values of the release before do not fit",
	.why = "During a rolling deployment, and again during a rollback, code of two releases "
	       "runs against one schema. The old release goes on writing what the old type "
	       "allowed: a longer text, a larger number, a number where there is now a text. "
	       "Those statements fail, or (MySQL without strict mode) the values are cut. With "
	       "asyncpg and other drivers that prepare statements, even reads fail until the "
	       "connection is new.",
	.fix = "Add a column of the new type, write both from the code, copy the rows in "
	       "batches, switch the reads, and drop the old column in a later release. Where the "
	       "new type is only narrower, let the code check the limit one release before the "
	       "database does.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(ALTER_TYPE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
