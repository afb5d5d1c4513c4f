#include "frontends/alembic/alembic_operation.h"
#include "frontends/alembic/alembic_sql.h"

/*
 * alembic_utils: op.create_entity(PGView(…)), op.drop_entity(…), op.replace_entity(…).
 */

static const struct {
	struct str class;
	enum op_kind create, drop;
	int definition; /* position in (schema, signature, …); -1: it has none */
	bool on;        /* of a table, which stands before the definition */
} entities[] = {
	{STR_INIT("PGFunction"), OP_CREATE_ROUTINE, OP_DROP_ROUTINE, 2, false},
	{STR_INIT("PGView"), OP_CREATE_VIEW, OP_DROP_VIEW, 2, false},
	{STR_INIT("PGMaterializedView"), OP_CREATE_VIEW, OP_DROP_VIEW, 2, false},
	{STR_INIT("PGTrigger"), OP_CREATE_TRIGGER, OP_DROP_TRIGGER, 3, true},
	{STR_INIT("PGPolicy"), OP_CREATE_POLICY, OP_DROP_POLICY, 3, true},
	{STR_INIT("PGExtension"), OP_CREATE_EXTENSION, OP_DROP_EXTENSION, -1, false},
	{STR_INIT("PGGrantTable"), OP_GRANT, OP_REVOKE, -1, false},
};

static const struct value *part(const struct value *entity, int position, struct str keyword)
{
	const struct value *given = value_keyword(entity, keyword);

	if (!given && position >= 0 && (uint32_t)position < entity->count)
		given = entity->items[position];
	return given;
}

/* "public.users", or "users" in the entity's own schema */
static void on_table(struct operation *o, const struct value *entity, struct op *op)
{
	struct str table = operation_text(o, part(entity, 2, STR("on_entity")));
	ptrdiff_t dot = str_rchr(table, '.');

	op->table = dot < 0 ? table : str_sub(table, (size_t)dot + 1, table.len);
	if (dot >= 0)
		op->schema = str_sub(table, 0, (size_t)dot);
}

static void entity(struct operation *o, bool drop, uint32_t flags)
{
	const struct value *v = operation_arg(o, 0, STR("entity"));
	struct str class = v && v->kind == VALUE_CALL ? value_last_name(v) : STR(""), signature;
	ptrdiff_t parenthesis;
	struct op *op;

	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (!v || !str_eq(entities[i].class, class))
			continue;
		op = alembic_emit(o->a, o->e, drop ? entities[i].drop : entities[i].create,
				  o->call->at);
		op->schema = operation_text(o, part(v, 0, STR("schema")));
		if (entities[i].create == OP_GRANT) {
			op->table = operation_text(o, part(v, 1, STR("table")));
			return;
		}
		signature = operation_text(o, part(v, 1, STR("signature")));
		parenthesis = str_chr(signature, '(');
		op->name = parenthesis < 0 ? signature
					   : str_trim(str_sub(signature, 0, (size_t)parenthesis));
		op->flags |= flags;
		if (alembic_true(o->call, STR("cascade")))
			op->flags |= OPF_CASCADE;
		if (entities[i].on)
			on_table(o, v, op);
		op->text = alembic_sql(o->e, part(v, entities[i].definition, STR("definition")));
		return;
	}
	alembic_emit_opaque(o->a, o->e, o->call->at, STR("an entity that is not known"));
}

void operation_create_entity(struct operation *o)
{
	entity(o, false, 0);
}

void operation_drop_entity(struct operation *o)
{
	entity(o, true, 0);
}

/* The definition that was is lost. */
void operation_replace_entity(struct operation *o)
{
	entity(o, false, OPF_OR_REPLACE);
}
