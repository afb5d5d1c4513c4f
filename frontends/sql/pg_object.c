#include "frontends/sql/pg.h"

static struct op *emit_named(struct pg_reader *r, enum op_kind kind, size_t count,
			     PgQuery__Node *const *parts)
{
	struct op *op = sql_emit(r->s, kind);

	op->name = pgr_qualified(r, count, parts, &op->schema);
	return op;
}

/* "ENUM('a', 'b')" */
static struct str enum_text(const struct pg_reader *r, const struct str *labels, uint32_t count)
{
	size_t len = sizeof("ENUM()"), at = 0;
	char *text;

	for (uint32_t i = 0; i < count; i++)
		len += 2 * labels[i].len + sizeof("'', ");
	text = arena_alloc(r->s->arena, len);
	memcpy(text, "ENUM(", at = 5);
	for (uint32_t i = 0; i < count; i++) {
		if (i) {
			text[at++] = ',';
			text[at++] = ' ';
		}
		text[at++] = '\'';
		for (size_t j = 0; j < labels[i].len; j++) {
			if (labels[i].ptr[j] == '\'')
				text[at++] = '\'';
			text[at++] = labels[i].ptr[j];
		}
		text[at++] = '\'';
	}
	text[at++] = ')';
	return (struct str){text, at};
}

bool pgr_create_enum(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateEnumStmt *stmt = node->create_enum_stmt;
	struct coltype *type = arena_new(r->s->arena, struct coltype);
	struct op *op = emit_named(r, OP_CREATE_TYPE, stmt->n_type_name, stmt->type_name);

	type->name = STR("ENUM");
	type->length = type->scale = -1;
	type->enum_name = op->name;
	type->labels = pgr_names(r, stmt->n_vals, stmt->vals);
	type->label_count = (uint32_t)stmt->n_vals;
	type->text = enum_text(r, type->labels, type->label_count);
	op->type = type;
	return true;
}

bool pgr_create_composite(struct pg_reader *r, const PgQuery__Node *node)
{
	pgr_relation_name(r, node->composite_type_stmt->typevar, sql_emit(r->s, OP_CREATE_TYPE));
	return true;
}

bool pgr_create_range(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateRangeStmt *stmt = node->create_range_stmt;

	emit_named(r, OP_CREATE_TYPE, stmt->n_type_name, stmt->type_name);
	return true;
}

bool pgr_create_domain(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateDomainStmt *stmt = node->create_domain_stmt;

	emit_named(r, OP_CREATE_TYPE, stmt->n_domainname, stmt->domainname)->type =
		pgr_type(r, stmt->type_name);
	return true;
}

bool pgr_alter_enum(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__AlterEnumStmt *stmt = node->alter_enum_stmt;
	bool renames = stmt->old_val && *stmt->old_val;
	struct op *op = emit_named(r, renames ? OP_RENAME_ENUM_VALUE : OP_ADD_ENUM_VALUE,
				   stmt->n_type_name, stmt->type_name);
	struct coltype *type;
	struct str *label;

	op->to = pgr_name(r, stmt->new_val);
	if (stmt->skip_if_new_val_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	if (!renames)
		return true;
	type = arena_new(r->s->arena, struct coltype);
	label = arena_new(r->s->arena, struct str);
	*label = pgr_name(r, stmt->old_val);
	type->name = STR("ENUM");
	type->enum_name = op->name;
	type->length = type->scale = -1;
	type->labels = label;
	type->label_count = 1;
	op->type = type;
	return true;
}

bool pgr_create_sequence(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateSeqStmt *stmt = node->create_seq_stmt;
	struct op *op = sql_emit(r->s, OP_CREATE_SEQUENCE);

	pgr_relation_name(r, stmt->sequence, op);
	if (stmt->if_not_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	return true;
}

bool pgr_alter_sequence(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__AlterSeqStmt *stmt = node->alter_seq_stmt;
	struct op *op = sql_emit(r->s, OP_ALTER_SEQUENCE);

	pgr_relation_name(r, stmt->sequence, op);
	if (stmt->missing_ok)
		op->flags |= OPF_IF_EXISTS;
	return true;
}

bool pgr_create_routine(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateFunctionStmt *stmt = node->create_function_stmt;
	struct op *op = emit_named(r, OP_CREATE_ROUTINE, stmt->n_funcname, stmt->funcname);

	if (stmt->replace)
		op->flags |= OPF_OR_REPLACE;
	return true;
}

bool pgr_create_trigger(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateTrigStmt *stmt = node->create_trig_stmt;
	struct op *op = sql_emit(r->s, OP_CREATE_TRIGGER);

	pgr_relation(r, stmt->relation, op);
	op->name = pgr_name(r, stmt->trigname);
	if (stmt->replace)
		op->flags |= OPF_OR_REPLACE;
	return true;
}

bool pgr_create_schema(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateSchemaStmt *stmt = node->create_schema_stmt;
	struct op *op = sql_emit(r->s, OP_CREATE_SCHEMA);

	op->name = pgr_name(r, stmt->schemaname);
	if (!op->name.len && stmt->authrole) /* CREATE SCHEMA AUTHORIZATION joe */
		op->name = pgr_name(r, stmt->authrole->rolename);
	if (stmt->if_not_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	return stmt->n_schema_elts == 0; /* it may hold whole statements */
}

/* MySQL's other word for a schema; PostgreSQL's has schemas inside, and is as gone. */
bool pgr_database(struct pg_reader *r, const PgQuery__Node *node)
{
	struct op *op;

	if (node->node_case == PG_QUERY__NODE__NODE_CREATEDB_STMT) {
		op = sql_emit(r->s, OP_CREATE_SCHEMA);
		op->name = pgr_name(r, node->createdb_stmt->dbname);
		return true;
	}
	op = sql_emit(r->s, OP_DROP_SCHEMA);
	op->name = pgr_name(r, node->dropdb_stmt->dbname);
	if (node->dropdb_stmt->missing_ok)
		op->flags |= OPF_IF_EXISTS;
	return true;
}

bool pgr_create_extension(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreateExtensionStmt *stmt = node->create_extension_stmt;
	struct op *op = sql_emit(r->s, OP_CREATE_EXTENSION);

	op->name = pgr_name(r, stmt->extname);
	if (stmt->if_not_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	return true;
}

bool pgr_create_policy(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__CreatePolicyStmt *stmt = node->create_policy_stmt;
	struct op *op = sql_emit(r->s, OP_CREATE_POLICY);

	pgr_relation(r, stmt->table, op);
	op->name = pgr_name(r, stmt->policy_name);
	return true;
}

/* Who sees which rows is a matter of the table. */
bool pgr_alter_policy(struct pg_reader *r, const PgQuery__Node *node)
{
	pgr_relation(r, node->alter_policy_stmt->table, sql_emit(r->s, OP_ALTER_TABLE));
	return true;
}

/* CREATE AGGREGATE, OPERATOR, TYPE (a base type), COLLATION, TEXT SEARCH … */
bool pgr_define(struct pg_reader *r, const PgQuery__Node *node)
{
	const PgQuery__DefineStmt *stmt = node->define_stmt;
	struct op *op;

	switch (stmt->kind) {
	case PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE:
		op = emit_named(r, OP_CREATE_ROUTINE, stmt->n_defnames, stmt->defnames);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
		op = emit_named(r, OP_CREATE_TYPE, stmt->n_defnames, stmt->defnames);
		break;
	default:
		op = emit_named(r, OP_OTHER, stmt->n_defnames, stmt->defnames);
		break;
	}
	if (stmt->if_not_exists)
		op->flags |= OPF_IF_NOT_EXISTS;
	if (stmt->replace)
		op->flags |= OPF_OR_REPLACE;
	return true;
}
