#include "rules/proven.h"

/* The index that MySQL makes for a foreign key outlives it, and does no harm. */
static bool is_of_foreign_key(const struct proven *p)
{
	return p->op->kind == OP_CREATE_CONSTRAINT && p->op->constraint &&
	       p->op->constraint->kind == CONSTRAINT_FOREIGN_KEY &&
	       str_starts(p->text, STR("index "));
}

/* The table is made anew, and what the old one had is not known. */
static bool is_part_of_new_table(const struct proven *p)
{
	return p->op->kind == OP_CREATE_TABLE && p->subject.table.len &&
	       (p->subject.column.len || p->subject.object.len) &&
	       p->confidence < CONFIDENCE_PROVEN;
}

/* Extensions and schemas are shared: leaving one is right. Renames have rules of their own. */
static bool is_other_rules(const struct op *op)
{
	const uint64_t kinds = OP_BIT(INSERT) | OP_BIT(CREATE_EXTENSION) | OP_BIT(CREATE_SCHEMA) |
			       OP_BIT(RENAME_COLUMN) | OP_BIT(RENAME_TABLE);

	return kinds >> op->kind & 1;
}

/* What the upgrade makes only when it is not there yet may have been there. */
static bool may_be_older(const struct proven *p)
{
	return p->op && p->op->flags & OPF_IF_NOT_EXISTS;
}

static const struct proven *fails_again(const struct proven_list *again, const struct proven *p)
{
	for (uint32_t i = 0; i < again->count; i++)
		if (p->op && again->items[i].op == p->op)
			return &again->items[i];
	return NULL;
}

static struct str made(struct rule_run *run, const struct proven *p)
{
	if (p->op && p->op->kind == OP_ADD_ENUM_VALUE)
		return rule_text(run, "upgrade adds a label to type " STR_FMT,
				 STR_ARG(p->subject.object));
	return rule_text(run, "upgrade makes " STR_FMT, STR_ARG(subject_text(run, &p->subject)));
}

static void report_one(struct rule_run *run, const struct proven *p, const struct proven *again)
{
	static const enum severity note = SEVERITY_NOTE, error = SEVERITY_ERROR;
	struct rule_report report = proven_report(run, p);

	report.message = made(run, p);
	report.outcome = again ? rule_text(run,
					   "the downgrade leaves it behind (" STR_FMT
					   "), and the next upgrade fails: " STR_FMT,
					   STR_ARG(p->text), STR_ARG(again->text))
			       : rule_text(run, "the downgrade leaves it behind: " STR_FMT,
					   STR_ARG(p->text));
	if (again)
		report.severity = &error;
	else if ((p->op && p->op->kind == OP_ADD_ENUM_VALUE) || may_be_older(p))
		report.severity = &note;
	rule_report(run, &report);
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(LEFT_BEHIND));
	struct proven_list again;

	if (!list.count || proven_stops(run))
		return;
	again = proven_outcomes(run, PROVEN_REUPGRADE);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];

		if (p->op && p->direction == UP && !is_other_rules(p->op) &&
		    !is_of_foreign_key(p) && !is_part_of_new_table(p))
			report_one(run, p, fails_again(&again, p));
	}
}

static const char *const bad[] = {
	/* the column's type is made with it, and stays */
	"def upgrade():\n"
	"    state = sa.Enum(\"open\", \"paid\", name=\"order_state\")\n"
	"    op.create_table(\"orders\", sa.Column(\"state\", state))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"orders\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    state = sa.Enum(\"open\", \"paid\", name=\"order_state\")\n"
	"    op.create_table(\"orders\", sa.Column(\"state\", state))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"orders\")\n"
	"    sa.Enum(name=\"order_state\").drop(op.get_bind())\n",
	NULL,
};

const struct rule rule_left_behind_object = {
	.id = "TM206",
	.name = "left-behind-object",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT304 MRT501 MRT502 MRT503",
	.summary =
		"the upgrade makes a type, table, column, key or trigger that the downgrade leaves",
	.why = "What stays is in the way of the next upgrade: \"type already exists\" (an error). On "
	       "PostgreSQL an Enum in create_table makes a type of its own, and drop_table does not "
	       "drop it; this is the usual case. A left column that is NOT NULL or a left constraint "
	       "also refuses what the old code writes. A label of an enumeration cannot be removed "
	       "at all (a note): rows that use it stay, and the old code must cope with them.",
	.fix = "Drop in the downgrade what the upgrade made, types last: "
	       "sa.Enum(name=\"…\").drop(op.get_bind(), checkfirst=True). If the object may stay, "
	       "make it in the upgrade with IF NOT EXISTS or checkfirst, so that the next upgrade "
	       "runs.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
