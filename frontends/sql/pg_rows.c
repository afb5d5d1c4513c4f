#include "frontends/sql/pg.h"
#include "frontends/sql/sql_written.h"

/* Nested writing queries that are followed. */
enum { WITH_DEPTH = 16 };

/* WITH gone AS (DELETE … RETURNING *): the writing queries run before the one they serve. */
static bool emit_with(struct pg_reader *r, const PgQuery__WithClause *with)
{
	bool understood = r->depth < WITH_DEPTH;

	r->depth++;
	for (size_t i = 0; understood && with && i < with->n_ctes; i++) {
		const PgQuery__Node *cte = with->ctes[i], *query;

		if (cte->node_case != PG_QUERY__NODE__NODE_COMMON_TABLE_EXPR)
			continue;
		query = cte->common_table_expr->ctequery;
		if (!query)
			continue;
		if (query->node_case == PG_QUERY__NODE__NODE_INSERT_STMT)
			understood = pgr_insert(r, query);
		else if (query->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT)
			understood = pgr_update(r, query);
		else if (query->node_case == PG_QUERY__NODE__NODE_DELETE_STMT)
			understood = pgr_delete(r, query);
	}
	r->depth--;
	return understood;
}

/*
 * The column of a target. Other databases take UPDATE t SET t.a = 1, which the grammar reads as the
 * part a of a column t.
 */
static const char *target_column(const PgQuery__ResTarget *target,
				 const PgQuery__RangeVar *relation)
{
	const char *alias = relation->alias ? relation->alias->aliasname : relation->relname;

	if (target->n_indirection &&
	    target->indirection[0]->node_case == PG_QUERY__NODE__NODE_STRING &&
	    strcmp(target->name, alias) == 0)
		return pgr_string(target->indirection[0]);
	return target->name;
}

/* The columns that are written, as names without a type. */
static void set_targets(const struct pg_reader *r, const PgQuery__RangeVar *relation, size_t count,
			PgQuery__Node *const *targets, struct op *op)
{
	struct column *columns = arena_array(r->s->arena, count, sizeof(*columns));

	for (size_t i = 0; i < count; i++) {
		if (targets[i]->node_case != PG_QUERY__NODE__NODE_RES_TARGET)
			return;
		columns[i].name = pgr_name(r, target_column(targets[i]->res_target, relation));
	}
	op->columns = columns;
	op->column_count = (uint32_t)count;
}

/* The token at which the written table's name starts; SQL_NONE: not known. */
static uint32_t written_at(struct pg_reader *r, const PgQuery__RangeVar *relation)
{
	struct sql_statement *s = r->s;

	s->folds = !s->dialects || (s->dialects & DIALECT_POSTGRESQL);
	return relation ? pgr_token(r, relation->location) : SQL_NONE;
}

static struct str relation_text(const struct pg_reader *r, const PgQuery__RangeVar *relation)
{
	return relation ? pgr_name(r, relation->relname) : STR("");
}

bool pgr_insert(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__InsertStmt *insert = node->insert_stmt;
	const PgQuery__OnConflictClause *conflict = insert->on_conflict_clause;
	struct op *op;
	uint32_t at;

	if (!emit_with(r, insert->with_clause))
		return false;
	op = sql_emit(r->s, OP_INSERT);
	pgr_relation(r, insert->relation, op);
	set_targets(r, insert->relation, insert->n_cols, insert->cols, op);
	op->to = relation_text(r, pgr_insert_source(insert));
	at = written_at(r, insert->relation);
	if (at != SQL_NONE)
		sql_written_insert(r->s, op, at);
	if (conflict && conflict->action == PG_QUERY__ON_CONFLICT_ACTION__ONCONFLICT_UPDATE) {
		op = sql_emit(r->s, OP_UPDATE);
		pgr_relation(r, insert->relation, op);
		set_targets(r, insert->relation, conflict->n_target_list, conflict->target_list,
			    op);
		if (at != SQL_NONE)
			sql_written_upsert(r->s, op, op - 1, at);
	}
	return true;
}

/* WHERE true, WHERE 1 = 1 */
static bool is_always_true(const PgQuery__Node *condition)
{
	const PgQuery__AConst *left, *right;
	const PgQuery__AExpr *equal;

	if (condition->node_case == PG_QUERY__NODE__NODE_A_CONST)
		return condition->a_const->val_case == PG_QUERY__A__CONST__VAL_BOOLVAL &&
		       condition->a_const->boolval->boolval;
	if (condition->node_case != PG_QUERY__NODE__NODE_A_EXPR)
		return false;
	equal = condition->a_expr;
	if (!equal->lexpr || !equal->rexpr || equal->n_name != 1 ||
	    strcmp(pgr_string(equal->name[0]), "=") != 0 ||
	    equal->lexpr->node_case != PG_QUERY__NODE__NODE_A_CONST ||
	    equal->rexpr->node_case != PG_QUERY__NODE__NODE_A_CONST)
		return false;
	left = equal->lexpr->a_const;
	right = equal->rexpr->a_const;
	return left->val_case == PG_QUERY__A__CONST__VAL_IVAL &&
	       left->val_case == right->val_case && left->ival->ival == right->ival->ival;
}

static unsigned where_flag(const struct pg_reader *r, const PgQuery__Node *condition)
{
	if (condition ? !is_always_true(condition) : sql_may_go_on(r->s))
		return 0;
	return OPF_NO_WHERE;
}

/* DELETE FROM t {hole}: a name for the table, to the grammar; to its writer, the whole WHERE. */
static bool is_cut(const struct pg_reader *r, const PgQuery__RangeVar *relation)
{
	struct str alias;

	if (!relation || !relation->alias)
		return false;
	alias = pgr_name(r, relation->alias->aliasname);
	return str_starts(alias, STR("{")) && str_ends(alias, STR("}"));
}

bool pgr_update(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__UpdateStmt *update = node->update_stmt;
	uint32_t at = written_at(r, update->relation);
	struct op *op;

	if (!emit_with(r, update->with_clause))
		return false;
	op = sql_emit(r->s, OP_UPDATE);
	pgr_relation(r, update->relation, op);
	op->flags |= is_cut(r, update->relation) ? OPF_PARTIAL
						 : where_flag(r, update->where_clause);
	op->to = relation_text(r, pgr_update_source(update));
	set_targets(r, update->relation, update->n_target_list, update->target_list, op);
	if (at != SQL_NONE)
		sql_written_update(r->s, op, at);
	return true;
}

bool pgr_delete(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__DeleteStmt *stmt = node->delete_stmt;
	uint32_t at = written_at(r, stmt->relation);
	struct op *op;

	if (!emit_with(r, stmt->with_clause))
		return false;
	op = sql_emit(r->s, OP_DELETE);
	pgr_relation(r, stmt->relation, op);
	op->flags |= is_cut(r, stmt->relation) ? OPF_PARTIAL : where_flag(r, stmt->where_clause);
	if (at != SQL_NONE)
		sql_written_delete(r->s, op, at);
	return true;
}

bool pgr_merge(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__MergeStmt *merge = node->merge_stmt;

	if (!emit_with(r, merge->with_clause))
		return false;
	for (size_t i = 0; i < merge->n_merge_when_clauses; i++) {
		const PgQuery__Node *when = merge->merge_when_clauses[i];
		enum op_kind kind;

		if (when->node_case != PG_QUERY__NODE__NODE_MERGE_WHEN_CLAUSE)
			return false;
		switch (when->merge_when_clause->command_type) {
		case PG_QUERY__CMD_TYPE__CMD_INSERT:
			kind = OP_INSERT;
			break;
		case PG_QUERY__CMD_TYPE__CMD_UPDATE:
			kind = OP_UPDATE;
			break;
		case PG_QUERY__CMD_TYPE__CMD_DELETE:
			kind = OP_DELETE;
			break;
		default:
			continue; /* DO NOTHING */
		}
		pgr_relation(r, merge->relation, sql_emit(r->s, kind));
	}
	return true;
}

/* The value of 'text' or 'text'::regclass. */
static struct str constant_text(const struct pg_reader *r, const PgQuery__Node *node)
{
	while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		node = node->type_cast->arg;
	if (!node || node->node_case != PG_QUERY__NODE__NODE_A_CONST ||
	    node->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
		return STR("");
	return pgr_name(r, node->a_const->sval->sval);
}

/* SELECT setval('users_id_seq', …) and set_config('search_path', …) have ops of their own. */
static bool emit_call(struct pg_reader *r, const PgQuery__FuncCall *call)
{
	struct str schema, name = pgr_qualified(r, call->n_funcname, call->funcname, &schema);
	const PgQuery__Node *first = call->n_args ? call->args[0] : NULL;
	enum op_kind kind;
	ptrdiff_t dot;
	struct op *op;

	if (str_eq(name, STR("setval")))
		kind = OP_ALTER_SEQUENCE;
	else if (str_eq(name, STR("set_config")))
		kind = OP_SET_VARIABLE;
	else
		return false;
	op = sql_emit(r->s, kind);
	/* setval(pg_get_serial_sequence('users', 'id'), …) */
	if (first && first->node_case == PG_QUERY__NODE__NODE_FUNC_CALL &&
	    first->func_call->n_args) {
		op->table = constant_text(r, first->func_call->args[0]);
		return true;
	}
	op->name = constant_text(r, first);
	dot = kind == OP_ALTER_SEQUENCE ? str_rchr(op->name, '.') : -1;
	if (dot >= 0) {
		op->schema = str_sub(op->name, 0, (size_t)dot);
		op->name = str_sub(op->name, (size_t)dot + 1, op->name.len);
	}
	return true;
}

/* Where the query of SELECT … INTO t, CREATE TABLE t AS starts: the first word of its depth. */
static uint32_t query_at(struct pg_reader *r, const PgQuery__IntoClause *into)
{
	struct sql_statement *s = r->s;
	uint32_t at = written_at(r, into->rel);

	if (sql_is_any(s, 0, "SELECT WITH"))
		return 0;
	while (at < s->count && !sql_is_any(s, at, "SELECT WITH"))
		at++;
	return at < s->count ? at : SQL_NONE;
}

/* CREATE TABLE t (a, b) AS … */
static void name_columns(const struct pg_reader *r, const PgQuery__IntoClause *into, struct op *op)
{
	struct column *columns = arena_array(r->s->arena, into->n_col_names, sizeof(*columns));

	for (size_t i = 0; i < into->n_col_names; i++)
		columns[i].name = pgr_name(r, pgr_string(into->col_names[i]));
	op->columns = columns;
	op->column_count = (uint32_t)into->n_col_names;
}

/* SELECT … INTO t and CREATE TABLE t AS: a table, and rows in it. */
static void emit_table_as(struct pg_reader *r, const PgQuery__IntoClause *into,
			  const PgQuery__SelectStmt *select, unsigned flags)
{
	struct str source = relation_text(r, pgr_select_source(select));
	uint32_t at = query_at(r, into);
	struct op *op = sql_emit(r->s, OP_CREATE_TABLE), *insert = NULL;

	pgr_relation(r, into->rel, op);
	/* types, and what * stands for, are the source's */
	op->flags |= flags | OPF_PARTIAL;
	name_columns(r, into, op);
	op->to = source;
	if (!into->skip_data) {
		insert = sql_emit(r->s, OP_INSERT);
		pgr_relation(r, into->rel, insert);
		insert->to = source;
		op = insert - 1;
	}
	if (at != SQL_NONE)
		sql_written_table_as(r->s, op, insert, at);
}

bool pgr_select(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__SelectStmt *select = node->select_stmt;
	struct pg_calls calls;

	if (!emit_with(r, select->with_clause) || !pgr_impure_calls(&select->base, &calls))
		return false;
	for (unsigned i = 0; i < calls.count; i++)
		if (!emit_call(r, calls.items[i]))
			return false;
	if (select->into_clause && !r->s->in_block)
		emit_table_as(r, select->into_clause, select, 0);
	else if (!calls.count)
		pgr_relation(r, pgr_select_source(select), sql_emit(r->s, OP_SELECT));
	return true;
}

bool pgr_create_table_as(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateTableAsStmt *stmt = node->create_table_as_stmt;
	unsigned flags = stmt->if_not_exists ? OPF_IF_NOT_EXISTS : 0;
	const PgQuery__SelectStmt *select;
	struct op *op;

	if (!stmt->into || !stmt->query ||
	    stmt->query->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
		return false;
	select = stmt->query->select_stmt;
	if (stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) {
		emit_table_as(r, stmt->into, select, flags);
		return true;
	}
	op = sql_emit(r->s, OP_CREATE_VIEW);
	pgr_relation_name(r, stmt->into->rel, op);
	op->to = relation_text(r, pgr_select_source(select));
	op->flags |= flags;
	return true;
}

bool pgr_create_view(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__ViewStmt *view = node->view_stmt;
	struct op *op = sql_emit(r->s, OP_CREATE_VIEW);

	pgr_relation_name(r, view->view, op);
	if (view->view && strcmp(view->view->relpersistence, "t") == 0)
		op->flags |= OPF_TEMPORARY;
	if (view->replace)
		op->flags |= OPF_OR_REPLACE;
	if (view->query && view->query->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
		op->to = relation_text(r, pgr_select_source(view->query->select_stmt));
	return true;
}

bool pgr_copy(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CopyStmt *copy = node->copy_stmt;
	struct op *op;

	if (copy->is_program)
		return false; /* runs a program */
	op = sql_emit(r->s, copy->is_from ? OP_INSERT : OP_SELECT);
	pgr_relation(r, copy->relation, op);
	return true;
}
