#include "frontends/sql/pg.h"

#define OBJECT(name) PG_QUERY__OBJECT_TYPE__OBJECT_##name

static enum op_kind drop_kind(PgQuery__ObjectType type)
{
	switch (type) {
	case OBJECT(TABLE):
		return OP_DROP_TABLE;
	case OBJECT(INDEX):
		return OP_DROP_INDEX;
	case OBJECT(VIEW):
	case OBJECT(MATVIEW):
		return OP_DROP_VIEW;
	case OBJECT(SEQUENCE):
		return OP_DROP_SEQUENCE;
	case OBJECT(TYPE):
	case OBJECT(DOMAIN):
		return OP_DROP_TYPE;
	case OBJECT(SCHEMA):
		return OP_DROP_SCHEMA;
	case OBJECT(EXTENSION):
		return OP_DROP_EXTENSION;
	case OBJECT(FUNCTION):
	case OBJECT(PROCEDURE):
	case OBJECT(ROUTINE):
	case OBJECT(AGGREGATE):
		return OP_DROP_ROUTINE;
	case OBJECT(TRIGGER):
		return OP_DROP_TRIGGER;
	case OBJECT(POLICY):
		return OP_DROP_POLICY;
	case OBJECT(FOREIGN_TABLE):
	case OBJECT(RULE):
		return OP_RAW_SQL;
	default:
		return OP_OTHER;
	}
}

/* The last part names the object; of a trigger or policy, the parts before it its table. */
static void set_dropped(const struct pg_reader *r, PgQuery__Node *const *object, struct op *op)
{
	struct pg_parts parts = pgr_parts(object);

	switch (op->kind) {
	case OP_DROP_TABLE:
		op->table = pgr_qualified(r, parts.count, parts.items, &op->schema);
		break;
	case OP_DROP_TRIGGER:
	case OP_DROP_POLICY:
		if (!parts.count)
			break;
		op->name = pgr_name(r, pgr_string(parts.items[parts.count - 1]));
		op->table = pgr_qualified(r, parts.count - 1, parts.items, &op->schema);
		break;
	default:
		op->name = pgr_qualified(r, parts.count, parts.items, &op->schema);
		break;
	}
}

bool pgr_drop(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__DropStmt *stmt = node->drop_stmt;
	enum op_kind kind = drop_kind(stmt->remove_type);

	for (size_t i = 0; i < stmt->n_objects; i++) {
		struct op *op = sql_emit(r->s, kind);

		set_dropped(r, &stmt->objects[i], op);
		if (stmt->missing_ok)
			op->flags |= OPF_IF_EXISTS;
		if (stmt->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
			op->flags |= OPF_CASCADE;
		if (kind == OP_DROP_INDEX) {
			struct index *index = arena_new(r->s->arena, struct index);

			index->name = op->name;
			index->concurrently = stmt->concurrent;
			op->index = index;
		}
	}
	return kind != OP_RAW_SQL;
}

static bool rename_relation(struct pg_reader *r, const PgQuery__RenameStmt *stmt, enum op_kind kind)
{
	struct op *op;

	if (!stmt->relation)
		return false;
	op = sql_emit(r->s, kind);
	if (kind == OP_RENAME_INDEX || kind == OP_ALTER_SEQUENCE) {
		pgr_relation_name(r, stmt->relation, op);
	} else {
		pgr_relation(r, stmt->relation, op);
		op->name = pgr_name(r, stmt->subname);
	}
	op->to = pgr_name(r, stmt->newname);
	if (stmt->missing_ok)
		op->flags |= OPF_IF_EXISTS;
	return true;
}

/* What no op renames is gone under the one name, and there under the other. */
static bool rename_as_new(struct pg_reader *r, const PgQuery__RenameStmt *stmt, enum op_kind drop,
			  enum op_kind create)
{
	enum op_kind kinds[2] = {drop, create};

	for (int i = 0; i < 2; i++) {
		struct op *op = sql_emit(r->s, kinds[i]);

		if (stmt->relation && drop != OP_DROP_VIEW) {
			pgr_relation(r, stmt->relation, op);
			op->name = pgr_name(r, stmt->subname);
		} else if (stmt->relation) {
			pgr_relation_name(r, stmt->relation, op);
		} else {
			struct pg_parts parts = pgr_parts(&stmt->object);

			op->name = pgr_qualified(r, parts.count, parts.items, &op->schema);
		}
		if (i)
			op->name = pgr_name(r, stmt->newname);
		else if (stmt->missing_ok)
			op->flags |= OPF_IF_EXISTS;
	}
	return true;
}

bool pgr_rename(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__RenameStmt *stmt = node->rename_stmt;
	struct pg_parts parts;
	struct op *op;

	switch (stmt->rename_type) {
	case OBJECT(TABLE):
		return rename_relation(r, stmt, OP_RENAME_TABLE);
	case OBJECT(COLUMN):
		if (stmt->relation_type != OBJECT(TABLE))
			return pgr_other(r, node);
		return rename_relation(r, stmt, OP_RENAME_COLUMN);
	case OBJECT(TABCONSTRAINT):
		return rename_relation(r, stmt, OP_RENAME_CONSTRAINT);
	case OBJECT(INDEX):
		return rename_relation(r, stmt, OP_RENAME_INDEX);
	case OBJECT(SEQUENCE):
		return rename_relation(r, stmt, OP_ALTER_SEQUENCE);
	case OBJECT(TYPE):
	case OBJECT(DOMAIN):
		parts = pgr_parts(&stmt->object);
		op = sql_emit(r->s, OP_RENAME_TYPE);
		op->name = pgr_qualified(r, parts.count, parts.items, &op->schema);
		op->to = pgr_name(r, stmt->newname);
		return true;
	case OBJECT(VIEW):
	case OBJECT(MATVIEW):
		return rename_as_new(r, stmt, OP_DROP_VIEW, OP_CREATE_VIEW);
	case OBJECT(FUNCTION):
	case OBJECT(PROCEDURE):
	case OBJECT(ROUTINE):
	case OBJECT(AGGREGATE):
		return rename_as_new(r, stmt, OP_DROP_ROUTINE, OP_CREATE_ROUTINE);
	case OBJECT(TRIGGER):
		return rename_as_new(r, stmt, OP_DROP_TRIGGER, OP_CREATE_TRIGGER);
	case OBJECT(POLICY):
		return rename_as_new(r, stmt, OP_DROP_POLICY, OP_CREATE_POLICY);
	case OBJECT(ATTRIBUTE):
	case OBJECT(DOMCONSTRAINT):
	case OBJECT(ROLE):
		return pgr_other(r, node);
	default:
		return false; /* a schema takes its tables along */
	}
}

bool pgr_comment(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CommentStmt *stmt = node->comment_stmt;
	struct pg_parts parts = pgr_parts(&stmt->object);
	struct column *column;
	struct op *op;

	if (stmt->objtype == OBJECT(TABLE)) {
		op = sql_emit(r->s, OP_SET_TABLE_COMMENT);
		op->table = pgr_qualified(r, parts.count, parts.items, &op->schema);
		return true;
	}
	if (stmt->objtype != OBJECT(COLUMN) || !parts.count)
		return pgr_other(r, node);
	op = sql_emit(r->s, OP_SET_COLUMN_COMMENT);
	op->name = pgr_name(r, pgr_string(parts.items[parts.count - 1]));
	op->table = pgr_qualified(r, parts.count - 1, parts.items, &op->schema);
	column = arena_new(r->s->arena, struct column);
	column->name = op->name;
	column->comment = pgr_name(r, stmt->comment);
	op->column = column;
	return true;
}

/* No op moves a table to another schema. */
bool pgr_set_schema(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__AlterObjectSchemaStmt *stmt = node->alter_object_schema_stmt;

	if (stmt->object_type != OBJECT(TABLE))
		return pgr_other(r, node);
	pgr_relation(r, stmt->relation, sql_emit(r->s, OP_ALTER_TABLE));
	return true;
}

/* One op for each object of GRANT … ON a, b; one for what is not about objects (roles). */
bool pgr_grant(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__GrantStmt *stmt = NULL;
	bool grants;

	if (node->node_case == PG_QUERY__NODE__NODE_GRANT_STMT)
		stmt = node->grant_stmt;
	else if (node->node_case == PG_QUERY__NODE__NODE_ALTER_DEFAULT_PRIVILEGES_STMT)
		stmt = node->alter_default_privileges_stmt->action;
	grants = stmt ? stmt->is_grant
		      : node->node_case == PG_QUERY__NODE__NODE_GRANT_ROLE_STMT &&
				 node->grant_role_stmt->is_grant;
	if (!stmt || !stmt->n_objects)
		sql_emit(r->s, grants ? OP_GRANT : OP_REVOKE);
	for (size_t i = 0; stmt && i < stmt->n_objects; i++) {
		struct op *op = sql_emit(r->s, grants ? OP_GRANT : OP_REVOKE);
		struct pg_parts parts = pgr_parts(&stmt->objects[i]);

		if (stmt->objects[i]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
			pgr_relation(r, stmt->objects[i]->range_var, op);
		else
			op->name = pgr_qualified(r, parts.count, parts.items, &op->schema);
	}
	return true;
}
