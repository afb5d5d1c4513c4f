#include "rules/judge.h"

static bool has_word(struct str name, struct str word)
{
	ptrdiff_t at = str_find_nocase(name, word);
	size_t end;

	if (at < 0)
		return false;
	end = (size_t)at + word.len;
	return (at == 0 || name.ptr[at - 1] == '_') && (end == name.len || name.ptr[end] == '_');
}

static bool keeps_audit(struct str table)
{
	static const struct str words[] = {
		STR_INIT("audit"),     STR_INIT("audits"),       STR_INIT("auditlog"),
		STR_INIT("audit_log"), STR_INIT("activity_log"), STR_INIT("access_log"),
		STR_INIT("event_log"), STR_INIT("security_log"), STR_INIT("login_history"),
		STR_INIT("journals"),
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(table, words[i]))
			return true;
	return false;
}

/* Its rows go elsewhere: another table is filled from it, or it was only renamed. */
static bool rows_move(const struct body *up, const struct op *op)
{
	for (const struct op *at = op; at-- > up->ops;)
		if (at->kind == OP_INSERT && names_equal(at->to, op->table) == TRI_YES)
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	static const enum severity warning = SEVERITY_WARNING;
	const struct body *up = &run->migration->body[UP];
	bool some = op->kind == OP_DELETE && !(op->flags & OPF_NO_WHERE);

	if (!keeps_audit(op->table) || op->flags & OPF_TEMPORARY ||
	    body_creates_table_before(up, op) || rows_move(up, op))
		return;
	struct rule_report report = {
		.op = op,
		.subject = table_subject(op),
		.verdict = STR("loses data"),
		.message = rule_text(run, "upgrade %s " STR_FMT,
				     op->kind == OP_DROP_TABLE ? "drops the audit trail in"
				     : some                    ? "deletes from the audit trail in"
							       : "empties the audit trail in",
				     STR_ARG(table_label(run, op))),
		.outcome = STR("no copy is kept"),
		.confidence = CONFIDENCE_HIGH,
		.severity = some ? &warning : NULL,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"TRUNCATE audit_log\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"audit_log_2024\", sa.Column(\"id\", sa.Integer()))\n"
	"    op.execute(\"INSERT INTO audit_log_2024 SELECT id FROM audit_log\")\n"
	"    op.drop_table(\"audit_log\")\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_erased_audit_trail = {
	.id = "TM811",
	.name = "erased-audit-trail",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "the upgrade truncates, empties or drops a table that keeps an audit trail",
	.why = "Audit tables are kept because someone, a regulator or an investigation, may ask "
	       "what happened. A migration deletes them with the rights of the owner, past "
	       "whatever keeps the application from doing so, and leaves no record of who "
	       "decided it.",
	.fix = "Move the rows to an archive first, show that they arrived, and delete them by "
	       "the retention job that answers for it. If the table is really a cache or a debug "
	       "log, allow this finding with that reason.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(TRUNCATE) | OP_BIT(DELETE) | OP_BIT(DROP_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
