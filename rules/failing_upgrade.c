#include "rules/proven.h"

/* Beside a server SQLite is what tests run on, often from models instead of the migrations. */
static bool only_on_sqlite(const struct rule_run *run, const struct proven *p)
{
	return p->dialects == DIALECT_SQLITE && run->env->dialects != DIALECT_SQLITE;
}

/*
 * Something earlier was not understood, or what the statement needs was not made by the chain: then
 * it may be there all the same.
 */
static bool is_certain(const struct rule_run *run, const struct proven *p)
{
	if (p->op->kind == OP_FAIL) /* whatever the schema is */
		return true;
	if (p->confidence < CONFIDENCE_PROVEN && run->env->dialects)
		return false;
	if (!name_known(p->op->table) || str_has(p->text, STR("{")))
		return false;
	for (uint32_t i = 0; i < run->proofs->replay_count; i++)
		if (run->proofs->replays[i].steps[run->node].before.doubt)
			return false;
	return true;
}

static void on_migration(struct rule_run *run)
{
	struct proven_list list = proven_outcomes(run, PROVEN_UPGRADE);

	for (uint32_t i = 0; i < list.count; i++) {
		const struct proven *p = &list.items[i];
		struct rule_report report;

		if (!p->op || p->direction != UP || p->op->kind == OP_RAISE || p->scenario.len ||
		    only_on_sqlite(run, p) || !is_certain(run, p))
			continue;
		report = proven_report(run, p);
		/* what names the database gave, and what helpers did, is known less well than tables */
		report.confidence = p->op->kind == OP_FAIL ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
		report.verdict = STR("");
		report.message =
			p->op->kind == OP_FAIL
				? STR("upgrade stops at this statement on any database")
				: STR("upgrade fails on the schema that the earlier migrations make");
		report.outcome = p->text;
		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.Integer(), primary_key=True))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"users\")\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.create_index(\"ix_users_mail\", \"users\", [\"mail\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_index(\"ix_users_mail\", table_name=\"users\")\n",
	NULL,
};

static const char *const good[] = {
	/* a table that was there before the first migration */
	"def upgrade():\n"
	"    op.create_index(\"ix_users_mail\", \"users\", [\"mail\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_index(\"ix_users_mail\", table_name=\"users\")\n",
	NULL,
};

const struct rule rule_failing_upgrade = {
	.id = "TM906",
	.name = "failing-upgrade",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade names what is not there, or makes what is there already",
	.why = "Run from the beginning, on the schema that the migrations before it make, the upgrade "
	       "stops: a table, column, index or constraint does not exist (any more, or under that "
	       "name; often it is a name that the naming convention or the database did not give), "
	       "or exists already. It works on a database that was changed by hand or built from the "
	       "models, and on no other: no new environment can be set up, and no test sees what "
	       "production has.",
	.fix = "Run `alembic upgrade head` against an empty database in CI. Point the statement at "
	       "the object's real name, make what it needs in an earlier migration, or correct "
	       "down_revision if the order is wrong.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
