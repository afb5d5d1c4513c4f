#include "frontends/python/eval_trace_step.h"

/*
 * Recording: the steps by which names get their values.
 */

struct trace *trace_new(struct arena *arena)
{
	return arena_new(arena, struct trace);
}

static struct trace_step *new_step(struct eval *e, enum trace_kind kind, uint32_t node)
{
	struct trace_step *step = arena_new(e->arena, struct trace_step);

	e->trace->steps++;
	step->kind = kind;
	step->node = node;
	return step;
}

/* What recording has allocated since `before` is not the evaluation's. */
static void disown(struct eval *e, size_t before)
{
	e->arena_start += e->arena->used - before;
}

static bool is_full(const struct eval *e)
{
	return e->trace->steps >= LIMIT_TRACE_STEPS || e->trace->nodes >= LIMIT_TRACE_NODES;
}

static struct trace_step *imported_step(struct eval *e, const struct value *ref, int depth);

/* The step of a name of this scope, which is bound to `v`; NULL: there is nothing to tell. */
static struct trace_step *step_here(struct eval *e, const struct scope *s, struct str name,
				    const struct value *v, int depth)
{
	struct trace_step *last = map_get(&s->steps, name), *step;

	if (last && last->value == v)
		return last;
	if (v->kind == VALUE_REF)
		return v->number ? imported_step(e, v, depth) : NULL;
	if (!last && v->kind != VALUE_FUNCTION && v->kind != VALUE_CLASS &&
	    v->kind != VALUE_UNKNOWN)
		return NULL; /* an object's own, `self` */
	step = new_step(e,
			v->kind == VALUE_FUNCTION || v->kind == VALUE_CLASS ? TRACE_DEFINED
									    : TRACE_CHANGED,
			0);
	step->name = name;
	step->value = v;
	step->at = v->at;
	if (last && step->kind == TRACE_CHANGED)
		*vec_push(e->arena, &step->from) = last;
	return step;
}

/* Where an import leads, as far as the evaluation has already looked: this looks no further. */
static struct trace_step *imported_step(struct eval *e, const struct value *ref, int depth)
{
	uint32_t number = (uint32_t)ref->number - 1;
	struct module *from = number ? e->modules.items[number - 1] : &e->main;
	const struct name_place *place = map_get(&from->located, ref->text);
	struct trace_step *step, *origin = NULL;
	const struct value *v = NULL;

	if (!place || depth > IMPORTS_MAX)
		return NULL;
	step = new_step(e, place->module ? TRACE_IMPORTED : TRACE_NOT_FOUND, 0);
	step->name = ref->text;
	step->at = ref->at;
	if (place->module && place->rest.len)
		v = scope_find_here(&place->module->globals, place->rest);
	if (v)
		origin = step_here(e, &place->module->globals, place->rest, v, depth + 1);
	if (origin)
		*vec_push(e->arena, &step->from) = origin;
	return step;
}

static void add_from(struct eval *e, struct trace_step *to, struct trace_step *step)
{
	if (!step || to->from.count >= FROM_MAX)
		return;
	for (uint32_t i = 0; i < to->from.count; i++)
		if (to->from.items[i] == step || (step->name.len && step->kind != TRACE_RETURNED &&
						  str_eq(to->from.items[i]->name, step->name)))
			return;
	*vec_push(e->arena, &to->from) = step;
}

/* The value that a name has, and the scope that it is of; NULL: none. */
static const struct value *find(const struct scope *s, struct str name,
				const struct scope **ret_scope)
{
	for (; s; s = s->outer) {
		const struct value *v = scope_find_here(s, name);

		if (v) {
			*ret_scope = s;
			return v;
		}
	}
	return NULL;
}

static void add_name(struct eval *e, struct trace_step *to, const struct scope *scope,
		     uint32_t node)
{
	struct str name = cst_text(e->cst, node);
	const struct scope *where = NULL;
	const struct value *v = find(scope, name, &where);
	struct trace_step *step;

	if (v) {
		add_from(e, to, step_here(e, where, name, v, 0));
		return;
	}
	if (eval_is_builtin(name))
		return;
	step = new_step(e, TRACE_UNBOUND, 0);
	step->name = name;
	step->at = node;
	add_from(e, to, step);
}

/* helpers.TABLES, where `helpers` is a module of the tree. */
static bool add_module_name(struct eval *e, struct trace_step *to, const struct scope *scope,
			    uint32_t node)
{
	uint32_t object = cst_child(e->cst, node, FIELD_OBJECT);
	uint32_t attribute = cst_child(e->cst, node, FIELD_ATTRIBUTE);
	const struct scope *where = NULL;
	const struct value *v;
	struct value ref;
	struct trace_step *step;

	if (!object || !attribute || cst_kind(e->cst, object) != CST_IDENTIFIER)
		return false;
	v = find(scope, cst_text(e->cst, object), &where);
	if (!v || v->kind != VALUE_REF || !v->number)
		return false;
	ref = *v;
	ref.text = eval_dotted(e, v->text, cst_text(e->cst, attribute));
	step = imported_step(e, &ref, 0);
	add_from(e, to, step);
	return step != NULL;
}

static struct str call_key(struct eval *e, uint32_t call)
{
	return arena_str(e->arena, (struct str){(const char *)&call, sizeof(call)});
}

static void collect(struct eval *e, struct trace_step *to, const struct scope *scope, uint32_t node,
		    int depth);

static void collect_below(struct eval *e, struct trace_step *to, const struct scope *scope,
			  uint32_t node, int depth)
{
	for (uint32_t n = cst_first(e->cst, node); n && !is_full(e); n = cst_next(e->cst, n))
		collect(e, to, scope, n, depth + 1);
}

/* The steps of all names below the node, once each. */
static void collect(struct eval *e, struct trace_step *to, const struct scope *scope, uint32_t node,
		    int depth)
{
	if (!node || is_full(e) || depth > LIMIT_EVAL_DEPTH || to->from.count >= FROM_MAX)
		return;
	e->trace->nodes++;
	switch (cst_kind(e->cst, node)) {
	case CST_IDENTIFIER:
		add_name(e, to, scope, node);
		break;
	case CST_ATTRIBUTE:
		if (!add_module_name(e, to, scope, node))
			collect(e, to, scope, cst_child(e->cst, node, FIELD_OBJECT), depth + 1);
		break;
	case CST_KEYWORD_ARGUMENT:
		collect(e, to, scope, cst_child(e->cst, node, FIELD_VALUE), depth + 1);
		break;
	case CST_CALL:
		add_from(e, to, map_get(&e->trace->returned, call_key(e, node)));
		collect_below(e, to, scope, node, depth);
		break;
	case CST_LAMBDA: /* their names are their own */
		break;
	case CST_LIST_COMPREHENSION:
	case CST_SET_COMPREHENSION:
	case CST_DICTIONARY_COMPREHENSION:
	case CST_GENERATOR_EXPRESSION:
		for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n))
			if (cst_kind(e->cst, n) == CST_FOR_IN_CLAUSE)
				collect(e, to, scope, cst_child(e->cst, n, FIELD_RIGHT), depth + 1);
		break;
	default:
		collect_below(e, to, scope, node, depth);
	}
}

struct trace_step *trace_expression(struct eval *e, enum trace_kind kind, const struct scope *scope,
				    uint32_t node)
{
	struct trace_step *step = new_step(e, kind, node);

	collect(e, step, scope, node, 0);
	return step;
}

const struct trace_step *trace_source(struct eval *e, enum trace_kind kind, uint32_t node)
{
	size_t before = e->arena->used;

	if (!e->trace)
		return NULL;
	e->trace->now = is_full(e) ? NULL : trace_expression(e, kind, e->scope, node);
	disown(e, before);
	return e->trace->now;
}

void trace_item(struct eval *e, const struct trace_step *source, uint32_t index, uint32_t count)
{
	size_t before = e->arena->used;
	struct trace_step *step;

	if (!e->trace)
		return;
	e->trace->now = NULL;
	if (!source || is_full(e))
		return;
	step = new_step(e, TRACE_ITEM, source->node);
	step->from = source->from;
	step->item = index + 1;
	step->items = count;
	e->trace->now = step;
	disown(e, before);
}

static void put(struct eval *e, struct scope *scope, struct str name, struct trace_step *step)
{
	step->name = name;
	*map_put(e->arena, &scope->steps, name) = step;
}

void trace_bound(struct eval *e, struct scope *scope, struct str name, const struct value *v,
		 uint32_t node)
{
	size_t before = e->arena->used;
	struct trace_step *step;

	if (!e->trace || !e->trace->now || is_full(e))
		return;
	step = new_step(e, e->trace->now->kind, e->trace->now->node);
	step->from = e->trace->now->from;
	step->item = e->trace->now->item;
	step->items = e->trace->now->items;
	step->value = v;
	step->at = node;
	put(e, scope, name, step);
	disown(e, before);
}

/* The node of an argument; 0: it comes out of something unpacked. */
static uint32_t argument_node(const struct eval *e, const struct trace_parameter *p)
{
	const struct cst *c = e->cst;
	struct str name = cst_text(c, p->node);
	uint32_t list = cst_kind(c, p->call->at) == CST_CALL
				? cst_child(c, p->call->at, FIELD_ARGUMENTS)
				: 0;
	uint32_t position = 0;

	for (uint32_t n = list ? cst_first(c, list) : 0; n; n = cst_next(c, n)) {
		switch (cst_kind(c, n)) {
		case CST_KEYWORD_ARGUMENT:
			if (!p->positional &&
			    str_eq(cst_text(c, cst_child(c, n, FIELD_NAME)), name))
				return cst_child(c, n, FIELD_VALUE);
			break;
		case CST_LIST_SPLAT:
			if (p->positional)
				return 0;
			break;
		case CST_DICTIONARY_SPLAT:
			break;
		default:
			if (p->positional && position++ == p->position)
				return n;
		}
	}
	return 0;
}

void trace_parameter(struct eval *e, const struct trace_parameter *p, const struct value *v)
{
	size_t before = e->arena->used;
	struct trace_step *step;
	uint32_t argument = 0;

	if (!e->trace || is_full(e))
		return;
	if (p->is_default) {
		step = trace_expression(e, TRACE_DEFAULT, p->function->scope, p->default_node);
		step->at = p->node;
	} else {
		argument = p->call ? argument_node(e, p) : 0;
		if (argument)
			step = trace_expression(e, TRACE_ARGUMENT, p->caller, argument);
		else if (p->call && cst_kind(e->cst, p->call->at) == CST_CALL && value_is_known(v))
			step = trace_expression(e, TRACE_ARGUMENT, p->caller,
						cst_child(e->cst, p->call->at, FIELD_ARGUMENTS));
		else
			step = new_step(e, TRACE_NOT_GIVEN, 0);
		step->at = step->kind == TRACE_ARGUMENT ? p->call->at : p->node;
	}
	step->function = p->function->text;
	step->value = v;
	put(e, p->to, cst_text(e->cst, p->node), step);
	disown(e, before);
}

void trace_return(struct eval *e, uint32_t what)
{
	size_t before = e->arena->used;

	if (!e->trace)
		return;
	e->trace->last_return = what && !is_full(e)
					? trace_expression(e, TRACE_RETURNED, e->scope, what)
					: NULL;
	disown(e, before);
}

void trace_returned(struct eval *e, const struct frame *frame, uint32_t call)
{
	size_t before = e->arena->used;
	struct trace_step *step;

	if (!e->trace || !frame->returns.count || is_full(e))
		return;
	step = e->trace->last_return;
	if (step && !(frame->certain && frame->returns.count == 1))
		step->kind = TRACE_RETURNS;
	if (step) {
		step->name = frame->function->text;
		step->at = step->node;
	}
	*map_put(e->arena, &e->trace->returned, call_key(e, call)) = step;
	disown(e, before);
}
