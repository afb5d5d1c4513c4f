#include "tests/unit/random_step_parts.h"

#include <stdlib.h>

uint32_t step_below(struct stepper *s, uint32_t limit)
{
	return rng_below(s->rng, limit);
}

struct str step_name(struct stepper *s, const char *prefix)
{
	return arena_printf(s->arena, "%s%u", prefix, s->names++);
}

bool step_on(const struct stepper *s, dialect_set dialects)
{
	return s->replica->dialect & dialects;
}

struct op *step_undo(struct step *step)
{
	if (step->undo_count == STEP_UNDO_MAX)
		abort();
	return &step->undo[step->undo_count++];
}

const struct table *step_pick_table(struct stepper *s)
{
	struct pmap tables = s->replica->now.tables;
	struct pmap_cursor at = pmap_begin(tables);

	if (!tables.count)
		return NULL;
	for (uint32_t skip = step_below(s, tables.count) + 1; skip; skip--)
		pmap_next(&at);
	return at.value;
}

const struct table_column *step_pick_column(struct stepper *s, const struct table *t)
{
	return t && t->column_count ? t->columns[step_below(s, t->column_count)] : NULL;
}

const struct schema_object *step_pick_object(struct stepper *s, enum object_kind kind)
{
	struct pmap all = s->replica->now.objects[kind];
	struct pmap_cursor at = pmap_begin(all);

	if (!all.count)
		return NULL;
	for (uint32_t skip = step_below(s, all.count) + 1; skip; skip--)
		pmap_next(&at);
	return at.value;
}

const struct str *step_one(struct stepper *s, struct str name)
{
	struct str *one = arena_new(s->arena, struct str);

	*one = name;
	return one;
}

struct column_default step_default(struct stepper *s, const struct sql_type *type)
{
	struct column_default d = {.kind = DEFAULT_LITERAL};
	unsigned number = step_below(s, 9) + 1;

	switch (type ? type->family : TYPE_UNKNOWN) {
	case TYPE_TEXT:
		d.text = arena_printf(s->arena, "'d%u'", number);
		return d;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_FLOAT:
		d.text = arena_printf(s->arena, "%u", number);
		return d;
	case TYPE_BOOLEAN:
		d.text = number % 2 ? STR("true") : STR("false");
		return d;
	case TYPE_TIMESTAMP:
		d.kind = DEFAULT_EXPRESSION;
		d.text = STR("now()");
		return d;
	default:
		return (struct column_default){.kind = DEFAULT_NONE};
	}
}

bool step_is_key_column(const struct table *t, struct str column)
{
	const struct table_key *primary = table_primary_key(t);

	for (uint32_t i = 0; primary && i < primary->def.column_count; i++)
		if (str_eq(primary->def.columns[i], column))
			return true;
	return false;
}

bool step_made_here(const struct stepper *s, const struct origin *origin)
{
	return origin->node == s->replica->node;
}

/* Alembic's batch mode is how SQLite's tables are altered. */
static void in_batch(const struct stepper *s, struct op *op)
{
	enum op_object object = op_info(op->kind)->object;

	if (step_on(s, DIALECT_SQLITE) && (object == OBJECT_COLUMN || object == OBJECT_CONSTRAINT))
		op->flags |= OPF_BATCH;
}

typedef bool (*maker)(struct stepper *, struct step *);

static const maker growing[] = {step_create_table, step_add_column,  step_create_index,
				step_create_key,   step_create_type, step_create_object};
static const maker all[] = {
	step_create_table, step_drop_table,    step_rename_table,   step_comment_table,
	step_add_column,   step_drop_column,   step_rename_column,  step_alter_type,
	step_set_nullable, step_set_default,   step_comment_column, step_create_index,
	step_drop_index,   step_rename_index,  step_create_key,     step_drop_key,
	step_rename_key,   step_create_type,   step_drop_type,      step_rename_type,
	step_rename_label, step_create_object, step_drop_object,    step_insert,
	step_delete,       step_count_up,      step_overwrite,
};
#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof(*(list))))

static maker any_maker(struct stepper *s)
{
	if (!s->replica->now.tables.count)
		return step_create_table;
	if (step_below(s, 4) < s->grow)
		return growing[step_below(s, COUNT(growing))];
	return all[step_below(s, COUNT(all))];
}

/* MySQL keeps the index that it made for a foreign key when that is dropped. */
static void undo_implicit(struct stepper *s, struct step *step, const struct schema *after)
{
	const struct op *op = &step->op;
	const struct table *t = schema_table(after, op->table);
	const struct table *old = schema_table(&s->replica->now, op->table);
	struct op *undo;

	if (op->kind != OP_CREATE_CONSTRAINT || !t || t->index_count == old->index_count)
		return;
	undo = step_undo(step);
	*undo = (struct op){.kind = OP_DROP_INDEX,
			    .table = op->table,
			    .name = t->indexes[t->index_count - 1]->def.name};
}

static uint32_t implicit_indexes(const struct schema *s, struct str table)
{
	const struct table *t = schema_table(s, table);
	uint32_t count = 0;

	for (uint32_t i = 0; t && i < t->index_count; i++)
		count += t->indexes[i]->implicit;
	return count;
}

/* MySQL's own index has given way to the op's, which it then does not let go of. */
static bool is_final(struct stepper *s, const struct step *step, const struct schema *after)
{
	return step->op.kind != OP_DROP_TABLE && step->op.kind != OP_RENAME_TABLE &&
	       implicit_indexes(after, step->op.table) <
		       implicit_indexes(&s->replica->now, step->op.table);
}

void random_step(struct stepper *s, struct step *ret)
{
	for (;;) {
		struct replica trial = *s->replica;
		struct step step = {.traits = 0};

		if (!any_maker(s)(s, &step) || (step.traits & ~s->allowed))
			continue;
		in_batch(s, &step.op);
		if (schema_apply(&trial, &step.op).outcome != APPLIED ||
		    is_final(s, &step, &trial.now))
			continue;
		undo_implicit(s, &step, &trial.now);
		for (uint32_t i = 0; i < step.undo_count; i++)
			in_batch(s, &step.undo[i]);
		*ret = step;
		return;
	}
}
