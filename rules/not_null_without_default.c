#include "rules/judge.h"

/* Databases that refuse the column on a table with rows, or (SQLite) on any table. */
enum {
	REFUSING = DIALECT_POSTGRESQL | DIALECT_SQLITE | DIALECT_MSSQL | DIALECT_ORACLE,
	FILLING = DIALECT_MYSQL | DIALECT_MARIADB, /* with 0, '' or the zero date */
};

static bool type_is(const struct column *column, const struct str *names, size_t count)
{
	for (size_t i = 0; column->type && i < count; i++)
		if (str_eq_nocase(column->type->name, names[i]))
			return true;
	return false;
}

/* A key that the database numbers itself: SERIAL, AUTO_INCREMENT. */
static bool is_numbered(const struct column *column)
{
	static const struct str serial[] = {
		STR_INIT("serial"),  STR_INIT("bigserial"), STR_INIT("smallserial"),
		STR_INIT("serial4"), STR_INIT("serial8"),
	};
	static const struct str integers[] = {
		STR_INIT("integer"), STR_INIT("biginteger"), STR_INIT("smallinteger"),
		STR_INIT("int"),     STR_INIT("bigint"),     STR_INIT("smallint"),
	};

	return type_is(column, serial, sizeof(serial) / sizeof(serial[0])) ||
	       (column->primary_key &&
		type_is(column, integers, sizeof(integers) / sizeof(integers[0])));
}

/* MySQL's strict mode refuses the zero date that it would fill in. */
static bool is_date(const struct column *column)
{
	static const struct str dates[] = {STR_INIT("date"), STR_INIT("datetime"),
					   STR_INIT("timestamp")};

	return type_is(column, dates, sizeof(dates) / sizeof(dates[0]));
}

static bool has_default(const struct column *column)
{
	const struct column_default *given = &column->server_default;

	return given->kind != DEFAULT_NONE && !str_eq_nocase(str_trim(given->text), STR("null"));
}

/* Every row went away before the column comes. */
static bool emptied_before(const struct body *up, const struct op *add)
{
	for (const struct op *op = up->ops; op < add; op++)
		if ((op->kind == OP_TRUNCATE ||
		     (op->kind == OP_DELETE && op->flags & OPF_NO_WHERE)) &&
		    op->table.len && str_eq(op->table, add->table))
			return true;
	return false;
}

static struct str outcome(dialect_set targets, const struct op *add)
{
	if (targets && !(targets & REFUSING))
		return STR("in strict mode MySQL refuses the zero date that it would fill in");
	if (targets == DIALECT_SQLITE && !(add->flags & OPF_BATCH))
		return STR("SQLite refuses that even on an empty table");
	return STR("the statement fails on a table that has rows");
}

static void on_op(struct rule_run *run, const struct op *add)
{
	const struct body *up = &run->migration->body[UP];
	const struct column *column = add->column;
	dialect_set targets = rule_op_targets(run->env, up, add);
	bool known = targets && !(add->flags & OPF_PARTIAL);

	if (!column || (column->nullable != TRI_NO && !column->primary_key) ||
	    has_default(column) || is_numbered(column))
		return;
	if (targets && !(targets & REFUSING) && !is_date(column))
		return;
	if (body_creates_table_before(up, add) ||
	    (emptied_before(up, add) && targets != DIALECT_SQLITE))
		return;
	struct rule_report report = {
		.op = add,
		.subject = column_subject(add),
		.message = rule_text(
			run, "upgrade adds NOT NULL column " STR_FMT " with %s server default",
			STR_ARG(column_label(run, add)),
			column->python_default ? "default=, which acts in Python, but no" : "no"),
		.outcome = outcome(targets, add),
		.confidence = known ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.String(32), nullable=False))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	/* default= is for INSERTs that SQLAlchemy makes: the rows that exist get nothing */
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"active\", sa.Boolean(), nullable=False,\n"
	"                                       default=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"active\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"active\", sa.Boolean(), nullable=False,\n"
	"                                       server_default=sa.true()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"active\")\n",
	/* nullable first; filled in batches and made NOT NULL by later migrations */
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.String(32), nullable=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

const struct rule rule_not_null_without_default = {
	.id = "TM401",
	.name = "not-null-without-default",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_ERROR,
	.codes = "MRT401 MRT704",
	.summary =
		"the upgrade adds a NOT NULL column without a server default to an existing table",
	.why = "The rows that exist need a value and there is none. PostgreSQL, SQL Server and Oracle "
	       "refuse the statement as soon as the table has one row, so it works on the empty "
	       "database of a test and fails in production. SQLite refuses it even on an empty table; "
	       "in batch mode it fails on the first row. MySQL and MariaDB fill in 0, '' or a zero "
	       "date, which strict mode refuses for dates and a foreign key refuses for keys. "
	       "Column(default=...) does not help: SQLAlchemy applies it to its own INSERTs only. "
	       "Old code that still runs and does not name the column cannot insert rows either.",
	.fix = "Give the column a server_default (since PostgreSQL 11, and in MySQL 8, a constant one "
	       "is added without a rewrite) and remove it later if it is not wanted. Or add the "
	       "column nullable, let the code write it, fill the old rows in batches, and set NOT "
	       "NULL in a later migration.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(ADD_COLUMN)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
