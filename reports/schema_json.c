#include "reports/json_writer.h"
#include "reports/schema_view.h"

/* true, false, or null for what is not known. */
static void add_tri(cJSON *object, const char *key, enum tri t)
{
	if (t == TRI_UNKNOWN)
		json_add_null(object, key);
	else
		json_add_bool(object, key, t == TRI_YES);
}

/* As SQL's text has it; what code gives has no quotes. */
static bool is_quoted(struct str text)
{
	return text.len > 1 && text.ptr[0] == '\'' && text.ptr[text.len - 1] == '\'';
}

static void add_default(cJSON *object, struct arena *a, const struct column_default *d)
{
	bool identity = d->kind == DEFAULT_IDENTITY, computed = d->kind == DEFAULT_COMPUTED;

	if (d->kind == DEFAULT_UNKNOWN)
		json_add_str(object, a, "default",
			     arena_printf(a, "{" STR_FMT "}", STR_ARG(d->text)));
	else if (d->kind == DEFAULT_NONE || identity || computed)
		json_add_null(object, "default");
	else if (d->kind == DEFAULT_LITERAL && !is_quoted(d->text))
		json_add_str(object, a, "default",
			     arena_printf(a, "'" STR_FMT "'", STR_ARG(d->text)));
	else
		json_add_str(object, a, "default", d->text);
	if (identity)
		json_add_str(object, a, "identity",
			     d->always == TRI_YES ? STR("always") : STR("by default"));
	else
		json_add_null(object, "identity");
	json_add_str_or_null(object, a, "generated", computed ? d->text : STR(""));
}

static cJSON *column_object(struct arena *a, const struct table_column *c)
{
	cJSON *object = json_object();

	json_add_str(object, a, "name", c->name);
	json_add_str_or_null(object, a, "type", c->type ? c->type->text : STR(""));
	add_tri(object, "nullable", c->nullable);
	add_default(object, a, &c->server_default);
	json_add_str(object, a, "comment", c->comment);
	json_add_bool(object, "assumed", c->assumed);
	return object;
}

static struct str constraint_word(enum constraint_kind kind)
{
	return kind == CONSTRAINT_CHECK     ? STR("check")
	       : kind == CONSTRAINT_EXCLUDE ? STR("exclude")
					    : constraint_kind_name(kind);
}

static cJSON *key_object(struct arena *a, const struct table_key *key)
{
	const struct constraint *def = &key->def;
	cJSON *object = json_object(), *references;

	json_add_str(object, a, "kind", constraint_word(def->kind));
	json_add_str_or_null(object, a, "name", def->name);
	json_add(object, "columns",
		 json_strings(a, def->columns,
			      def->kind == CONSTRAINT_CHECK ? 0 : def->column_count));
	if (def->kind == CONSTRAINT_FOREIGN_KEY) {
		references = json_object();
		json_add_str(references, a, "schema", def->references.schema);
		json_add_str(references, a, "table", def->references.table);
		json_add(references, "columns",
			 json_strings(a, def->references.columns, def->references.column_count));
		json_add_str(references, a, "ondelete", def->references.ondelete);
		json_add_str(references, a, "onupdate", def->references.onupdate);
		json_add(object, "references", references);
	} else {
		json_add_null(object, "references");
	}
	json_add_str_or_null(object, a, "condition", def->condition);
	json_add_bool(object, "not_valid", def->not_valid);
	json_add_bool(object, "deferrable", def->deferrable);
	json_add_bool(object, "assumed", key->assumed);
	return object;
}

static cJSON *index_object(struct arena *a, const struct table_index *index)
{
	const struct index *def = &index->def;
	cJSON *object = json_object();

	json_add_str_or_null(object, a, "name", def->name);
	json_add_bool(object, "unique", def->unique);
	json_add(object, "columns", json_strings(a, def->columns, def->column_count));
	json_add_str(object, a, "method", str_empty(def->method) ? STR("btree") : def->method);
	json_add_str_or_null(object, a, "where", def->where);
	json_add(object, "include", json_strings(a, def->include, def->include_count));
	json_add_bool(object, "assumed", index->assumed);
	return object;
}

static cJSON *table_object(struct arena *a, const struct table *t)
{
	cJSON *object = json_object(), *columns = json_array(), *keys = json_array(),
	      *indexes = json_array();

	json_add_str(object, a, "schema", t->schema);
	json_add_str(object, a, "name", t->name);
	json_add_bool(object, "assumed", t->assumed);
	json_add_bool(object, "doubted", t->doubted);
	for (uint32_t i = 0; i < t->column_count; i++)
		json_push(columns, column_object(a, t->columns[i]));
	for (uint32_t i = 0; i < t->key_count; i++)
		json_push(keys, key_object(a, t->keys[i]));
	for (uint32_t i = 0; i < t->index_count; i++)
		json_push(indexes, index_object(a, t->indexes[i]));
	json_add(object, "columns", columns);
	json_add(object, "constraints", keys);
	json_add(object, "indexes", indexes);
	return object;
}

static cJSON *other_object(struct arena *a, const struct schema_object *o)
{
	cJSON *object = json_object();

	json_add_str(object, a, "schema", o->schema);
	if (o->kind == SCHEMA_TRIGGER || o->kind == SCHEMA_POLICY)
		json_add_str(object, a, "table", o->table);
	json_add_str(object, a, "name", o->name);
	if (o->kind == SCHEMA_TYPE)
		json_add(object, "labels", json_strings(a, o->labels, o->label_count));
	if (o->kind == SCHEMA_SEQUENCE)
		json_add_str_or_null(object, a, "owned_by",
				     str_empty(o->column)
					     ? STR("")
					     : arena_printf(a, STR_FMT "." STR_FMT,
							    STR_ARG(o->table), STR_ARG(o->column)));
	json_add_bool(object, "assumed", o->assumed);
	return object;
}

static void put_objects(const struct schema *s, enum object_kind kind, const char *key,
			struct arena *scratch, struct out *out)
{
	struct pmap_cursor at = pmap_begin(s->objects[kind]);
	struct arena_mark mark = arena_mark(scratch);
	bool any = false;

	out_printf(out, ",\"%s\":[", key);
	while (pmap_next(&at)) {
		out_str(out, any ? STR(",") : STR(""));
		any = true;
		json_write(out, other_object(scratch, at.value));
		arena_rewind(scratch, mark);
	}
	out_char(out, ']');
}

void schema_json(const struct schema *s, struct arena *scratch, struct out *out)
{
	struct pmap_cursor at = pmap_begin(s->tables);
	struct arena_mark mark = arena_mark(scratch);
	bool any = false;

	out_str(out, STR("{\"tables\":["));
	while (pmap_next(&at)) {
		out_str(out, any ? STR(",") : STR(""));
		any = true;
		json_write(out, table_object(scratch, at.value));
		arena_rewind(scratch, mark);
	}
	out_char(out, ']');
	put_objects(s, SCHEMA_TYPE, "types", scratch, out);
	put_objects(s, SCHEMA_SEQUENCE, "sequences", scratch, out);
	put_objects(s, SCHEMA_VIEW, "views", scratch, out);
	put_objects(s, SCHEMA_ROUTINE, "routines", scratch, out);
	put_objects(s, SCHEMA_TRIGGER, "triggers", scratch, out);
	out_printf(out, ",\"doubted\":%s}", s->doubt ? "true" : "false");
}
