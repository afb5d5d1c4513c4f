#include "frontends/python/eval_internal.h"

enum { CONTEXTS_MAX = 16 }; /* of one with statement */

/* The names of the current scope at a point, to compare two ways through a condition. */
struct snapshot {
	struct binding *bindings;
	uint32_t count;
};

static struct snapshot take(struct eval *e)
{
	struct snapshot s = {NULL, e->scope->count};

	if (!s.count || !e->scope->bindings)
		return s;
	eval_spend(e, s.count);
	s.bindings = arena_array(e->arena, s.count, sizeof(*s.bindings));
	memcpy(s.bindings, e->scope->bindings, s.count * sizeof(*s.bindings));
	return s;
}

static void restore(struct eval *e, struct snapshot s, uint32_t shared)
{
	/* names only ever get added at the end, so the first ones are the same */
	if (shared && s.bindings)
		memcpy(e->scope->bindings, s.bindings, shared * sizeof(*s.bindings));
	e->scope->count = shared;
	for (uint32_t i = shared; i < s.count; i++)
		scope_bind(e->scope, e->arena, s.bindings[i].name, s.bindings[i].value);
}

/* Among the names added after the first `shared` ones. */
static const struct value *find_added(struct eval *e, struct snapshot s, uint32_t shared,
				      struct str name)
{
	if (!eval_spend(e, s.count - shared))
		return NULL;
	for (uint32_t i = shared; i < s.count; i++)
		if (str_eq(s.bindings[i].name, name))
			return s.bindings[i].value;
	return NULL;
}

/* A name that is one thing, where the condition holds, or another. */
static const struct value *either(struct eval *e, struct str name, uint32_t node,
				  const struct value *a, const struct value *b,
				  const struct value *condition)
{
	bool opposite = condition && condition->kind == VALUE_EXPR && condition->count == 1 &&
			str_eq(condition->text, STR("not"));
	struct value *v = (struct value *)eval_unknown_from(e, node, opposite ? b : a,
							    opposite ? a : b);

	if (condition)
		value_push(e->arena, v, opposite ? condition->items[0] : condition);
	v->text = name;
	return v;
}

/* The same import on both ways, or one constant: `try: import x` and `except: … import x`. */
static bool same(struct eval *e, const struct value *a, const struct value *b)
{
	if (a->kind == VALUE_REF && b->kind == VALUE_REF)
		return str_eq(a->text, b->text);
	return a == b || eval_equal(e, a, b) == TRUTH_YES;
}

/*
 * After two ways that may both have been taken, the scope's and `other`: what differs is not known.
 * Both began with the same `shared` names, in the same places.
 */
static void merge(struct eval *e, struct snapshot other, uint32_t shared, uint32_t node,
		  const struct value *condition)
{
	uint32_t count = e->scope->count;

	for (uint32_t i = 0; i < count; i++) {
		struct binding *b = &e->scope->bindings[i];
		/* as many as `shared`. NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
		const struct value *there = i < shared ? other.bindings[i].value
						       : find_added(e, other, shared, b->name);

		if (there && same(e, there, b->value))
			continue;
		/* bound on one way only: whoever uses it relies on that way */
		if (there)
			b->value = either(e, b->name, node, there, b->value, condition);
	}
	for (uint32_t i = shared; i < other.count; i++)
		if (!scope_find_here(e->scope, other.bindings[i].name))
			scope_bind(e->scope, e->arena, other.bindings[i].name,
				   other.bindings[i].value);
}

/*
 * The guard of what follows a condition one of whose sides left by `left_by`, when `pushed` is the
 * other side's. Behind a mere check that raises, the rest runs unless the migration fails; only the
 * dialect still says where.
 */
static uint32_t guard_after(struct eval *e, uint32_t outer, uint32_t pushed, enum flow left_by)
{
	if (left_by != FLOW_RAISE || e->guard != pushed ||
	    e->guards.items[pushed - 1].kind == GUARD_DIALECT)
		return e->guard;
	return outer;
}

/*
 * A condition that is not decided: both ways, each under its guard. Where one way leaves the
 * function (or the iteration), what follows runs under the other's guard.
 */
static enum flow both_ways(struct eval *e, const struct choice *c)
{
	uint32_t outer = e->guard, first = e->guards.count, then_guard, then_end, else_guard;
	struct snapshot before = take(e), after_then;
	enum flow then_flow, else_flow;

	e->guard = then_guard = eval_push_guard(e, c->condition, false, c->condition_node);
	then_flow = eval_block(e, c->consequence);
	then_end = e->guard;
	after_then = take(e);
	restore(e, before, before.count);
	e->guard = outer;
	e->guard = else_guard = eval_push_guard(e, c->condition, true, c->condition_node);
	else_flow = c->otherwise(e, c);
	if (then_flow != FLOW_NEXT && else_flow != FLOW_NEXT)
		return then_flow == else_flow ? then_flow : FLOW_RETURN;
	if (then_flow != FLOW_NEXT) {
		e->guard = guard_after(e, outer, else_guard, then_flow);
	} else if (else_flow != FLOW_NEXT) {
		restore(e, after_then, before.count);
		e->guard = then_end;
		e->guard = guard_after(e, outer, then_guard, else_flow);
	} else {
		merge(e, after_then, before.count, c->condition_node, c->condition);
		e->guard = outer;
	}
	eval_drop_guards(e, first);
	return FLOW_NEXT;
}

enum flow eval_choose(struct eval *e, const struct choice *c)
{
	enum flow flow;

	e->depth++; /* a long elif chain is a deep one here */
	switch (value_truth(c->condition)) {
	case TRUTH_YES:
		flow = eval_block(e, c->consequence);
		break;
	case TRUTH_NO:
		flow = c->otherwise(e, c);
		break;
	default:
		flow = both_ways(e, c);
	}
	e->depth--;
	return flow;
}

static enum flow if_from(struct eval *e, uint32_t node, uint32_t alternative);

/* The elif and else clauses from `alternative` on. */
static enum flow otherwise(struct eval *e, uint32_t alternative)
{
	while (alternative && cst_node(e->cst, alternative)->field != FIELD_ALTERNATIVE)
		alternative = cst_next(e->cst, alternative);
	if (!alternative)
		return FLOW_NEXT;
	if (cst_kind(e->cst, alternative) == CST_ELSE_CLAUSE)
		return eval_block(e, cst_child(e->cst, alternative, FIELD_BODY));
	return if_from(e, alternative, cst_next(e->cst, alternative));
}

static enum flow else_of(struct eval *e, const struct choice *choice)
{
	return otherwise(e, choice->rest);
}

static enum flow if_from(struct eval *e, uint32_t node, uint32_t alternative)
{
	struct choice choice = {.otherwise = else_of, .rest = alternative};

	if (!eval_step(e, node))
		return FLOW_NEXT;
	choice.condition_node = cst_child(e->cst, node, FIELD_CONDITION);
	choice.consequence = cst_child(e->cst, node, FIELD_CONSEQUENCE);
	choice.condition = eval_expr(e, choice.condition_node);
	return eval_choose(e, &choice);
}

enum flow eval_if(struct eval *e, uint32_t node)
{
	return if_from(e, node, cst_first(e->cst, node));
}

const struct value *eval_iterate(struct eval *e, const struct value *v)
{
	struct value *list;

	if (value_is_sequence(v))
		return v;
	if (v->kind != VALUE_DICT && v->kind != VALUE_CLASS)
		return NULL;
	list = value_new(e->arena, VALUE_LIST, v->at);
	if (v->kind == VALUE_DICT) {
		for (uint32_t i = 0; i + 1 < v->count; i += 2)
			value_push(e->arena, list, v->items[i]);
		return list;
	}
	/* the members of an Enum class */
	for (uint32_t i = 0; i < v->scope->count; i++)
		if (eval_is_constant(e, v->scope->bindings[i].value))
			value_push(e->arena, list, v->scope->bindings[i].value);
	return list->count ? list : NULL;
}

static uint32_t loop_body(struct eval *e, uint32_t node)
{
	return cst_child(e->cst, node, FIELD_BODY);
}

static uint32_t return_count(const struct eval *e)
{
	return e->frame ? e->frame->returns.count : 0;
}

/*
 * A body that runs zero or more times. `over`, from `node`, decides whether it runs at all. What
 * follows a `return` in it runs only when that was not reached.
 */
static enum flow unknown_loop(struct eval *e, uint32_t body, const struct value *over,
			      uint32_t node)
{
	uint32_t outer = e->guard, returns = return_count(e);
	struct snapshot before;
	enum flow flow;

	eval_forget_assigned(e, body);
	before = take(e);
	e->loops++;
	flow = eval_block(e, body);
	e->loops--;
	if (flow == FLOW_RETURN) {
		e->guard = outer;
		e->guard = eval_push_guard(e, over, true, node);
	} else if (return_count(e) == returns) {
		e->guard = outer;
	}
	merge(e, before, before.count, body, NULL);
	return FLOW_NEXT;
}

/* After one round: a guard left by `continue` ends, one left by `break` or `return` holds on. */
static void end_round(struct eval *e, uint32_t guard, uint32_t returns, uint32_t breaks)
{
	if (return_count(e) == returns && e->breaks == breaks)
		e->guard = guard;
}

static enum flow unrolled(struct eval *e, uint32_t node, const struct value *items)
{
	uint32_t target = cst_child(e->cst, node, FIELD_LEFT), count = items->count;
	uint32_t outer = e->guard, all_returns = return_count(e);
	const struct trace_step *source = trace_source(e, TRACE_ITEM,
						       cst_child(e->cst, node, FIELD_RIGHT));

	for (uint32_t i = 0; i < count && !e->exhausted; i++) {
		uint32_t before = e->guard, returns = return_count(e), breaks = e->breaks;
		enum flow flow;

		if (i == LIMIT_LOOP_ITERATIONS) {
			eval_opaque(e, node, "loops more often than allowed");
			break;
		}
		trace_item(e, source, i, count);
		eval_assign(e, target, items->items[i]);
		flow = eval_block(e, loop_body(e, node));
		if (flow == FLOW_RETURN || flow == FLOW_RAISE)
			return flow;
		if (flow == FLOW_BREAK)
			break;
		end_round(e, before, returns, breaks);
	}
	if (return_count(e) == all_returns)
		e->guard = outer; /* a `break` ends here */
	return FLOW_NEXT;
}

enum flow eval_for(struct eval *e, uint32_t node)
{
	uint32_t right = cst_child(e->cst, node, FIELD_RIGHT), breaks = e->breaks;
	const struct value *iterable = eval_expr(e, right);
	const struct value *items = eval_iterate(e, iterable);
	enum flow flow;

	if (items) {
		flow = unrolled(e, node, items);
	} else if (eval_over_grown(e, node, iterable)) {
		flow = FLOW_NEXT;
	} else {
		uint32_t target = cst_child(e->cst, node, FIELD_LEFT);

		trace_source(e, TRACE_ITEM, right);
		iterable = eval_unknown_from(e, target, iterable, NULL);
		eval_enter_element(e, loop_body(e, node), iterable);
		eval_assign(e, target, iterable);
		flow = unknown_loop(e, loop_body(e, node), iterable->items[0], right);
	}
	e->breaks = breaks;
	if (flow == FLOW_NEXT && cst_child(e->cst, node, FIELD_ALTERNATIVE))
		flow = otherwise(e, cst_first(e->cst, node));
	return flow;
}

/* `while True` and the like say nothing about how often. */
static bool is_literal(struct eval *e, uint32_t node)
{
	return cst_kind(e->cst, node) == CST_TRUE || cst_kind(e->cst, node) == CST_INTEGER;
}

static enum flow while_rounds(struct eval *e, uint32_t node)
{
	uint32_t condition_node = cst_child(e->cst, node, FIELD_CONDITION);
	uint32_t body = loop_body(e, node);

	for (uint32_t round = 0; !e->exhausted; round++) {
		uint32_t guard = e->guard, returns = return_count(e), breaks = e->breaks;
		const struct value *condition = eval_expr(e, condition_node);
		enum truth truth = value_truth(condition);
		enum flow flow;

		eval_spend_source(e, condition_node);
		if (truth == TRUTH_NO)
			return otherwise(e, cst_first(e->cst, node));
		if (truth == TRUTH_UNKNOWN || is_literal(e, condition_node) ||
		    round == LIMIT_LOOP_ITERATIONS)
			return unknown_loop(e, body, condition, condition_node);
		flow = eval_block(e, body);
		if (flow == FLOW_RETURN || flow == FLOW_RAISE)
			return flow;
		if (flow == FLOW_BREAK)
			return FLOW_NEXT;
		end_round(e, guard, returns, breaks);
	}
	return FLOW_NEXT;
}

enum flow eval_while(struct eval *e, uint32_t node)
{
	uint32_t outer = e->guard, returns = return_count(e), breaks = e->breaks;
	enum flow flow = while_rounds(e, node);

	e->breaks = breaks;
	if (return_count(e) == returns)
		e->guard = outer;
	return flow;
}

enum flow eval_try(struct eval *e, uint32_t node)
{
	struct snapshot before;
	enum flow flow = eval_block(e, loop_body(e, node));
	uint32_t guard = e->guard;

	for (uint32_t n = cst_first(e->cst, node); n && !e->exhausted; n = cst_next(e->cst, n)) {
		enum cst_kind kind = cst_kind(e->cst, n);

		if (kind == CST_ELSE_CLAUSE && flow == FLOW_NEXT)
			flow = eval_block(e, cst_child(e->cst, n, FIELD_BODY));
		if (kind == CST_FINALLY_CLAUSE)
			eval_block(e, cst_child_kind(e->cst, n, CST_BLOCK));
		if (kind != CST_EXCEPT_CLAUSE)
			continue;
		before = take(e);
		e->handlers++;
		eval_block(e, cst_child_kind(e->cst, n, CST_BLOCK));
		e->handlers--;
		e->guard = guard;
		merge(e, before, before.count, n, NULL);
	}
	return flow;
}

/* __enter__() or __exit__() of an object of the file's own class; NULL: it has none. */
static const struct value *call_own(struct eval *e, const struct value *context, struct str name)
{
	const struct value *class = value_class_of(context);
	const struct value *method = class ? value_member(class, name) : NULL;

	if (!method || method->kind != VALUE_FUNCTION)
		return NULL;
	return eval_function(e, method, NULL, context);
}

static const struct value *enter(struct eval *e, const struct value *context)
{
	const struct value *bound = call_own(e, context, STR("__enter__"));

	if (bound)
		return bound;
	return e->running ? e->host->enter(e->host->self, e, context) : context;
}

static void leave(struct eval *e, const struct value *context)
{
	if (!call_own(e, context, STR("__exit__")) && e->running)
		e->host->leave(e->host->self, e, context);
}

static enum flow with_items(struct eval *e, uint32_t node, uint32_t item, uint32_t entered);

void eval_with_body(struct eval *e, struct with_body *w, const struct value *v)
{
	struct scope *scope = e->scope;
	struct frame *frame = e->frame;
	uint32_t site = e->site, statement = e->statement;

	w->ran = true;
	e->scope = w->scope;
	e->frame = w->frame;
	e->site = w->site;
	e->statement = w->statement;
	if (w->alias)
		eval_assign(e, w->alias, v);
	w->flow = with_items(e, w->node, w->next, w->entered + 1);
	e->scope = scope;
	e->frame = frame;
	e->site = site;
	e->statement = statement;
}

/* One item, which holds while the rest of them and the body run. */
static enum flow with_item(struct eval *e, uint32_t node, uint32_t item, uint32_t entered)
{
	uint32_t value_node = cst_child(e->cst, item, FIELD_VALUE), alias = 0;
	struct with_body w = {.node = node, .next = cst_next(e->cst, item), .entered = entered};
	const struct value *context, *bound;
	enum flow flow;

	if (value_node && cst_kind(e->cst, value_node) == CST_AS_PATTERN) {
		alias = cst_child(e->cst, value_node, FIELD_ALIAS);
		value_node = cst_first(e->cst, value_node);
	}
	w.at = value_node;
	w.alias = alias;
	w.scope = e->scope;
	w.frame = e->frame;
	w.site = e->site;
	w.statement = e->statement;
	e->with = &w;
	context = eval_expr(e, value_node);
	e->with = NULL;
	if (w.ran)
		return w.flow;
	bound = enter(e, context);
	if (alias) {
		trace_source(e, TRACE_CONTEXT, value_node);
		eval_assign(e, alias, bound);
	}
	flow = with_items(e, node, w.next, entered + 1);
	leave(e, context);
	return flow;
}

/* The items from `item` on, then the body. */
static enum flow with_items(struct eval *e, uint32_t node, uint32_t item, uint32_t entered)
{
	while (item && cst_kind(e->cst, item) != CST_WITH_ITEM)
		item = cst_next(e->cst, item);
	if (item && entered < CONTEXTS_MAX)
		return with_item(e, node, item, entered);
	return eval_block(e, loop_body(e, node));
}

enum flow eval_with(struct eval *e, uint32_t node)
{
	uint32_t clause = cst_child_kind(e->cst, node, CST_WITH_CLAUSE);

	return with_items(e, node, clause ? cst_first(e->cst, clause) : 0, 0);
}
