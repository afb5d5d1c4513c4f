#include "frontends/python/eval_internal.h"

/*
 * Calls of the file's own functions.
 */

/* The condition of a guard as it holds there. */
static const struct value *condition_of(struct eval *e, uint32_t guard)
{
	struct condition *condition = &e->conditions.items[guard - 1];
	struct value *opposite;

	if (!condition->value || !e->guards.items[guard - 1].negated)
		return condition->value ? condition->value : eval_unknown(e, 0);
	if (!condition->opposite) {
		opposite = value_new(e->arena, VALUE_EXPR, condition->value->at);
		opposite->text = STR("not");
		value_push(e->arena, opposite, condition->value);
		condition->opposite = opposite;
	}
	return condition->opposite;
}

enum flow eval_return(struct eval *e, uint32_t node)
{
	uint32_t what = cst_first(e->cst, node);
	const struct value *v = what ? eval_expr(e, what) : value_new(e->arena, VALUE_NONE, node);
	struct frame *f = e->frame;

	if (!f)
		return FLOW_RETURN;
	trace_return(e, what);
	f->certain = !f->returns.count && eval_certain(e);
	*vec_push(e->arena, &f->returns) = v;
	for (uint32_t g = e->guard, depth = 0; g && g != f->base_guard && depth < LIMIT_GUARD_DEPTH;
	     g = e->guards.items[g - 1].outer, depth++)
		*vec_push(e->arena, &f->returns) = condition_of(e, g);
	return FLOW_RETURN;
}

/* A call's arguments on their way to a function's parameters. */
struct passing {
	struct scope *to;
	const struct value *call; /* NULL: called from outside, with nothing known */
	const struct value *function;
	const struct scope *caller; /* where the arguments were evaluated */
	uint32_t position;          /* of the next positional argument */
	uint32_t known;             /* positional arguments before the first `*` */
	bool named_only;            /* past a `*` */
	const struct value
		*star; /* what a `*` or `**` of the call unpacks, NULL when there is none */
};

static void find_star(struct eval *e, struct passing *p)
{
	eval_spend(e, (uint64_t)p->call->count + p->call->keyword_count);
	while (p->known < p->call->count && p->call->items[p->known]->kind != VALUE_STAR)
		p->known++;
	if (p->known < p->call->count)
		p->star = p->call->items[p->known];
	for (uint32_t i = 0; !p->star && i < p->call->keyword_count; i++)
		if (!p->call->keywords[i].name.len)
			p->star = p->call->keywords[i].value;
}

static const struct value *positional(struct passing *p)
{
	return p->position < p->known ? p->call->items[p->position++] : NULL;
}

/* One parameter: from the call's arguments, its default, or unknown. */
static void bind_parameter(struct eval *e, struct passing *p, uint32_t node)
{
	const struct cst *c = e->cst;
	uint32_t name_node = cst_kind(c, node) == CST_IDENTIFIER ? node
			     : cst_child(c, node, FIELD_NAME)    ? cst_child(c, node, FIELD_NAME)
								 : cst_first(c, node);
	uint32_t default_node = cst_child(c, node, FIELD_VALUE);
	struct str name = cst_text(c, name_node);
	const struct value *v = NULL;
	struct trace_parameter trace = {.to = p->to,
					.caller = p->caller,
					.function = p->function,
					.call = p->call,
					.node = name_node,
					.default_node = default_node,
					.position = p->position};

	if (!name_node || cst_kind(c, name_node) != CST_IDENTIFIER)
		return;
	if (p->call && !p->named_only)
		v = positional(p);
	trace.positional = v != NULL;
	if (!v && p->call && eval_spend(e, p->call->keyword_count))
		v = value_keyword(p->call, name);
	/* the framework's own argument, which a decorator's wrapper hands on */
	if (!v && p->star && e->frame && !e->frame->caller && str_eq(name, STR("op")))
		v = value_ref(e->arena, STR("alembic.op"), name_node);
	if (!v && p->star)
		v = eval_unknown_from(e, name_node, p->star, NULL);
	if (!v && default_node) {
		v = eval_expr(e, default_node);
		trace.is_default = true;
	}
	if (!v && !e->frame && str_eq(name, STR("op")))
		v = value_ref(e->arena, STR("alembic.op"), name_node);
	if (!v)
		v = eval_unknown(e, name_node);
	scope_bind(p->to, e->arena, name, v);
	trace_parameter(e, &trace, v);
}

/* What a starred parameter takes comes from all of the call's arguments. */
static void trace_rest(struct eval *e, const struct passing *p, uint32_t node,
		       const struct value *v)
{
	const struct trace_parameter trace = {.to = p->to,
					      .caller = p->caller,
					      .function = p->function,
					      .call = p->call,
					      .node = cst_first(e->cst, node)};

	trace_parameter(e, &trace, v);
}

/* *args */
static void bind_rest(struct eval *e, struct passing *p, uint32_t node)
{
	struct str name = cst_text(e->cst, cst_first(e->cst, node));
	struct value *rest = value_new(e->arena, VALUE_TUPLE, node);

	p->named_only = true;
	if (!p->call || p->star || !eval_spend(e, p->call->count)) {
		scope_bind(p->to, e->arena, name, eval_unknown(e, node));
		return;
	}
	for (; p->position < p->call->count; p->position++)
		value_push(e->arena, rest, p->call->items[p->position]);
	scope_bind(p->to, e->arena, name, rest);
	trace_rest(e, p, node, rest);
}

static bool is_parameter(struct eval *e, uint32_t parameters, struct str name)
{
	for (uint32_t n = cst_first(e->cst, parameters); n && eval_spend(e, 1);
	     n = cst_next(e->cst, n)) {
		uint32_t name_node = cst_child(e->cst, n, FIELD_NAME);

		if (!name_node)
			name_node = cst_kind(e->cst, n) == CST_TYPED_PARAMETER
					    ? cst_first(e->cst, n)
					    : n;
		if (str_eq(cst_text(e->cst, name_node), name))
			return true;
	}
	return false;
}

/* **kwargs: the keywords that no parameter takes. */
static void bind_keywords(struct eval *e, struct passing *p, uint32_t node, uint32_t parameters)
{
	struct str name = cst_text(e->cst, cst_first(e->cst, node));
	struct value *rest = value_new(e->arena, VALUE_DICT, node);

	if (!p->call || p->star) {
		scope_bind(p->to, e->arena, name,
			   eval_unknown_container(e, VALUE_DICT, node, NULL));
		return;
	}
	for (uint32_t i = 0; i < p->call->keyword_count && eval_spend(e, 1); i++) {
		const struct keyword *k = &p->call->keywords[i];

		if (is_parameter(e, parameters, k->name))
			continue;
		value_push(e->arena, rest, value_str(e->arena, k->name, false, node));
		value_push(e->arena, rest, k->value);
	}
	scope_bind(p->to, e->arena, name, rest);
	trace_rest(e, p, node, rest);
}

static void bind_parameters(struct eval *e, struct passing *p, const struct value *self_value)
{
	uint32_t parameters = cst_child(e->cst, p->function->at, FIELD_PARAMETERS);
	uint32_t n = parameters ? cst_first(e->cst, parameters) : 0;

	if (n && self_value) {
		scope_bind(p->to, e->arena, cst_text(e->cst, n), self_value);
		n = cst_next(e->cst, n);
	}
	if (parameters)
		eval_spend_source(e, parameters);
	if (p->call)
		find_star(e, p);
	for (; n && eval_step(e, n); n = cst_next(e->cst, n)) {
		uint32_t node = n;

		if (cst_kind(e->cst, n) == CST_TYPED_PARAMETER &&
		    cst_kind(e->cst, cst_first(e->cst, n)) != CST_IDENTIFIER)
			node = cst_first(e->cst, n); /* *args: str */
		switch (cst_kind(e->cst, node)) {
		case CST_KEYWORD_SEPARATOR:
			p->named_only = true;
			break;
		case CST_POSITIONAL_SEPARATOR:
			break;
		case CST_LIST_SPLAT_PATTERN:
			bind_rest(e, p, node);
			break;
		case CST_DICTIONARY_SPLAT_PATTERN:
			bind_keywords(e, p, node, parameters);
			break;
		default:
			bind_parameter(e, p, node);
		}
	}
}

static bool recursive(const struct eval *e, const struct value *function)
{
	for (const struct frame *f = e->frame; f; f = f->caller)
		if (f->function->at == function->at && f->function->scope == function->scope)
			return true;
	return false;
}

/* What a call returns: the one certain value, None, or something made from all it may be. */
static const struct value *returned(struct eval *e, const struct frame *f, uint32_t at)
{
	struct value *v;

	if (f->yields)
		return eval_unknown(e, at);
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

/* What a migration runs of other files says what it depends on. By files, so that each is looked at once. */
static void note_executed(struct eval *e, uint32_t function)
{
	uint32_t at = e->executed.count;

	if (!e->running || cst_is_main(function) || at == EXECUTED_MAX)
		return;
	eval_spend(e, at / 8);
	while (at && e->executed.items[at - 1] > function)
		at--;
	if (at && e->executed.items[at - 1] == function)
		return;
	vec_push(e->arena, &e->executed);
	for (uint32_t i = e->executed.count - 1; i > at; i--)
		e->executed.items[i] = e->executed.items[i - 1];
	e->executed.items[at] = function;
}

const uint32_t *eval_executed(const struct eval *e, uint32_t *ret_count)
{
	*ret_count = e->executed.count;
	return e->executed.items;
}

const struct value *eval_function(struct eval *e, const struct value *function,
				  const struct value *call, const struct value *self_value)
{
	struct scope *outer = e->scope, *local = arena_new(e->arena, struct scope);
	struct frame frame = {.caller = e->frame, .function = function, .base_guard = e->guard};
	uint32_t outer_site = e->site;
	struct passing passing = {.to = local, .call = call, .function = function, .caller = outer};
	bool is_lambda = cst_kind(e->cst, function->at) == CST_LAMBDA;
	uint32_t at = call ? call->at : function->at;
	const struct value *result;
	bool is_context = e->with && call && e->with->at == at &&
			  function->number == METHOD_CONTEXT;
	bool leaves = !is_context && e->running &&
		      cst_file_number(function->at) != cst_file_number(at);
	uint32_t mark = leaves ? e->host->mark(e->host->self) : 0;

	if (e->calls >= LIMIT_CALL_DEPTH || recursive(e, function)) {
		eval_opaque(e, at, "recursive or too deep a call");
		return eval_unknown(e, at);
	}
	if (function->count)
		eval_opaque(e, at, "a decorator of the function is not resolved");
	if (!cst_is_main(function->at) && cst_is_main(at))
		e->site = at;
	if (is_context) {
		frame.with = e->with;
		e->with = NULL;
	}
	note_executed(e, function->at);
	local->outer = function->scope;
	e->scope = function->scope; /* where defaults are evaluated */
	bind_parameters(e, &passing, self_value);
	e->calls++;
	e->depth++;
	e->scope = local;
	e->frame = &frame;
	if (is_lambda) {
		eval_spend_source(e, function->at);
		result = eval_expr(e, cst_child(e->cst, function->at, FIELD_BODY));
	} else {
		eval_block(e, cst_child(e->cst, function->at, FIELD_BODY));
		result = returned(e, &frame, at);
		trace_returned(e, &frame, at);
	}
	e->frame = frame.caller;
	e->scope = outer;
	e->depth--;
	e->calls--;
	e->guard = frame.base_guard;
	if (leaves)
		e->host->returned(e->host->self, e, at, mark);
	e->site = outer_site;
	return result;
}
