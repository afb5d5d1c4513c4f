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
			eval_assignment_statement(e, n);
			break;
		case CST_AUGMENTED_ASSIGNMENT:
			eval_augmented_assignment(e, n);
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
		eval_import_from(e, node);
		return FLOW_NEXT;
	case CST_IMPORT_STATEMENT:
		eval_import(e, node);
		return FLOW_NEXT;
	case CST_FUNCTION_DEFINITION:
	case CST_CLASS_DEFINITION:
		eval_define(e, node);
		return FLOW_NEXT;
	case CST_DECORATED_DEFINITION:
		eval_define(e, cst_child(e->cst, node, FIELD_DEFINITION));
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
		return eval_return(e, node);
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
