#include "tests/unit/random_step_parts.h"

/* ---- enumerations ----------------------------------------------------------------------------- */

static const struct coltype *enumeration(struct stepper *s, struct str name,
					 const struct str *labels, uint32_t count)
{
	struct coltype *type = arena_new(s->arena, struct coltype);

	*type = (struct coltype){.name = STR("ENUM"),
				 .text = STR("ENUM()"),
				 .length = -1,
				 .scale = -1,
				 .enum_name = name,
				 .labels = labels,
				 .label_count = count};
	return type;
}

bool step_create_type(struct stepper *s, struct step *step)
{
	uint32_t count = 2 + step_below(s, 2);
	struct str *labels = arena_array(s->arena, count, sizeof(*labels));
	struct str name = step_name(s, "kind");

	if (!step_on(s, DIALECT_POSTGRESQL))
		return false;
	for (uint32_t i = 0; i < count; i++)
		labels[i] = step_name(s, "label");
	step->op = (struct op){
		.kind = OP_CREATE_TYPE, .name = name, .type = enumeration(s, name, labels, count)};
	*step_undo(step) = (struct op){.kind = OP_DROP_TYPE, .name = name};
	return true;
}

bool step_drop_type(struct stepper *s, struct step *step)
{
	const struct schema_object *o = step_pick_object(s, SCHEMA_TYPE);

	if (!o)
		return false;
	step->op = (struct op){.kind = OP_DROP_TYPE, .name = o->name};
	*step_undo(step) = (struct op){.kind = OP_CREATE_TYPE,
				       .name = o->name,
				       .type = enumeration(s, o->name, o->labels, o->label_count)};
	return true;
}

bool step_rename_type(struct stepper *s, struct step *step)
{
	const struct schema_object *o = step_pick_object(s, SCHEMA_TYPE);
	struct str to = step_name(s, "kind");

	if (!o)
		return false;
	step->op = (struct op){.kind = OP_RENAME_TYPE, .name = o->name, .to = to};
	*step_undo(step) = (struct op){.kind = OP_RENAME_TYPE, .name = to, .to = o->name};
	return true;
}

static struct op rename_label(struct stepper *s, struct str type, struct str from, struct str to)
{
	return (struct op){.kind = OP_RENAME_ENUM_VALUE,
			   .name = type,
			   .to = to,
			   .type = enumeration(s, type, step_one(s, from), 1)};
}

bool step_rename_label(struct stepper *s, struct step *step)
{
	const struct schema_object *o = step_pick_object(s, SCHEMA_TYPE);
	struct str to = step_name(s, "label");
	struct str label;

	if (!o || !o->label_count)
		return false;
	label = o->labels[step_below(s, o->label_count)];
	step->op = rename_label(s, o->name, label, to);
	*step_undo(step) = rename_label(s, o->name, to, label);
	return true;
}

/* ---- what is not part of a table -------------------------------------------------------------- */

struct object_ops {
	enum op_kind create, drop;
	enum object_kind kind;
	dialect_set dialects;
};

static const struct object_ops object_ops[] = {
	{OP_CREATE_SEQUENCE, OP_DROP_SEQUENCE, SCHEMA_SEQUENCE, DIALECT_POSTGRESQL},
	{OP_CREATE_VIEW, OP_DROP_VIEW, SCHEMA_VIEW, DIALECT_ALL},
	{OP_CREATE_ROUTINE, OP_DROP_ROUTINE, SCHEMA_ROUTINE, DIALECT_POSTGRESQL | STEP_MYSQLS},
	{OP_CREATE_TRIGGER, OP_DROP_TRIGGER, SCHEMA_TRIGGER, DIALECT_ALL},
	{OP_CREATE_POLICY, OP_DROP_POLICY, SCHEMA_POLICY, DIALECT_POSTGRESQL},
	{OP_CREATE_EXTENSION, OP_DROP_EXTENSION, SCHEMA_EXTENSION, DIALECT_POSTGRESQL},
	{OP_CREATE_SCHEMA, OP_DROP_SCHEMA, SCHEMA_SCHEMA, DIALECT_POSTGRESQL},
};

static const struct object_ops *some_ops(struct stepper *s)
{
	const struct object_ops *ops =
		&object_ops[step_below(s, sizeof(object_ops) / sizeof(*object_ops))];

	return step_on(s, ops->dialects) ? ops : NULL;
}

bool step_create_object(struct stepper *s, struct step *step)
{
	const struct object_ops *ops = some_ops(s);
	const struct table *t = step_pick_table(s);
	struct str name = step_name(s, "o"), table = {NULL, 0};

	if (!ops)
		return false;
	if (ops->kind == SCHEMA_TRIGGER || ops->kind == SCHEMA_POLICY)
		table = t->name;
	step->op = (struct op){.kind = ops->create, .table = table, .name = name};
	if (ops->kind == SCHEMA_VIEW)
		step->op.text = arena_printf(s->arena,
					     "CREATE VIEW " STR_FMT " AS SELECT id FROM " STR_FMT,
					     STR_ARG(name), STR_ARG(t->name));
	else if (ops->kind == SCHEMA_ROUTINE)
		step->op.text = arena_printf(
			s->arena, "CREATE FUNCTION " STR_FMT "() AS 'SELECT 1'", STR_ARG(name));
	*step_undo(step) = (struct op){.kind = ops->drop, .table = table, .name = name};
	return true;
}

bool step_drop_object(struct stepper *s, struct step *step)
{
	const struct object_ops *ops = some_ops(s);
	const struct schema_object *o = ops ? step_pick_object(s, ops->kind) : NULL;

	if (!o || (ops->kind == SCHEMA_SEQUENCE && !str_empty(o->table)))
		return false;
	step->op = (struct op){.kind = ops->drop, .table = o->table, .name = o->name};
	*step_undo(step) = (struct op){
		.kind = ops->create, .table = o->table, .name = o->name, .text = o->text};
	return true;
}

/* ---- rows and values -------------------------------------------------------------------------- */

static struct column *written(struct stepper *s, struct str name, enum default_kind kind,
			      struct str text)
{
	struct column *value = arena_new(s->arena, struct column);

	*value = (struct column){
		.name = name, .nullable = TRI_NO, .server_default = {.kind = kind, .text = text}};
	return value;
}

/* Do other tables refer to this one? Then rows can come that hold its rows fast. */
static bool is_referred_to(const struct stepper *s, const struct table *t)
{
	struct pmap_cursor at = pmap_begin(s->replica->now.tables);

	while (pmap_next(&at)) {
		const struct table *other = at.value;

		for (uint32_t i = 0; i < other->key_count; i++)
			if (str_eq(other->keys[i]->def.references.table, t->name))
				return true;
	}
	return false;
}

bool step_insert(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	uint32_t number = s->names++;

	if (!table_column(t, STR("id")))
		return false;
	if (is_referred_to(s, t))
		step->traits |= STEP_ADMITS;
	step->op = (struct op){
		.kind = OP_INSERT,
		.table = t->name,
		.columns = written(s, STR("id"), DEFAULT_LITERAL,
				   arena_printf(s->arena, "%u", number)),
		.column_count = 1,
		.text = arena_printf(s->arena, "+%u", number),
	};
	*step_undo(step) = (struct op){
		.kind = OP_DELETE,
		.table = t->name,
		.condition = arena_printf(s->arena, "id = %u", number),
		.text = arena_printf(s->arena, "-%u", number),
	};
	return true;
}

bool step_delete(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);

	if (step_made_here(s, t->origin))
		return false;
	step->traits |= STEP_DESTROYS;
	step->op = (struct op){.kind = OP_DELETE, .table = t->name};
	if (step_below(s, 2))
		step->op.flags |= OPF_NO_WHERE;
	else
		step->op.condition = STR("id > 3");
	return true;
}

static struct op update(struct stepper *s, const struct table *t, const struct table_column *c,
			char sign, uint32_t number)
{
	struct str text = arena_printf(s->arena, STR_FMT " %c %u", STR_ARG(c->name), sign, number);
	struct column *value = written(s, c->name, DEFAULT_EXPRESSION, text);

	value->sources = step_one(s, c->name);
	value->source_count = 1;
	return (struct op){
		.kind = OP_UPDATE,
		.flags = OPF_NO_WHERE,
		.table = t->name,
		.columns = value,
		.column_count = 1,
		.text = arena_printf(s->arena, "%c%u", sign, number),
	};
}

/* a = a + 5, and a = a - 5. */
bool step_count_up(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	uint32_t number = s->names++;

	if (!c || !c->type || c->type->family != TYPE_INTEGER || step_is_key_column(t, c->name))
		return false;
	step->op = update(s, t, c, '+', number);
	*step_undo(step) = update(s, t, c, '-', number);
	return true;
}

bool step_overwrite(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	uint32_t number = s->names++;

	if (!c || !c->type || c->type->family != TYPE_INTEGER || step_is_key_column(t, c->name) ||
	    step_made_here(s, c->origin))
		return false;
	step->traits |= STEP_DESTROYS;
	step->op = (struct op){
		.kind = OP_UPDATE,
		.flags = OPF_NO_WHERE,
		.table = t->name,
		.columns = written(s, c->name, DEFAULT_LITERAL,
				   arena_printf(s->arena, "%u", number)),
		.column_count = 1,
	};
	return true;
}
