#include "frontends/sql/pg.h"

#define AT(name) PG_QUERY__ALTER_TABLE_TYPE__AT_##name

bool pgr_create_table(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateStmt *stmt = node->create_stmt;
	struct pg_columns columns = {0};
	struct pg_constraints constraints = {0};
	struct op *op = sql_emit(r->s, OP_CREATE_TABLE);

	pgr_relation(r, stmt->relation, op);
	if (stmt->if_not_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	/* of a parent, a partitioned table or a type: more columns than are written here */
	if (stmt->n_inh_relations || stmt->of_typename)
		op->flags |= OPF_PARTIAL;
	if (stmt->n_inh_relations &&
	    stmt->inh_relations[0]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
		op->to = pgr_name(r, stmt->inh_relations[0]->range_var->relname);
	for (size_t i = 0; i < stmt->n_table_elts; i++) {
		const PgQuery__Node *element = stmt->table_elts[i];

		switch (element->node_case) {
		case PG_QUERY__NODE__NODE_COLUMN_DEF:
			r->foreign |= pgr_is_index_in_disguise(element->column_def);
			pgr_column(r, element->column_def, vec_push(r->s->arena, &columns),
				   &constraints);
			break;
		case PG_QUERY__NODE__NODE_CONSTRAINT:
			pgr_constraint(r, element->constraint, vec_push(r->s->arena, &constraints));
			break;
		case PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE:
			op->flags |= OPF_PARTIAL;
			op->to = pgr_name(r, element->table_like_clause->relation->relname);
			break;
		default:
			return false;
		}
	}
	op->columns = columns.items;
	op->column_count = columns.count;
	op->constraints = constraints.items;
	op->constraint_count = constraints.count;
	return !r->foreign;
}

/* One subcommand of ALTER TABLE, and where it stands. */
struct command {
	const PgQuery__AlterTableStmt *stmt;
	const PgQuery__AlterTableCmd *cmd;
	uint32_t from, to; /* its tokens */
};

static struct op *emit(struct pg_reader *r, const struct command *c, enum op_kind kind)
{
	struct op *op = sql_emit(r->s, kind);

	pgr_relation(r, c->stmt->relation, op);
	op->name = pgr_name(r, c->cmd->name);
	if (c->stmt->missing_ok || c->cmd->missing_ok)
		op->flags |= OPF_IF_EXISTS;
	if (c->cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
		op->flags |= OPF_CASCADE;
	return op;
}

static struct column *emit_column(struct pg_reader *r, const struct command *c, enum op_kind kind)
{
	struct column *column = arena_new(r->s->arena, struct column);
	struct op *op = emit(r, c, kind);

	column->name = op->name;
	op->column = column;
	return column;
}

static bool add_column(struct pg_reader *r, const struct command *c)
{
	const PgQuery__Node *def = c->cmd->def;
	struct pg_constraints constraints = {0};
	struct column *column;
	struct op *op;

	if (!def || def->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF)
		return false;
	r->foreign |= pgr_is_index_in_disguise(def->column_def);
	column = arena_new(r->s->arena, struct column);
	pgr_column(r, def->column_def, column, &constraints);
	op = emit(r, c, OP_ADD_COLUMN);
	op->name = column->name;
	op->column = column;
	op->constraints = constraints.items;
	op->constraint_count = constraints.count;
	if (c->cmd->missing_ok) {
		op->flags |= OPF_IF_NOT_EXISTS;
		if (!c->stmt->missing_ok)
			op->flags &= ~(unsigned)OPF_IF_EXISTS;
	}
	return !r->foreign;
}

static void set_default(struct pg_reader *r, const struct command *c)
{
	struct column_default *value = &emit_column(r, c, OP_SET_DEFAULT)->server_default;
	const PgQuery__Node *expression = c->cmd->def;
	uint32_t i;

	if (!expression ||
	    (expression->node_case == PG_QUERY__NODE__NODE_A_CONST && expression->a_const->isnull))
		return; /* DROP DEFAULT */
	value->kind = pgr_is_constant(expression) ? DEFAULT_LITERAL : DEFAULT_EXPRESSION;
	/* after the column's name, which may be "default" itself */
	i = sql_find(r->s, c->from, c->to, "SET");
	if (i == SQL_NONE)
		return;
	value->text = sql_slice(r->s, i + 2, c->to);
	if (sql_is_hole(r->s, i + 2, c->to))
		value->kind = DEFAULT_UNKNOWN;
}

static void set_identity(struct pg_reader *r, const struct command *c)
{
	struct column_default *value = &emit_column(r, c, OP_SET_DEFAULT)->server_default;

	if (c->cmd->subtype != AT(AddIdentity))
		return;
	value->kind = DEFAULT_IDENTITY;
	value->text = sql_find(r->s, c->from, c->to, "ALWAYS") != SQL_NONE ? STR("ALWAYS")
									   : STR("BY DEFAULT");
}

static bool add_constraint(struct pg_reader *r, const struct command *c)
{
	const PgQuery__Node *def = c->cmd->def;
	struct constraint *constraint = arena_new(r->s->arena, struct constraint);
	struct op *op;

	if (!def || def->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
		return false;
	pgr_constraint(r, def->constraint, constraint);
	op = emit(r, c, OP_CREATE_CONSTRAINT);
	op->name = constraint->name;
	op->constraint = constraint;
	return true;
}

static void emit_constraint(struct pg_reader *r, const struct command *c, enum op_kind kind)
{
	struct constraint *constraint = arena_new(r->s->arena, struct constraint);
	struct op *op = emit(r, c, kind);

	constraint->name = op->name;
	op->constraint = constraint;
}

static bool alter_column_type(struct pg_reader *r, const struct command *c)
{
	const PgQuery__Node *def = c->cmd->def;
	uint32_t using = sql_find(r->s, c->from, c->to, "USING");
	struct column *column;

	if (!def || def->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF)
		return false;
	column = emit_column(r, c, OP_ALTER_TYPE);
	column->type = pgr_type(r, def->column_def->type_name);
	if (using != SQL_NONE)
		column->using = sql_slice(r->s, using + 1, c->to);
	return true;
}

static bool alter_command(struct pg_reader *r, const struct command *c)
{
	switch (c->cmd->subtype) {
	case AT(AddColumn):
		return add_column(r, c);
	case AT(DropColumn):
		/* DROP {hole}: a column, or CONSTRAINT and a name */
		if (sql_is_hole(r->s, c->from + 1, c->from + 2))
			return false;
		/* SQL Server takes a name alone for a constraint */
		r->foreign = r->s->dialects == DIALECT_MSSQL &&
			     !sql_is(r->s, c->from + 1, "COLUMN");
		if (r->foreign)
			return false;
		emit(r, c, OP_DROP_COLUMN);
		return true;
	case AT(AlterColumnType):
		return alter_column_type(r, c);
	case AT(SetNotNull):
		emit_column(r, c, OP_SET_NULLABLE)->nullable = TRI_NO;
		return true;
	case AT(DropNotNull):
		emit_column(r, c, OP_SET_NULLABLE)->nullable = TRI_YES;
		return true;
	case AT(ColumnDefault):
		set_default(r, c);
		return true;
	case AT(AddIdentity):
	case AT(DropIdentity):
		set_identity(r, c);
		return true;
	case AT(AddConstraint):
	case AT(AddIndexConstraint):
		return add_constraint(r, c);
	case AT(DropConstraint):
		emit_constraint(r, c, OP_DROP_CONSTRAINT);
		return true;
	case AT(ValidateConstraint):
		emit_constraint(r, c, OP_VALIDATE_CONSTRAINT);
		return true;
	default:
		emit(r, c, OP_ALTER_TABLE)->name = STR("");
		return true;
	}
}

/* Where the subcommands start: behind the table's name, which the parser has placed. */
static uint32_t first_command(const struct pg_reader *r, const PgQuery__RangeVar *table)
{
	uint32_t i = pgr_token(r, table->location);

	while (i != SQL_NONE && i + 2 < r->s->count &&
	       (sql_is_punct(r->s, i + 1, '.') || sql_is_prefix(r->s, i)))
		i += sql_is_prefix(r->s, i) ? 1 : 2;
	return i == SQL_NONE ? 0 : i + 1;
}

bool pgr_alter_table(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__AlterTableStmt *stmt = node->alter_table_stmt;
	struct command c = {.stmt = stmt};

	if (!stmt->relation)
		return false;
	if (stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE) {
		pgr_relation_name(r, stmt->relation, sql_emit(r->s, OP_ALTER_SEQUENCE));
		return true;
	}
	if (stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
		return pgr_other(r, node);
	c.from = first_command(r, stmt->relation);
	for (size_t i = 0; i < stmt->n_cmds; i++) {
		if (stmt->cmds[i]->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_CMD)
			return false;
		c.cmd = stmt->cmds[i]->alter_table_cmd;
		c.to = sql_element_end(r->s, c.from, r->s->count);
		if (!alter_command(r, &c))
			return false;
		c.from = c.to + 1;
	}
	return true;
}

/* The elements' texts, for those that are expressions: lower(email) DESC → lower(email). */
static struct str index_expression(const struct pg_reader *r, const PgQuery__IndexElem *element,
				   uint32_t from, uint32_t to)
{
	if (element->ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT ||
	    element->nulls_ordering > PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT)
		for (uint32_t i = from; i < to; i++)
			if (sql_is_any(r->s, i, "ASC DESC NULLS") &&
			    r->s->tokens[i].depth == r->s->tokens[from].depth)
				to = i;
	return sql_slice(r->s, from, to);
}

static void set_index_columns(const struct pg_reader *r, const PgQuery__IndexStmt *stmt,
			      struct index *index)
{
	struct str *columns = arena_array(r->s->arena, stmt->n_index_params, sizeof(*columns));
	uint32_t open = pgr_token(r, stmt->relation->location), close, from;

	while (open < r->s->count && !sql_is_punct(r->s, open, '('))
		open++;
	close = open < r->s->count ? sql_closing(r->s, open) : SQL_NONE;
	from = open + 1;
	for (size_t i = 0; i < stmt->n_index_params && close != SQL_NONE; i++) {
		const PgQuery__IndexElem *element = stmt->index_params[i]->index_elem;
		uint32_t to = sql_element_end(r->s, from, close);

		columns[i] = *element->name ? pgr_name(r, element->name)
					    : index_expression(r, element, from, to);
		from = to + 1;
	}
	index->columns = columns;
	index->column_count = (uint32_t)stmt->n_index_params;
}

bool pgr_create_index(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__IndexStmt *stmt = node->index_stmt;
	struct index *index = arena_new(r->s->arena, struct index);
	uint32_t where = SQL_NONE;
	struct op *op;

	if (!stmt->relation)
		return false;
	op = sql_emit(r->s, OP_CREATE_INDEX);
	pgr_relation(r, stmt->relation, op);
	index->name = op->name = pgr_name(r, stmt->idxname);
	index->unique = stmt->unique;
	index->concurrently = stmt->concurrent;
	if (strcmp(stmt->access_method, "btree") != 0)
		index->method = pgr_name(r, stmt->access_method);
	set_index_columns(r, stmt, index);
	if (stmt->where_clause)
		where = sql_find(r->s, 0, r->s->count, "WHERE");
	if (where != SQL_NONE)
		index->where = sql_slice(r->s, where + 1, r->s->count);
	op->index = index;
	if (stmt->if_not_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	return true;
}
