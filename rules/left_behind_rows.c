#include "rules/proven.h"

/* Rows that are copied from another table are part of a move; the proof tells what is lost of it. */
static bool is_seed(const struct op *op)
{
	return op && op->kind == OP_INSERT;
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(LEFT_BEHIND));
	const struct body *down = &run->migration->body[DOWN];

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		struct rule_report report;

		if (p->subject.column.len || p->subject.object.len || !is_seed(p->op) ||
		    body_touches(down, &p->subject, OP_BIT(DELETE) | OP_BIT(TRUNCATE)) ||
		    body_is_opaque(down))
			continue;
		report = proven_report(run, p);
		report.message = rule_text(run, "upgrade inserts rows into " STR_FMT,
					   STR_ARG(subject_text(run, &p->subject)));
		report.outcome = STR("the downgrade leaves them there");
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"plans\", sa.Column(\"seats\", sa.Integer()))\n"
	"    op.execute(\"INSERT INTO plans (name, seats) VALUES ('team', 10)\")\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"plans\", \"seats\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"INSERT INTO plans (name) VALUES ('team')\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DELETE FROM plans WHERE name = 'team'\")\n",
	/* into a table that goes with them */
	"def upgrade():\n"
	"    op.create_table(\"plans\", sa.Column(\"name\", sa.Text()))\n"
	"    op.execute(\"INSERT INTO plans (name) VALUES ('team')\")\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"plans\")\n",
	NULL,
};

const struct rule rule_left_behind_rows = {
	.id = "TM106",
	.name = "left-behind-rows",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT104 MRT105 MRT106",
	.summary = "the upgrade inserts rows and the downgrade does not remove them",
	.why = "After the rollback the old code meets rows that it does not know: a plan, a role or a "
	       "state that it has no case for. The next upgrade inserts them a second time, which "
	       "fails on a unique key or, worse, leaves every one of them twice.",
	.fix = "Delete in the downgrade exactly the rows that the upgrade inserted, by their key. If "
	       "other rows may refer to them by then, let the upgrade insert only what is missing "
	       "(ON CONFLICT DO NOTHING, WHERE NOT EXISTS), and allow this finding with that reason.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
