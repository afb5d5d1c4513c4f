#include "frontends/python/eval_internal.h"

/* Arguments of a call into `call`. */
static void arguments(struct eval *e, uint32_t list, struct value *call)
{
	VEC(struct keyword) keywords = {0};

	for (uint32_t n = cst_first(e->cst, list); n; n = cst_next(e->cst, n)) {
		const struct value *v;

		switch (cst_kind(e->cst, n)) {
		case CST_KEYWORD_ARGUMENT:
			v = eval_expr(e, cst_child(e->cst, n, FIELD_VALUE));
			*vec_push(e->arena, &keywords) = (struct keyword){
				cst_text(e->cst, cst_child(e->cst, n, FIELD_NAME)), v};
			break;
		case CST_LIST_SPLAT:
			v = eval_expr(e, cst_first(e->cst, n));
			if (eval_iterate(e, v)) {
				v = eval_iterate(e, v);
				for (uint32_t i = 0; i < v->count; i++)
					value_push(e->arena, call, v->items[i]);
			} else {
				struct value *star = value_new(e->arena, VALUE_STAR, n);

				value_push(e->arena, star, v);
				value_push(e->arena, call, star);
			}
			break;
		case CST_DICTIONARY_SPLAT:
			v = eval_expr(e, cst_first(e->cst, n));
			for (uint32_t i = 0; v->kind == VALUE_DICT && i + 1 < v->count; i += 2)
				*vec_push(e->arena, &keywords) = (struct keyword){
					eval_name(e, v->items[i]), v->items[i + 1]};
			if (v->kind != VALUE_DICT)
				*vec_push(e->arena, &keywords) = (struct keyword){STR(""), v};
			break;
		default:
			value_push(e->arena, call, eval_expr(e, n));
		}
	}
	call->keywords = keywords.items;
	call->keyword_count = keywords.count;
}

/* A method of an object of one of the file's own classes. */
static const struct value *own_method(struct eval *e, const struct value *call, bool *ret_found)
{
	const struct value *receiver = call->base->base, *class = receiver, *method;

	*ret_found = false;
	if (receiver->kind == VALUE_CALL && receiver->base->kind == VALUE_CLASS)
		class = receiver->base;
	if (class->kind != VALUE_CLASS)
		return NULL;
	method = scope_find_here(class->scope, call->base->text);
	if (!method || method->kind != VALUE_FUNCTION)
		return NULL;
	*ret_found = true;
	return eval_function(e, method, call, class == receiver ? NULL : receiver);
}

/*
 * globals()["upgrade_%s" % name](): the multidb template. Every function of the module whose name
 * fits what is known of it may be the one.
 */
static bool call_by_name(struct eval *e, const struct value *call)
{
	const struct value *callee = call->base;
	struct str name, prefix;
	ptrdiff_t hole;
	bool any = false;

	if (callee->kind != VALUE_ITEM || !value_is_str(callee->items[0]))
		return false;
	if (!str_eq(cst_text(e->cst, callee->base->at), STR("globals()")))
		return false;
	name = callee->items[0]->text;
	hole = callee->items[0]->holes ? str_chr(name, '{') : (ptrdiff_t)name.len;
	prefix = str_sub(name, 0, (size_t)hole);
	for (uint32_t i = 0, count = e->globals.count; i < count; i++) {
		const struct binding b = e->globals.bindings[i];

		if (b.value->kind != VALUE_FUNCTION || !str_starts(b.name, prefix) ||
		    (!callee->items[0]->holes && !str_eq(b.name, name)))
			continue;
		eval_function(e, b.value, call, NULL);
		any = true;
	}
	return any;
}

static const struct value *dispatch(struct eval *e, const struct value *call)
{
	const struct value *callee = call->base, *v = NULL;
	bool found;

	if (callee->kind == VALUE_FUNCTION)
		return eval_function(e, callee, call, NULL);
	if (callee->kind == VALUE_CLASS)
		return call;
	if (callee->kind == VALUE_REF && str_starts(callee->text, STR("builtins.")))
		v = eval_builtin(e, str_sub(callee->text, 9, callee->text.len), call);
	else if (callee->kind == VALUE_ATTRIBUTE)
		v = eval_method(e, callee->base, callee->text, call);
	if (v)
		return v;
	if (callee->kind == VALUE_ATTRIBUTE) {
		v = own_method(e, call, &found);
		if (found)
			return v;
	}
	if (call_by_name(e, call))
		return eval_unknown(e, call->at);
	v = e->host->call(e->host->self, e, call);
	return v ? v : call;
}

const struct value *eval_call(struct eval *e, uint32_t node)
{
	struct value *call = value_new(e->arena, VALUE_CALL, node);
	uint32_t list = cst_child(e->cst, node, FIELD_ARGUMENTS);

	call->base = eval_expr(e, cst_child(e->cst, node, FIELD_FUNCTION));
	if (list && cst_kind(e->cst, list) == CST_GENERATOR_EXPRESSION)
		value_push(e->arena, call, eval_expr(e, list));
	else if (list)
		arguments(e, list, call);
	return dispatch(e, call);
}
