#include "frontends/python/eval_internal.h"

/*
 * Calls of the file's own functions.
 */

enum flow eval_return(struct eval *e, uint32_t node)
{
	uint32_t what = cst_first(e->cst, node);
	const struct value *v =
		what ? eval_expr(e, what) : value_new(e->arena, VALUE_NONE, node);
	struct frame *f = e->frame;

	if (!f)
		return FLOW_RETURN;
	f->certain = !f->returns.count && eval_certain(e);
	*vec_push(e->arena, &f->returns) = v;
	for (uint32_t g = e->guard; g && g != f->base_guard; g = e->guards.items[g - 1].outer)
		*vec_push(e->arena, &f->returns) = e->conditions.items[g - 1];
	return FLOW_RETURN;
}

/* One parameter: from the call's arguments, its default, or unknown. */
static void bind_parameter(struct eval *e, struct scope *s, uint32_t node, uint32_t position,
			   const struct value *call)
{
	const struct cst *c = e->cst;
	uint32_t name_node = cst_kind(c, node) == CST_IDENTIFIER ? node
				     : cst_child(c, node, FIELD_NAME) ? cst_child(c, node, FIELD_NAME)
				     : cst_first(c, node);
	uint32_t default_node = cst_child(c, node, FIELD_VALUE);
	struct str name;
	const struct value *v = NULL;

	if (!name_node || cst_kind(c, name_node) != CST_IDENTIFIER)
		return; /* *args, **kwargs, bare * and /: names stay unknown */
	name = cst_text(c, name_node);
	if (call && position < call->count && call->items[position]->kind != VALUE_STAR)
		v = call->items[position];
	if (!v && call)
		v = value_keyword(call, name);
	if (!v && default_node)
		v = eval_expr(e, default_node);
	if (!v && !e->frame && str_eq(name, STR("op")))
		v = value_ref(e->arena, STR("alembic.op"), name_node);
	if (!v)
		v = eval_unknown(e, name_node);
	scope_bind(s, e->arena, name, v);
}

static void bind_parameters(struct eval *e, struct scope *s, const struct value *function,
			    const struct value *call, const struct value *self_value)
{
	uint32_t parameters = cst_child(e->cst, function->at, FIELD_PARAMETERS), position = 0;

	for (uint32_t n = parameters ? cst_first(e->cst, parameters) : 0; n;
	     n = cst_next(e->cst, n)) {
		if (self_value && n == cst_first(e->cst, parameters)) {
			scope_bind(s, e->arena, cst_text(e->cst, n), self_value);
			continue;
		}
		bind_parameter(e, s, n, position++, call);
	}
}

static bool recursive(const struct eval *e, const struct value *function)
{
	for (const struct frame *f = e->frame; f; f = f->caller)
		if (f->function->at == function->at)
			return true;
	return false;
}

/* What a call returns: the one certain value, None, or something made from all it may be. */
static const struct value *returned(struct eval *e, const struct frame *f, uint32_t at)
{
	struct value *v;

	if (!f->returns.count)
		return value_new(e->arena, VALUE_NONE, at);
	if (f->certain && f->returns.count == 1)
		return f->returns.items[0];
	v = value_new(e->arena, VALUE_UNKNOWN, at);
	v->text = cst_text(e->cst, at);
	v->items = f->returns.items;
	v->count = f->returns.count;
	return v;
}

const struct value *eval_function(struct eval *e, const struct value *function,
				  const struct value *call, const struct value *self_value)
{
	struct scope *outer = e->scope, *local = arena_new(e->arena, struct scope);
	struct frame frame = {.caller = e->frame, .function = function, .base_guard = e->guard};
	bool is_lambda = cst_kind(e->cst, function->at) == CST_LAMBDA;
	uint32_t at = call ? call->at : function->at;
	const struct value *result;

	if (e->calls >= LIMIT_CALL_DEPTH || recursive(e, function)) {
		eval_opaque(e, at, "recursive or too deep a call");
		return eval_unknown(e, at);
	}
	local->outer = function->scope;
	bind_parameters(e, local, function, call, self_value);
	e->calls++;
	e->depth++;
	e->scope = local;
	e->frame = &frame;
	if (is_lambda) {
		result = eval_expr(e, cst_child(e->cst, function->at, FIELD_BODY));
	} else {
		eval_block(e, cst_child(e->cst, function->at, FIELD_BODY));
		result = returned(e, &frame, at);
	}
	e->frame = frame.caller;
	e->scope = outer;
	e->depth--;
	e->calls--;
	e->guard = frame.base_guard;
	return result;
}
