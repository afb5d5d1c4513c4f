#include "reports/dump.h"

#include "core/model/codec.h"
#include "reports/op_object.h"

static void add_tri(cJSON *object, const char *key, enum tri tri)
{
	if (tri == TRI_UNKNOWN)
		json_add_null(object, key);
	else
		json_add_bool(object, key, tri == TRI_YES);
}

/* Keys of what is seldom given are left out. */
static void add_given(cJSON *object, struct arena *a, const char *key, struct str text)
{
	if (text.len)
		json_add_str(object, a, key, text);
}

static void add_names(cJSON *object, struct arena *a, const char *key, const struct str *names,
		      uint32_t count)
{
	if (count)
		json_add(object, key, json_strings(a, names, count));
}

static void add_flag(cJSON *object, const char *key, bool yes)
{
	if (yes)
		json_add_bool(object, key, yes);
}

static cJSON *default_json(struct arena *a, const struct column_default *d)
{
	static const struct str kinds[] = {STR_INIT("none"),       STR_INIT("literal"),
					   STR_INIT("expression"), STR_INIT("identity"),
					   STR_INIT("computed"),   STR_INIT("unknown")};
	cJSON *object = json_object();

	json_add_str(object, a, "kind", kinds[d->kind]);
	json_add_str(object, a, "text", d->text);
	if (d->kind == DEFAULT_IDENTITY)
		add_tri(object, "always", d->always);
	if (d->kind == DEFAULT_COMPUTED)
		add_tri(object, "stored", d->stored);
	add_names(object, a, "refers", d->refers, d->refer_count);
	return object;
}

static void add_reference(cJSON *object, struct arena *a, const struct reference *r)
{
	cJSON *reference;

	if (!r->table.len)
		return;
	reference = json_object();
	json_add_str(reference, a, "schema", r->schema);
	json_add_str(reference, a, "table", r->table);
	json_add(reference, "columns", json_strings(a, r->columns, r->column_count));
	json_add_str(reference, a, "ondelete", r->ondelete);
	json_add_str(reference, a, "onupdate", r->onupdate);
	add_given(reference, a, "match", r->match);
	add_given(reference, a, "name", r->name);
	add_given(reference, a, "initially", r->initially);
	if (r->deferrable != TRI_UNKNOWN)
		add_tri(reference, "deferrable", r->deferrable);
	add_flag(reference, "use_alter", r->use_alter);
	json_add(object, "references", reference);
}

static cJSON *dialects_json(struct arena *a, dialect_set set)
{
	cJSON *array = json_array();

	for (int i = 0; i < DIALECT_COUNT; i++)
		if (set & (1U << i))
			json_push(array, json_string(a, dialect_name(1U << i)));
	return array;
}

/* A type is its text; what it is on other dialects, and how it is made, are keys of the column. */
static void add_type_details(cJSON *object, struct arena *a, const struct coltype *t)
{
	cJSON *variants;

	if (t->create_type != TRI_UNKNOWN)
		add_tri(object, "create_type", t->create_type);
	if (t->native != TRI_UNKNOWN)
		add_tri(object, "native_enum", t->native);
	add_given(object, a, "type_schema", t->enum_schema);
	if (!t->variant_count)
		return;
	variants = json_array();
	for (uint32_t i = 0; i < t->variant_count; i++) {
		cJSON *variant = json_object();

		json_add(variant, "dialects", dialects_json(a, t->variants[i].dialects));
		json_add_str(variant, a, "type", t->variants[i].text);
		json_push(variants, variant);
	}
	json_add(object, "type_variants", variants);
}

static cJSON *column_json(struct arena *a, const struct column *c)
{
	cJSON *object = json_object();

	json_add_str(object, a, "name", c->name);
	json_add_str_or_null(object, a, "type", c->type ? c->type->text : STR(""));
	add_tri(object, "nullable", c->nullable);
	json_add(object, "server_default", default_json(a, &c->server_default));
	json_add_bool(object, "python_default", c->python_default);
	json_add_bool(object, "primary_key", c->primary_key);
	json_add_bool(object, "unique", c->unique);
	json_add_bool(object, "index", c->index);
	add_reference(object, a, &c->references);
	json_add_str_or_null(object, a, "existing_type",
			     c->existing_type ? c->existing_type->text : STR(""));
	add_tri(object, "existing_nullable", c->existing_nullable);
	if (c->existing_server_default.kind != DEFAULT_NONE)
		json_add(object, "existing_server_default",
			 default_json(a, &c->existing_server_default));
	if (c->autoincrement != TRI_UNKNOWN)
		add_tri(object, "autoincrement", c->autoincrement);
	add_given(object, a, "using", c->using);
	add_given(object, a, "comment", c->comment);
	add_given(object, a, "existing_comment", c->existing_comment);
	add_names(object, a, "sources", c->sources, c->source_count);
	add_flag(object, "copies", c->copies);
	add_flag(object, "casts", c->casts);
	if (c->type)
		add_type_details(object, a, c->type);
	return object;
}

static cJSON *constraint_json(struct arena *a, const struct constraint *k)
{
	cJSON *object = json_object();

	json_add_str(object, a, "kind", constraint_kind_name(k->kind));
	json_add_str(object, a, "name", k->name);
	json_add(object, "columns", json_strings(a, k->columns, k->column_count));
	add_reference(object, a, &k->references);
	json_add_str(object, a, "condition", k->condition);
	json_add_bool(object, "not_valid", k->not_valid);
	add_flag(object, "deferrable", k->deferrable);
	add_given(object, a, "initially", k->initially);
	add_flag(object, "using_index", k->using_index);
	add_flag(object, "nulls_not_distinct", k->nulls_not_distinct);
	add_given(object, a, "method", k->method);
	add_given(object, a, "where", k->where);
	add_names(object, a, "include", k->include, k->include_count);
	return object;
}

static cJSON *index_json(struct arena *a, const struct index *i)
{
	cJSON *object = json_object();

	json_add_str(object, a, "name", i->name);
	json_add(object, "columns", json_strings(a, i->columns, i->column_count));
	json_add_bool(object, "unique", i->unique);
	json_add_bool(object, "concurrently", i->concurrently);
	json_add_str(object, a, "method", i->method);
	json_add_str(object, a, "where", i->where);
	add_names(object, a, "operators", i->operators, i->operator_count);
	add_names(object, a, "include", i->include, i->include_count);
	add_flag(object, "nulls_not_distinct", i->nulls_not_distinct);
	add_given(object, a, "options", i->options);
	return object;
}

static cJSON *reflection_json(struct arena *a, const struct reflection *r)
{
	static const struct str relations[] = {
		[FILTER_IS] = STR_INIT("is"),
		[FILTER_ONE_OF] = STR_INIT("one_of"),
		[FILTER_CONTAINS] = STR_INIT("contains"),
		[FILTER_STARTS] = STR_INIT("starts"),
		[FILTER_ENDS] = STR_INIT("ends"),
		[FILTER_GIVEN] = STR_INIT("given"),
		[FILTER_AMONG] = STR_INIT("among"),
	};
	_Static_assert(sizeof(relations) / sizeof(relations[0]) == FILTER_RELATIONS,
		       "a name for each");
	cJSON *object = json_object(), *filters = json_array();

	json_add_str(object, a, "what", reflected_name(r->what));
	json_add_str(object, a, "schema", r->schema);
	json_add_str(object, a, "table", r->table);
	json_add_bool(object, "first", r->first);
	json_add_bool(object, "partial", r->partial);
	for (uint32_t i = 0; i < r->filter_count; i++) {
		const struct filter *f = &r->filters[i];
		cJSON *filter = json_object();

		json_add_str(filter, a, "attribute", f->attribute);
		json_add_str(filter, a, "relation", relations[f->relation]);
		json_add_bool(filter, "negated", f->negated);
		json_add(filter, "values", json_strings(a, f->values, f->value_count));
		if (f->relation == FILTER_AMONG) {
			json_add_str(filter, a, "of", reflected_name(f->what));
			json_add_str(filter, a, "table", f->table);
		}
		json_push(filters, filter);
	}
	json_add(object, "where", filters);
	return object;
}

static cJSON *flags_json(struct arena *a, uint32_t flags)
{
	static const struct str words[] = {
		STR_INIT("if_exists"),   STR_INIT("if_not_exists"), STR_INIT("cascade"),
		STR_INIT("batch"),       STR_INIT("autocommit"),    STR_INIT("in_loop"),
		STR_INIT("from_sql"),    STR_INIT("no_where"),      STR_INIT("temporary"),
		STR_INIT("name_none"),   STR_INIT("in_handler"),    STR_INIT("partial"),
		STR_INIT("template"),    STR_INIT("or_replace"),    STR_INIT("holds_secret"),
		STR_INIT("all_columns"),
	};
	cJSON *array = json_array();

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (flags & (1U << i))
			json_push(array, json_string(a, words[i]));
	return array;
}

/* Its lines; a step stands two spaces deeper than what it explains. */
static cJSON *trace_json(struct arena *a, struct str trace)
{
	cJSON *lines = json_array();
	struct str line;

	while (str_split(&trace, '\n', &line))
		json_push(lines, json_string(a, line));
	return lines;
}

/* `column` is a column of a table here. */
static void add_span(cJSON *object, struct arena *a, const struct span *at)
{
	json_add_line(object, a, "line", at->line);
	json_add_line(object, a, "at_column", at->column);
	json_add_line(object, a, "end_line", at->end_line);
	json_add_u64(object, a, "start", at->start);
	json_add_u64(object, a, "end", at->end);
}

cJSON *op_object(struct arena *a, const struct op *op)
{
	cJSON *object = json_object(), *list;

	json_add_str(object, a, "kind", op_info(op->kind)->spelling);
	add_span(object, a, &op->at);
	json_add_str(object, a, "schema", op->schema);
	json_add_str(object, a, "table", op->table);
	json_add_str(object, a, "name", op->name);
	json_add_str(object, a, "to", op->to);
	json_add_u64(object, a, "guard", op->guard);
	json_add(object, "flags", flags_json(a, op->flags));
	json_add(object, "dialects", dialects_json(a, op->dialects));
	if (op->column)
		json_add(object, "column", column_json(a, op->column));
	if (op->column_count) {
		list = json_array();
		for (uint32_t i = 0; i < op->column_count; i++)
			json_push(list, column_json(a, &op->columns[i]));
		json_add(object, "columns", list);
	}
	if (op->constraint)
		json_add(object, "constraint", constraint_json(a, op->constraint));
	if (op->constraint_count) {
		list = json_array();
		for (uint32_t i = 0; i < op->constraint_count; i++)
			json_push(list, constraint_json(a, &op->constraints[i]));
		json_add(object, "constraints", list);
	}
	if (op->index)
		json_add(object, "index", index_json(a, op->index));
	if (op->reflects)
		json_add(object, "reflects", reflection_json(a, op->reflects));
	if (op->type)
		json_add(object, "labels",
			 json_strings(a, op->type->labels, op->type->label_count));
	add_given(object, a, "comment", op->comment);
	json_add_str(object, a, "text", op->text);
	add_given(object, a, "condition", op->condition);
	add_names(object, a, "null_columns", op->null_columns, op->null_count);
	if (op->via.len)
		json_add_str(object, a, "via", op->via);
	if (op->trace.len)
		json_add(object, "trace", trace_json(a, op->trace));
	return object;
}

static cJSON *body_json(struct arena *a, const struct body *body)
{
	cJSON *object = json_object(), *guards = json_array(), *ops = json_array();

	json_add_str(object, a, "shape", body_shape_name(body->shape));
	add_span(object, a, &body->at);
	for (uint32_t i = 0; i < body->guard_count; i++) {
		const struct guard *g = &body->guards[i];
		cJSON *guard = json_object();

		json_add_str(guard, a, "kind", guard_kind_name(g->kind));
		json_add_bool(guard, "negated", g->negated);
		json_add_bool(guard, "absent", g->absent);
		json_add_str(guard, a, "object", g->object);
		json_add_u64(guard, a, "outer", g->outer);
		json_add(guard, "dialects", dialects_json(a, g->dialects));
		add_span(guard, a, &g->at);
		json_add_str(guard, a, "text", g->text);
		json_push(guards, guard);
	}
	json_add(object, "guards", guards);
	for (uint32_t i = 0; i < body->op_count; i++)
		json_push(ops, op_object(a, &body->ops[i]));
	json_add(object, "operations", ops);
	return object;
}

/* The modules that something was taken from. */
static cJSON *modules_json(struct arena *a, const struct migration *m)
{
	cJSON *modules = json_array();

	for (uint32_t i = 0; i < m->lookup_count; i++) {
		cJSON *module;

		if (!m->lookups[i].blob.len)
			continue;
		module = json_object();
		json_add_str(module, a, "path", m->lookups[i].path);
		json_add_str(module, a, "blob", m->lookups[i].blob);
		json_push(modules, module);
	}
	return modules;
}

static cJSON *facts_json(struct arena *a, uint32_t facts)
{
	cJSON *array = json_array();

	for (int i = 0; i < FACT_COUNT; i++)
		if (facts & (1U << i))
			json_push(array, json_string(a, fact_name(1U << i)));
	return array;
}

void dump_json(const struct migration *m, struct out *out)
{
	struct arena arena;
	cJSON *object = json_object();

	arena_init(&arena);
	json_add_str(object, &arena, "path", m->path);
	json_add_str(object, &arena, "blob", m->blob);
	json_add(object, "semantic_hash", json_hex(&arena, migration_semantic_hash(m)));
	json_add_str(object, &arena, "framework", m->framework);
	json_add_str(object, &arena, "revision", m->revision);
	json_add(object, "parents", json_strings(&arena, m->parents, m->parent_count));
	json_add_bool(object, "parents_unknown", m->parents_unknown);
	json_add(object, "depends_on", json_strings(&arena, m->depends_on, m->depends_count));
	json_add(object, "labels", json_strings(&arena, m->labels, m->label_count));
	json_add_str_or_null(object, &arena, "unparsable", m->problem_text);
	json_add(object, "dialect_hints", dialects_json(&arena, m->dialect_hints));
	json_add(object, "modules", modules_json(&arena, m));
	json_add(object, "facts", facts_json(&arena, m->facts));
	json_add(object, "upgrade", body_json(&arena, &m->body[UP]));
	json_add(object, "downgrade", body_json(&arena, &m->body[DOWN]));
	json_write(out, object);
	out_char(out, '\n');
	arena_release(&arena);
}
