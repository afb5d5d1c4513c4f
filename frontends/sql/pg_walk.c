#include "frontends/sql/pg.h"

/* Real queries stay below 100. */
enum { WALK_DEPTH = 2000 };

static const ProtobufCMessage *message_at(const ProtobufCMessage *parent,
					  const ProtobufCFieldDescriptor *field)
{
	const void *const *place = (const void *const *)((const char *)parent + field->offset);

	return *place;
}

/* Which member of a oneof is set; protobuf-c keeps its field number. */
static uint32_t oneof_case(const ProtobufCMessage *parent, const ProtobufCFieldDescriptor *field)
{
	uint32_t number;

	memcpy(&number, (const char *)parent + field->quantifier_offset, sizeof(number));
	return number;
}

static bool walk(const ProtobufCMessage *message, pg_visit visit, void *self, unsigned depth);

static bool walk_field(const ProtobufCMessage *parent, const ProtobufCFieldDescriptor *field,
		       pg_visit visit, void *self, unsigned depth)
{
	const ProtobufCMessage *const *items;
	size_t count;

	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return false;
	if (field->label != PROTOBUF_C_LABEL_REPEATED) {
		if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
		    oneof_case(parent, field) != field->id)
			return false;
		return walk(message_at(parent, field), visit, self, depth);
	}
	memcpy(&count, (const char *)parent + field->quantifier_offset, sizeof(count));
	items = (const ProtobufCMessage *const *)message_at(parent, field);
	for (size_t i = 0; i < count; i++)
		if (walk(items[i], visit, self, depth))
			return true;
	return false;
}

static bool walk(const ProtobufCMessage *message, pg_visit visit, void *self, unsigned depth)
{
	const ProtobufCMessageDescriptor *type;

	if (!message)
		return false;
	if (depth >= WALK_DEPTH)
		return true;
	type = message->descriptor;
	if (type == &pg_query__node__descriptor) {
		/* one of 238 members: do not look at the others */
		const PgQuery__Node *node = (const PgQuery__Node *)message;
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field(type, node->node_case);

		return field && walk(message_at(message, field), visit, self, depth + 1);
	}
	if (visit(self, message))
		return true;
	for (unsigned i = 0; i < type->n_fields; i++)
		if (walk_field(message, &type->fields[i], visit, self, depth + 1))
			return true;
	return false;
}

bool pgr_walk(const ProtobufCMessage *tree, pg_visit visit, void *self)
{
	return walk(tree, visit, self, 0);
}

static bool collect_impure(void *self, const ProtobufCMessage *message)
{
	const PgQuery__FuncCall *call = (const PgQuery__FuncCall *)message;
	struct pg_calls *calls = self;
	const char *schema = "";

	if (message->descriptor != &pg_query__func_call__descriptor || !call->n_funcname)
		return false;
	if (call->n_funcname > 1)
		schema = pgr_string(call->funcname[call->n_funcname - 2]);
	if ((!*schema || strcmp(schema, "pg_catalog") == 0) &&
	    sql_is_pure_function(str_from(pgr_string(call->funcname[call->n_funcname - 1]))))
		return false;
	if (calls->count == sizeof(calls->items) / sizeof(calls->items[0]))
		return true;
	calls->items[calls->count++] = call;
	return false;
}

bool pgr_impure_calls(const ProtobufCMessage *query, struct pg_calls *ret)
{
	ret->count = 0;
	return !pgr_walk(query, collect_impure, ret);
}
