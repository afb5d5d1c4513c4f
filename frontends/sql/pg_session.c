#include "frontends/sql/pg.h"

bool pgr_other(struct pg_reader *r, const PgQuery__Node *node)
{
	(void)node;
	sql_emit(r->s, OP_OTHER);
	return true;
}

/* SET name = value: `to` is the value, as written. */
bool pgr_set(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__VariableSetStmt *stmt = node->variable_set_stmt;
	struct op *op = sql_emit(r->s, OP_SET_VARIABLE);
	uint32_t i = 0;

	op->name = pgr_name(r, stmt->name);
	if (stmt->kind != PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE)
		return true;
	while (i < r->s->count && !sql_is_punct(r->s, i, '=') && !sql_is(r->s, i, "TO"))
		i++;
	op->to = sql_slice(r->s, i + 1, r->s->count);
	return true;
}

bool pgr_show(struct pg_reader *r, const PgQuery__Node *node)
{
	(void)node;
	sql_emit(r->s, OP_SELECT);
	return true;
}

bool pgr_set_constraints(struct pg_reader *r, const PgQuery__Node *node)
{
	(void)node;
	sql_emit(r->s, OP_SET_VARIABLE)->name = STR("constraints");
	return true;
}

bool pgr_transaction(struct pg_reader *r, const PgQuery__Node *node)
{
	switch (node->transaction_stmt->kind) {
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN:
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START:
		sql_emit(r->s, OP_BEGIN);
		return true;
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
		sql_emit(r->s, OP_COMMIT);
		return true;
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT:
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE:
		sql_emit(r->s, OP_OTHER);
		return true;
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
	case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO:
		sql_emit(r->s, OP_ROLLBACK)->name =
			pgr_name(r, node->transaction_stmt->savepoint_name);
		return true;
	default:
		return false; /* two-phase commits */
	}
}

static struct op *emit_on_table(struct pg_reader *r, enum op_kind kind,
				const PgQuery__RangeVar *relation)
{
	struct op *op = sql_emit(r->s, kind);

	pgr_relation(r, relation, op);
	return op;
}

bool pgr_truncate(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__TruncateStmt *stmt = node->truncate_stmt;

	for (size_t i = 0; i < stmt->n_relations; i++) {
		struct op *op;

		if (stmt->relations[i]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR)
			return false;
		op = emit_on_table(r, OP_TRUNCATE, stmt->relations[i]->range_var);
		if (stmt->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
			op->flags |= OPF_CASCADE;
	}
	return true;
}

bool pgr_lock(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__LockStmt *stmt = node->lock_stmt;

	for (size_t i = 0; i < stmt->n_relations; i++) {
		if (stmt->relations[i]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR)
			return false;
		emit_on_table(r, OP_LOCK_TABLE, stmt->relations[i]->range_var);
	}
	return true;
}

bool pgr_vacuum(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__VacuumStmt *stmt = node->vacuum_stmt;

	if (!stmt->n_rels)
		sql_emit(r->s, OP_MAINTAIN);
	for (size_t i = 0; i < stmt->n_rels; i++) {
		if (stmt->rels[i]->node_case != PG_QUERY__NODE__NODE_VACUUM_RELATION)
			return false;
		emit_on_table(r, OP_MAINTAIN, stmt->rels[i]->vacuum_relation->relation);
	}
	return true;
}

bool pgr_refresh(struct pg_reader *r, const PgQuery__Node *node)
{
	emit_on_table(r, OP_MAINTAIN, node->refresh_mat_view_stmt->relation);
	return true;
}

bool pgr_cluster(struct pg_reader *r, const PgQuery__Node *node)
{
	emit_on_table(r, OP_MAINTAIN, node->cluster_stmt->relation);
	return true;
}

bool pgr_reindex(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__ReindexStmt *stmt = node->reindex_stmt;
	struct index *index = arena_new(r->s->arena, struct index);
	struct op *op = sql_emit(r->s, OP_REINDEX);

	if (stmt->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX)
		pgr_relation_name(r, stmt->relation, op);
	else if (stmt->relation)
		pgr_relation(r, stmt->relation, op);
	else
		op->name = pgr_name(r, stmt->name);
	for (size_t i = 0; i < stmt->n_params; i++)
		index->concurrently |=
			stmt->params[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM &&
			strcmp(stmt->params[i]->def_elem->defname, "concurrently") == 0;
	index->name = op->name;
	op->index = index;
	return true;
}

/* EXPLAIN reads; EXPLAIN ANALYZE runs what it explains. */
bool pgr_explain(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__ExplainStmt *stmt = node->explain_stmt;

	for (size_t i = 0; i < stmt->n_options; i++)
		if (stmt->options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM &&
		    strcmp(stmt->options[i]->def_elem->defname, "analyze") == 0)
			return false;
	sql_emit(r->s, OP_SELECT);
	return true;
}
