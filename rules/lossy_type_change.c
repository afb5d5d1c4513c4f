#include "rules/proven.h"

static const struct op *type_change(const struct body *body, const struct op *like)
{
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		if (op->kind == OP_ALTER_TYPE && str_eq(op->name, like->name) &&
		    names_equal(op->table, like->table) != TRI_NO)
			return op;
	}
	return NULL;
}

static bool is_enum(const struct coltype *type)
{
	return type && (type->label_count || type->enum_name.len);
}

/* How a label becomes another, or a text, is what the USING says; it is not known to lose. */
static bool is_mapping(const struct op *op)
{
	return op->column && (op->column->using.len || is_enum(op->column->type) ||
			      is_enum(op->column->existing_type));
}

/* The upgrade cuts. */
static void report_cut(struct rule_run *run, const struct proven *p)
{
	static const enum severity error = SEVERITY_ERROR;
	struct rule_report report = proven_report(run, p);
	enum undo undo = migration_undo(run->migration);

	report.message = rule_text(run, "upgrade changes the type of " STR_FMT "; " STR_FMT,
				   STR_ARG(subject_text(run, &p->subject)), STR_ARG(p->text));
	report.outcome = undo == UNDO_RUNS ? STR("and no downgrade brings them back")
					   : undo_text(undo);
	report.severity = &error;
	rule_report(run, &report);
}

/* The upgrade widens, and what is written then does not fit back: stands at the widening. */
static void report_no_way_back(struct rule_run *run, const struct proven *p)
{
	struct rule_report report = proven_report(run, p);
	const struct op *up = type_change(&run->migration->body[UP], p->op);
	struct evidence evidence = {run->migration->path, p->op->at.line, p->op->excerpt};

	if (up)
		report.op = up;
	report.message = rule_text(run, "upgrade changes the type of " STR_FMT,
				   STR_ARG(subject_text(run, &p->subject)));
	report.outcome = p->verdict == VERDICT_FAILS_ON_NEW_ROWS
				 ? rule_text(run, "the downgrade fails: " STR_FMT, STR_ARG(p->text))
				 : rule_text(run, "in the downgrade " STR_FMT, STR_ARG(p->text));
	report.evidence = &evidence;
	report.evidence_count = 1;
	rule_report(run, &report);
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(FAILS_ON_NEW_ROWS) |
							   VERDICT_BIT(REWRITES_VALUES));

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];

		if (!p->op || p->op->kind != OP_ALTER_TYPE || str_has(p->text, STR("{")) ||
		    (p->verdict == VERDICT_REWRITES_VALUES && is_mapping(p->op)))
			continue;
		if (p->direction == UP)
			report_cut(run, p);
		else
			report_no_way_back(run, p);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(50), type_=sa.String(200))\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(200), type_=sa.String(50))\n",
	NULL,
};

static const char *const good[] = {
	/* the longer type may stay */
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(50), type_=sa.String(200))\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE users SET name = left(name, 50)\")\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(200), type_=sa.String(50))\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

const struct rule rule_lossy_type_change = {
	.id = "TM209",
	.name = "lossy-type-change",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT303",
	.summary = "a type change cuts values, or its downgrade does or fails on them",
	.why = "A narrower type does not hold every value: PostgreSQL refuses the whole statement "
	       "(\"value too long\", \"out of range\"), MySQL refuses or, without strict mode, cuts. "
	       "In the upgrade (an error) values that exist are at stake. In the downgrade of a "
	       "widening it is those written since: the first name of 51 letters makes the "
	       "rollback fail.",
	.fix = "A widening needs no way back: let the downgrade leave the wider type, old code can "
	       "live with it. Where it must be narrowed, deal with the values that do not fit first "
	       "(shorten, move, report them), in the same direction. Instead of narrowing in place, "
	       "add a column of the new type, copy, and drop the old one a release later.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
