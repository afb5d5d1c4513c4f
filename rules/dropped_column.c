#include "rules/proven.h"
#include "rules/values.h"

/* CREATE TABLE with a column of that name, when a downgrade makes the table anew. */
static bool creates_column(const struct op *op, struct str name, struct str first)
{
	for (uint32_t i = 0; op->kind == OP_CREATE_TABLE && i < op->column_count; i++)
		if (str_eq(op->columns[i].name, name) || str_eq(op->columns[i].name, first))
			return true;
	return false;
}

/* How the downgrade adds the column again, under any name of its table. */
struct way_back {
	const struct op *op; /* NULL: not by its name */
	bool unread;         /* something that could not be read might */
};

static struct way_back way_back(const struct migration *m, const struct op *drop,
				const struct table_names *tables)
{
	struct str first = column_first_name(&m->body[UP], drop);
	const struct body *down = &m->body[DOWN];
	struct way_back back = {.unread = body_is_opaque(down)};

	for (uint32_t i = 0; i < down->op_count && !back.op; i++) {
		const struct op *op = &down->ops[i];

		if (table_names_have(tables, op->table) == TRI_NO)
			continue;
		if (creates_column(op, drop->name, first))
			back.op = op;
		if (op->kind != OP_ADD_COLUMN)
			continue;
		if (str_eq(op->name, drop->name) || str_eq(op->name, first))
			back.op = op;
		else if (!name_known(op->name))
			back.unread = true;
	}
	return back;
}

/* The table goes too: one cause, which dropped-table tells. */
static bool table_goes_too(const struct body *up, const struct op *drop)
{
	for (const struct op *op = drop + 1; op < up->ops + up->op_count; op++)
		if (op->kind == OP_DROP_TABLE && op->table.len && str_eq(op->table, drop->table))
			return true;
	return false;
}

/* The copy back is left out on a dialect, and the proof of that dialect says that it loses them. */
static const struct proven *lost_elsewhere(struct rule_run *run, const struct op *drop,
					   const struct values_fate *fate)
{
	const struct proven *loss = fate->only_on ? proven_loss_by(run, drop) : NULL;

	return loss && loss->dialects && !(loss->dialects & fate->only_on) ? loss : NULL;
}

static bool is_computed(const struct op *op)
{
	return op && op->column && op->column->server_default.kind == DEFAULT_COMPUTED;
}

static struct str outcome(struct rule_run *run, const struct values_fate *fate,
			  struct way_back back)
{
	enum undo undo = migration_undo(run->migration);
	struct str copied = fate->moved == TRI_YES ? STR("its values are copied first, but ")
						   : STR("");
	struct str end;

	if (undo != UNDO_RUNS)
		end = undo_text(undo);
	else if (fate->moved != TRI_NO && fate->restored != TRI_NO)
		return STR("it could not be shown that the downgrade brings all its values back");
	else if (!back.op)
		end = back.unread ? STR("no part of the downgrade that could be read "
					"adds it back")
				  : STR("the downgrade does not add it back");
	else if (fate->derived)
		end = STR("the downgrade fills it again from other data, and nothing shows that "
			  "this is what it held");
	else if (fate->constant ||
		 (back.op->column && back.op->column->server_default.kind != DEFAULT_NONE))
		end = STR("the downgrade adds it back with the same value in every row");
	else
		end = STR("the downgrade adds it back empty");
	return rule_text(run, STR_FMT STR_FMT, STR_ARG(copied), STR_ARG(end));
}

static struct str message(struct rule_run *run, const struct op *drop)
{
	struct str first = column_first_name(&run->migration->body[UP], drop);

	if (str_eq(first, drop->name))
		return rule_text(run, "upgrade drops column " STR_FMT,
				 STR_ARG(column_label(run, drop)));
	return rule_text(run, "upgrade drops column " STR_FMT " (" STR_FMT " until this upgrade)",
			 STR_ARG(column_label(run, drop)), STR_ARG(first));
}

static void on_op(struct rule_run *run, const struct op *drop)
{
	static const enum severity warning = SEVERITY_WARNING;
	const struct migration *m = run->migration;
	const struct body *up = &m->body[UP];
	struct values_fate fate;
	struct way_back back;
	const struct proven *elsewhere;
	struct evidence evidence = {.path = m->path};
	bool planned;

	if (body_creates_table_before(up, drop) || body_creates_column_before(up, drop) ||
	    table_goes_too(up, drop) || is_computed(drop))
		return;
	fate = values_fate(m, drop);
	back = way_back(m, drop, &fate.tables);
	elsewhere = values_kept(&fate) ? lost_elsewhere(run, drop, &fate) : NULL;
	if ((values_kept(&fate) && !elsewhere) || proven_keeps_all(run, drop) ||
	    is_computed(back.op))
		return;
	if (back.op) {
		evidence.line = back.op->at.line;
		evidence.text = back.op->excerpt;
	}
	/* The values live on elsewhere, and nobody promised a way back. */
	planned = fate.moved == TRI_YES && migration_undo(m) != UNDO_RUNS;
	struct rule_report report = {
		.op = drop,
		.subject = column_subject(drop),
		.verdict = planned ? undo_verdict(migration_undo(m)) : STR("loses data"),
		.message = message(run, drop),
		.outcome = elsewhere ? STR("the downgrade copies its values back, but not on this "
					   "database")
				     : outcome(run, &fate, back),
		.confidence = elsewhere ? elsewhere->confidence
					: proven_or(run, drop, values_confidence(&fate)),
		.dialects = elsewhere ? elsewhere->dialects : 0,
		.severity = planned ? &warning : NULL,
		.evidence = &evidence,
		.evidence_count = back.op ? 1 : 0,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n"
	"\n"
	"def downgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.String(32)))\n",
	NULL,
};

static const char *const good[] = {
	/* the values go to another column, and come back from there */
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"contact\", sa.String(64)))\n"
	"    op.execute(\"UPDATE users SET contact = phone\")\n"
	"    op.drop_column(\"users\", \"phone\")\n"
	"\n"
	"def downgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.String(32)))\n"
	"    op.execute(\"UPDATE users SET phone = contact\")\n"
	"    op.drop_column(\"users\", \"contact\")\n",
	/* a helper column of the same migration */
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"rank\", sa.Integer()))\n"
	"    op.execute(\"UPDATE users SET rank = 10 * level\")\n"
	"    op.execute(\"UPDATE users SET level = rank\")\n"
	"    op.drop_column(\"users\", \"rank\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE users SET level = level / 10\")\n",
	NULL,
};

const struct rule rule_dropped_column = {
	.id = "TM201",
	.name = "dropped-column",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT201 MRT206 MRT208",
	.summary = "the upgrade drops a column that holds values",
	.why = "The values are gone as soon as the upgrade commits. A downgrade that adds the column "
	       "back adds it empty (or with its default in every row): the old code then runs on "
	       "NULLs where it had data, and only a backup brings the data back. While the upgrade "
	       "rolls out, instances of the old code that still name the column fail as well.",
	.fix = "Drop a column in a release of its own, after one in which no code reads or writes "
	       "it; until then stop using it in the model and leave it in the database. If its "
	       "values live on elsewhere, copy them in the upgrade before the drop and copy them "
	       "back in the downgrade. If they may really go, take a backup, make the downgrade add "
	       "the column back nullable, and allow this finding with the reason.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(DROP_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
