#include "frontends/python/eval_internal.h"

#define HOST_WORK 4 /* of a keyword: a host may look for many, one by one */

/* Arguments of a call into `call`. */
static void arguments(struct eval *e, uint32_t list, struct value *call)
{
	VEC(struct keyword) keywords = {0};

	for (uint32_t n = cst_first(e->cst, list); n; n = cst_next(e->cst, n)) {
		const struct value *v, *items;

		switch (cst_kind(e->cst, n)) {
		case CST_KEYWORD_ARGUMENT:
			v = eval_expr(e, cst_child(e->cst, n, FIELD_VALUE));
			*vec_push(e->arena, &keywords) = (struct keyword){
				cst_text(e->cst, cst_child(e->cst, n, FIELD_NAME)), v};
			break;
		case CST_LIST_SPLAT:
			v = eval_expr(e, cst_first(e->cst, n));
			items = eval_iterate(e, v);
			if (items) {
				for (uint32_t i = 0; eval_spend(e, 1) && i < items->count; i++)
					value_push(e->arena, call, items->items[i]);
			} else {
				struct value *star = value_new(e->arena, VALUE_STAR, n);

				value_push(e->arena, star, v);
				value_push(e->arena, call, star);
			}
			break;
		case CST_DICTIONARY_SPLAT:
			v = eval_expr(e, cst_first(e->cst, n));
			for (uint32_t i = 0;
			     v->kind == VALUE_DICT && i + 1 < v->count && eval_spend(e, 4); i += 2)
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

/*
 * super().method(): of the bases of the class whose method is being run. What other modules' bases do
 * to an object that is being made is no effect.
 */
static const struct value *super_method(struct eval *e, const struct value *call)
{
	const struct value *function = e->frame ? e->frame->function : NULL;
	const struct value *class = function ? function->base : NULL;
	struct str name = call->base->text;

	if (!class || !e->scope->count ||
	    !str_eq(value_callee(call->base->base), STR("builtins.super")))
		return NULL;
	for (uint32_t i = 0; i < class->count; i++) {
		const struct value *method = class->items[i]->kind == VALUE_CLASS
						     ? value_member(class->items[i], name)
						     : NULL;

		if (method && method->kind == VALUE_FUNCTION)
			return eval_function(e, method, call, e->scope->bindings[0].value);
	}
	return str_starts(name, STR("__")) ? value_new(e->arena, VALUE_NONE, call->at) : NULL;
}

/* importlib.import_module("a.b"), as the module's name; NULL: it is not known. */
static const struct value *imported_module(struct eval *e, const struct value *call)
{
	const struct value *name = call->count == 1 ? call->items[0] : NULL;
	struct value *ref;

	if (!name || !value_is_str(name) || name->holes)
		return NULL;
	ref = value_new(e->arena, VALUE_REF, call->at);
	ref->text = name->text;
	if (e->setting.loader && !e->host->external(e->host->self, name->text))
		ref->number = 1 + cst_file_number(call->at);
	return ref;
}

/* A method of one of the file's own classes, or of an object of it. */
static const struct value *own_method(struct eval *e, const struct value *call)
{
	const struct value *receiver = call->base->base, *class = value_class_of(receiver), *method;
	const struct value *self_value = receiver;

	if (!class && receiver->kind == VALUE_CLASS)
		class = receiver;
	method = class ? value_member(class, call->base->text) : NULL;
	if (!method || method->kind != VALUE_FUNCTION)
		return NULL;
	if (method->number == METHOD_STATIC ||
	    (method->number == METHOD_PLAIN && class == receiver))
		self_value = NULL;
	else if (method->number == METHOD_OF_CLASS)
		self_value = class;
	return eval_function(e, method, call, self_value);
}

/* An object of one of the file's own classes. */
static const struct value *construct(struct eval *e, struct value *call)
{
	const struct value *init = value_member(call->base, STR("__init__"));

	call->scope = arena_new(e->arena, struct scope);
	if (init && init->kind == VALUE_FUNCTION)
		eval_function(e, init, call, call);
	return call;
}

/* The name in globals()[name] or, in older templates, eval(name); NULL: neither. */
static const struct value *called_name(struct eval *e, const struct value *callee)
{
	const struct value *name = callee->count ? callee->items[0] : NULL;

	if (!name || !value_is_str(name))
		return NULL;
	if (callee->kind == VALUE_ITEM &&
	    str_eq(cst_text(e->cst, callee->base->at), STR("globals()")))
		return name;
	return str_eq(value_callee(callee), STR("builtins.eval")) ? name : NULL;
}

/*
 * globals()["upgrade_%s" % name](): the multidb template. Every function of the module whose name
 * fits what is known of it may be the one. With `run` false only tells whether there is one.
 */
static bool call_by_name(struct eval *e, const struct value *callee, const struct value *call,
			 bool run)
{
	const struct value *name = called_name(e, callee);
	struct str prefix;
	bool any = false;

	if (!name)
		return false;
	prefix = name->text;
	if (name->holes)
		prefix = str_sub(prefix, 0, (size_t)str_chr(prefix, '{'));
	eval_spend(e, e->main.globals.count);
	for (uint32_t i = 0, count = e->main.globals.count; i < count && prefix.len; i++) {
		const struct binding b = e->main.globals.bindings[i];

		if (b.value->kind != VALUE_FUNCTION || !str_starts(b.name, prefix) ||
		    (!name->holes && !str_eq(b.name, prefix)))
			continue;
		if (run)
			eval_function(e, b.value, call, NULL);
		any = true;
	}
	return any;
}

static const struct value *dispatch(struct eval *e, struct value *call);

/* functools.partial(f, …)(…) */
static const struct value *call_partial(struct eval *e, const struct value *call)
{
	const struct value *partial = call->base;
	struct value *whole = value_new(e->arena, VALUE_CALL, call->at);
	VEC(struct keyword) keywords = {0};

	whole->base = partial->items[0];
	eval_spend(e, (uint64_t)partial->count + call->count + call->keyword_count);
	for (uint32_t i = 1; i < partial->count; i++)
		value_push(e->arena, whole, partial->items[i]);
	for (uint32_t i = 0; i < call->count; i++)
		value_push(e->arena, whole, call->items[i]);
	for (uint32_t i = 0; i < call->keyword_count; i++)
		*vec_push(e->arena, &keywords) = call->keywords[i];
	for (uint32_t i = 0; i < partial->keyword_count && eval_spend(e, 1 + call->keyword_count);
	     i++)
		if (!value_keyword(call, partial->keywords[i].name))
			*vec_push(e->arena, &keywords) = partial->keywords[i];
	whole->keywords = keywords.items;
	whole->keyword_count = keywords.count;
	return dispatch(e, whole);
}

static bool is_partial(const struct value *v)
{
	return v->kind == VALUE_CALL && v->count &&
	       str_eq(value_callee(v), STR("functools.partial"));
}

/* The file's own things and Python's; NULL: the host's. */
static const struct value *dispatch_own(struct eval *e, struct value *call)
{
	const struct value *callee = call->base, *v = NULL;

	switch (callee->kind) {
	case VALUE_FUNCTION:
		return eval_function(e, callee, call, NULL);
	case VALUE_CLASS:
		return construct(e, call);
	case VALUE_REF:
		if (str_eq(callee->text, STR("importlib.import_module")))
			return imported_module(e, call);
		if (str_eq(callee->text, STR("builtins.super")))
			return call;
		if (!str_starts(callee->text, STR("builtins.")))
			return NULL;
		v = eval_builtin(e, str_sub(callee->text, 9, callee->text.len), call);
		return !v && call_by_name(e, call, NULL, false) ? call : v;
	case VALUE_ATTRIBUTE:
		if (call->count && str_eq(callee->text, STR("get")))
			v = eval_stored(e, callee->base, call->items[0], call->at);
		if (v)
			return v;
		v = eval_method(e, callee->base, callee->text, call);
		v = v ? v : own_method(e, call);
		return v ? v : super_method(e, call);
	case VALUE_CALL:
	case VALUE_ITEM:
		if (is_partial(callee))
			return call_partial(e, call);
		return call_by_name(e, callee, call, true) ? eval_unknown(e, call->at) : NULL;
	default:
		return NULL;
	}
}

static const struct value *dispatch(struct eval *e, struct value *call)
{
	const struct value *v;

	if (!eval_step(e, call->at))
		return eval_unknown(e, call->at);
	e->depth++;
	v = dispatch_own(e, call);
	e->depth--;
	if (!v && !eval_spend(e, call->count + HOST_WORK * (uint64_t)call->keyword_count))
		return eval_unknown(e, call->at);
	if (!v)
		v = e->host->call(e->host->self, e, call);
	return v ? v : call;
}

const struct value *eval_call_with(struct eval *e, const struct value *callee,
				   const struct value *argument, uint32_t at)
{
	struct value *call = value_new(e->arena, VALUE_CALL, at);

	call->base = callee;
	value_push(e->arena, call, argument);
	return dispatch(e, call);
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
	return eval_each_way(e, call, dispatch);
}
