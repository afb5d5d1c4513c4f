#include "rules/judge.h"

static void on_op(struct rule_run *run, const struct op *op)
{
	if (str_find_nocase(op->text, STR("SECURITY DEFINER")) < 0 ||
	    str_find_nocase(op->text, STR("search_path")) >= 0)
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema, .object = op->name},
		.message = rule_text(run,
				     "upgrade creates SECURITY DEFINER function " STR_FMT
				     " without a search_path",
				     STR_ARG(op->name.len ? op->name : STR("?"))),
		.outcome = STR("a caller can put objects of their own in its way"),
		.confidence = op->flags & OPF_TEMPLATE ? CONFIDENCE_LOW : CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"CREATE FUNCTION close_account(i int) RETURNS void LANGUAGE sql SECURITY DEFINER \"\n"
	"               \"AS $$ UPDATE accounts SET open = false WHERE id = i $$\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DROP FUNCTION close_account(int)\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"CREATE FUNCTION close_account(i int) RETURNS void LANGUAGE sql SECURITY DEFINER \"\n"
	"               \"SET search_path = app, pg_temp \"\n"
	"               \"AS $$ UPDATE accounts SET open = false WHERE id = i $$\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"DROP FUNCTION close_account(int)\")\n",
	NULL,
};

const struct rule rule_definer_without_search_path = {
	.id = "TM808",
	.name = "definer-without-search-path",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the upgrade creates a SECURITY DEFINER function that does not set its "
		   "search_path",
	.why = "Such a function runs with the rights of its owner, but looks names up along the "
	       "search_path of whoever calls it. A caller who may create a temporary table, or "
	       "an object in any schema of the path, has the function use that in place of the "
	       "real one, and so acts as the owner (CVE-2018-1058; PostgreSQL's manual, \"Writing "
	       "SECURITY DEFINER Functions Safely\").",
	.fix = "Add `SET search_path = pg_catalog, app, pg_temp` to the function, with pg_temp "
	       "at the end, or write every name in its body with its schema. Also `REVOKE "
	       "EXECUTE ... FROM PUBLIC` in the same transaction: everybody may call a new "
	       "function.",
	.dialects = "postgresql",
	.ops = {[UP] = OP_BIT(CREATE_ROUTINE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
