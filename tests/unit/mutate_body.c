#include "tests/unit/mutate_body.h"

#include "tests/unit/random_step_parts.h"

const char *mutation_name(enum mutation mutation)
{
	static const char *const names[MUTATION_COUNT] = {
		[MUTATE_DROP] = "an op dropped",  [MUTATE_SWAP] = "two ops swapped",
		[MUTATE_ADD] = "an op added",     [MUTATE_ATTRIBUTE] = "an attribute changed",
		[MUTATE_NAME] = "a name changed", [MUTATE_TABLE] = "a table changed",
	};

	return names[mutation];
}

/* ---- attributes ------------------------------------------------------------------------------- */

#define COPY(s, type, from) memcpy(arena_new((s)->arena, struct type), (from), sizeof(struct type))

static void other_default(struct stepper *s, struct column *c)
{
	struct sql_type type = {.family = TYPE_UNKNOWN};

	if (c->server_default.kind != DEFAULT_NONE && step_below(s, 2)) {
		c->server_default = (struct column_default){.kind = DEFAULT_NONE};
		return;
	}
	if (c->type || c->existing_type)
		sql_type_of(&type, s->arena, c->type ? c->type : c->existing_type,
			    s->replica->dialect);
	c->server_default = step_default(s, &type);
}

static void other_definition(struct stepper *s, struct column *c)
{
	switch (step_below(s, 3)) {
	case 0:
		c->type = step_type(s);
		return;
	case 1:
		c->nullable = c->nullable == TRI_NO ? TRI_YES : TRI_NO;
		return;
	default:
		other_default(s, c);
	}
}

static bool other_table(struct stepper *s, struct op *op)
{
	struct column *columns = arena_array(s->arena, op->column_count + 1, sizeof(*columns));

	memcpy(columns, op->columns, op->column_count * sizeof(*columns));
	op->columns = columns;
	if (!step_below(s, 4) && op->constraint_count) {
		op->constraint_count--;
		return true;
	}
	if (!step_below(s, 4)) {
		op->column_count--;
		return true;
	}
	other_definition(s, &columns[step_below(s, op->column_count)]);
	return true;
}

static bool other_columns(struct stepper *s, const struct op *op, const struct str **columns,
			  uint32_t *count)
{
	const struct table *t = schema_table(&s->replica->now, op->table);
	const struct table_column *c = step_pick_column(s, t);
	struct str *changed = arena_array(s->arena, *count + 1, sizeof(*changed));

	if (!c || !*count)
		return false;
	memcpy(changed, *columns, *count * sizeof(*changed));
	switch (step_below(s, 3)) {
	case 0:
		changed[step_below(s, *count)] = c->name;
		break;
	case 1:
		changed[(*count)++] = c->name;
		break;
	default:
		if (*count < 2)
			return false;
		changed[0] = (*columns)[1];
		changed[1] = (*columns)[0];
	}
	*columns = changed;
	return true;
}

static bool other_index(struct stepper *s, struct op *op)
{
	struct index *index = COPY(s, index, op->index);

	op->index = index;
	switch (step_below(s, 3)) {
	case 0:
		index->unique = !index->unique;
		return true;
	case 1:
		index->where = str_empty(index->where) ? STR("id > 0") : STR("");
		return true;
	default:
		return other_columns(s, op, &index->columns, &index->column_count);
	}
}

static bool other_reference(struct stepper *s, struct constraint *k)
{
	const struct table *t = step_pick_table(s);

	switch (step_below(s, 3)) {
	case 0:
		k->references.ondelete = str_eq(k->references.ondelete, STR("CASCADE"))
						 ? STR("RESTRICT")
						 : STR("CASCADE");
		return true;
	case 1:
		k->references.onupdate = STR("CASCADE");
		return true;
	default:
		k->references.table = t ? t->name : k->references.table;
		return true;
	}
}

static bool other_key(struct stepper *s, struct op *op)
{
	struct constraint *k = COPY(s, constraint, op->constraint);

	op->constraint = k;
	if (k->kind == CONSTRAINT_CHECK) {
		k->condition = arena_join(s->arena, k->condition, STR("1"));
		return true;
	}
	if (k->kind == CONSTRAINT_FOREIGN_KEY && step_below(s, 3))
		return other_reference(s, k);
	return other_columns(s, op, &k->columns, &k->column_count);
}

static bool other_column(struct stepper *s, struct op *op)
{
	struct column *c = COPY(s, column, op->column);

	op->column = c;
	switch (op->kind) {
	case OP_ADD_COLUMN:
		other_definition(s, c);
		return true;
	case OP_ALTER_TYPE:
		c->type = step_type(s);
		return true;
	case OP_SET_NULLABLE:
		c->nullable = c->nullable == TRI_NO ? TRI_YES : TRI_NO;
		return true;
	case OP_SET_DEFAULT:
		other_default(s, c);
		return true;
	default:
		return false;
	}
}

static bool other_rows(struct stepper *s, struct op *op)
{
	struct column *value;

	op->text = step_name(s, "=");
	switch (op->kind) {
	case OP_DELETE:
		op->condition = step_name(s, "id = ");
		return true;
	case OP_UPDATE:
		value = COPY(s, column, op->columns);
		value->server_default.text = arena_join(s->arena, value->server_default.text,
							STR("1"));
		op->columns = value;
		return true;
	default:
		return false;
	}
}

static bool other_object(struct stepper *s, struct op *op)
{
	struct coltype *type;

	switch (op->kind) {
	case OP_CREATE_TYPE:
		type = COPY(s, coltype, op->type);
		type->label_count--;
		op->type = type;
		return true;
	case OP_CREATE_VIEW:
	case OP_CREATE_ROUTINE:
		op->text = arena_join(s->arena, op->text, STR(" LIMIT 1"));
		return true;
	default:
		return false;
	}
}

static bool other_attribute(struct stepper *s, struct op *op)
{
	if (op->kind == OP_CREATE_TABLE)
		return other_table(s, op);
	if (op->index && op->kind == OP_CREATE_INDEX)
		return other_index(s, op);
	if (op->constraint && op->kind == OP_CREATE_CONSTRAINT)
		return other_key(s, op);
	if (op->column)
		return other_column(s, op);
	if (op_info(op->kind)->object == OBJECT_ROWS)
		return other_rows(s, op);
	return other_object(s, op);
}

static bool other_name(struct stepper *s, struct op *op)
{
	struct str fresh = step_name(s, "other");
	struct column *c;
	struct index *index;
	struct constraint *k;

	if (!str_empty(op->to) && step_below(s, 2)) {
		op->to = fresh;
		return true;
	}
	if (str_empty(op->name))
		return false;
	op->name = fresh;
	if (op->column && op->kind == OP_ADD_COLUMN) {
		op->column = c = COPY(s, column, op->column);
		c->name = fresh;
	} else if (op->index) {
		op->index = index = COPY(s, index, op->index);
		index->name = fresh;
	} else if (op->constraint) {
		op->constraint = k = COPY(s, constraint, op->constraint);
		k->name = fresh;
	}
	return true;
}

/* ---- ops -------------------------------------------------------------------------------------- */

static bool add_op(struct stepper *s, struct mutant *m)
{
	struct step step;

	random_step(s, &step);
	if (step.op.kind == OP_SET_TABLE_COMMENT || step.op.kind == OP_SET_COLUMN_COMMENT)
		return false;
	m->at = m->count;
	m->ops[m->count++] = step.op;
	return true;
}

static bool drop_op(struct mutant *m)
{
	m->count--;
	memmove(m->ops + m->at, m->ops + m->at + 1, (m->count - m->at) * sizeof(*m->ops));
	return true;
}

static bool swap_ops(struct mutant *m)
{
	struct op kept = m->ops[m->at];

	if (m->at + 1 >= m->count)
		return false;
	m->ops[m->at] = m->ops[m->at + 1];
	m->ops[m->at + 1] = kept;
	return true;
}

static bool move_op(struct stepper *s, struct op *op)
{
	const struct table *t = step_pick_table(s);

	if (!t || str_empty(op->table))
		return false;
	op->table = t->name;
	return true;
}

bool mutate_body(struct stepper *s, enum mutation mutation, const struct op *ops, uint32_t count,
		 struct mutant *ret)
{
	struct mutant m = {.ops = arena_array(s->arena, count + 1, sizeof(*ops)), .count = count};

	if (!count)
		return false;
	memcpy(m.ops, ops, count * sizeof(*ops));
	m.at = step_below(s, count);
	*ret = m;
	switch (mutation) {
	case MUTATE_DROP:
		return drop_op(ret);
	case MUTATE_SWAP:
		return swap_ops(ret);
	case MUTATE_ADD:
		return add_op(s, ret);
	case MUTATE_ATTRIBUTE:
		return other_attribute(s, &ret->ops[m.at]);
	case MUTATE_NAME:
		return other_name(s, &ret->ops[m.at]);
	case MUTATE_TABLE:
		return move_op(s, &ret->ops[m.at]);
	case MUTATION_COUNT:
		break;
	}
	return false;
}
