#include "tests/unit/random_step_parts.h"

/* ---- indexes ---------------------------------------------------------------------------------- */

static const struct str *some_columns(struct stepper *s, const struct table *t, uint32_t *ret_count)
{
	uint32_t count = t->column_count > 1 ? 1 + step_below(s, 2) : 1;
	uint32_t first = step_below(s, t->column_count);
	struct str *names = arena_array(s->arena, count, sizeof(*names));

	for (uint32_t i = 0; i < count; i++)
		names[i] = t->columns[(first + i) % t->column_count]->name;
	*ret_count = count;
	return names;
}

bool step_create_index(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	struct index *def = arena_new(s->arena, struct index);

	if (!t->column_count)
		return false;
	*def = (struct index){.name = step_name(s, "ix"), .unique = !step_below(s, 3)};
	def->columns = some_columns(s, t, &def->column_count);
	if (!step_below(s, 5) && step_on(s, DIALECT_POSTGRESQL))
		def->where = arena_printf(s->arena, STR_FMT " IS NOT NULL",
					  STR_ARG(def->columns[0]));
	step->op = (struct op){
		.kind = OP_CREATE_INDEX, .table = t->name, .name = def->name, .index = def};
	*step_undo(step) = (struct op){.kind = OP_DROP_INDEX, .table = t->name, .name = def->name};
	return true;
}

static const struct table_index *some_index(struct stepper *s, const struct table *t)
{
	const struct table_index *index = t->index_count ? t->indexes[step_below(s, t->index_count)]
							 : NULL;

	return index && !index->implicit ? index : NULL;
}

bool step_drop_index(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_index *index = some_index(s, t);

	if (!index)
		return false;
	if (index->def.unique)
		step->traits |= STEP_ADMITS;
	step->op = (struct op){.kind = OP_DROP_INDEX, .table = t->name, .name = index->def.name};
	*step_undo(step) = (struct op){.kind = OP_CREATE_INDEX,
				       .table = t->name,
				       .name = index->def.name,
				       .index = &index->def};
	return true;
}

bool step_rename_index(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_index *index = some_index(s, t);
	struct str to = step_name(s, "ix");

	if (!index || step_on(s, DIALECT_SQLITE))
		return false;
	step->op = (struct op){
		.kind = OP_RENAME_INDEX, .table = t->name, .name = index->def.name, .to = to};
	*step_undo(step) = (struct op){
		.kind = OP_RENAME_INDEX, .table = t->name, .name = to, .to = index->def.name};
	return true;
}

/* ---- constraints ------------------------------------------------------------------------------ */

static bool repeats_primary(const struct table *t, const struct constraint *k)
{
	const struct table_key *primary = table_primary_key(t);

	return primary && k->column_count == 1 && primary->def.column_count == 1 &&
	       str_eq(k->columns[0], primary->def.columns[0]);
}

static bool fill_key(struct stepper *s, const struct table *t, struct constraint *k)
{
	static const char *const actions[] = {"", "CASCADE", "SET NULL"};
	const struct table *to = step_pick_table(s);

	k->columns = some_columns(s, t, &k->column_count);
	switch (step_below(s, 3)) {
	case 0:
		k->kind = CONSTRAINT_UNIQUE;
		k->name = step_name(s, "uq");
		return !repeats_primary(t, k); /* CREATE TABLE would make one key of both */
	case 1:
		k->kind = CONSTRAINT_CHECK;
		k->name = step_name(s, "ck");
		k->condition = arena_printf(s->arena, STR_FMT " > %u", STR_ARG(k->columns[0]),
					    step_below(s, 100));
		k->column_count = 0;
		return true;
	default:
		k->kind = CONSTRAINT_FOREIGN_KEY;
		k->name = step_name(s, "fk");
		k->column_count = 1;
		k->references = (struct reference){
			.table = to->name,
			.columns = step_one(s, STR("id")),
			.column_count = 1,
			.ondelete = str_from(actions[step_below(s, 3)]),
		};
		return to != t && table_column(to, STR("id"));
	}
}

bool step_create_key(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	struct constraint *k = arena_new(s->arena, struct constraint);

	if (!t->column_count || !fill_key(s, t, k))
		return false;
	step->op = (struct op){
		.kind = OP_CREATE_CONSTRAINT, .table = t->name, .name = k->name, .constraint = k};
	*step_undo(step) = (struct op){
		.kind = OP_DROP_CONSTRAINT, .table = t->name, .name = k->name, .constraint = k};
	return true;
}

static const struct table_key *some_key(struct stepper *s, const struct table *t)
{
	const struct table_key *key = t->key_count ? t->keys[step_below(s, t->key_count)] : NULL;

	return key && !str_empty(key->def.name) ? key : NULL;
}

bool step_drop_key(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_key *key = some_key(s, t);

	if (!key || (key->def.kind == CONSTRAINT_PRIMARY_KEY && !step_on(s, DIALECT_POSTGRESQL)))
		return false;
	step->traits |= STEP_ADMITS;
	step->op = (struct op){.kind = OP_DROP_CONSTRAINT,
			       .table = t->name,
			       .name = key->def.name,
			       .constraint = &key->def};
	*step_undo(step) = (struct op){.kind = OP_CREATE_CONSTRAINT,
				       .table = t->name,
				       .name = key->def.name,
				       .constraint = &key->def};
	return true;
}

bool step_rename_key(struct stepper *s, struct step *step)
{
	const struct table *t = step_pick_table(s);
	const struct table_key *key = some_key(s, t);
	struct str to = step_name(s, "key");

	if (!key || !step_on(s, DIALECT_POSTGRESQL))
		return false;
	step->op = (struct op){
		.kind = OP_RENAME_CONSTRAINT, .table = t->name, .name = key->def.name, .to = to};
	*step_undo(step) = (struct op){
		.kind = OP_RENAME_CONSTRAINT, .table = t->name, .name = to, .to = key->def.name};
	return true;
}
