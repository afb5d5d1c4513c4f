#include "rules/rollout.h"

#include "rules/judge.h"

static const struct replay *replay_of(struct rule_run *run, dialect_set one)
{
	for (uint32_t i = 0; run->proofs && i < run->proofs->replay_count; i++)
		if (run->proofs->replays[i].dialect == one)
			return &run->proofs->replays[i];
	return NULL;
}

dialect_set rollout_dialect(struct rule_run *run, const struct op *op)
{
	const struct body *body = &run->migration->body[UP];
	dialect_set on = rule_op_dialects(body, op);

	for (uint32_t i = 0; run->proofs && i < run->proofs->replay_count; i++)
		if (!on || on & run->proofs->replays[i].dialect)
			return run->proofs->replays[i].dialect;
	return 0;
}

const struct schema *rollout_before(struct rule_run *run, dialect_set one)
{
	const struct replay *r = replay_of(run, one);

	return r && !r->steps[run->node].unknown ? &r->steps[run->node].before : NULL;
}

const struct table *rollout_old_table(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct schema *before = rollout_before(run, one);
	struct str name = table_first_name(&run->migration->body[UP], op);

	return before && name.len
		       ? schema_table(before, schema_key(run->scratch, one, op->schema, name))
		       : NULL;
}

/* Copies that a migration or an operator left; no release uses them. */
static bool is_scratch(struct str name)
{
	static const struct str ends[] = {
		STR_INIT("_backup"), STR_INIT("_bak"), STR_INIT("_tmp"),  STR_INIT("_temp"),
		STR_INIT("_old"),    STR_INIT("_new"), STR_INIT("_copy"),
	};
	static const struct str starts[] = {STR_INIT("_alembic_tmp"), STR_INIT("tmp_"),
					    STR_INIT("temp_"),        STR_INIT("backup_"),
					    STR_INIT("_tmp"),         STR_INIT("_backup")};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (str_ends(name, ends[i]))
			return true;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts(name, starts[i]))
			return true;
	return false;
}

enum tri rollout_table_in_use(struct rule_run *run, const struct op *op)
{
	dialect_set one = rollout_dialect(run, op);
	enum tri existed = rule_table_existed(run, op, one);

	/* the file of SQLite has one process, or processes that stop together */
	if (op->flags & OPF_TEMPORARY || is_scratch(op->table) || one == DIALECT_SQLITE)
		return TRI_NO;
	/* IF EXISTS of what the chain does not know: it may be long gone */
	if (existed == TRI_YES && op->flags & OPF_IF_EXISTS && !rollout_old_table(run, op, one))
		return TRI_UNKNOWN;
	return existed;
}

enum tri rollout_column_in_use(struct rule_run *run, const struct op *op)
{
	dialect_set one = rollout_dialect(run, op);
	enum tri table = rollout_table_in_use(run, op);
	enum tri column = rule_column_existed(run, op, one);

	if (table == TRI_NO || column == TRI_NO)
		return TRI_NO;
	return table == TRI_YES && column == TRI_YES && op->name.len && name_known(op->name)
		       ? TRI_YES
		       : TRI_UNKNOWN;
}

bool rollout_repairs(const struct body *up, const struct op *op)
{
	for (const struct op *at = up->ops; at < op; at++)
		if ((at->kind == OP_UPDATE || at->kind == OP_DELETE) &&
		    names_equal(at->table, op->table) != TRI_NO)
			return true;
	return false;
}

bool rollout_adds_column(const struct body *up, const struct op *op, struct str column)
{
	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_ADD_COLUMN && str_eq(at->name, column) &&
		    names_equal(at->table, op->table) != TRI_NO)
			return true;
	return false;
}

bool rollout_has_key_like(const struct table *t, const struct constraint *key,
			  bool (*fits)(const struct constraint *old))
{
	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *old = &t->keys[i]->def;
		uint32_t same = 0;

		if (old->kind != CONSTRAINT_FOREIGN_KEY || old->column_count != key->column_count ||
		    !fits(old))
			continue;
		while (same < key->column_count && str_eq(old->columns[same], key->columns[same]))
			same++;
		if (same == key->column_count)
			return true;
	}
	return false;
}

/* Nothing but NULL, or not even a row. */
static bool is_empty_column(struct rule_run *run, const struct op *op, struct str name,
			    dialect_set one)
{
	const struct table *t = rule_table_before(run, op, one);
	const struct table_column *c = t ? table_column(t, name) : NULL;

	return c && c->values && c->values->kind == TOKEN_EMPTY && c->origin->node == run->node;
}

enum tri rollout_meets_rows(struct rule_run *run, const struct op *op, const struct str *columns,
			    uint32_t count)
{
	const struct body *up = &run->migration->body[UP];
	dialect_set one = rollout_dialect(run, op);
	enum tri rows = rule_table_has_rows(run, op, one);
	bool opaque = false;

	if (rows == TRI_NO || rule_table_existed(run, op, one) == TRI_NO ||
	    op->flags & OPF_TEMPORARY || rollout_repairs(up, op))
		return TRI_NO;
	for (uint32_t i = 0; i < count; i++)
		if (is_empty_column(run, op, columns[i], one))
			return TRI_NO;
	for (const struct op *at = up->ops; at < op; at++)
		opaque |= op_is_opaque(at);
	return opaque ? TRI_UNKNOWN : rows;
}

enum confidence rollout_confidence(const struct op *op, enum tri sure)
{
	return sure == TRI_YES && !(op->flags & OPF_PARTIAL) ? CONFIDENCE_HIGH : CONFIDENCE_LOW;
}
