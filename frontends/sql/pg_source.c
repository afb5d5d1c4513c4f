#include "frontends/sql/pg.h"

/* Steps of one search: names in WITH may refer to each other twice, and twice again. */
enum { SOURCE_STEPS = 500 };

/* The WITH clauses that names can refer to, innermost first. */
struct scope {
	const PgQuery__WithClause *with;
	const struct scope *outer;
};

static const PgQuery__RangeVar *from_node(const PgQuery__Node *node, const struct scope *scope,
					  unsigned *steps);

static const PgQuery__RangeVar *from_list(size_t count, PgQuery__Node *const *nodes,
					  const struct scope *scope, unsigned *steps)
{
	const PgQuery__RangeVar *found = NULL;

	for (size_t i = 0; i < count && !found; i++)
		found = from_node(nodes[i], scope, steps);
	return found;
}

static const PgQuery__RangeVar *from_select(const PgQuery__SelectStmt *select,
					    const struct scope *outer, unsigned *steps)
{
	struct scope scope = {select ? select->with_clause : NULL, outer};
	const PgQuery__RangeVar *found;

	if (!select || !*steps)
		return NULL;
	--*steps;
	found = from_list(select->n_from_clause, select->from_clause, &scope, steps);
	if (!found)
		found = from_select(select->larg, &scope, steps);
	return found ? found : from_select(select->rarg, &scope, steps);
}

static const PgQuery__CommonTableExpr *find_cte(const struct scope **scope, const char *name)
{
	for (; *scope; *scope = (*scope)->outer) {
		const PgQuery__WithClause *with = (*scope)->with;

		for (size_t i = 0; with && i < with->n_ctes; i++) {
			const PgQuery__Node *cte = with->ctes[i];

			if (cte->node_case == PG_QUERY__NODE__NODE_COMMON_TABLE_EXPR &&
			    strcmp(cte->common_table_expr->ctename, name) == 0)
				return cte->common_table_expr;
		}
	}
	return NULL;
}

/* A table, or what the WITH query of that name reads or (writing one) returns the rows of. */
static const PgQuery__RangeVar *from_relation(const PgQuery__RangeVar *relation,
					      const struct scope *scope, unsigned *steps)
{
	const PgQuery__CommonTableExpr *cte = NULL;
	const PgQuery__Node *query;

	if (!relation->schemaname || !*relation->schemaname)
		cte = find_cte(&scope, relation->relname);
	if (!cte)
		return relation;
	query = cte->ctequery;
	if (!query)
		return NULL;
	switch (query->node_case) {
	case PG_QUERY__NODE__NODE_SELECT_STMT:
		return from_select(query->select_stmt, scope, steps);
	case PG_QUERY__NODE__NODE_INSERT_STMT:
		return query->insert_stmt->relation;
	case PG_QUERY__NODE__NODE_UPDATE_STMT:
		return query->update_stmt->relation;
	case PG_QUERY__NODE__NODE_DELETE_STMT:
		return query->delete_stmt->relation;
	default:
		return NULL;
	}
}

static const PgQuery__RangeVar *from_node(const PgQuery__Node *node, const struct scope *scope,
					  unsigned *steps)
{
	const PgQuery__RangeVar *found;

	if (!node || !*steps)
		return NULL;
	--*steps;
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_RANGE_VAR:
		return from_relation(node->range_var, scope, steps);
	case PG_QUERY__NODE__NODE_JOIN_EXPR:
		found = from_node(node->join_expr->larg, scope, steps);
		return found ? found : from_node(node->join_expr->rarg, scope, steps);
	case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
		return from_node(node->range_subselect->subquery, scope, steps);
	case PG_QUERY__NODE__NODE_SELECT_STMT:
		return from_select(node->select_stmt, scope, steps);
	default:
		return NULL;
	}
}

static bool is_select(void *self, const ProtobufCMessage *message)
{
	const PgQuery__SelectStmt **ret = self;

	if (message->descriptor != &pg_query__select_stmt__descriptor)
		return false;
	*ret = (const PgQuery__SelectStmt *)message;
	return true;
}

/* The first query among expressions: SET a = (SELECT …). */
static const PgQuery__SelectStmt *inner_query(size_t count, PgQuery__Node *const *expressions)
{
	const PgQuery__SelectStmt *found = NULL;

	for (size_t i = 0; i < count && !found; i++)
		pgr_walk(&expressions[i]->base, is_select, &found);
	return found;
}

static const PgQuery__RangeVar *select_source(const PgQuery__SelectStmt *select,
					      const struct scope *outer)
{
	unsigned steps = SOURCE_STEPS;
	const PgQuery__RangeVar *found = from_select(select, outer, &steps);

	if (!found && select)
		found = from_select(inner_query(select->n_target_list, select->target_list), outer,
				    &steps);
	if (!found && select) /* VALUES (1, (SELECT …)) */
		found = from_select(inner_query(select->n_values_lists, select->values_lists),
				    outer, &steps);
	return found;
}

const PgQuery__RangeVar *pgr_select_source(const PgQuery__SelectStmt *select)
{
	return select_source(select, NULL);
}

const PgQuery__RangeVar *pgr_insert_source(const PgQuery__InsertStmt *insert)
{
	const struct scope scope = {insert->with_clause, NULL};

	if (!insert->select_stmt ||
	    insert->select_stmt->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
		return NULL;
	return select_source(insert->select_stmt->select_stmt, &scope);
}

const PgQuery__RangeVar *pgr_update_source(const PgQuery__UpdateStmt *update)
{
	const struct scope scope = {update->with_clause, NULL};
	unsigned steps = SOURCE_STEPS;
	const PgQuery__RangeVar *found = from_list(update->n_from_clause, update->from_clause,
						   &scope, &steps);

	if (!found)
		found = from_select(inner_query(update->n_target_list, update->target_list), &scope,
				    &steps);
	return found;
}
