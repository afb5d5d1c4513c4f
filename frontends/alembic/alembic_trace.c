#include "frontends/alembic/alembic_host.h"

/*
 * How what an operation says was derived: its call's arguments one by one.
 */

/* The value as a name, holes included; "" when it is none. */
static struct str text_of(struct eval *e, const struct value *v)
{
	if (!v)
		return STR("");
	if (value_is_str(v))
		return v->text;
	return v->kind < VALUE_REF ? STR("") : eval_hole(e, v);
}

/* What an argument is to the op: the name of its field; "" when it is none of those. */
static struct str field_of(const struct alembic *a, const struct op *op, struct str text)
{
	if (!text.len)
		return text;
	if (op->reflects && str_eq(text, a->reflected))
		return op->reflects->what == REFLECTED_TABLES ? STR("table") : STR("name");
	if (str_eq(text, op->table))
		return STR("table");
	if (str_eq(text, op->name))
		return STR("name");
	if (str_eq(text, op->to))
		return STR("to");
	return str_eq(text, op->schema) ? STR("schema") : STR("");
}

static void add_argument(struct alembic *a, struct eval *e, const struct op *op, uint32_t node,
			 const struct value *v, struct str keyword, uint32_t number)
{
	struct str field = field_of(a, op, text_of(e, v)), label = field;
	bool holes = v && (v->holes || v->kind == VALUE_UNKNOWN || (field.len && !value_is_str(v)));

	if (!label.len && keyword.len)
		label = keyword;
	else if (!label.len && (op->kind == OP_RAW_SQL || (op->flags & OPF_FROM_SQL)))
		label = STR("text");
	else if (!label.len && v && alembic_is_column(v))
		label = STR("column");
	else if (!label.len)
		label = arena_printf(a->arena, "argument %u", number);
	eval_trace_add(e, label, node, v, holes);
}

/* The value of the call's argument at that place of its list; NULL: an earlier one is unpacked. */
static const struct value *value_at(const struct value *call, uint32_t position, bool unpacked)
{
	return !unpacked && position < call->count ? call->items[position] : NULL;
}

static void add_arguments(struct alembic *a, struct eval *e, const struct value *call,
			  const struct op *op)
{
	const struct cst *c = eval_cst(e);
	uint32_t list = cst_child(c, call->at, FIELD_ARGUMENTS), position = 0;
	bool unpacked = false;

	for (uint32_t n = list ? cst_first(c, list) : 0; n; n = cst_next(c, n)) {
		enum cst_kind kind = cst_kind(c, n);
		const struct value *v;
		struct str name = STR("");

		if (kind == CST_KEYWORD_ARGUMENT) {
			name = cst_text(c, cst_child(c, n, FIELD_NAME));
			v = value_keyword(call, name);
			add_argument(a, e, op, cst_child(c, n, FIELD_VALUE), v, name, 0);
			continue;
		}
		unpacked |= kind == CST_LIST_SPLAT;
		v = value_at(call, position, unpacked);
		position++;
		add_argument(a, e, op, n, v, name, position);
	}
}

void alembic_trace(struct alembic *a, struct eval *e, const struct value *call, uint32_t first)
{
	const struct cst *c = eval_cst(e);
	uint32_t callee;
	struct str text;

	if (first >= a->ops.count || cst_kind(c, call->at) != CST_CALL || !eval_trace_begin(e))
		return;
	callee = cst_child(c, call->at, FIELD_FUNCTION);
	if (callee && a->ops.items[first].kind == OP_OPAQUE)
		eval_trace_add(e, STR("call"), callee, NULL, false);
	else if (callee && cst_kind(c, callee) == CST_ATTRIBUTE)
		eval_trace_add(e, STR("object"), cst_child(c, callee, FIELD_OBJECT), NULL, false);
	add_arguments(a, e, call, &a->ops.items[first]);
	text = eval_trace_end(e, a->ops.count - first);
	for (uint32_t i = first; i < a->ops.count; i++)
		a->ops.items[i].trace = text;
}
