#include "rules/proven.h"

/* NULLs are filled because the column is about to refuse them. */
static bool is_tightened(const struct body *up, const struct subject *s)
{
	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i];

		if (op->kind == OP_SET_NULLABLE && op->column && op->column->nullable == TRI_NO &&
		    names_equal(op->table, s->table) != TRI_NO && str_eq(op->name, s->column))
			return true;
	}
	return false;
}

/* The UPDATE names only rows where the column is NULL: it fills, and overwrites nothing. */
static bool fills_nulls(const struct proven *p)
{
	for (uint32_t i = 0; i < p->op->null_count; i++)
		if (names_equal(p->op->null_columns[i], p->subject.column) != TRI_NO)
			return true;
	return false;
}

/* The downgrade writes the column too: somebody thought of a way back. */
static bool has_way_back(const struct rule_run *run, const struct subject *s)
{
	return body_touches(&run->migration->body[DOWN], s, OP_BIT(UPDATE) | OP_BIT(INSERT)) !=
	       NULL;
}

/* The column goes in the same upgrade, which dropped-column tells. */
static bool goes_too(const struct body *up, const struct proven *p)
{
	struct subject table = {.table = p->subject.table};

	return body_touches(up, &p->subject, OP_BIT(DROP_COLUMN)) ||
	       body_touches(up, &table, OP_BIT(DROP_TABLE));
}

/* The query whose rows the new values are made from, in a loop over them; or NULL. */
static const struct op *rows_read_by(const struct body *up, const struct op *op)
{
	const struct op *found = NULL;

	if (!(op->flags & OPF_IN_LOOP))
		return NULL;
	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_SELECT && str_eq(at->table, op->to.len ? op->to : op->table))
			found = at;
	return found;
}

static void on_migration(struct rule_run *run)
{
	const struct migration *m = run->migration;
	struct proven_list list = proven_list(run, VERDICT_BIT(REWRITES_VALUES));

	if (migration_undo(m) == UNDO_REFUSED)
		return; /* its author says that there is no way back */

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		enum undo undo = migration_undo(m);
		const struct op *read;
		struct evidence evidence = {.path = m->path};
		struct rule_report report;

		if (!p->op || p->op->kind != OP_UPDATE || p->direction != UP || fills_nulls(p) ||
		    is_tightened(&m->body[UP], &p->subject) || goes_too(&m->body[UP], p) ||
		    has_way_back(run, &p->subject))
			continue;
		report = proven_report(run, p);
		report.message = rule_text(run, "upgrade overwrites values of " STR_FMT,
					   STR_ARG(subject_text(run, &p->subject)));
		report.outcome = undo == UNDO_RUNS ? STR("the downgrade does not write them back")
						   : undo_text(undo);
		read = rows_read_by(&m->body[UP], p->op);
		if (read) {
			evidence.line = read->at.line;
			evidence.text = read->excerpt;
			report.evidence = &evidence;
			report.evidence_count = 1;
		}
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE orders SET state = 'open' WHERE state = 'new'\")\n"
	"    op.add_column(\"orders\", sa.Column(\"opened\", sa.DateTime()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"orders\", \"opened\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE orders SET state = 'open' WHERE state = 'new'\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE orders SET state = 'new' WHERE state = 'open'\")\n",
	/* NULLs, before they are refused */
	"def upgrade():\n"
	"    op.execute(\"UPDATE orders SET state = 'new' WHERE state IS NULL\")\n"
	"    op.alter_column(\"orders\", \"state\", existing_type=sa.Text(), nullable=False)\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"orders\", \"state\", existing_type=sa.Text(), nullable=True)\n",
	NULL,
};

const struct rule rule_rewritten_values = {
	.id = "TM207",
	.name = "rewritten-values",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT103 MRT104 MRT105",
	.summary = "the upgrade overwrites values that no downgrade writes back",
	.why = "The old values are gone: after a rollback the old code reads values in a form, a unit "
	       "or a state that it does not know. Nothing fails at once; wrong prices, lost states "
	       "and logins that no longer work are found days later, when a backup no longer "
	       "helps either. Filling NULLs and filling a column that the migration adds are not "
	       "meant here.",
	.fix = "Write the new values to a new column and drop the old one a release later; or write "
	       "the reverse UPDATE in the downgrade, and keep what it needs for that (a column with "
	       "the old value, a table of old and new). If both versions of the code understand the "
	       "new values, allow this finding with that reason.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
