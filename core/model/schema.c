#include "core/model/schema.h"

struct str object_kind_name(enum object_kind kind)
{
	static const char *const names[SCHEMA_OBJECT_KINDS] = {
		[SCHEMA_TYPE] = "type",           [SCHEMA_SEQUENCE] = "sequence",
		[SCHEMA_VIEW] = "view",           [SCHEMA_ROUTINE] = "function",
		[SCHEMA_TRIGGER] = "trigger",     [SCHEMA_POLICY] = "policy",
		[SCHEMA_EXTENSION] = "extension", [SCHEMA_SCHEMA] = "schema",
	};

	return str_from(names[kind]);
}

struct str schema_key(struct arena *a, dialect_set dialect, struct str schema, struct str name)
{
	if (str_empty(schema) || (dialect == DIALECT_POSTGRESQL && str_eq(schema, STR("public"))) ||
	    (dialect == DIALECT_MSSQL && str_eq(schema, STR("dbo"))))
		return name;
	return arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(schema), STR_ARG(name));
}

const struct table *schema_table(const struct schema *s, struct str key)
{
	return pmap_get(s->tables, key);
}

struct str schema_table_meant(const struct schema *s, struct arena *a, dialect_set dialect,
			      const struct op *op)
{
	struct str key = schema_key(a, dialect, op->schema, op->table), bare;

	if (str_empty(op->schema) || name_known(op->schema) || schema_table(s, key))
		return key;
	bare = schema_key(a, dialect, STR(""), op->table);
	return schema_table(s, bare) ? bare : key;
}

const struct table_column *table_column(const struct table *t, struct str name)
{
	for (uint32_t i = 0; i < t->column_count; i++)
		if (str_eq(t->columns[i]->name, name))
			return t->columns[i];
	return NULL;
}

const struct table_key *table_key(const struct table *t, struct str name)
{
	for (uint32_t i = 0; i < t->key_count && !str_empty(name); i++)
		if (str_eq(t->keys[i]->def.name, name))
			return t->keys[i];
	return NULL;
}

const struct table_key *table_primary_key(const struct table *t)
{
	for (uint32_t i = 0; i < t->key_count; i++)
		if (t->keys[i]->def.kind == CONSTRAINT_PRIMARY_KEY)
			return t->keys[i];
	return NULL;
}

const struct table_index *table_index(const struct table *t, struct str name)
{
	for (uint32_t i = 0; i < t->index_count && !str_empty(name); i++)
		if (str_eq(t->indexes[i]->def.name, name))
			return t->indexes[i];
	return NULL;
}

bool table_is_empty(const struct table *t, uint32_t node)
{
	return t->rows->kind == TOKEN_EMPTY && t->origin->node == node;
}

const struct schema_object *schema_object(const struct schema *s, enum object_kind kind,
					  struct str key)
{
	return pmap_get(s->objects[kind], key);
}
