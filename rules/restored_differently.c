#include "rules/proven.h"

static bool same_place(const struct subject *a, const struct subject *b)
{
	return str_eq(a->table, b->table) && (!a->column.len || str_eq(a->column, b->column));
}

/* A worse item of the same table or column is the cause, and another rule tells it. */
static bool follows_from(const struct proven_list *worse, const struct proven *p)
{
	for (uint32_t i = 0; i < worse->count; i++)
		if (same_place(&worse->items[i].subject, &p->subject) ||
		    (p->op && worse->items[i].op == p->op))
			return true;
	return false;
}

/* The upgrade makes it, perhaps over an older one: OR REPLACE does not say that there was one. */
static bool is_made_anew(const struct body *up, const struct proven *p)
{
	const uint64_t kinds = OP_BIT(CREATE_VIEW) | OP_BIT(CREATE_ROUTINE) |
			       OP_BIT(CREATE_TRIGGER) | OP_BIT(CREATE_TYPE) |
			       OP_BIT(CREATE_SEQUENCE) | OP_BIT(CREATE_POLICY);

	for (uint32_t i = 0; p->subject.object.len && i < up->op_count; i++)
		if (kinds >> up->ops[i].kind & 1 && str_eq(up->ops[i].name, p->subject.object))
			return true;
	return false;
}

/* A key or index whose column the upgrade drops goes and comes with it. */
static bool goes_with_column(const struct rule_run *run, const struct proven *p)
{
	const struct subject table = {.table = p->subject.table};

	return !p->op && p->subject.object.len && p->subject.table.len &&
	       body_touches(&run->migration->body[UP], &table,
			    OP_BIT(DROP_COLUMN) | OP_BIT(DROP_TABLE));
}

static struct str kind_text(struct rule_run *run, const struct proven *p)
{
	if (p->subject.column.len)
		return rule_text(run, "downgrade does not restore column " STR_FMT " as it was",
				 STR_ARG(subject_text(run, &p->subject)));
	if (p->subject.table.len)
		return rule_text(
			run, "downgrade does not restore table " STR_FMT " as it was",
			STR_ARG(subject_text(run, &(struct subject){.schema = p->subject.schema,
								    .table = p->subject.table})));
	return STR("downgrade does not restore the schema as it was");
}

/* A name or a default: nothing that the old code wrote is refused, and nothing else gets in. */
static bool is_minor(const struct proven *p)
{
	return str_find(p->text, STR(" is called ")) >= 0 ||
	       str_starts(p->text, STR("its default was "));
}

/* unreversed-column-rename and unreversed-table-rename tell it */
static bool is_rename(const struct op *op)
{
	return op && (op->kind == OP_RENAME_COLUMN || op->kind == OP_RENAME_TABLE);
}

static void on_migration(struct rule_run *run)
{
	static const enum severity note = SEVERITY_NOTE;
	struct proven_list list = proven_list(run, VERDICT_BIT(RESTORED_DIFFERENTLY));
	struct proven_list worse;

	if (!list.count || proven_stops(run))
		return;
	worse = proven_list(run, VERDICT_BIT(LOSES_DATA));
	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		struct rule_report report;

		if (follows_from(&worse, p) || goes_with_column(run, p) || is_rename(p->op) ||
		    proven_is_type(p) || is_made_anew(&run->migration->body[UP], p) ||
		    str_has(p->text, STR("{")) || str_has(p->text, STR("  ")))
			continue;
		report = proven_report(run, p);
		report.message = kind_text(run, p);
		report.outcome = p->text;
		if (is_minor(p))
			report.severity = &note;
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n"
	"    op.create_foreign_key(\"fk_orders_user\", \"orders\", \"users\", [\"user_id\"], [\"id\"],\n"
	"                          ondelete=\"SET NULL\")\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"fk_orders_user\", \"orders\", type_=\"foreignkey\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.drop_index(\"ix_orders_day\", table_name=\"orders\")\n"
	"\n"
	"def downgrade():\n"
	"    op.create_index(\"ix_orders_day\", \"orders\", [\"day\"])\n",
	NULL,
};

const struct rule rule_restored_differently = {
	.id = "TM205",
	.name = "restored-differently",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT205 MRT207 MRT402 MRT403 MRT408 MRT409 MRT410",
	.summary = "the downgrade brings something back with another type, rule, key or definition",
	.why = "After the rollback the schema is not the one that the old code was written for: a "
	       "foreign key, a unique key or NOT NULL is gone, so that rows get in which the old code "
	       "does not expect; an index is gone, and a query that took a millisecond scans the "
	       "table; a type or default is another. Nobody notices until the next migration, written "
	       "against a fresh database, fails on this one.",
	.fix = "Write down in the downgrade all that the upgrade took away: each dropped constraint "
	       "with its columns, target and ON DELETE, each index with its condition and "
	       "uniqueness, existing_type, existing_nullable and existing_server_default of each "
	       "altered column. `tidemark chain --at REVISION --explain` prints the schema before "
	       "and after the rollback.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
