#include "rules/lock.h"

enum { CONCERNED = DIALECT_POSTGRESQL | DIALECT_MYSQL | DIALECT_MARIADB | DIALECT_MSSQL };

/* The only column of the primary key; NULL: there are several, or none. */
static const struct column *only_key(const struct op *create)
{
	const struct column *found = NULL;
	struct str name = STR("");

	for (uint32_t i = 0; i < create->constraint_count; i++)
		if (create->constraints[i].kind == CONSTRAINT_PRIMARY_KEY &&
		    create->constraints[i].column_count == 1)
			name = create->constraints[i].columns[0];
	for (uint32_t i = 0; i < create->column_count; i++) {
		const struct column *c = &create->columns[i];

		if (!c->primary_key && !(name.len && str_eq(c->name, name)))
			continue;
		if (found)
			return NULL;
		found = c;
	}
	return found;
}

static bool is_numbered(const struct column *c)
{
	return c->autoincrement != TRI_NO && str_empty(c->references.table) &&
	       (c->server_default.kind == DEFAULT_NONE ||
		c->server_default.kind == DEFAULT_IDENTITY ||
		str_find_nocase(c->server_default.text, STR("nextval")) >= 0);
}

/* A foreign key of the table's own list makes it a part of another table's. */
static bool refers(const struct op *create, const struct column *key)
{
	for (uint32_t i = 0; i < create->constraint_count; i++) {
		const struct constraint *k = &create->constraints[i];

		for (uint32_t c = 0; c < k->column_count; c++)
			if (k->kind == CONSTRAINT_FOREIGN_KEY && str_eq(k->columns[c], key->name))
				return true;
	}
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	dialect_set targets = rule_op_targets(run->env, up, op);
	dialect_set concerned = targets & CONCERNED;
	const struct column *key = only_key(op);
	struct sql_type type;

	if (!concerned || !key || !key->type || op->flags & OPF_TEMPORARY || !is_numbered(key) ||
	    refers(op, key))
		return;
	sql_type_of(&type, run->scratch, key->type, concerned & (~concerned + 1));
	if (type.family != TYPE_INTEGER || type.length < 1 || type.length > 4)
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema, .table = op->table, .column = key->name},
		.message = rule_text(
			run,
			"upgrade creates " STR_FMT " with the key " STR_FMT " of type " STR_FMT,
			STR_ARG(table_label(run, op)), STR_ARG(key->name), STR_ARG(type.text)),
		.outcome = type.length == 4 ? STR("it ends at 2,147,483,647")
					    : STR("it ends at 32,767, or earlier"),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.Integer(), primary_key=True))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.BigInteger(), primary_key=True))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.Uuid(), primary_key=True))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_narrow_primary_key = {
	.id = "TM434",
	.name = "narrow-primary-key",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "a new table numbers its rows with a 32-bit integer",
	.why = "An INTEGER key ends at 2,147,483,647, counting the numbers that rolled-back and "
	       "deleted rows have used. Then every INSERT fails; and to make it BIGINT rewrites the "
	       "table, and every table that refers to it, under a lock, when they are at their "
	       "largest. Row by row the four bytes more cost nothing, for alignment.",
	.fix = "Use sa.BigInteger() (with sa.Identity() on PostgreSQL), or a UUID. For a table whose "
	       "rows are few by nature allow this finding with the reason.",
	.dialects = "postgresql mysql mariadb mssql",
	.ops = {[UP] = OP_BIT(CREATE_TABLE)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
