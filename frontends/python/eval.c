#include "frontends/python/eval_internal.h"

#define HOLE_BYTES 60

struct eval *eval_new(const struct cst *cst, struct arena *arena, const struct eval_host *host)
{
	struct eval *e = arena_new(arena, struct eval);

	e->cst = cst;
	e->arena = arena;
	e->host = host;
	e->scope = &e->globals;
	e->arena_start = arena->used;
	return e;
}

bool eval_running(const struct eval *e)
{
	return e->running;
}

uint32_t eval_guard(const struct eval *e)
{
	return e->guard;
}

uint32_t eval_flags(const struct eval *e)
{
	return (e->loops ? OPF_IN_LOOP : 0) | (e->handlers ? OPF_IN_HANDLER : 0);
}

dialect_set eval_dialects(const struct eval *e)
{
	dialect_set set = DIALECT_ALL;

	for (uint32_t g = e->guard; g; g = e->guards.items[g - 1].outer) {
		const struct guard *guard = &e->guards.items[g - 1];

		if (guard->kind == GUARD_DIALECT && guard->dialects)
			set &= guard->negated ? ~guard->dialects : guard->dialects;
	}
	return set == DIALECT_ALL ? 0 : set;
}

uint32_t eval_statement(const struct eval *e)
{
	return e->statement;
}

struct arena *eval_arena(struct eval *e)
{
	return e->arena;
}

const struct cst *eval_cst(const struct eval *e)
{
	return e->cst;
}

bool eval_certain(const struct eval *e)
{
	return !e->loops && !e->handlers && e->guard == (e->frame ? e->frame->base_guard : 0);
}

void eval_opaque(struct eval *e, uint32_t node, const char *reason)
{
	if (e->running)
		e->host->opaque(e->host->self, e, node, str_from(reason));
}

bool eval_step(struct eval *e, uint32_t node)
{
	if (e->exhausted)
		return false;
	if (++e->steps <= LIMIT_EVAL_STEPS && e->depth <= LIMIT_EVAL_DEPTH &&
	    e->arena->used - e->arena_start <= LIMIT_EVAL_BYTES)
		return true;
	e->exhausted = true;
	eval_opaque(e, node,
		    e->depth > LIMIT_EVAL_DEPTH ? "nested too deep to evaluate"
						: "takes more evaluation steps than allowed");
	return false;
}

const struct value *eval_unknown_from(struct eval *e, uint32_t node, const struct value *a,
				      const struct value *b)
{
	struct value *v = value_new(e->arena, VALUE_UNKNOWN, node);

	v->text = node ? cst_text(e->cst, node) : STR("?");
	if (a)
		value_push(e->arena, v, a);
	if (b)
		value_push(e->arena, v, b);
	return v;
}

const struct value *eval_unknown(struct eval *e, uint32_t node)
{
	return eval_unknown_from(e, node, NULL, NULL);
}

struct str eval_hole(struct eval *e, const struct value *v)
{
	struct str source = str_trim(v->at ? cst_text(e->cst, v->at) : STR("?"));
	char *text = arena_alloc(e->arena, HOLE_BYTES + 3);
	size_t len = 0;

	if (v->kind == VALUE_UNKNOWN && v->text.len)
		source = v->text;
	text[len++] = '{';
	for (size_t i = 0; i < source.len && len < HOLE_BYTES; i++) {
		char c = source.ptr[i];

		if (c != '{' && c != '}' && c != '\n' && c != '\r')
			text[len++] = c;
	}
	while (len > 1 && ((unsigned char)text[len - 1] & 0x80)) /* perhaps half a character */
		len--;
	text[len++] = '}';
	return (struct str){text, len};
}

struct str eval_name(struct eval *e, const struct value *v)
{
	struct str text;

	if (!v)
		return STR("");
	if (v->kind != VALUE_NONE && value_to_str(e->arena, v, &text))
		return text;
	return v->kind == VALUE_NONE ? STR("") : eval_hole(e, v);
}

const struct value *eval_global(const struct eval *e, struct str name)
{
	return scope_find_here(&e->globals, name);
}

uint32_t eval_assignment(const struct eval *e, struct str name)
{
	for (uint32_t i = e->assigned_count; i-- > 0;)
		if (str_eq(e->assigned[i].name, name))
			return e->assigned[i].node;
	return 0;
}

uint32_t eval_push_guard(struct eval *e, const struct value *condition, bool negated, uint32_t node)
{
	struct guard guard = {.negated = negated, .outer = e->guard};

	guard.text = arena_str(e->arena, str_sub(cst_text(e->cst, node), 0, LIMIT_LINE_BYTES));
	guard.line = cst_line_of(e->cst, e->cst->nodes[node].start);
	e->host->classify(e->host->self, e, condition, &guard);
	*vec_push(e->arena, &e->guards) = guard;
	*vec_push(e->arena, &e->conditions) = condition;
	return e->guards.count;
}

/* Assignment to names, and to patterns of them. */
static void assign_pattern(struct eval *e, uint32_t pattern, const struct value *value)
{
	const struct value *items = eval_iterate(e, value);
	uint32_t targets = 0, i = 0;

	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t)) {
		targets++;
		if (cst_kind(e->cst, t) == CST_LIST_SPLAT_PATTERN)
			items = NULL;
	}
	if (items && items->count != targets)
		items = NULL;
	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t), i++)
		eval_assign(e, t,
			    items ? items->items[i] : eval_unknown_from(e, t, value, NULL));
}

static void assign_name(struct eval *e, uint32_t target, const struct value *value)
{
	struct str name = cst_text(e->cst, target);

	scope_bind(e->scope, e->arena, name, value);
	if (e->scope != &e->globals)
		return;
	e->assigned = vec_grow(e->arena, e->assigned, e->assigned_count, &e->assigned_capacity,
			       sizeof(*e->assigned));
	e->assigned[e->assigned_count++] = (struct assigned){name, e->statement};
}

/* container[key] = value, on a container that is known. */
static void assign_item(struct eval *e, uint32_t target, const struct value *value)
{
	const struct value *container = eval_expr(e, cst_child(e->cst, target, FIELD_VALUE));
	const struct value *key = eval_expr(e, cst_child(e->cst, target, FIELD_SUBSCRIPT));
	struct value *changed = (struct value *)container;

	if (container->kind == VALUE_DICT && value_is_constant(key) && eval_certain(e)) {
		value_push(e->arena, changed, key);
		value_push(e->arena, changed, value);
	} else if (container->kind == VALUE_DICT || container->kind == VALUE_LIST) {
		changed->kind = VALUE_UNKNOWN;
		changed->text = cst_text(e->cst, target);
	}
}

void eval_assign(struct eval *e, uint32_t target, const struct value *value)
{
	if (!target || !eval_step(e, target))
		return;
	e->depth++;
	switch (cst_kind(e->cst, target)) {
	case CST_IDENTIFIER:
		assign_name(e, target, value);
		break;
	case CST_PATTERN_LIST:
	case CST_TUPLE_PATTERN:
	case CST_LIST_PATTERN:
		assign_pattern(e, target, value);
		break;
	case CST_LIST_SPLAT_PATTERN:
	case CST_AS_PATTERN_TARGET:
		eval_assign(e, cst_first(e->cst, target),
			    cst_kind(e->cst, target) == CST_AS_PATTERN_TARGET
				    ? value
				    : eval_unknown_from(e, target, value, NULL));
		break;
	case CST_SUBSCRIPT:
		assign_item(e, target, value);
		break;
	case CST_ATTRIBUTE: /* of an object: its attributes are not modelled */
		eval_expr(e, cst_child(e->cst, target, FIELD_OBJECT));
		break;
	default:
		break;
	}
	e->depth--;
}

/* `from a.b import c` and `import a.b`, as names that lead to other modules. */
static void import_from(struct eval *e, uint32_t node)
{
	const struct cst *c = e->cst;
	uint32_t module_node = cst_child(c, node, FIELD_MODULE_NAME);
	struct str module = module_node ? cst_text(c, module_node) : STR("");

	if (cst_child_kind(c, node, CST_WILDCARD_IMPORT))
		e->wildcard = module;
	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		uint32_t name_node = n, alias = 0;
		struct str dotted;

		if (c->nodes[n].field != FIELD_NAME)
			continue;
		if (cst_kind(c, n) == CST_ALIASED_IMPORT) {
			name_node = cst_child(c, n, FIELD_NAME);
			alias = cst_child(c, n, FIELD_ALIAS);
		}
		dotted = arena_printf(e->arena, STR_FMT "%s" STR_FMT, STR_ARG(module),
				      str_ends(module, STR(".")) ? "" : ".",
				      STR_ARG(cst_text(c, name_node)));
		scope_bind(e->scope, e->arena, cst_text(c, alias ? alias : name_node),
			   value_ref(e->arena, dotted, n));
	}
}

static void import_modules(struct eval *e, uint32_t node)
{
	const struct cst *c = e->cst;

	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		struct str name = cst_text(c, n);
		ptrdiff_t dot = str_chr(name, '.');

		if (cst_kind(c, n) == CST_ALIASED_IMPORT) {
			struct str dotted = cst_text(c, cst_child(c, n, FIELD_NAME));

			scope_bind(e->scope, e->arena, cst_text(c, cst_child(c, n, FIELD_ALIAS)),
				   value_ref(e->arena, dotted, n));
			continue;
		}
		if (dot >= 0)
			name = str_sub(name, 0, (size_t)dot);
		scope_bind(e->scope, e->arena, name, value_ref(e->arena, name, n));
	}
}

static void define(struct eval *e, uint32_t node)
{
	bool is_class = cst_kind(e->cst, node) == CST_CLASS_DEFINITION;
	struct value *v = value_new(e->arena, is_class ? VALUE_CLASS : VALUE_FUNCTION, node);
	struct scope *outer = e->scope;

	v->text = cst_text(e->cst, cst_child(e->cst, node, FIELD_NAME));
	v->scope = outer;
	if (is_class) {
		v->scope = arena_new(e->arena, struct scope);
		v->scope->outer = outer;
		e->scope = v->scope;
		eval_block(e, cst_child(e->cst, node, FIELD_BODY));
		e->scope = outer;
	}
	scope_bind(outer, e->arena, v->text, v);
}

static void assignment(struct eval *e, uint32_t node)
{
	uint32_t right = cst_child(e->cst, node, FIELD_RIGHT);
	uint32_t left = cst_child(e->cst, node, FIELD_LEFT);
	const struct value *value;

	if (!right) /* a mere annotation */
		return;
	if (cst_kind(e->cst, right) == CST_ASSIGNMENT) { /* a = b = value */
		assignment(e, right);
		value = eval_expr(e, cst_child(e->cst, right, FIELD_LEFT));
	} else {
		value = eval_expr(e, right);
	}
	eval_assign(e, left, value);
}

static void augmented_assignment(struct eval *e, uint32_t node)
{
	uint32_t left = cst_child(e->cst, node, FIELD_LEFT);
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *old = eval_expr(e, left);
	const struct value *more = eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT));

	if (str_eq(operator, STR("+=")) && eval_certain(e))
		eval_assign(e, left, eval_concat(e, old, more, node));
	else
		eval_assign(e, left, eval_unknown_from(e, node, old, more));
}

static enum flow return_statement(struct eval *e, uint32_t node)
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

static enum flow raise_statement(struct eval *e, uint32_t node)
{
	uint32_t what = cst_first(e->cst, node);
	const struct value *v = what ? eval_expr(e, what) : NULL;

	if (e->running)
		e->host->raise(e->host->self, e, v, node);
	return FLOW_RAISE;
}

static void expressions(struct eval *e, uint32_t node)
{
	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
		switch (cst_kind(e->cst, n)) {
		case CST_ASSIGNMENT:
			assignment(e, n);
			break;
		case CST_AUGMENTED_ASSIGNMENT:
			augmented_assignment(e, n);
			break;
		default:
			eval_expr(e, n);
		}
	}
}

static enum flow statement(struct eval *e, uint32_t node)
{
	switch (cst_kind(e->cst, node)) {
	case CST_EXPRESSION_STATEMENT:
	case CST_ASSERT_STATEMENT:
	case CST_PRINT_STATEMENT:
		expressions(e, node);
		return FLOW_NEXT;
	case CST_IMPORT_FROM_STATEMENT:
		import_from(e, node);
		return FLOW_NEXT;
	case CST_IMPORT_STATEMENT:
		import_modules(e, node);
		return FLOW_NEXT;
	case CST_FUNCTION_DEFINITION:
	case CST_CLASS_DEFINITION:
		define(e, node);
		return FLOW_NEXT;
	case CST_DECORATED_DEFINITION:
		define(e, cst_child(e->cst, node, FIELD_DEFINITION));
		return FLOW_NEXT;
	case CST_IF_STATEMENT:
		return eval_if(e, node);
	case CST_FOR_STATEMENT:
		return eval_for(e, node);
	case CST_WHILE_STATEMENT:
		return eval_while(e, node);
	case CST_TRY_STATEMENT:
		return eval_try(e, node);
	case CST_WITH_STATEMENT:
		return eval_with(e, node);
	case CST_MATCH_STATEMENT:
		return eval_match(e, node);
	case CST_RETURN_STATEMENT:
		return return_statement(e, node);
	case CST_RAISE_STATEMENT:
		return raise_statement(e, node);
	case CST_BREAK_STATEMENT:
		return FLOW_BREAK;
	case CST_CONTINUE_STATEMENT:
		return FLOW_CONTINUE;
	case CST_EXEC_STATEMENT:
		eval_opaque(e, node, "exec of computed code");
		return FLOW_NEXT;
	default: /* pass, global, nonlocal, del, type aliases */
		return FLOW_NEXT;
	}
}

static enum flow run_block(struct eval *e, uint32_t block)
{
	uint32_t outer = e->statement;
	enum flow flow = FLOW_NEXT;

	if (e->depth > LIMIT_EVAL_DEPTH)
		return FLOW_NEXT;
	e->depth++;
	for (uint32_t n = cst_first(e->cst, block); n; n = cst_next(e->cst, n)) {
		if (!eval_step(e, n))
			break;
		e->statement = n;
		flow = statement(e, n);
		if (flow != FLOW_NEXT)
			break;
	}
	e->depth--;
	e->statement = outer;
	return flow;
}

enum flow eval_block(struct eval *e, uint32_t block)
{
	return block ? run_block(e, block) : FLOW_NEXT;
}

void eval_module(struct eval *e)
{
	run_block(e, 0);
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

bool eval_call_global(struct eval *e, struct str name, struct eval_guards *ret_guards)
{
	const struct value *function = eval_global(e, name);

	if (!function || function->kind != VALUE_FUNCTION)
		return false;
	e->guards.items = NULL;
	e->guards.count = e->guards.capacity = 0;
	e->conditions.items = NULL;
	e->conditions.count = e->conditions.capacity = 0;
	e->running = true;
	e->exhausted = false;
	e->steps = 0;
	e->arena_start = e->arena->used;
	eval_function(e, function, NULL, NULL);
	e->running = false;
	*ret_guards = (struct eval_guards){e->guards.items, e->guards.count};
	return true;
}
