#include "rules/proven.h"
#include "rules/values.h"

/*
 * Are the rows still in a table of the dropped one's first name when the upgrade ends? That is
 * rename, create, copy, drop; and create, copy, drop, rename.
 */
static bool rows_stay_in_place(const struct body *up, const struct op *drop)
{
	for (const struct op *copy = up->ops; copy < drop; copy++) {
		if (copy->kind != OP_INSERT || !copy->to.len || !str_eq(copy->to, drop->table) ||
		    copy->flags & (OPF_IN_LOOP | OPF_IN_HANDLER))
			continue;
		for (const struct op *op = up->ops; op < up->ops + up->op_count; op++) {
			if (op->kind != OP_RENAME_TABLE)
				continue;
			if (op < copy && str_eq(op->to, drop->table) &&
			    str_eq(op->table, copy->table))
				return true;
			if (op > drop && str_eq(op->table, copy->table) &&
			    str_eq(op->to, drop->table))
				return true;
		}
	}
	return false;
}

/* Batch mode's working table, left behind by a migration that failed. */
static bool is_leftover(const struct op *drop)
{
	return str_starts(drop->table, STR("_alembic_tmp_"));
}

/* How the downgrade creates the table again, under any of its names. */
struct way_back {
	const struct op *op; /* NULL: not by its name */
	bool unread;         /* something that could not be read might */
};

static struct way_back way_back(const struct migration *m, const struct table_names *tables)
{
	const struct body *down = &m->body[DOWN];
	struct way_back back = {.unread = body_is_opaque(down)};

	for (uint32_t i = 0; i < down->op_count && !back.op; i++) {
		enum tri same = down->ops[i].kind == OP_CREATE_TABLE
					? table_names_have(tables, down->ops[i].table)
					: TRI_NO;

		if (same == TRI_YES)
			back.op = &down->ops[i];
		else if (same == TRI_UNKNOWN)
			back.unread = true;
	}
	return back;
}

static struct str outcome(struct rule_run *run, const struct values_fate *fate,
			  struct way_back back)
{
	enum undo undo = migration_undo(run->migration);
	struct str copied = fate->moved == TRI_YES ? STR("its rows are copied first, but ")
						   : STR("");
	struct str end;

	if (undo != UNDO_RUNS)
		end = undo_text(undo);
	else if (fate->moved != TRI_NO && fate->restored != TRI_NO)
		return STR("it could not be shown that the downgrade brings all its rows back");
	else if (back.op)
		end = STR("the downgrade creates it again without its rows");
	else if (back.unread)
		end = STR("no part of the downgrade that could be read creates it again");
	else
		end = STR("the downgrade does not create it again");
	return rule_text(run, STR_FMT STR_FMT, STR_ARG(copied), STR_ARG(end));
}

static struct str message(struct rule_run *run, const struct op *drop)
{
	struct str first = table_first_name(&run->migration->body[UP], drop);

	if (str_eq(first, drop->table))
		return rule_text(run, "upgrade drops table " STR_FMT,
				 STR_ARG(table_label(run, drop)));
	return rule_text(run, "upgrade drops table " STR_FMT " (" STR_FMT " until this upgrade)",
			 STR_ARG(table_label(run, drop)), STR_ARG(first));
}

static void on_op(struct rule_run *run, const struct op *drop)
{
	static const enum severity warning = SEVERITY_WARNING;
	const struct migration *m = run->migration;
	const struct body *up = &m->body[UP];
	struct values_fate fate;
	struct way_back back;
	struct evidence evidence = {.path = m->path};
	bool planned;

	if (drop->flags & OPF_TEMPORARY || is_leftover(drop) ||
	    body_creates_table_before(up, drop) || rows_stay_in_place(up, drop))
		return;
	fate = values_fate(m, drop);
	if (values_kept(&fate) || proven_keeps_all(run))
		return;
	back = way_back(m, &fate.tables);
	if (back.op) {
		evidence.line = back.op->at.line;
		evidence.text = back.op->excerpt;
	}
	planned = fate.moved == TRI_YES && migration_undo(m) != UNDO_RUNS;
	struct rule_report report = {
		.op = drop,
		.subject = table_subject(drop),
		.verdict = planned ? undo_verdict(migration_undo(m)) : STR("loses data"),
		.message = message(run, drop),
		.outcome = outcome(run, &fate, back),
		.confidence = proven_or(run, drop, values_confidence(&fate)),
		.severity = planned ? &warning : NULL,
		.evidence = &evidence,
		.evidence_count = back.op ? 1 : 0,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.drop_table(\"invoices\")\n"
	"\n"
	"def downgrade():\n"
	"    op.create_table(\n"
	"        \"invoices\",\n"
	"        sa.Column(\"id\", sa.Integer(), primary_key=True),\n"
	"        sa.Column(\"total\", sa.Numeric(12, 2)),\n"
	"    )\n",
	NULL,
};

static const char *const good[] = {
	/* the old copy, after its rows are in the new table */
	"def upgrade():\n"
	"    op.rename_table(\"invoices\", \"invoices_old\")\n"
	"    op.create_table(\n"
	"        \"invoices\",\n"
	"        sa.Column(\"id\", sa.Integer(), primary_key=True),\n"
	"        sa.Column(\"total\", sa.Numeric(12, 2), nullable=False),\n"
	"    )\n"
	"    op.execute(\"INSERT INTO invoices SELECT id, total FROM invoices_old\")\n"
	"    op.drop_table(\"invoices_old\")\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"invoices\", \"total\", nullable=True)\n",
	/* a table that lives only for this migration */
	"def upgrade():\n"
	"    op.create_table(\"mapping\", sa.Column(\"old\", sa.Integer()),\n"
	"                    sa.Column(\"new\", sa.Integer()))\n"
	"    op.execute(\"UPDATE orders SET state = mapping.new FROM mapping \"\n"
	"               \"WHERE orders.state = mapping.old\")\n"
	"    op.drop_table(\"mapping\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE orders SET state = state - 100 WHERE state >= 100\")\n",
	NULL,
};

const struct rule rule_dropped_table = {
	.id = "TM202",
	.name = "dropped-table",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT202",
	.summary = "the upgrade drops a table that holds rows",
	.why = "All rows are gone as soon as the upgrade commits. A downgrade that creates the table "
	       "again creates it empty, so the old code runs, but without its data; indexes, "
	       "grants, triggers and sequence positions that the downgrade does not spell out stay "
	       "lost too. Only a backup brings the rows back.",
	.fix = "Stop using the table in one release and drop it in a later one. Before that, rename "
	       "it (RENAME is instant and reversible) and drop the renamed table when nobody has "
	       "missed it. If the rows move to another table, copy them with INSERT … SELECT before "
	       "the drop and copy them back in the downgrade. If they may really go, take a backup "
	       "and allow this finding with the reason.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(DROP_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
