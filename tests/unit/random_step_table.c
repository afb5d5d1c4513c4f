#include "tests/unit/random_step_parts.h"

/* ---- tables ----------------------------------------------------------------------------------- */

struct column step_definition(struct stepper *s, const struct table_column *c)
{
	struct column def = {
		.name = c->name,
		.type = step_type_of(s, c->type),
		.nullable = c->nullable,
		.server_default = c->server_default,
		.comment = c->comment,
	};

	if (!str_empty(c->sequence))
		def.server_default = (struct column_default){.kind = DEFAULT_NONE};
	return def;
}

static struct column new_column(struct stepper *s)
{
	struct column c = {.name = step_name(s, "c"), .type = step_type(s)};
	struct sql_type type;

	sql_type_of(&type, s->arena, c.type, s->replica->dialect);
	c.nullable = step_below(s, 2) ? TRI_YES : TRI_NO;
	if (c.nullable == TRI_NO || !step_below(s, 3))
		c.server_default = step_default(s, &type);
	return c;
}

static const struct constraint *one_key(struct stepper *s, struct str name, struct str column)
{
	struct constraint *k = arena_new(s->arena, struct constraint);

	*k = (struct constraint){.kind = CONSTRAINT_PRIMARY_KEY,
				 .name = name,
				 .columns = step_one(s, column),
				 .column_count = 1};
	return k;
}

bool step_create_table(struct stepper *s, struct step *step)
{
	uint32_t count = 2 + step_below(s, 4);
	struct column *columns = arena_array(s->arena, count, sizeof(*columns));
	struct str name = step_name(s, "t");
	static const struct coltype integer = {.name = STR_INIT("Integer"),
					       .text = STR_INIT("Integer()"),
					       .length = -1,
					       .scale = -1};

	columns[0] = (struct column){.name = STR("id"), .type = &integer, .nullable = TRI_NO};
	for (uint32_t i = 1; i < count; i++)
		columns[i] = new_column(s);
	step->op = (struct op){
		.kind = OP_CREATE_TABLE,
		.table = name,
		.columns = columns,
		.column_count = count,
		.constraints = one_key(s, arena_printf(s->arena, "pk_" STR_FMT, STR_ARG(name)),
				       STR("id")),
		.constraint_count = 1,
	};
	*step_undo(step) = (struct op){.kind = OP_DROP_TABLE, .table = name};
	return true;
}

static struct constraint *keys_of(struct stepper *s, const struct table *t)
{
	struct constraint *keys = arena_array(s->arena, t->key_count + 1, sizeof(*keys));

	for (uint32_t i = 0; i < t->key_count; i++)
		keys[i] = t->keys[i]->def;
	return keys;
}

/* Is the sequence called as that of a table made now would be? A rename keeps its name. */
static bool has_old_sequence(struct stepper *s, const struct table *t)
{
	for (uint32_t i = 0; i < t->column_count; i++)
		if (!str_empty(t->columns[i]->sequence) &&
		    !str_eq(t->columns[i]->sequence,
			    arena_printf(s->arena, STR_FMT "_" STR_FMT "_seq", STR_ARG(t->name),
					 STR_ARG(t->columns[i]->name))))
			return true;
	return false;
}

static bool undo_indexes(struct step *step, const struct table *t, struct str column)
{
	for (uint32_t i = 0; i < t->index_count; i++) {
		const struct index *def = &t->indexes[i]->def;
		bool needed = str_empty(column);

		for (uint32_t k = 0; k < def->column_count; k++)
			needed |= str_eq(def->columns[k], column);
		if (t->indexes[i]->implicit || !needed)
			continue;
		if (step->undo_count == STEP_UNDO_MAX)
			return false;
		*step_undo(step) = (struct op){
			.kind = OP_CREATE_INDEX, .table = t->name, .name = def->name, .index = def};
	}
	return true;
}

/* Triggers and policies go with their table. */
static bool undo_owned(struct stepper *s, struct step *step, const struct table *t,
		       enum object_kind kind, enum op_kind create)
{
	struct pmap_cursor at = pmap_begin(s->replica->now.objects[kind]);

	while (pmap_next(&at)) {
		const struct schema_object *o = at.value;

		if (!str_eq(o->table, t->name))
			continue;
		if (step->undo_count == STEP_UNDO_MAX)
			return false;
		*step_undo(step) = (struct op){
			.kind = create, .table = t->name, .name = o->name, .text = o->text};
	}
	return true;
}

bool step_drop_table(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	struct column *columns;

	if (has_old_sequence(s, t))
		return false;
	if (!step_made_here(s, t->origin))
		step->traits |= STEP_DESTROYS;
	columns = arena_array(s->arena, t->column_count + 1, sizeof(*columns));
	for (uint32_t i = 0; i < t->column_count; i++)
		columns[i] = step_definition(s, t->columns[i]);
	step->op = (struct op){.kind = OP_DROP_TABLE, .table = t->name};
	*step_undo(step) = (struct op){
		.kind = OP_CREATE_TABLE,
		.table = t->name,
		.columns = columns,
		.column_count = t->column_count,
		.constraints = keys_of(s, t),
		.constraint_count = t->key_count,
		.comment = t->comment,
	};
	return undo_indexes(step, t, STR("")) &&
	       undo_owned(s, step, t, SCHEMA_TRIGGER, OP_CREATE_TRIGGER) &&
	       undo_owned(s, step, t, SCHEMA_POLICY, OP_CREATE_POLICY);
}

bool step_rename_table(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	struct str to = step_name(s, "t");

	step->op = (struct op){.kind = OP_RENAME_TABLE, .table = t->name, .to = to};
	*step_undo(step) = (struct op){.kind = OP_RENAME_TABLE, .table = to, .to = t->name};
	return true;
}

bool step_comment_table(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);

	step->op = (struct op){
		.kind = OP_SET_TABLE_COMMENT, .table = t->name, .text = step_name(s, "comment ")};
	*step_undo(step) =
		(struct op){.kind = OP_SET_TABLE_COMMENT, .table = t->name, .text = t->comment};
	return true;
}

/* ---- columns ---------------------------------------------------------------------------------- */

bool step_add_column(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct schema_object *type = step_pick_object(s, SCHEMA_TYPE);
	struct column *c = arena_new(s->arena, struct column);

	*c = new_column(s);
	if (c->server_default.kind == DEFAULT_NONE)
		c->nullable = TRI_YES;
	if (type && !step_below(s, 3)) {
		struct sql_type made = {.family = TYPE_ENUM,
					.enum_name = type->name,
					.labels = type->labels,
					.label_count = type->label_count};

		c->type = step_type_of(s, &made);
		c->nullable = TRI_YES;
		c->server_default = (struct column_default){.kind = DEFAULT_NONE};
	}
	step->op =
		(struct op){.kind = OP_ADD_COLUMN, .table = t->name, .name = c->name, .column = c};
	*step_undo(step) = (struct op){.kind = OP_DROP_COLUMN, .table = t->name, .name = c->name};
	return true;
}

static bool undo_keys(struct step *step, const struct table *t, struct str column)
{
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *def = &t->keys[i]->def;
		bool needed = false;

		for (uint32_t k = 0; k < def->column_count; k++)
			needed |= str_eq(def->columns[k], column);
		if (!needed)
			continue;
		if (step->undo_count == STEP_UNDO_MAX)
			return false;
		*step_undo(step) = (struct op){.kind = OP_CREATE_CONSTRAINT,
					       .table = t->name,
					       .name = def->name,
					       .constraint = def};
		step->traits |= STEP_ADMITS;
	}
	return true;
}

bool step_drop_column(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	struct column *def;

	if (!c || step_is_key_column(t, c->name) || t->column_count < 2)
		return false;
	if (!step_made_here(s, c->origin))
		step->traits |= STEP_DESTROYS;
	if (c->nullable == TRI_NO && c->server_default.kind == DEFAULT_NONE)
		return false; /* rows that are there then have no value */
	def = arena_new(s->arena, struct column);
	*def = step_definition(s, c);
	step->op = (struct op){.kind = OP_DROP_COLUMN, .table = t->name, .name = c->name};
	*step_undo(step) = (struct op){
		.kind = OP_ADD_COLUMN, .table = t->name, .name = c->name, .column = def};
	return undo_indexes(step, t, c->name) && undo_keys(step, t, c->name);
}

/* What an ALTER states of the column besides what it changes. */
static struct column existing(struct stepper *s, const struct table_column *c)
{
	struct column def = step_definition(s, c);

	return (struct column){
		.name = c->name,
		.existing_type = def.type,
		.existing_nullable = c->nullable,
		.existing_server_default = c->server_default,
		.existing_comment = c->comment,
	};
}

/* Op and undo, which state the same; the caller adds what they change. */
static bool alter(struct stepper *s, struct step *step, enum op_kind kind, const struct table *t,
		  const struct table_column *c, struct column *both[2])
{
	for (int i = 0; i < 2; i++) {
		both[i] = arena_new(s->arena, struct column);
		*both[i] = existing(s, c);
	}
	step->op = (struct op){.kind = kind, .table = t->name, .name = c->name, .column = both[0]};
	*step_undo(step) =
		(struct op){.kind = kind, .table = t->name, .name = c->name, .column = both[1]};
	return true;
}

bool step_rename_column(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	struct column *both[2];

	if (!c || str_eq(c->name, STR("id")))
		return false;
	alter(s, step, OP_RENAME_COLUMN, t, c, both);
	step->op.to = step_name(s, "c");
	step->undo[0].name = step->op.to;
	step->undo[0].to = c->name;
	return true;
}

bool step_alter_type(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	const struct coltype *to = step_type(s);
	struct sql_type type;
	struct column *both[2];

	if (!c || !c->type || !step_type_of(s, c->type) || !str_empty(c->sequence) ||
	    c->type->family == TYPE_ENUM)
		return false;
	sql_type_of(&type, s->arena, to, s->replica->dialect);
	if (sql_type_change(c->type, &type, s->replica->dialect) != TYPE_WIDENS)
		return false;
	alter(s, step, OP_ALTER_TYPE, t, c, both);
	both[0]->type = to;
	both[1]->type = both[1]->existing_type;
	both[1]->existing_type = to;
	step->traits |= STEP_ADMITS;
	return true;
}

bool step_set_nullable(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	struct column *both[2];

	if (!c || step_is_key_column(t, c->name) ||
	    (step_made_here(s, c->origin) && c->server_default.kind == DEFAULT_NONE))
		return false; /* what the migration adds is NULL in all rows that there are */
	alter(s, step, OP_SET_NULLABLE, t, c, both);
	both[0]->nullable = c->nullable == TRI_NO ? TRI_YES : TRI_NO;
	both[1]->nullable = c->nullable;
	both[1]->existing_nullable = both[0]->nullable;
	if (c->nullable == TRI_NO)
		step->traits |= STEP_ADMITS;
	return true;
}

bool step_set_default(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	struct column *both[2];

	if (!c || !str_empty(c->sequence) || step_is_key_column(t, c->name))
		return false;
	alter(s, step, OP_SET_DEFAULT, t, c, both);
	if (step_below(s, 2))
		both[0]->server_default = step_default(s, c->type);
	both[1]->server_default = c->server_default;
	both[1]->existing_server_default = both[0]->server_default;
	return true;
}

bool step_comment_column(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_column *c = step_pick_column(s, t);
	struct column *both[2];

	if (!c)
		return false;
	alter(s, step, OP_SET_COLUMN_COMMENT, t, c, both);
	both[0]->comment = step_name(s, "comment ");
	both[1]->comment = c->comment;
	return true;
}
