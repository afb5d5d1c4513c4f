#include "rules/proven.h"

/* What is in the way, or is missing, has a finding of its own. */
static bool is_told(struct rule_run *run, const struct op *op)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(LEFT_BEHIND) |
							   VERDICT_BIT(RESTORED_DIFFERENTLY) |
							   VERDICT_BIT(LOSES_DATA));

	for (uint32_t i = 0; i < list.count; i++) {
		const struct subject *s = &list.items[i].subject;
		bool named = str_eq(s->object, op->name) || str_eq(s->column, op->name) ||
			     (!s->object.len && !s->column.len);

		if (op->kind != OP_CREATE_EXTENSION && op->kind != OP_CREATE_SCHEMA &&
		    (list.items[i].op == op || (str_eq(s->table, op->table) && named)))
			return true;
	}
	return false;
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list;

	if (migration_undo(run->migration) != UNDO_RUNS)
		return; /* empty-downgrade tells it */
	list = proven_outcomes(run, PROVEN_REUPGRADE);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		struct rule_report report;

		if (!p->op || p->op->kind == OP_RAISE || is_told(run, p->op) ||
		    (p->dialects == DIALECT_SQLITE && run->env->dialects != DIALECT_SQLITE))
			continue;
		report = proven_report(run, p);
		report.message = STR("after a rollback the upgrade does not run again");
		report.outcome = p->text;
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"CREATE EXTENSION hstore\")\n"
	"    op.add_column(\"users\", sa.Column(\"tags\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"tags\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"CREATE EXTENSION IF NOT EXISTS hstore\")\n"
	"    op.add_column(\"users\", sa.Column(\"tags\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"tags\")\n",
	NULL,
};

const struct rule rule_failing_re_upgrade = {
	.id = "TM108",
	.name = "failing-re-upgrade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "upgrade, downgrade, upgrade: the second upgrade fails",
	.why = "The rollback works, the bug is fixed, the release goes out again, and now the "
	       "migration stops: what it drops is not there under that name, or what it makes is "
	       "there already. The release is blocked until somebody repairs the production schema "
	       "by hand.",
	.fix = "Let the downgrade restore each object under its old name. Run upgrade, downgrade, "
	       "upgrade in CI.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
