#include "rules/lock.h"

enum { WITHOUT = DIALECT_POSTGRESQL | DIALECT_SQLITE | DIALECT_MSSQL | DIALECT_ORACLE };

/* Are `wanted` the first columns of the list, in any order? */
static bool begins_with(const struct str *columns, uint32_t count, const struct constraint *wanted)
{
	uint32_t found = 0;

	if (count < wanted->column_count)
		return false;
	for (uint32_t i = 0; i < wanted->column_count; i++)
		for (uint32_t w = 0; w < wanted->column_count; w++)
			found += str_eq(columns[i], wanted->columns[w]);
	return found == wanted->column_count;
}

static bool is_indexed(const struct table *t, const struct constraint *key)
{
	for (uint32_t i = 0; i < t->index_count; i++)
		if (begins_with(t->indexes[i]->def.columns, t->indexes[i]->def.column_count, key))
			return true;
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *k = &t->keys[i]->def;

		if ((k->kind == CONSTRAINT_UNIQUE || k->kind == CONSTRAINT_PRIMARY_KEY) &&
		    begins_with(k->columns, k->column_count, key))
			return true;
	}
	return false;
}

/* Nothing is known of the table that would contradict: as it is at the newest revision. */
static bool is_bare(const struct table *t, const struct table_key *key)
{
	return !t->assumed && !t->doubted && key->def.kind == CONSTRAINT_FOREIGN_KEY &&
	       key->def.column_count && !is_indexed(t, &key->def);
}

static void report_key(struct rule_run *run, const struct table_key *key, const struct table *t)
{
	const struct op *op = key->origin->op;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema,
			    .table = op->table,
			    .column = key->def.columns[0]},
		.message = rule_text(run,
				     "upgrade adds a foreign key on " STR_FMT "." STR_FMT
				     " and no migration an index that begins with it",
				     STR_ARG(t->name), STR_ARG(key->def.columns[0])),
		.outcome = STR("each DELETE in the table that it refers to reads the whole table"),
		.confidence = run->env->dialects ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
	};

	rule_report(run, &report);
}

/* Keys of a table as it is at a head, of which this migration is the origin. */
static void look_at(struct rule_run *run, const struct schema *head, struct str key)
{
	const struct table *t = schema_table(head, key);

	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct table_key *k = t->keys[i];

		if (k->origin->node == run->node && k->origin->op && is_bare(t, k))
			report_key(run, k, t);
	}
}

static const struct replay *replay_without(struct rule_run *run)
{
	for (uint32_t i = 0; i < run->proofs->replay_count; i++)
		if (run->proofs->replays[i].dialect & WITHOUT)
			return &run->proofs->replays[i];
	return NULL;
}

static bool was_seen(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < op; at++)
		if (str_eq(at->table, op->table) && str_eq(at->schema, op->schema) &&
		    (OP_BIT(CREATE_TABLE) | OP_BIT(ADD_COLUMN) | OP_BIT(CREATE_CONSTRAINT)) >>
				    at->kind &
			    1)
			return true;
	return false;
}

/* Several heads are several databases, or one that has all: the first stands for them. */
static void on_migration(struct rule_run *run)
{
	const struct replay *replay = replay_without(run);
	const struct body *up = &run->migration->body[UP];
	const struct replay_step *head;

	if (!replay || !run->chain->head_count)
		return;
	head = &replay->steps[run->chain->heads[0]];
	for (uint32_t i = 0; i < up->op_count && !head->unknown; i++) {
		const struct op *op = &up->ops[i];

		if ((op->kind != OP_CREATE_TABLE && op->kind != OP_ADD_COLUMN &&
		     op->kind != OP_CREATE_CONSTRAINT) ||
		    !name_known(op->table) || was_seen(up, op))
			continue;
		look_at(run, &head->after,
			schema_key(run->scratch, replay->dialect, op->schema, op->table));
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"org_id\", sa.Integer(), sa.ForeignKey(\"orgs.id\")))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"org_id\", sa.Integer(), sa.ForeignKey(\"orgs.id\")))\n"
	"    op.create_index(\"ix_org\", \"users\", [\"org_id\"])\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_foreign_key_without_index = {
	.id = "TM427",
	.name = "foreign-key-without-index",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "a foreign key has no index on its own columns, in this or any later migration",
	.why = "PostgreSQL, SQLite, SQL Server and Oracle make no index for a foreign key. Each "
	       "DELETE (or change of the key) in the referenced table then reads the whole referring "
	       "table, once for each row, under locks; so does each join along the key. MySQL makes "
	       "the index itself.",
	.fix = "Create an index that begins with the key's columns, with CONCURRENTLY where the "
	       "table has rows. If nothing is ever deleted from the referenced table and nobody "
	       "joins that way, allow this finding with the reason.",
	.dialects = "postgresql sqlite mssql oracle",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
