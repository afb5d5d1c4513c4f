#include "frontends/python/eval_internal.h"

enum {
	HOLE_BYTES = 60,
	NAME_BYTES = 2000,
	HOLE_SOURCE = 4096, /* bytes of source looked at for a hole */
};

struct eval *eval_new(struct cst *cst, struct arena *arena, const struct eval_host *host,
		      const struct eval_setting *setting)
{
	struct eval *e = arena_new(arena, struct eval);

	e->setting = *setting;
	e->main.path = setting->path;
	e->main.globals.module = &e->main;
	e->cst = cst;
	e->arena = arena;
	e->host = host;
	e->scope = &e->main.globals;
	e->trace = setting->trace ? trace_new(arena) : NULL;
	e->arena_start = arena->used;
	return e;
}

bool eval_running(const struct eval *e)
{
	return e->running;
}

uint32_t eval_guard(struct eval *e)
{
	if (e->guard > e->guard_used)
		e->guard_used = e->guard;
	return e->guard;
}

bool eval_guard_is(const struct eval *e, uint32_t guard)
{
	uint32_t a = e->guard;

	for (int depth = 0; a != guard && depth < LIMIT_GUARD_DEPTH; depth++) {
		const struct guard *x, *y;

		if (!a || !guard)
			return false;
		x = &e->guards.items[a - 1];
		y = &e->guards.items[guard - 1];
		if (x->at.line != y->at.line || x->negated != y->negated ||
		    !str_eq(x->text, y->text) || !str_eq(x->object, y->object))
			return false;
		a = x->outer;
		guard = y->outer;
	}
	return a == guard;
}

uint32_t eval_flags(const struct eval *e)
{
	return (e->loops ? OPF_IN_LOOP : 0) | (e->handlers ? OPF_IN_HANDLER : 0);
}

/* Where what stands under the guard runs. */
static dialect_set dialects_under(const struct eval *e, uint32_t guard)
{
	return guard ? e->conditions.items[guard - 1].dialects : DIALECT_ALL;
}

dialect_set eval_dialects(const struct eval *e)
{
	dialect_set set = dialects_under(e, e->guard);

	return set == DIALECT_ALL ? 0 : set;
}

uint32_t eval_statement(const struct eval *e)
{
	return e->statement;
}

uint32_t eval_site(const struct eval *e)
{
	return e->site ? e->site : e->statement;
}

struct str eval_path(const struct eval *e, uint32_t node)
{
	uint32_t file = cst_file_number(node);

	return file ? e->modules.items[file - 1]->path : e->main.path;
}

const struct lookup *const *eval_lookups(const struct eval *e, uint32_t *ret_count)
{
	*ret_count = e->lookups.count;
	return (const struct lookup *const *)e->lookups.items;
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

struct value *eval_changed(struct eval *e, const struct value *container)
{
	e->dirty |= e->running;
	return (struct value *)container;
}

void eval_forget(struct eval *e, const struct value *container, uint32_t node)
{
	struct value *changed = eval_changed(e, container);

	eval_forget_grown(e, container);
	if (changed->kind != VALUE_UNKNOWN)
		changed->number = changed->kind;
	changed->kind = VALUE_UNKNOWN;
	changed->text = cst_text(e->cst, node);
}

const struct value *eval_unknown_container(struct eval *e, enum value_kind kind, uint32_t node,
					   const struct value *from)
{
	struct value *v = (struct value *)eval_unknown_from(e, node, from, NULL);

	v->number = kind;
	return v;
}

static int64_t container_kind(const struct value *v)
{
	if (!v || !value_is_container(v))
		return 0;
	return v->kind == VALUE_UNKNOWN ? v->number : v->kind;
}

const struct value *eval_unknown_from(struct eval *e, uint32_t node, const struct value *a,
				      const struct value *b)
{
	struct value *v = value_new(e->arena, VALUE_UNKNOWN, node);

	if (a && b && container_kind(a) == container_kind(b))
		v->number = container_kind(a);

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
	struct str source = v->at ? str_sub(cst_text(e->cst, v->at), 0, HOLE_SOURCE) : STR("?");
	char *text = arena_alloc(e->arena, HOLE_BYTES + 3);
	size_t len = 0;

	source = str_trim(source);
	if (v->kind == VALUE_UNKNOWN && v->text.len)
		source = v->text;
	text[len++] = '{';
	for (size_t i = 0; i < source.len && i < HOLE_SOURCE && len < HOLE_BYTES; i++) {
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
		return text.len <= NAME_BYTES
			       ? text
			       : arena_join(e->arena, str_sub(text, 0, NAME_BYTES), STR("{...}"));
	return v->kind == VALUE_NONE ? STR("") : eval_hole(e, v);
}

const struct value *eval_global(const struct eval *e, struct str name)
{
	return scope_find_here(&e->main.globals, name);
}

uint32_t eval_assignment(const struct eval *e, struct str name)
{
	for (uint32_t i = e->assigned_count; i-- > 0;)
		if (str_eq(e->assigned[i].name, name))
			return e->assigned[i].node;
	return 0;
}

static uint32_t add_guard(struct eval *e, const struct guard *guard, const struct value *condition)
{
	dialect_set set = dialects_under(e, guard->outer);

	if (guard->kind == GUARD_DIALECT && guard->dialects)
		set &= guard->negated ? ~guard->dialects : guard->dialects;
	*vec_push(e->arena, &e->guards) = *guard;
	*vec_push(e->arena, &e->conditions) = (struct condition){condition, NULL, set};
	return e->guards.count;
}

const struct value *eval_condition(const struct eval *e, uint32_t guard)
{
	return e->conditions.items[guard - 1].value;
}

const struct guard *eval_guard_at(const struct eval *e, uint32_t guard)
{
	return &e->guards.items[guard - 1];
}

uint32_t eval_loops(const struct eval *e)
{
	return e->loops;
}

uint32_t eval_add_guard(struct eval *e, const struct guard *guard)
{
	return e->guard_used = add_guard(e, guard, NULL);
}

uint32_t eval_push_guard(struct eval *e, const struct value *condition, bool negated, uint32_t node)
{
	struct guard guard = {.negated = negated, .outer = e->guard};
	dialect_set implied = 0;
	uint32_t index, visited;

	guard.text = str_sub(cst_text(e->cst, node), 0, LIMIT_LINE_BYTES);
	guard.at = cst_span(e->cst, cst_is_main(node) ? node : eval_site(e));
	guard.meaning = value_meaning(condition, &visited);
	eval_spend(e, visited);
	e->host->classify(e->host->self, e, condition, &guard, &implied);
	index = add_guard(e, &guard, condition);
	if (!implied)
		return index;
	guard.kind = GUARD_DIALECT;
	guard.negated = false;
	guard.dialects = implied;
	guard.object = STR("");
	guard.outer = index;
	return add_guard(e, &guard, condition);
}

uint32_t eval_repeat_guard(struct eval *e, uint32_t guard)
{
	struct guard copy = e->guards.items[guard - 1];

	copy.outer = e->guard;
	return add_guard(e, &copy, e->conditions.items[guard - 1].value);
}

void eval_drop_guards(struct eval *e, uint32_t first)
{
	if (e->guard_used > first || e->guard > first)
		return;
	e->guards.count = first;
	e->conditions.count = first;
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
	case CST_DECORATED_DEFINITION:
		eval_define(e, node);
		return FLOW_NEXT;
	case CST_DELETE_STATEMENT:
		eval_delete(e, node);
		return FLOW_NEXT;
	case CST_GLOBAL_STATEMENT:
	case CST_NONLOCAL_STATEMENT:
		eval_declare_outer(e, node);
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
		e->breaks++;
		return FLOW_BREAK;
	case CST_CONTINUE_STATEMENT:
		return FLOW_CONTINUE;
	default: /* pass, type aliases */
		return FLOW_NEXT;
	}
}

static enum flow run_block(struct eval *e, uint32_t block)
{
	uint32_t outer = e->statement;
	enum flow flow = FLOW_NEXT;

	e->depth++;
	for (uint32_t n = cst_first(e->cst, block); n; n = cst_next(e->cst, n)) {
		eval_spend_source(e, n);
		if (!eval_step(e, n))
			break;
		if (cst_is_main(n))
			e->statement = n;
		flow = statement(e, n);
		if (flow != FLOW_NEXT)
			break;
	}
	e->depth--;
	e->statement = outer;
	return flow;
}

void eval_top_level(struct eval *e, uint32_t node)
{
	e->depth++;
	if (eval_step(e, node))
		statement(e, node);
	e->depth--;
}

enum flow eval_block(struct eval *e, uint32_t block)
{
	return block ? run_block(e, block) : FLOW_NEXT;
}

/*
 * The module's statements cost more than allowed: functions and names after that point are still
 * there, though nothing more is known of these.
 */
static void bind_the_rest(struct eval *e)
{
	e->module_exhausted = true;
	e->exhausted = false;
	for (uint32_t n = cst_first(e->cst, 0); n; n = cst_next(e->cst, n)) {
		enum cst_kind kind = cst_kind(e->cst, n);
		uint32_t inner = cst_first(e->cst, n), left;

		if (kind == CST_FUNCTION_DEFINITION ||
		    (kind == CST_DECORATED_DEFINITION &&
		     cst_child_kind(e->cst, n, CST_FUNCTION_DEFINITION)))
			eval_define(e, n);
		if (kind != CST_EXPRESSION_STATEMENT || !inner ||
		    cst_kind(e->cst, inner) != CST_ASSIGNMENT)
			continue;
		left = cst_child(e->cst, inner, FIELD_LEFT);
		if (!scope_find_here(&e->main.globals, cst_text(e->cst, left)))
			scope_bind(&e->main.globals, e->arena, cst_text(e->cst, left),
				   eval_unknown(e, inner));
	}
}

void eval_module(struct eval *e)
{
	run_block(e, 0);
	e->guard = 0; /* behind `if …: raise` it is still that of the condition */
	eval_note_exhaustion(e, 0);
	if (e->exhausted)
		bind_the_rest(e);
}

/* As it is when the process starts: what another function has changed is back. */
static void rerun_module(struct eval *e)
{
	e->main.globals = (struct scope){.module = &e->main};
	e->main.wildcards.count = 0;
	eval_forget_modules(e);
	e->assigned_count = 0;
	e->steps = e->work = 0;
	e->arena_start = e->arena->used;
	e->exhausted = e->dirty = false;
	eval_module(e);
}

bool eval_call_global(struct eval *e, struct str name, struct eval_guards *ret_guards)
{
	const struct value *function, *imported;

	if (e->dirty)
		rerun_module(e);
	imported = eval_global(e, name);
	function = imported ? eval_resolve(e, imported) : NULL;
	if (!function || function->kind != VALUE_FUNCTION)
		return false;
	e->guards.items = NULL;
	e->guards.count = e->guards.capacity = e->guard_used = 0;
	e->conditions.items = NULL;
	e->conditions.count = e->conditions.capacity = 0;
	e->stored.count = e->grown.count = 0; /* under guards that are no more */
	e->running = true;
	e->exhausted = false;
	e->steps = e->work = 0;
	e->arena_start = e->arena->used;
	if (e->module_exhausted)
		eval_opaque(e, function->at, "the module takes more evaluation steps than allowed");
	e->site = cst_is_main(function->at) ? 0 : imported->at;
	eval_function(e, function, NULL, NULL);
	eval_note_exhaustion(e, function->at);
	e->site = 0;
	e->running = false;
	*ret_guards = (struct eval_guards){e->guards.items, e->guards.count};
	return true;
}
