#include "tests/unit/random_step.h"

#define TYPE(n, t, l, s)                                                                           \
	{                                                                                          \
		.name = STR_INIT(n), .text = STR_INIT(t), .length = (l), .scale = (s)              \
	}

static const struct coltype types[] = {
	TYPE("String", "String(20)", 20, -1),
	TYPE("String", "String(50)", 50, -1),
	TYPE("String", "String(100)", 100, -1),
	TYPE("String", "String(255)", 255, -1),
	TYPE("Text", "Text()", -1, -1),
	TYPE("SmallInteger", "SmallInteger()", -1, -1),
	TYPE("Integer", "Integer()", -1, -1),
	TYPE("BigInteger", "BigInteger()", -1, -1),
	TYPE("Numeric", "Numeric(8, 2)", 8, 2),
	TYPE("Numeric", "Numeric(12, 2)", 12, 2),
	TYPE("Float", "Float()", -1, -1),
	TYPE("Boolean", "Boolean()", -1, -1),
	TYPE("Date", "Date()", -1, -1),
	TYPE("DateTime", "DateTime()", -1, -1),
	TYPE("LargeBinary", "LargeBinary()", -1, -1),
	TYPE("JSON", "JSON()", -1, -1),
};
enum { TYPES = sizeof(types) / sizeof(*types) };

const struct coltype *step_type(struct stepper *s)
{
	return &types[rng_below(s->rng, TYPES)];
}

const struct coltype *step_type_of(struct stepper *s, const struct sql_type *type)
{
	struct coltype *named;

	if (!type)
		return NULL;
	for (int i = 0; i < TYPES; i++) {
		struct sql_type made;

		sql_type_of(&made, s->arena, &types[i], s->replica->dialect);
		if (str_eq(made.text, type->text) && made.family == type->family)
			return &types[i];
	}
	if (type->family != TYPE_ENUM || str_empty(type->enum_name))
		return NULL;
	named = arena_new(s->arena, struct coltype);
	*named = (struct coltype){
		.name = STR("ENUM"),
		.text = arena_printf(s->arena, "ENUM(name='" STR_FMT "')",
				     STR_ARG(type->enum_name)),
		.length = -1,
		.scale = -1,
		.enum_name = type->enum_name,
		.labels = type->labels,
		.label_count = type->label_count,
		.create_type = TRI_NO,
	};
	return named;
}
