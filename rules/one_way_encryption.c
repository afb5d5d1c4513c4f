#include "rules/judge.h"

/* Values that code computed, row by row. */
static bool writes_computed(const struct op *op)
{
	for (uint32_t i = 0; i < op->column_count; i++)
		if (op->columns[i].server_default.kind == DEFAULT_UNKNOWN)
			return true;
	return false;
}

static const struct op *first_rewrite(const struct body *body)
{
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		if (op->kind == OP_UPDATE && writes_computed(op) && op->column_count == 1 &&
		    !body_creates_table_before(body, op)) {
			struct op column = *op;

			column.name = op->columns[0].name;
			for (const struct op *at = op; at-- > body->ops;)
				if ((at->kind == OP_ADD_COLUMN || at->kind == OP_RENAME_COLUMN) &&
				    str_eq(at->table, op->table) &&
				    (str_eq(at->name, column.name) || str_eq(at->to, column.name)))
					column.name = STR("");
			if (column.name.len)
				return op;
		}
	}
	return NULL;
}

static bool writes(const struct body *down, const struct op *rewrite)
{
	for (uint32_t i = 0; i < down->op_count; i++)
		if ((down->ops[i].kind == OP_UPDATE &&
		     names_equal(down->ops[i].table, rewrite->table) != TRI_NO) ||
		    op_is_opaque(&down->ops[i]))
			return true;
	return false;
}

static void on_migration(struct rule_run *run)
{
	static const enum direction up = UP;
	const struct migration *m = run->migration;
	const struct op *rewrite;

	if (m->status != MIGRATION_OK || !(m->facts & FACT_USES_KEYS))
		return;
	rewrite = first_rewrite(&m->body[UP]);
	if (!rewrite || writes(&m->body[DOWN], rewrite))
		return;
	struct rule_report report = {
		.op = rewrite,
		.direction = &up,
		.subject = {.schema = rewrite->schema,
			    .table = rewrite->table,
			    .column = rewrite->columns[0].name},
		.verdict = STR("rewrites values"),
		.message = rule_text(
			run,
			"upgrade encrypts, decrypts or hashes " STR_FMT "." STR_FMT " in place",
			STR_ARG(table_label(run, rewrite)), STR_ARG(rewrite->columns[0].name)),
		.outcome = STR("the downgrade does not turn the values back"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"from cryptography.fernet import Fernet\n"
	"\n"
	"def upgrade():\n"
	"    bind = op.get_bind()\n"
	"    box = Fernet(b\"x\" * 44)\n"
	"    for row in bind.execute(sa.text(\"SELECT id, token FROM users\")):\n"
	"        bind.execute(sa.text(\"UPDATE users SET token = :t WHERE id = :id\"),\n"
	"                     {\"t\": box.encrypt(row.token), \"id\": row.id})\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"from cryptography.fernet import Fernet\n"
	"\n"
	"def upgrade():\n"
	"    bind = op.get_bind()\n"
	"    op.add_column(\"users\", sa.Column(\"token_encrypted\", sa.LargeBinary(), nullable=True))\n"
	"    box = Fernet(b\"x\" * 44)\n"
	"    for row in bind.execute(sa.text(\"SELECT id, token FROM users\")):\n"
	"        bind.execute(sa.text(\"UPDATE users SET token_encrypted = :t WHERE id = :id\"),\n"
	"                     {\"t\": box.encrypt(row.token), \"id\": row.id})\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"token_encrypted\")\n",
	NULL,
};

const struct rule rule_one_way_encryption = {
	.id = "TM810",
	.name = "one-way-encryption",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary =
		"the upgrade encrypts or hashes stored values in place and the downgrade does not "
		"turn them back",
	.why = "After the upgrade the code of the release before reads ciphertext where it "
	       "expects text: logins fail, tokens are refused. The downgrade leaves the values "
	       "as they are, so a rollback does not help, and hashes cannot be turned back by "
	       "anyone. The values also depend on a key of the machine that ran the migration: a "
	       "wrong or rotated key makes them unreadable for good.",
	.fix = "Write the new form into a new column, let the code read the new one and fall "
	       "back to the old one, and empty the old column only in a later release. If it "
	       "must be in place, let the downgrade decrypt, and check the key by decrypting one "
	       "value before the first is written.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
