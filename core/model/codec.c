#include "core/model/codec.h"

#include "core/model/codec_io.h"

#define CODEC_VERSION 6

/* Arrays are const in the model; while encoding, the codec only reads through these … */
#define ARRAY(c, items, count, type) ((type *)codec_array((c), (items), (count), sizeof(type)))
/* … and writes nothing back: what is encoded may be shared, or in read-only memory. */
#define SET(c, field, value)                                                                       \
	do {                                                                                       \
		if (!(c)->out)                                                                     \
			(field) = (value);                                                         \
	} while (0)

static void code_default(struct codec *c, struct column_default *d)
{
	codec_enum(c, &d->kind, DEFAULT_UNKNOWN + 1);
	codec_enum(c, &d->always, TRI_YES + 1);
	codec_enum(c, &d->stored, TRI_YES + 1);
	codec_str(c, &d->text);
	codec_strs(c, &d->refers, &d->refer_count);
}

static void code_variant(struct codec *c, struct type_variant *v)
{
	codec_u32(c, &v->dialects);
	codec_str(c, &v->name);
	codec_str(c, &v->text);
	codec_i64(c, &v->length);
	codec_i64(c, &v->scale);
}

static void code_coltype(struct codec *c, struct coltype *t)
{
	struct type_variant *variants;

	codec_str(c, &t->name);
	codec_str(c, &t->text);
	codec_i64(c, &t->length);
	codec_i64(c, &t->scale);
	codec_str(c, &t->enum_name);
	codec_str(c, &t->enum_schema);
	codec_strs(c, &t->labels, &t->label_count);
	codec_enum(c, &t->create_type, TRI_YES + 1);
	codec_enum(c, &t->native, TRI_YES + 1);
	variants = ARRAY(c, t->variants, &t->variant_count, struct type_variant);
	for (uint32_t i = 0; i < t->variant_count; i++)
		code_variant(c, &variants[i]);
	SET(c, t->variants, variants);
}

static void code_reference(struct codec *c, struct reference *r)
{
	codec_str(c, &r->table);
	codec_str(c, &r->schema);
	codec_strs(c, &r->columns, &r->column_count);
	codec_str(c, &r->ondelete);
	codec_str(c, &r->onupdate);
	codec_str(c, &r->match);
	codec_str(c, &r->name);
	codec_str(c, &r->initially);
	codec_enum(c, &r->deferrable, TRI_YES + 1);
	codec_bool(c, &r->use_alter);
}

/*
 * For `const struct T *field`: one bit says whether it is there, then the struct. The cast away
 * from const is sound: encoding does not write, and decoding writes only what it has just made.
 */
#define DEFINE_OPTIONAL(name, type, code)                                                          \
	static void name(struct codec *c, const struct type **field)                               \
	{                                                                                          \
		uint32_t there = *field != NULL;                                                   \
		struct type *items = ARRAY(c, *field, &there, struct type);                        \
                                                                                                   \
		if (there > 1)                                                                     \
			c->bad = true;                                                             \
		else if (there)                                                                    \
			code(c, items);                                                            \
		SET(c, *field, items);                                                             \
	}

DEFINE_OPTIONAL(code_optional_coltype, coltype, code_coltype)

static void code_column(struct codec *c, struct column *col)
{
	codec_str(c, &col->name);
	code_optional_coltype(c, &col->type);
	code_optional_coltype(c, &col->existing_type);
	codec_enum(c, &col->nullable, TRI_YES + 1);
	codec_enum(c, &col->existing_nullable, TRI_YES + 1);
	code_default(c, &col->server_default);
	code_default(c, &col->existing_server_default);
	code_reference(c, &col->references);
	codec_str(c, &col->comment);
	codec_str(c, &col->existing_comment);
	codec_str(c, &col->using);
	codec_strs(c, &col->sources, &col->source_count);
	codec_bool(c, &col->copies);
	codec_bool(c, &col->casts);
	codec_enum(c, &col->autoincrement, TRI_YES + 1);
	codec_bool(c, &col->primary_key);
	codec_bool(c, &col->unique);
	codec_bool(c, &col->index);
	codec_bool(c, &col->python_default);
	codec_bool(c, &col->system);
}

static void code_constraint(struct codec *c, struct constraint *k)
{
	codec_enum(c, &k->kind, CONSTRAINT_EXCLUDE + 1);
	codec_str(c, &k->name);
	codec_strs(c, &k->columns, &k->column_count);
	code_reference(c, &k->references);
	codec_str(c, &k->condition);
	codec_str(c, &k->initially);
	codec_str(c, &k->method);
	codec_str(c, &k->where);
	codec_strs(c, &k->include, &k->include_count);
	codec_bool(c, &k->not_valid);
	codec_bool(c, &k->deferrable);
	codec_bool(c, &k->using_index);
	codec_bool(c, &k->nulls_not_distinct);
}

static void code_index(struct codec *c, struct index *i)
{
	codec_str(c, &i->name);
	codec_strs(c, &i->columns, &i->column_count);
	codec_strs(c, &i->include, &i->include_count);
	codec_strs(c, &i->operators, &i->operator_count);
	codec_str(c, &i->method);
	codec_str(c, &i->where);
	codec_str(c, &i->options);
	codec_bool(c, &i->unique);
	codec_bool(c, &i->concurrently);
	codec_bool(c, &i->nulls_not_distinct);
}

DEFINE_OPTIONAL(code_optional_column, column, code_column)
DEFINE_OPTIONAL(code_optional_constraint, constraint, code_constraint)
DEFINE_OPTIONAL(code_optional_index, index, code_index)

static void code_filter(struct codec *c, struct filter *f)
{
	codec_enum(c, &f->relation, FILTER_RELATIONS);
	codec_bool(c, &f->negated);
	codec_str(c, &f->attribute);
	codec_strs(c, &f->values, &f->value_count);
	codec_enum(c, &f->what, REFLECTED_CHECK_CONSTRAINTS + 1);
	codec_str(c, &f->table);
}

static void code_reflection(struct codec *c, struct reflection *r)
{
	struct filter *filters;

	codec_enum(c, &r->what, REFLECTED_CHECK_CONSTRAINTS + 1);
	codec_bool(c, &r->first);
	codec_bool(c, &r->partial);
	codec_str(c, &r->schema);
	codec_str(c, &r->table);
	filters = ARRAY(c, r->filters, &r->filter_count, struct filter);
	for (uint32_t i = 0; i < r->filter_count; i++)
		code_filter(c, &filters[i]);
	SET(c, r->filters, filters);
	codec_str(c, &r->replaced);
	codec_str(c, &r->by);
	codec_str(c, &r->unnamed);
}

DEFINE_OPTIONAL(code_optional_reflection, reflection, code_reflection)

static void code_op(struct codec *c, struct op *op)
{
	struct column *columns;
	struct constraint *constraints;

	c->no_holes = c->semantic && op->meaning;
	codec_enum(c, &op->kind, OP_KIND_COUNT);
	codec_u32(c, &op->flags);
	codec_u32(c, &op->guard);
	codec_u32(c, &op->dialects);
	codec_span(c, &op->at);
	codec_excerpt(c, &op->excerpt);
	codec_excerpt(c, &op->via);
	codec_excerpt(c, &op->trace);
	codec_str(c, &op->schema);
	codec_str(c, &op->table);
	codec_str(c, &op->name);
	codec_str(c, &op->to);
	code_optional_column(c, &op->column);
	columns = ARRAY(c, op->columns, &op->column_count, struct column);
	for (uint32_t i = 0; i < op->column_count; i++)
		code_column(c, &columns[i]);
	SET(c, op->columns, columns);
	code_optional_constraint(c, &op->constraint);
	constraints = ARRAY(c, op->constraints, &op->constraint_count, struct constraint);
	for (uint32_t i = 0; i < op->constraint_count; i++)
		code_constraint(c, &constraints[i]);
	SET(c, op->constraints, constraints);
	code_optional_index(c, &op->index);
	code_optional_coltype(c, &op->type);
	code_optional_reflection(c, &op->reflects);
	codec_str(c, &op->comment);
	codec_u64(c, &op->meaning);
	if (!c->semantic || !op->meaning) {
		codec_text(c, &op->text);
		codec_text(c, &op->condition);
	}
	codec_strs(c, &op->null_columns, &op->null_count);
	c->no_holes = false;
}

static void code_guard(struct codec *c, struct guard *g)
{
	codec_enum(c, &g->kind, GUARD_DATA + 1);
	codec_bool(c, &g->negated);
	codec_u32(c, &g->outer);
	codec_u32(c, &g->dialects);
	codec_bool(c, &g->absent);
	codec_str(c, &g->object);
	codec_u64(c, &g->meaning);
	if (!c->semantic || !g->meaning)
		codec_text(c, &g->text);
	codec_span(c, &g->at);
}

static void code_body(struct codec *c, struct body *b)
{
	struct op *ops;
	struct guard *guards;

	codec_enum(c, &b->shape, BODY_OPS + 1);
	codec_span(c, &b->at);
	codec_excerpt(c, &b->excerpt);
	ops = ARRAY(c, b->ops, &b->op_count, struct op);
	for (uint32_t i = 0; i < b->op_count; i++)
		code_op(c, &ops[i]);
	SET(c, b->ops, ops);
	guards = ARRAY(c, b->guards, &b->guard_count, struct guard);
	for (uint32_t i = 0; i < b->guard_count; i++) {
		code_guard(c, &guards[i]);
		if (guards[i].outer > i) /* an outer guard stands before the inner ones */
			c->bad = true;
	}
	SET(c, b->guards, guards);
	for (uint32_t i = 0; i < b->op_count; i++)
		if (ops[i].guard > b->guard_count)
			c->bad = true;
}

static void code_suppression(struct codec *c, struct suppression *s)
{
	codec_enum(c, &s->form, SUPPRESSION_MRT + 1);
	codec_u32(c, &s->line);
	codec_bool(c, &s->alone);
	codec_str(c, &s->names);
	codec_str(c, &s->reason);
}

static void code_fact_place(struct codec *c, struct fact_place *place)
{
	codec_u32(c, &place->fact);
	codec_span(c, &place->at);
	codec_excerpt(c, &place->excerpt);
}

static void code_lookup(struct codec *c, struct lookup *l)
{
	codec_str(c, &l->path);
	codec_enum(c, &l->kind, MODULE_FOLDER + 1);
	codec_str(c, &l->blob);
}

static void code_identity(struct codec *c, struct migration *m)
{
	codec_enum(c, &m->status, MIGRATION_UNPARSABLE + 1);
	codec_str(c, &m->framework);
	codec_span(c, &m->problem);
	codec_excerpt(c, &m->problem_text);
	codec_str(c, &m->revision);
	codec_span(c, &m->revision_at);
	codec_excerpt(c, &m->revision_excerpt);
	codec_strs(c, &m->parents, &m->parent_count);
	codec_strs(c, &m->depends_on, &m->depends_count);
	codec_strs(c, &m->labels, &m->label_count);
	codec_bool(c, &m->parents_unknown);
	codec_excerpt(c, &m->message);
}

static void code_migration(struct codec *c, struct migration *m)
{
	uint32_t version = CODEC_VERSION;
	struct suppression *suppressions;
	struct fact_place *places;
	struct lookup *lookups;

	codec_u32(c, &version);
	if (version != CODEC_VERSION) {
		c->bad = true;
		return;
	}
	code_identity(c, m);
	code_body(c, &m->body[UP]);
	code_body(c, &m->body[DOWN]);
	codec_u32(c, &m->facts);
	codec_u32(c, &m->dialect_hints);
	codec_excerpt(c, &m->dialect_evidence);
	if (c->semantic)
		return;
	suppressions = ARRAY(c, m->suppressions, &m->suppression_count, struct suppression);
	for (uint32_t i = 0; i < m->suppression_count; i++)
		code_suppression(c, &suppressions[i]);
	SET(c, m->suppressions, suppressions);
	places = ARRAY(c, m->fact_places, &m->fact_place_count, struct fact_place);
	for (uint32_t i = 0; i < m->fact_place_count; i++)
		code_fact_place(c, &places[i]);
	SET(c, m->fact_places, places);
	lookups = ARRAY(c, m->lookups, &m->lookup_count, struct lookup);
	for (uint32_t i = 0; i < m->lookup_count; i++)
		code_lookup(c, &lookups[i]);
	SET(c, m->lookups, lookups);
}

void migration_encode(const struct migration *m, struct out *bytes)
{
	struct codec c = {.out = bytes};
	struct migration copy = *m;

	code_migration(&c, &copy);
}

int migration_decode(struct str bytes, struct arena *arena, struct migration *ret_migration,
		     struct err *reterr)
{
	struct codec c = {.in = bytes, .arena = arena};
	struct migration m = {0};

	code_migration(&c, &m);
	if (c.bad || c.in.len)
		return err_set(reterr, ERR_CORRUPT, "these bytes are not an encoded migration");
	*ret_migration = m;
	return 0;
}

static int hash_bytes(void *self, const void *bytes, size_t len)
{
	uint64_t *hash = self;

	*hash = str_hash((struct str){bytes, len}, *hash);
	return 0;
}

uint64_t migration_semantic_hash(const struct migration *m)
{
	uint64_t hash = STR_HASH_SEED;
	struct out stream;
	struct codec c = {.out = &stream, .semantic = true};
	struct migration copy = *m;

	out_init_stream(&stream, hash_bytes, &hash);
	code_migration(&c, &copy);
	out_flush(&stream);
	out_release(&stream);
	return hash;
}
