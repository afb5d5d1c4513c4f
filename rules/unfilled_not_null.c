#include "rules/judge.h"
#include "rules/rollout.h"

/* Is the column among those that an UPDATE or DELETE before takes NULL out of? */
static bool takes_nulls(const struct op *at, struct str name)
{
	for (uint32_t i = 0; i < at->null_count; i++)
		if (str_eq(at->null_columns[i], name))
			return true;
	for (uint32_t i = 0; at->kind == OP_UPDATE && i < at->column_count; i++)
		if (!at->columns[i].name.len || str_eq(at->columns[i].name, name))
			return true;
	/* what is not read in full may be about any column */
	return at->kind == OP_DELETE ? !at->null_count : !at->column_count;
}

static bool is_filled(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < op; at++)
		if ((at->kind == OP_UPDATE || at->kind == OP_DELETE) &&
		    names_equal(at->table, op->table) != TRI_NO && takes_nulls(at, op->name))
			return true;
	return false;
}

static bool is_opaque_before(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < op; at++)
		if (op_is_opaque(at))
			return true;
	return false;
}

/* It looks at the rows first and stops by itself, with its own words. */
static bool looks_first(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_RAISE && at->guard)
			return true;
	return false;
}

/* An earlier migration, or a default when it was added, gave every row a value. */
static bool had_values(const struct table_column *c)
{
	switch (c->values ? c->values->kind : TOKEN_UNKNOWN) {
	case TOKEN_DEFAULT:
	case TOKEN_WRITTEN:
	case TOKEN_DERIVED:
	case TOKEN_FILLED:
	case TOKEN_COPIED:
	case TOKEN_CAST:
		return true;
	default:
		return false;
	}
}

/* Primary keys are NOT NULL already, and so is what an earlier migration said. */
static bool is_not_null(const struct table *t, const struct table_column *c)
{
	const struct table_key *key = t ? table_primary_key(t) : NULL;

	if (c->nullable == TRI_NO)
		return true;
	for (uint32_t i = 0; key && i < key->def.column_count; i++)
		if (str_eq(key->def.columns[i], c->name))
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	static const enum severity error = SEVERITY_ERROR;
	const struct body *up = &run->migration->body[UP];
	dialect_set one = rollout_dialect(run, op);
	enum tri rows = rule_table_has_rows(run, op, one);
	const struct table_column *c = rule_column_before(run, op, one);
	bool added = rule_column_existed(run, op, one) == TRI_NO, all;

	if (!op->column || op->column->nullable != TRI_NO ||
	    op->column->existing_nullable == TRI_NO || rows == TRI_NO ||
	    rule_table_existed(run, op, one) == TRI_NO || is_filled(up, op) || looks_first(up, op))
		return;
	if (c && (is_not_null(rule_table_before(run, op, one), c) || had_values(c)))
		return;
	all = added && c && c->values && c->values->kind == TOKEN_EMPTY &&
	      !is_opaque_before(up, op);
	if (added && !all)
		return; /* filled in some way that is not known */
	struct rule_report report = {
		.op = op,
		.subject = column_subject(op),
		.message = rule_text(run,
				     "upgrade sets " STR_FMT " NOT NULL and fills no row before",
				     STR_ARG(column_label(run, op))),
		.outcome =
			all ? STR("the column is new, so that it fails on every table that has rows")
			    : STR("it fails if one row holds NULL"),
		.confidence = rollout_confidence(op, is_opaque_before(up, op) ? TRI_UNKNOWN : rows),
		.severity = all ? &error : NULL,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"plan\", existing_type=sa.Text(), nullable=False)\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"plan\", existing_type=sa.Text(), nullable=True)\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE users SET plan = 'free' WHERE plan IS NULL\")\n"
	"    op.alter_column(\"users\", \"plan\", existing_type=sa.Text(), nullable=False)\n"
	"\n"
	"def downgrade():\n"
	"    op.alter_column(\"users\", \"plan\", existing_type=sa.Text(), nullable=True)\n",
	NULL,
};

const struct rule rule_unfilled_not_null = {
	.id = "TM704",
	.name = "unfilled-not-null",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade makes a column NOT NULL without giving a value to rows that hold "
		   "NULL",
	.why = "One row with NULL is enough: the statement fails, and the upgrade stops in "
	       "production although it ran on the test database. A column that this same "
	       "migration added without a default holds NULL in every row, so that it fails on "
	       "every table that is not empty. (MySQL without strict mode writes 0 or '' "
	       "instead.) Old code that still runs and writes NULL fails from then on.",
	.fix = "First let the code always write the column. Then fill the rows that are left, in "
	       "batches: `UPDATE users SET plan = 'free' WHERE plan IS NULL`. Then set NOT NULL; "
	       "in PostgreSQL first ADD CHECK (plan IS NOT NULL) NOT VALID and VALIDATE it, "
	       "which spares the scan under an exclusive lock.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(SET_NULLABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
