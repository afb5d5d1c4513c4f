#include "random_migration.h"

#include <inttypes.h>

/* Lengths come first, so that no two values have one text. */
static void put_str(struct out *o, const char *name, struct str s)
{
	out_printf(o, "%s=%zu:", name, s.len);
	out_str(o, s);
	out_char(o, '\n');
}

static void put_strs(struct out *o, const char *name, const struct str *items, uint32_t count)
{
	out_printf(o, "%s[%" PRIu32 "]\n", name, count);
	for (uint32_t i = 0; i < count; i++)
		put_str(o, "", items[i]);
}

static void put_span(struct out *o, struct span at)
{
	out_printf(o, "at %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 "\n", at.start,
		   at.end, at.line, at.column, at.end_line);
}

static void put_coltype(struct out *o, const char *name, const struct coltype *t)
{
	out_printf(o, "%s %s\n", name, t ? "type" : "none");
	if (!t)
		return;
	put_str(o, "name", t->name);
	put_str(o, "text", t->text);
	out_printf(o, "%" PRId64 " %" PRId64 " %d\n", t->length, t->scale, t->create_type);
	out_printf(o, "native %d\n", t->native);
	put_str(o, "enum", t->enum_name);
	put_str(o, "schema", t->enum_schema);
	put_strs(o, "labels", t->labels, t->label_count);
	for (uint32_t i = 0; i < t->variant_count; i++) {
		const struct type_variant *v = &t->variants[i];

		out_printf(o, "on %x %" PRId64 " %" PRId64 "\n", v->dialects, v->length, v->scale);
		put_str(o, "name", v->name);
		put_str(o, "text", v->text);
	}
}

static void put_default(struct out *o, const char *name, const struct column_default *d)
{
	out_printf(o, "%s %d %d %d\n", name, d->kind, d->always, d->stored);
	put_str(o, "text", d->text);
	put_strs(o, "refers", d->refers, d->refer_count);
}

static void put_reference(struct out *o, const struct reference *r)
{
	put_str(o, "table", r->table);
	put_str(o, "schema", r->schema);
	put_strs(o, "columns", r->columns, r->column_count);
	put_str(o, "ondelete", r->ondelete);
	put_str(o, "onupdate", r->onupdate);
	put_str(o, "match", r->match);
	put_str(o, "name", r->name);
	put_str(o, "initially", r->initially);
	out_printf(o, "%d %d\n", r->deferrable, r->use_alter);
}

static void put_column(struct out *o, const struct column *c)
{
	out_printf(o, "column %s\n", c ? "" : "none");
	if (!c)
		return;
	put_str(o, "name", c->name);
	put_coltype(o, "type", c->type);
	put_coltype(o, "existing", c->existing_type);
	out_printf(o, "%d %d %d ", c->nullable, c->existing_nullable, c->autoincrement);
	out_printf(o, "%d %d %d %d %d\n", c->primary_key, c->unique, c->index, c->python_default,
		   c->system);
	put_default(o, "default", &c->server_default);
	put_default(o, "existing default", &c->existing_server_default);
	put_reference(o, &c->references);
	put_str(o, "comment", c->comment);
	put_str(o, "existing comment", c->existing_comment);
	put_str(o, "using", c->using);
	put_strs(o, "sources", c->sources, c->source_count);
	out_printf(o, "%d %d\n", c->copies, c->casts);
}

static void put_constraint(struct out *o, const struct constraint *k)
{
	out_printf(o, "constraint %s\n", k ? "" : "none");
	if (!k)
		return;
	out_printf(o, "%d %d %d %d %d\n", k->kind, k->not_valid, k->deferrable, k->using_index,
		   k->nulls_not_distinct);
	put_str(o, "name", k->name);
	put_strs(o, "columns", k->columns, k->column_count);
	put_reference(o, &k->references);
	put_str(o, "condition", k->condition);
	put_str(o, "initially", k->initially);
	put_str(o, "method", k->method);
	put_str(o, "where", k->where);
	put_strs(o, "include", k->include, k->include_count);
}

static void put_index(struct out *o, const struct index *i)
{
	out_printf(o, "index %s\n", i ? "" : "none");
	if (!i)
		return;
	out_printf(o, "%d %d %d\n", i->unique, i->concurrently, i->nulls_not_distinct);
	put_str(o, "name", i->name);
	put_strs(o, "columns", i->columns, i->column_count);
	put_str(o, "method", i->method);
	put_str(o, "where", i->where);
	put_strs(o, "include", i->include, i->include_count);
	put_strs(o, "operators", i->operators, i->operator_count);
	put_str(o, "options", i->options);
}

static void put_reflection(struct out *o, const struct reflection *r)
{
	out_printf(o, "reflects %s\n", r ? "" : "none");
	if (!r)
		return;
	out_printf(o, "%d %d %d, %" PRIu32 " filters\n", r->what, r->first, r->partial,
		   r->filter_count);
	put_str(o, "schema", r->schema);
	put_str(o, "table", r->table);
	for (uint32_t i = 0; i < r->filter_count; i++) {
		out_printf(o, "%d %d\n", r->filters[i].relation, r->filters[i].negated);
		put_str(o, "attribute", r->filters[i].attribute);
		put_strs(o, "values", r->filters[i].values, r->filters[i].value_count);
		out_printf(o, "%d\n", r->filters[i].what);
		put_str(o, "table", r->filters[i].table);
	}
	put_str(o, "replaced", r->replaced);
	put_str(o, "by", r->by);
	put_str(o, "unnamed", r->unnamed);
}

static void put_op(struct out *o, const struct op *op)
{
	out_printf(o, "meaning %" PRIx64 "\n", op->meaning);
	out_printf(o, "op %d flags %" PRIx32 " guard %" PRIu32 " dialects %x\n", op->kind,
		   op->flags, op->guard, op->dialects);
	put_span(o, op->at);
	put_str(o, "excerpt", op->excerpt);
	put_str(o, "via", op->via);
	put_str(o, "trace", op->trace);
	put_str(o, "schema", op->schema);
	put_str(o, "table", op->table);
	put_str(o, "name", op->name);
	put_str(o, "to", op->to);
	put_column(o, op->column);
	out_printf(o, "%" PRIu32 " columns\n", op->column_count);
	for (uint32_t i = 0; i < op->column_count; i++)
		put_column(o, &op->columns[i]);
	put_constraint(o, op->constraint);
	out_printf(o, "%" PRIu32 " constraints\n", op->constraint_count);
	for (uint32_t i = 0; i < op->constraint_count; i++)
		put_constraint(o, &op->constraints[i]);
	put_index(o, op->index);
	put_coltype(o, "type", op->type);
	put_reflection(o, op->reflects);
	put_str(o, "comment", op->comment);
	put_str(o, "text", op->text);
	put_str(o, "condition", op->condition);
	put_strs(o, "null columns", op->null_columns, op->null_count);
}

static void put_body(struct out *o, const struct body *b)
{
	out_printf(o, "body %d, %" PRIu32 " ops, %" PRIu32 " guards\n", b->shape, b->op_count,
		   b->guard_count);
	put_span(o, b->at);
	put_str(o, "excerpt", b->excerpt);
	for (uint32_t i = 0; i < b->op_count; i++)
		put_op(o, &b->ops[i]);
	for (uint32_t i = 0; i < b->guard_count; i++) {
		const struct guard *g = &b->guards[i];

		out_printf(o, "absent %d meaning %" PRIx64 "\n", g->absent, g->meaning);
		out_printf(o, "guard %d %d %" PRIu32 " %x\n", g->kind, g->negated, g->outer,
			   g->dialects);
		put_span(o, g->at);
		put_str(o, "object", g->object);
		put_str(o, "text", g->text);
	}
}

void describe_migration(const struct migration *m, struct out *o)
{
	out_printf(o, "migration %d unknown parents %d facts %" PRIx32 " hints %x\n", m->status,
		   m->parents_unknown, m->facts, m->dialect_hints);
	put_str(o, "framework", m->framework);
	put_span(o, m->problem);
	put_str(o, "problem", m->problem_text);
	put_str(o, "revision", m->revision);
	put_span(o, m->revision_at);
	put_str(o, "excerpt", m->revision_excerpt);
	put_strs(o, "parents", m->parents, m->parent_count);
	put_strs(o, "depends", m->depends_on, m->depends_count);
	put_strs(o, "labels", m->labels, m->label_count);
	put_str(o, "message", m->message);
	put_body(o, &m->body[UP]);
	put_body(o, &m->body[DOWN]);
	put_str(o, "evidence", m->dialect_evidence);
	out_printf(o, "%" PRIu32 " suppressions\n", m->suppression_count);
	for (uint32_t i = 0; i < m->suppression_count; i++) {
		const struct suppression *s = &m->suppressions[i];

		out_printf(o, "allow %d %" PRIu32 " %d\n", s->form, s->line, s->alone);
		put_str(o, "names", s->names);
		put_str(o, "reason", s->reason);
	}
	out_printf(o, "%" PRIu32 " places\n", m->fact_place_count);
	for (uint32_t i = 0; i < m->fact_place_count; i++) {
		out_printf(o, "fact %" PRIu32 "\n", m->fact_places[i].fact);
		put_span(o, m->fact_places[i].at);
		put_str(o, "excerpt", m->fact_places[i].excerpt);
	}
	out_printf(o, "%" PRIu32 " lookups\n", m->lookup_count);
	for (uint32_t i = 0; i < m->lookup_count; i++) {
		out_printf(o, "lookup %d\n", m->lookups[i].kind);
		put_str(o, "path", m->lookups[i].path);
		put_str(o, "blob", m->lookups[i].blob);
	}
}
