#include "rules/judge.h"

/* Is another policy for the table, or the table itself, settled after the op? */
static bool settled_after(const struct body *up, const struct op *op)
{
	for (const struct op *at = op + 1; at < up->ops + up->op_count; at++) {
		if (names_equal(at->table, op->table) == TRI_NO)
			continue;
		if (at->kind == OP_DROP_TABLE)
			return true;
		if (op->kind == OP_DROP_POLICY && at->kind == OP_CREATE_POLICY)
			return true;
		if (op->kind != OP_DROP_POLICY &&
		    str_find_nocase(at->text, STR("ENABLE ROW LEVEL")) >= 0)
			return true;
	}
	return false;
}

static bool made_before(const struct body *up, const struct op *drop)
{
	for (const struct op *at = up->ops; at < drop; at++)
		if (at->kind == OP_CREATE_POLICY && str_eq(at->table, drop->table) &&
		    str_eq(at->name, drop->name))
			return true;
	return false;
}

static const char *does(const struct op *op)
{
	if (op->kind == OP_DROP_POLICY)
		return "drops a row-level security policy of";
	if (str_find_nocase(op->text, STR("DISABLE ROW LEVEL")) >= 0)
		return "switches row-level security off for";
	if (str_find_nocase(op->text, STR("NO FORCE ROW LEVEL")) >= 0)
		return "no longer applies row-level security to the owner of";
	return NULL;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	const char *what = does(op);

	if (!what || settled_after(up, op) || body_creates_table_before(up, op) ||
	    (op->kind == OP_DROP_POLICY && made_before(up, op)))
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema, .table = op->table, .object = op->name},
		.message = rule_text(run, "upgrade %s " STR_FMT, what,
				     STR_ARG(table_label(run, op))),
		.outcome = op->kind == OP_DROP_POLICY
				   ? STR("none for the table takes its place in this migration")
				   : STR("every role that may read the table sees all of its rows"),
		.confidence = name_known(op->table) ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"ALTER TABLE invoices DISABLE ROW LEVEL SECURITY\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"ALTER TABLE invoices ENABLE ROW LEVEL SECURITY\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"DROP POLICY tenant ON invoices\")\n"
	"    op.execute(\"CREATE POLICY tenant ON invoices USING (tenant_id = current_setting('app.tenant')::int)\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_weakened_row_security = {
	.id = "TM807",
	.name = "weakened-row-security",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade removes a row-level security policy or switches row-level security "
		   "off",
	.why = "The policy is what keeps one tenant's rows from another: the queries themselves "
	       "have no such condition. From the moment of the commit every role with SELECT on "
	       "the table reads all of its rows. If row-level security stays on and no policy is "
	       "left, the opposite happens: everyone but the owner sees none. Nothing fails in "
	       "either case.",
	.fix = "Change a policy with ALTER POLICY, or drop and create it in one transaction. "
	       "Before switching it off for good, show that every query of every role that can "
	       "reach the table names the tenant, and revoke the rights of those that need none. "
	       "The downgrade must restore the policy and ENABLE (and FORCE) ROW LEVEL SECURITY.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(DROP_POLICY) | OP_BIT(ALTER_TABLE) | OP_BIT(OTHER)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
