#include "rules/judge.h"

/* What the value's expression calls: code of Python's, or the database's. */
static bool turns_into_cipher(struct str value)
{
	static const struct str words[] = {
		STR_INIT("encrypt"), STR_INIT("hash"),    STR_INIT("bcrypt"), STR_INIT("hmac"),
		STR_INIT("Fernet"),  STR_INIT("md5("),    STR_INIT("crypt("), STR_INIT("digest("),
		STR_INIT("sha1("),   STR_INIT("sha256("),
	};

	/* what it decrypts first was encrypted before, and still is */
	if (str_find_nocase(value, STR("decrypt")) >= 0)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find_nocase(value, words[i]) >= 0)
			return true;
	return false;
}

/* Is the column one that the migration itself made, or that it copies? */
static bool is_new_column(const struct body *up, const struct op *update, struct str name)
{
	for (const struct op *at = update; at-- > up->ops;)
		if ((at->kind == OP_ADD_COLUMN || at->kind == OP_RENAME_COLUMN) &&
		    str_eq(at->table, update->table) &&
		    (str_eq(at->name, name) || str_eq(at->to, name)))
			return true;
	return false;
}

/* In place: it is computed from what stood there, all of it: a suffix leaves the value readable. */
static bool is_rewritten(const struct column *column)
{
	const struct column_default *value = &column->server_default;

	if ((value->kind != DEFAULT_UNKNOWN && value->kind != DEFAULT_EXPRESSION) ||
	    !turns_into_cipher(value->text) || str_has(value->text, STR("||")) ||
	    str_find_nocase(column->name, STR("hash")) >= 0)
		return false;
	for (uint32_t i = 0; i < column->source_count; i++)
		if (str_eq(column->sources[i], column->name))
			return true;
	return false;
}

static const struct op *first_rewrite(const struct body *body, const struct column **ret_column)
{
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		for (uint32_t c = 0; op->kind == OP_UPDATE && c < op->column_count; c++)
			if (is_rewritten(&op->columns[c]) && !body_creates_table_before(body, op) &&
			    !is_new_column(body, op, op->columns[c].name)) {
				*ret_column = &op->columns[c];
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
	const struct column *column;
	const struct op *rewrite;

	rewrite = first_rewrite(&m->body[UP], &column);
	if (!rewrite || writes(&m->body[DOWN], rewrite))
		return;
	struct rule_report report = {
		.op = rewrite,
		.direction = &up,
		.subject = {.schema = rewrite->schema,
			    .table = rewrite->table,
			    .column = column->name},
		.verdict = STR("rewrites values"),
		.message = rule_text(run,
				     "upgrade encrypts, decrypts or hashes " STR_FMT "." STR_FMT
				     " in place",
				     STR_ARG(table_label(run, rewrite)), STR_ARG(column->name)),
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
