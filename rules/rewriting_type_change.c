#include "rules/lock.h"

static struct str outcome(struct rule_run *run, const struct sql_type *from,
			  const struct sql_type *to, dialect_set one, enum lock_mode mode)
{
	struct type_conversion conversion = sql_type_convert(from, to, one);
	const char *fits = conversion.change != TYPE_NARROWS ? ""
			   : conversion.fails == TRI_YES ? ", and fails on values that do not fit"
							 : ", and cuts values that do not fit";

	return rule_text(run, "the table is rewritten while %s wait%s",
			 mode == LOCK_ALL_WAIT ? "all its queries" : "writes", fits);
}

static void on_op(struct rule_run *run, const struct op *op)
{
	enum { CONCERNED = DIALECT_POSTGRESQL | DIALECT_MYSQL | DIALECT_MARIADB | DIALECT_MSSQL };
	struct sql_type from, to;
	enum confidence confidence;
	struct lock_effect effect;
	dialect_set one;

	if (rule_column_existed(run, op, DIALECT_POSTGRESQL) == TRI_NO ||
	    !lock_concerns(run, op, CONCERNED, &one, &confidence) ||
	    !lock_effect(run, op, one, &effect) || effect.cost != LOCK_REWRITE ||
	    !type_change_of(run, op, one, &from, &to))
		return;
	struct rule_report report = {
		.op = op,
		.subject = column_subject(op),
		.message = rule_text(
			run, "upgrade changes the type of " STR_FMT " from " STR_FMT " to " STR_FMT,
			STR_ARG(column_label(run, op)), STR_ARG(from.text), STR_ARG(to.text)),
		.outcome = outcome(run, &from, &to, one, effect.mode),
		.confidence = confidence,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"age\", existing_type=sa.Integer(), type_=sa.BigInteger())\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.alter_column(\"users\", \"name\", existing_type=sa.String(50), type_=sa.String(100))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_rewriting_type_change = {
	.id = "TM428",
	.name = "rewriting-type-change",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "a type change makes the database rewrite an existing table",
	.why = "The new type is kept in other bytes, so that every row is written anew, and on "
	       "PostgreSQL every index of the column built anew, while all queries of the table wait "
	       "(ACCESS EXCLUSIVE, https://www.postgresql.org/docs/current/sql-altertable.html); "
	       "MySQL and MariaDB copy the table and block writes "
	       "(https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html). What "
	       "only widens within the same bytes, varchar(50) to varchar(100) or text, rewrites "
	       "nothing and is not meant. Where values may not fit the new type, the upgrade fails "
	       "on the first of them, or cuts it.",
	.fix = "Add a new column of the new type, let a trigger or the application write both, fill "
	       "the old rows in batches, switch the reads over in a release, then drop the old "
	       "column. On a table known to be small allow this finding with the reason.",
	.dialects = "postgresql mysql mariadb mssql",
	.ops = {[UP] = OP_BIT(ALTER_TYPE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
