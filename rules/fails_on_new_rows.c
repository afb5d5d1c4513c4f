#include "rules/proven.h"

/* What the statement of the downgrade wants of the rows. */
static struct str demand(struct rule_run *run, const struct proven *p)
{
	struct str what = subject_text(run, &p->subject);

	switch (p->op->kind) {
	case OP_SET_NULLABLE:
		return rule_text(run, "downgrade makes " STR_FMT " NOT NULL again", STR_ARG(what));
	case OP_CREATE_INDEX:
		return rule_text(run, "downgrade makes the unique index " STR_FMT " again",
				 STR_ARG(what));
	case OP_CREATE_CONSTRAINT:
		return rule_text(run, "downgrade adds the " STR_FMT " " STR_FMT " again",
				 STR_ARG(constraint_kind_name(p->op->constraint->kind)),
				 STR_ARG(what));
	case OP_DELETE:
		return rule_text(run,
				 "downgrade deletes rows of " STR_FMT " to which others may refer",
				 STR_ARG(what));
	default:
		return rule_text(run, "downgrade changes " STR_FMT " back", STR_ARG(what));
	}
}

/* The line of the upgrade that lets such rows in; NULL if no single line does. */
static const struct op *opened_by(const struct migration *m, const struct proven *p)
{
	const struct body *up = &m->body[UP];

	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i];

		if (names_equal(op->table, p->op->table) != TRI_YES)
			continue;
		if (p->op->kind == OP_SET_NULLABLE && op->kind == OP_SET_NULLABLE &&
		    str_eq(op->name, p->op->name))
			return op;
		if (p->op->kind != OP_SET_NULLABLE &&
		    (op->kind == OP_DROP_CONSTRAINT || op->kind == OP_DROP_INDEX) &&
		    str_eq(op->name, p->op->name))
			return op;
	}
	return NULL;
}

/* Did the upgrade put rows there, so that the downgrade takes out what the new code works with? */
static bool is_seeded(const struct rule_run *run, const struct proven *p)
{
	const struct subject table = {.table = p->subject.table};

	return body_touches(&run->migration->body[UP], &table, OP_BIT(INSERT)) != NULL;
}

static bool is_delete(const struct proven *p)
{
	return p->op && p->op->kind == OP_DELETE;
}

static bool any_seeded(const struct rule_run *run, const struct proven_list *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (is_delete(&list->items[i]) && is_seeded(run, &list->items[i]))
			return true;
	return false;
}

/*
 * A DELETE of rows to which others refer, told elsewhere: by an earlier one of the same table; or, of
 * rows that go because they refer to seeded ones in their turn, by the seed's.
 */
static bool is_repeated(const struct rule_run *run, const struct proven_list *list,
			const struct proven *p, bool seeded)
{
	for (const struct proven *other = list->items; other < p; other++)
		if (is_delete(other) && str_eq(other->subject.table, p->subject.table) &&
		    str_eq(other->subject.schema, p->subject.schema))
			return true;
	return seeded && !is_seeded(run, p);
}

static void report_one(struct rule_run *run, const struct proven *p)
{
	static const enum severity warning = SEVERITY_WARNING;
	struct rule_report report = proven_report(run, p);
	const struct op *opened = opened_by(run->migration, p);
	struct evidence evidence = {.path = run->migration->path};

	/* it looks before it fails: nothing is half done, but there is no way back either */
	if (body_has(&run->migration->body[DOWN], OP_BIT(RAISE)))
		report.severity = &warning;
	/* rows that refer are dealt with where they were thought of: the others are rarer */
	if (proven_refers_still(p))
		report.severity = &warning;
	report.message = demand(run, p);
	report.outcome = rule_text(run, STR_FMT ", and then it fails", STR_ARG(p->text));
	if (opened) {
		evidence.line = opened->at.line;
		evidence.text = opened->excerpt;
		report.evidence = &evidence;
		report.evidence_count = 1;
	}
	rule_report(run, &report);
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list = proven_list(run, VERDICT_BIT(FAILS_ON_NEW_ROWS));
	bool seeded = any_seeded(run, &list);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];

		/*
		 * A type that is too narrow is lossy-type-change's; a raise that rows decide is
		 * how a downgrade should refuse.
		 */
		if (p->op && p->op->kind != OP_ALTER_TYPE && p->op->kind != OP_RAISE &&
		    (p->op->kind != OP_CREATE_CONSTRAINT || p->op->constraint) &&
		    (!is_delete(p) || !is_repeated(run, &list, p, seeded)))
			report_one(run, p);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"phone\", existing_type=sa.String(32), nullable=True)\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"phone\", existing_type=sa.String(32), nullable=False)\n",
	/* somebody logs in */
	"def upgrade():\n"
	"    op.create_table(\"events\", sa.Column(\"kind\", sa.ForeignKey(\"kinds.id\")))\n"
	"    op.execute(\"INSERT INTO kinds (name) VALUES ('login')\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DELETE FROM kinds WHERE name = 'login'\")\n"
	"    op.drop_table(\"events\")\n",
	NULL,
};

static const char *const good[] = {
	/* the rows that do not fit are mended first */
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"phone\", existing_type=sa.String(32), nullable=True)\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"UPDATE users SET phone = '' WHERE phone IS NULL\")\n"
	"    op.alter_column(\"users\", \"phone\", existing_type=sa.String(32), nullable=False)\n",
	NULL,
};

const struct rule rule_fails_on_new_rows = {
	.id = "TM107",
	.name = "fails-on-new-rows",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "the downgrade runs on old rows and fails on rows that the upgrade lets in",
	.why = "The upgrade loosens a rule (NOT NULL, a unique key, a foreign key, a CHECK, an "
	       "enumeration), and the downgrade puts it back. On the rows of the day before it "
	       "works, and so it does in every test on an empty database. As soon as the new code "
	       "has written one row that only the new rule admits, the downgrade stops with an "
	       "error, in the middle of an incident, when the rollback was needed. The same goes "
	       "for a seeded row (a kind, a role, a default group) that the downgrade deletes: the "
	       "first row that refers to it by a foreign key keeps it there.",
	.fix = "Before the downgrade tightens the rule, let it deal with the rows that do not fit: "
	       "fill the NULLs, merge the duplicates, remove or re-point what refers to nothing or to "
	       "rows that are to go. If "
	       "those rows must not be touched, let the downgrade leave the looser rule in place: "
	       "old code can live with it.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
