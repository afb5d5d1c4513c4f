#include "rules/judge.h"
#include "rules/rollout.h"

/* Another form of one that goes: seldom stricter, and its rows were checked once. */
static bool is_replaced(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < up->ops + up->op_count; at++)
		if (at->kind == OP_DROP_CONSTRAINT && names_equal(at->table, op->table) != TRI_NO &&
		    (!at->constraint || at->constraint->kind == CONSTRAINT_CHECK ||
		     at->constraint->kind == CONSTRAINT_UNKNOWN))
			return true;
	return false;
}

/* It can only come if that one goes, in a way that was not read. */
static bool had_same_name(const struct table *t, struct str name)
{
	for (uint32_t i = 0; t && name.len && i < t->key_count; i++)
		if (str_eq_nocase(t->keys[i]->def.name, name))
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	const struct constraint *check = op->constraint;
	enum tri meets;

	if (!check || check->kind != CONSTRAINT_CHECK || check->not_valid || is_replaced(up, op) ||
	    had_same_name(rollout_old_table(run, op, rollout_dialect(run, op)), op->name))
		return;
	meets = rollout_meets_rows(run, op, NULL, 0);
	if (meets == TRI_NO)
		return;
	/* a column that is new holds NULL, which no CHECK refuses unless it asks for it */
	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_ADD_COLUMN && str_eq(at->table, op->table) &&
		    sql_find_word(check->condition, at->name, 0) >= 0)
			return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema, .table = op->table, .object = op->name},
		.message = rule_text(run, "upgrade adds a CHECK to " STR_FMT,
				     STR_ARG(table_label(run, op))),
		.outcome = STR("it fails if one row does not fulfil it, and nothing before it "
			       "repairs such rows"),
		.confidence = rollout_confidence(op, meets),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_check_constraint(\"ck_age\", \"users\", \"age >= 0\")\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"ck_age\", \"users\", type_=\"check\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"UPDATE users SET age = NULL WHERE age < 0\")\n"
	"    op.create_check_constraint(\"ck_age\", \"users\", \"age >= 0\")\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"ck_age\", \"users\", type_=\"check\")\n",
	NULL,
};

const struct rule rule_check_on_existing_rows = {
	.id = "TM707",
	.name = "check-on-existing-rows",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade adds a CHECK that rows which exist may not fulfil",
	.why = "The database checks every row while it adds the constraint, and one that does "
	       "not fulfil it is enough for the statement to fail. Rules of this kind are added "
	       "because the code was wrong for a while, so such rows are likely, and only "
	       "production has them. Old code that still runs and writes such rows fails from "
	       "then on.",
	.fix = "Count the rows that break it in production first, and repair them in this "
	       "migration before the constraint. In PostgreSQL add it NOT VALID and VALIDATE it "
	       "in a later migration. Deploy the code that keeps the rule before the constraint.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
