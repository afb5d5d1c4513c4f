#include "rules/proven.h"

/* The upgrade makes it too, under some condition or anew: the downgrade is meant to undo that. */
static bool answers_upgrade(const struct rule_run *run, const struct proven *p)
{
	const struct body *up = &run->migration->body[UP];
	const struct subject table = {.table = p->subject.table};

	switch (p->op->kind) {
	case OP_DROP_TABLE:
		return body_touches(up, &table,
				    OP_BIT(CREATE_TABLE) | OP_BIT(RENAME_TABLE) |
					    OP_BIT(DROP_TABLE)) != NULL;
	case OP_DROP_COLUMN:
		return body_touches(up, &p->subject, OP_BIT(ADD_COLUMN) | OP_BIT(RENAME_COLUMN)) ||
		       body_touches(up, &table, OP_BIT(CREATE_TABLE) | OP_BIT(RENAME_TABLE));
	default:
		/* a WHERE names rows that the upgrade made, or that the old schema does not admit */
		return (p->op->kind == OP_DELETE && !(p->op->flags & OPF_NO_WHERE)) ||
		       body_touches(up, &table,
				    OP_BIT(UPDATE) | OP_BIT(INSERT) | OP_BIT(CREATE_TABLE) |
					    OP_BIT(DELETE)) != NULL;
	}
}

/* An object that nobody is known to have made: the application may make it, or the upgrade did. */
static bool is_unsure(const struct proven *p)
{
	return (p->op->kind == OP_DROP_TABLE || p->op->kind == OP_DROP_COLUMN) &&
	       p->confidence < CONFIDENCE_PROVEN;
}

static struct str deed(struct rule_run *run, const struct proven *p)
{
	struct str what = subject_text(run, &p->subject);

	switch (p->op->kind) {
	case OP_DROP_TABLE:
		return rule_text(run, "downgrade drops table " STR_FMT, STR_ARG(what));
	case OP_DROP_COLUMN:
		return rule_text(run, "downgrade drops column " STR_FMT, STR_ARG(what));
	case OP_DELETE:
	case OP_TRUNCATE:
		return rule_text(run, "downgrade deletes rows of " STR_FMT, STR_ARG(what));
	default:
		return rule_text(run, "downgrade destroys " STR_FMT, STR_ARG(what));
	}
}

static void on_migration(struct rule_run *run)
{
	const uint64_t kinds = OP_BIT(DROP_TABLE) | OP_BIT(DROP_COLUMN) | OP_BIT(DELETE) |
			       OP_BIT(TRUNCATE);
	struct proven_list list = proven_list(run, VERDICT_BIT(LOSES_DATA) |
							   VERDICT_BIT(REWRITES_VALUES));

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		struct rule_report report;

		if (!p->op || p->direction != DOWN || !(kinds >> p->op->kind & 1) || is_unsure(p) ||
		    answers_upgrade(run, p))
			continue;
		report = proven_report(run, p);
		report.message = deed(run, p);
		report.outcome = p->op->kind == OP_DELETE || p->op->kind == OP_TRUNCATE
					 ? STR("the upgrade did not put them there")
					 : STR("it was there before the upgrade");
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"TRUNCATE TABLE users\")\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

const struct rule rule_destructive_downgrade = {
	.id = "TM110",
	.name = "destructive-downgrade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "the downgrade destroys rows, columns or tables that the upgrade did not make",
	.why = "A rollback is meant to lead back to the state before the upgrade. This one removes "
	       "data that was there before it: rows that have nothing to do with the change, or a "
	       "table that the upgrade never made. Whoever rolls back to save a bad "
	       "release loses more than the release.",
	.fix = "Let the downgrade undo what the upgrade did, and no more. When rows are in the way, "
	       "delete only those that the new schema made possible, by a WHERE that says so.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
