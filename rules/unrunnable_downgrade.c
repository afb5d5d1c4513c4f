#include "rules/proven.h"

/* SQLite has no ALTER for most changes; beside a server it is what tests run on. */
static bool only_on_sqlite(const struct rule_run *run, const struct proven *p)
{
	return p->dialects == DIALECT_SQLITE && run->env->dialects != DIALECT_SQLITE;
}

/* Does it fail whatever the schema is? */
static bool fails_anywhere(const struct op *op)
{
	return op->kind == OP_FAIL ||
	       (op->kind == OP_DROP_CONSTRAINT && (op->flags & OPF_NAME_NONE));
}

enum { LATER_SHOWN = 8 };

/* The same mistake further down, which is met when the first one is mended: how often, and where. */
static uint32_t find_later(const struct rule_run *run, const struct op *first,
			   struct evidence *shown)
{
	const struct body *body = &run->migration->body[DOWN];
	uint32_t count = 0;

	for (uint32_t i = 0; first && fails_anywhere(first) && i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		if (op <= first || op->kind != first->kind || !fails_anywhere(op))
			continue;
		if (count < LATER_SHOWN)
			shown[count] = (struct evidence){.path = run->migration->path,
							 .line = op->at.line,
							 .text = op->excerpt};
		count++;
	}
	return count;
}

static void report_one(struct rule_run *run, const struct proven *p)
{
	static const enum severity note = SEVERITY_NOTE;
	struct rule_report report = proven_report(run, p);
	struct evidence shown[LATER_SHOWN];
	uint32_t later = find_later(run, p->op, shown);

	if (proven_wants_values(p))
		report.message = rule_text(
			run, "downgrade makes " STR_FMT " NOT NULL and fails on every row",
			STR_ARG(subject_text(run, &p->subject)));
	else
		report.message = STR("downgrade stops at this statement");
	report.outcome = p->text;
	if (later) {
		report.outcome = rule_text(run, STR_FMT "; %u more after it fail%s likewise",
					   STR_ARG(p->text), later, later == 1 ? "s" : "");
		report.evidence = shown;
		report.evidence_count = later < LATER_SHOWN ? later : LATER_SHOWN;
	}
	if (only_on_sqlite(run, p))
		report.severity = &note;
	rule_report(run, &report);
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(CANNOT_RUN));

	for (uint32_t i = 0; i < list.count; i++)
		/* what it raises itself is refused-downgrade's, or a check of the data */
		if (list.items[i].op && list.items[i].op->kind != OP_RAISE)
			report_one(run, &list.items[i]);
}

static const char *const bad[] = {
	/* the naming convention named it when it was made; nothing names it when it is dropped */
	"def upgrade():\n"
	"    op.create_foreign_key(None, \"orders\", \"users\", [\"user_id\"], [\"id\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(None, \"orders\", type_=\"foreignkey\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_foreign_key(\"fk_orders_user\", \"orders\", \"users\", [\"user_id\"], [\"id\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n",
	NULL,
};

const struct rule rule_unrunnable_downgrade = {
	.id = "TM105",
	.name = "unrunnable-downgrade",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "the downgrade stops with an error, on any database or on any with rows",
	.why = "There is a downgrade, so everybody counts on it, and it has never been run: it drops "
	       "a constraint without a name, names an object that is not there under that name, "
	       "drops things in an order that the database refuses, or adds a NOT NULL column that "
	       "the existing rows have no value for. The rollback fails in the first minute of an "
	       "incident; where DDL is not transactional (MySQL, MariaDB, Oracle) it also stops half "
	       "way, in a state that neither version knows.",
	.fix = "Run upgrade, downgrade, upgrade once against a real database with rows in it, in CI. "
	       "Give every constraint a name, in the call or by MetaData(naming_convention=…), and "
	       "use that name to drop it. Add columns back nullable or with a server_default. Undo "
	       "the steps in the reverse order.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
