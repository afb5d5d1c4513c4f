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
static bool fills_nulls(const struct op *op, struct str column)
{
	for (uint32_t i = 0; i < op->null_count; i++)
		if (names_equal(op->null_columns[i], column) != TRI_NO)
			return true;
	return false;
}

/* The value that the op writes into the column; NULL: it is not told. */
static const struct column *written(const struct op *op, struct str column)
{
	for (uint32_t i = 0; i < op->column_count; i++)
		if (str_eq(op->columns[i].name, column))
			return &op->columns[i];
	return NULL;
}

/* One constant in every row: that brings back nothing, and takes what was there. */
static bool wipes(const struct op *op, struct str column)
{
	const struct column *value = written(op, column);

	return op->kind == OP_UPDATE && op->flags & OPF_NO_WHERE && value &&
	       value->server_default.kind == DEFAULT_LITERAL;
}

/* The downgrade writes the column too: somebody thought of a way back. */
static bool has_way_back(const struct rule_run *run, const struct subject *s)
{
	const struct body *down = &run->migration->body[DOWN];

	for (uint32_t i = 0; i < down->op_count; i++) {
		const struct body one = {.shape = BODY_OPS, .ops = &down->ops[i], .op_count = 1};

		if (!wipes(&down->ops[i], s->column) &&
		    body_touches(&one, s, OP_BIT(UPDATE) | OP_BIT(INSERT)))
			return true;
	}
	return false;
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

/* The first UPDATE of the upgrade that overwrites the column; NULL: none does. */
static const struct op *overwritten_by(const struct body *up, const struct subject *s)
{
	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct body one = {.shape = BODY_OPS, .ops = &up->ops[i], .op_count = 1};

		if (body_touches(&one, s, OP_BIT(UPDATE)) && !fills_nulls(&up->ops[i], s->column))
			return &up->ops[i];
	}
	return NULL;
}

/*
 * The column was added by the migration just before, and holds nothing but its default: it is filled
 * only now, and there may never have been code that wrote to it without this migration.
 */
static bool is_fresh(const struct rule_run *run, const struct proven *p)
{
	const struct migration *m = run->migration;

	for (uint32_t i = 0; i < run->proofs->replay_count; i++) {
		const struct replay *r = &run->proofs->replays[i];
		struct str key = schema_key(run->scratch, r->dialect, p->subject.schema,
					    p->subject.table);
		const struct table *t = schema_table(&r->steps[run->node].before, key);
		const struct table_column *c = t ? table_column(t, p->subject.column) : NULL;

		if (!c || (c->values->kind != TOKEN_EMPTY && c->values->kind != TOKEN_DEFAULT) ||
		    c->origin->node == CHAIN_NONE)
			continue;
		for (uint32_t k = 0; k < m->parent_count; k++)
			if (str_eq(run->chain->nodes[c->origin->node]->revision, m->parents[k]))
				return true;
	}
	return false;
}

static void add_evidence(struct rule_report *report, struct evidence *evidence, const struct op *op)
{
	evidence->line = op->at.line;
	evidence->text = op->excerpt;
	report->evidence = evidence;
	report->evidence_count = 1;
}

static void report_upgrade(struct rule_run *run, const struct proven *p, struct str outcome)
{
	const struct migration *m = run->migration;
	const struct op *read = rows_read_by(&m->body[UP], p->op);
	struct evidence evidence = {.path = m->path};
	struct rule_report report = proven_report(run, p);

	report.message = rule_text(run, "upgrade overwrites values of " STR_FMT,
				   STR_ARG(subject_text(run, &p->subject)));
	report.outcome = outcome;
	if (read)
		add_evidence(&report, &evidence, read);
	rule_report(run, &report);
}

/*
 * The downgrade writes a constant into every row. That is no way back of what the upgrade overwrites,
 * and where it leaves rows alone, it is the downgrade that takes their values.
 */
static void report_wiped(struct rule_run *run, const struct proven *p)
{
	const struct body *up = &run->migration->body[UP];
	const struct op *first = overwritten_by(up, &p->subject);
	struct str value = written(p->op, p->subject.column)->server_default.text;
	struct proven own = *p;
	struct rule_report report;
	bool fresh;

	fresh = is_fresh(run, p);
	if (fresh)
		own.confidence = CONFIDENCE_LOW;
	if (!first || !(first->flags & OPF_NO_WHERE)) {
		report = proven_report(run, &own);
		report.message = rule_text(run,
					   "downgrade sets " STR_FMT " to " STR_FMT " in every row",
					   STR_ARG(subject_text(run, &p->subject)), STR_ARG(value));
		report.outcome = STR("what was there before the upgrade is gone, too");
		rule_report(run, &report);
	}
	if (!first || fresh || str_has(first->condition, value) || is_tightened(up, &p->subject))
		return;
	own.op = first;
	own.direction = UP;
	report_upgrade(run, &own,
		       rule_text(run, "the downgrade writes " STR_FMT " into every row instead",
				 STR_ARG(value)));
}

static void on_migration(struct rule_run *run)
{
	const struct migration *m = run->migration;
	struct proven_list list = proven_list(run, VERDICT_BIT(REWRITES_VALUES));
	enum undo undo = migration_undo(m);

	if (undo == UNDO_REFUSED)
		return; /* its author says that there is no way back */

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];

		if (!p->op || p->op->kind != OP_UPDATE || goes_too(&m->body[UP], p) ||
		    has_way_back(run, &p->subject))
			continue;
		if (p->direction == DOWN && wipes(p->op, p->subject.column))
			report_wiped(run, p);
		else if (p->direction == UP && !fills_nulls(p->op, p->subject.column) &&
			 !is_tightened(&m->body[UP], &p->subject))
			report_upgrade(run, p,
				       undo == UNDO_RUNS
					       ? STR("the downgrade does not write them back")
					       : undo_text(undo));
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE orders SET state = 'open' WHERE state = 'new'\")\n"
	"    op.add_column(\"orders\", sa.Column(\"opened\", sa.DateTime()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"orders\", \"opened\")\n",
	/* the orders of before had states of their own */
	"def upgrade():\n"
	"    op.execute(\"UPDATE orders SET state = 'late' WHERE due < now()\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE orders SET state = NULL\")\n",
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
	       "the reverse UPDATE in the downgrade (one constant for all rows is none), and keep "
	       "what it needs for that (a column with the old value, a table of old and new). If "
	       "both versions of the code understand the "
	       "new values, allow this finding with that reason.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
