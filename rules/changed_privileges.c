#include "rules/judge.h"

/* A role that may do everything, or everybody, or the right to hand it on. */
static bool gives_much(struct str sql)
{
	return sql_find_word(sql, STR("PUBLIC"), 0) >= 0 ||
	       str_find_nocase(sql, STR("superuser")) >= 0 ||
	       str_find_nocase(sql, STR("WITH GRANT OPTION")) >= 0 ||
	       str_find_nocase(sql, STR("WITH ADMIN OPTION")) >= 0;
}

/* GRANT … TO PUBLIC, but not schema public, which stands before TO. */
static bool is_wide(const struct op *op)
{
	ptrdiff_t to = -1, next = sql_find_word(op->text, STR("TO"), 0);

	if (op->kind != OP_GRANT)
		return false;
	while (next >= 0) {
		to = next;
		next = sql_find_word(op->text, STR("TO"), (size_t)next + 2);
	}
	return gives_much(str_sub(op->text, to < 0 ? 0 : (size_t)to, op->text.len));
}

static const char *does(const struct op *op)
{
	if (op->kind == OP_GRANT)
		return "grants rights";
	if (op->kind == OP_REVOKE)
		return "revokes rights";
	return str_find_nocase(op->text, STR("OWNER TO")) >= 0 ? "changes an owner" : NULL;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	static const enum severity warning = SEVERITY_WARNING;
	const char *what = does(op);
	bool wide = is_wide(op);

	if (!what)
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema,
			    .table = op->table,
			    .object = op->name.len ? op->name : op_info(op->kind)->spelling},
		.message = rule_text(run, "upgrade %s", what),
		.outcome =
			wide ? STR("to everybody, to the full, or with the right to hand them on")
			     : STR("it needs roles that not every database has"),
		.confidence = CONFIDENCE_HIGH,
		.severity = wide ? &warning : NULL,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.execute(\"GRANT ALL ON users TO PUBLIC\")\n"
	"\n"
	"def downgrade():\n"
	"    op.execute(\"REVOKE ALL ON users FROM PUBLIC\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"grants\", sa.Column(\"owner_to\", sa.Text()))\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"grants\")\n",
	NULL,
};

const struct rule rule_changed_privileges = {
	.id = "TM806",
	.name = "changed-privileges",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "the upgrade grants or revokes rights, or gives an object to another owner",
	.why = "Who may do what is decided here, out of sight of those who keep the roles: the "
	       "migration runs as the schema's owner, and the role exists on some databases "
	       "only, so that the statement fails on the others. A grant to PUBLIC, of a "
	       "superuser role, or WITH GRANT OPTION hands out more than it seems to. After a "
	       "change of owner the deployment's own role may not be able to alter the object "
	       "any more.",
	.fix = "Keep roles and grants where the infrastructure is described, or in a migration "
	       "of its own that says whom it serves, checks that the role exists, grants the "
	       "least that is needed to a role by name, and takes it back in the downgrade. "
	       "Tables that later migrations make need ALTER DEFAULT PRIVILEGES to be covered.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(GRANT) | OP_BIT(REVOKE) | OP_BIT(OTHER) | OP_BIT(ALTER_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
