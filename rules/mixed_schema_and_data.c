#include "rules/judge.h"
#include "rules/rollout.h"

/* Locks out readers until the commit, or (MySQL) commits by itself. */
static const uint64_t exclusive = OP_BIT(ADD_COLUMN) | OP_BIT(DROP_COLUMN) | OP_BIT(ALTER_TYPE) |
				  OP_BIT(SET_NULLABLE) | OP_BIT(SET_DEFAULT) |
				  OP_BIT(RENAME_COLUMN) | OP_BIT(RENAME_TABLE) |
				  OP_BIT(CREATE_CONSTRAINT) | OP_BIT(DROP_CONSTRAINT);
enum {
	IN_TRANSACTION = DIALECT_POSTGRESQL | DIALECT_MSSQL,
	BY_ITSELF = DIALECT_MYSQL | DIALECT_MARIADB | DIALECT_ORACLE,
};

/* Touches many rows, as far as it can be told: all, those of a new column, or one after the other. */
static bool is_long(struct rule_run *run, const struct op *op, dialect_set one)
{
	if ((op->kind != OP_UPDATE && op->kind != OP_DELETE) || op->flags & OPF_TEMPORARY)
		return false;
	if (!(op->flags & OPF_NO_WHERE) && !op->null_count)
		return false;
	return name_known(op->table) && rule_table_has_rows(run, op, one) == TRI_YES &&
	       rule_table_existed(run, op, one) == TRI_YES &&
	       rule_op_confidence(&run->migration->body[UP], op) != CONFIDENCE_LOW;
}

/* The first change before it that holds its lock, or is kept, when the rows are written. */
static const struct op *change_before(struct rule_run *run, const struct op *data, dialect_set one)
{
	const struct body *up = &run->migration->body[UP];

	for (const struct op *at = up->ops; at < data; at++) {
		if (!(exclusive >> at->kind & 1) || rule_ops_exclusive(up, at, data) ||
		    rule_table_existed(run, at, one) != TRI_YES)
			continue;
		if (one & BY_ITSELF || rule_same_transaction(run, at, data, one) == TRI_YES)
			return at;
	}
	return NULL;
}

static void report(struct rule_run *run, const struct op *data, const struct op *change,
		   dialect_set one)
{
	static const enum direction up = UP;
	struct evidence evidence = {run->migration->path, change->at.line, change->excerpt};
	struct rule_report report = {
		.op = data,
		.direction = &up,
		.subject = table_subject(data),
		.message = rule_text(
			run,
			"upgrade rewrites rows of " STR_FMT " after it has changed table " STR_FMT,
			STR_ARG(table_label(run, data)), STR_ARG(table_label(run, change))),
		.outcome = one & BY_ITSELF ? STR("a failure leaves the schema changed and the "
						 "revision not recorded")
					   : STR("the exclusive lock of that change is held until "
						 "all rows are written"),
		.confidence = CONFIDENCE_HIGH,
		.evidence = &evidence,
		.evidence_count = 1,
	};

	rule_report(run, &report);
}

static void on_migration(struct rule_run *run)
{
	const struct body *up = &run->migration->body[UP];

	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i], *change;
		dialect_set one;

		if (op->kind != OP_UPDATE && op->kind != OP_DELETE)
			continue;
		one = rollout_dialect(run, op);
		if (!(one & (IN_TRANSACTION | BY_ITSELF)) || !is_long(run, op, one))
			continue;
		change = change_before(run, op, one);
		if (change) {
			report(run, op, change, one);
			return; /* the rest has the same cause */
		}
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"plan\", sa.Text(), nullable=True))\n"
	"    op.execute(\"UPDATE users SET plan = 'free'\")\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"plan\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"plan\", sa.Text(), nullable=True, server_default=\"free\"))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"plan\")\n",
	NULL,
};

const struct rule rule_mixed_schema_and_data = {
	.id = "TM709",
	.name = "mixed-schema-and-data",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade changes a table and then rewrites rows in the same transaction",
	.why = "ALTER TABLE takes an ACCESS EXCLUSIVE lock, which is held until the commit. The "
	       "UPDATE that follows takes as long as the table is large, and for all of that "
	       "time nobody can even read it. Where DDL commits by itself (MySQL, MariaDB, "
	       "Oracle), a failure of the data part leaves the schema changed and the revision "
	       "not recorded, and the upgrade cannot run again.",
	.fix = "Three steps: a migration that only changes the schema, a data migration (better "
	       "a job) that goes in batches and commits each, and a migration that tightens the "
	       "schema afterwards. In one Alembic run, transaction_per_migration=True lets each "
	       "commit by itself.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
