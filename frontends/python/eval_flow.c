#include "frontends/python/eval_internal.h"

/* The names of the current scope at a point, to compare two ways through a condition. */
struct snapshot {
	struct binding *bindings;
	uint32_t count;
};

static struct snapshot take(struct eval *e)
{
	struct snapshot s = {NULL, e->scope->count};

	if (!s.count)
		return s;
	s.bindings = arena_array(e->arena, s.count, sizeof(*s.bindings));
	memcpy(s.bindings, e->scope->bindings, s.count * sizeof(*s.bindings));
	return s;
}

static void restore(struct eval *e, struct snapshot s)
{
	/* names only ever get added at the end, so the first ones are the same */
	if (s.count)
		memcpy(e->scope->bindings, s.bindings, s.count * sizeof(*s.bindings));
	e->scope->count = s.count;
}

static const struct value *find_in(struct snapshot s, struct str name)
{
	for (uint32_t i = 0; i < s.count; i++)
		if (str_eq(s.bindings[i].name, name))
			return s.bindings[i].value;
	return NULL;
}

/* A name that is one thing or another. */
static const struct value *either(struct eval *e, struct str name, uint32_t node,
				  const struct value *a, const struct value *b)
{
	struct value *v = value_new(e->arena, VALUE_UNKNOWN, node);

	v->text = name;
	value_push(e->arena, v, a);
	value_push(e->arena, v, b);
	return v;
}

/* After two ways that may both have been taken: what differs is not known. */
static void merge(struct eval *e, struct snapshot other, uint32_t node)
{
	for (uint32_t i = 0; i < e->scope->count; i++) {
		struct binding *b = &e->scope->bindings[i];
		const struct value *there = find_in(other, b->name);

		if (there == b->value || (there && value_equal(there, b->value) == TRUTH_YES))
			continue;
		/* bound on one way only: whoever uses it relies on that way */
		if (there)
			b->value = either(e, b->name, node, b->value, there);
	}
	for (uint32_t i = 0; i < other.count; i++)
		if (!scope_find_here(e->scope, other.bindings[i].name))
			scope_bind(e->scope, e->arena, other.bindings[i].name,
				   other.bindings[i].value);
}

static uint32_t condition_of(struct eval *e, uint32_t node)
{
	return cst_child(e->cst, node, FIELD_CONDITION);
}

static enum flow if_from(struct eval *e, uint32_t node, uint32_t alternative);

/* The elif and else clauses from `alternative` on. */
static enum flow otherwise(struct eval *e, uint32_t alternative)
{
	while (alternative && e->cst->nodes[alternative].field != FIELD_ALTERNATIVE)
		alternative = cst_next(e->cst, alternative);
	if (!alternative)
		return FLOW_NEXT;
	if (cst_kind(e->cst, alternative) == CST_ELSE_CLAUSE)
		return eval_block(e, cst_child(e->cst, alternative, FIELD_BODY));
	return if_from(e, alternative, cst_next(e->cst, alternative));
}

/*
 * A condition that is not decided: both ways, each under its guard. Where one way leaves the
 * function (or the iteration), what follows runs under the other's guard.
 */
static enum flow both_ways(struct eval *e, uint32_t node, const struct value *condition,
			   uint32_t alternative)
{
	uint32_t outer = e->guard, then_guard;
	struct snapshot before = take(e), after_then;
	enum flow then_flow, else_flow;

	e->guard = eval_push_guard(e, condition, false, condition_of(e, node));
	then_flow = eval_block(e, cst_child(e->cst, node, FIELD_CONSEQUENCE));
	then_guard = e->guard;
	after_then = take(e);
	restore(e, before);
	e->guard = outer;
	e->guard = eval_push_guard(e, condition, true, condition_of(e, node));
	else_flow = otherwise(e, alternative);
	if (then_flow != FLOW_NEXT && else_flow != FLOW_NEXT)
		return then_flow == else_flow ? then_flow : FLOW_RETURN;
	if (then_flow != FLOW_NEXT)
		return FLOW_NEXT;
	if (else_flow != FLOW_NEXT) {
		restore(e, (struct snapshot){NULL, 0});
		for (uint32_t i = 0; i < after_then.count; i++)
			scope_bind(e->scope, e->arena, after_then.bindings[i].name,
				   after_then.bindings[i].value);
		e->guard = then_guard;
		return FLOW_NEXT;
	}
	merge(e, after_then, node);
	e->guard = outer;
	return FLOW_NEXT;
}

static enum flow if_from(struct eval *e, uint32_t node, uint32_t alternative)
{
	const struct value *condition;
	enum flow flow;

	if (!eval_step(e, node))
		return FLOW_NEXT;
	e->depth++; /* a long elif chain is a deep one here */
	condition = eval_expr(e, condition_of(e, node));
	switch (value_truth(condition)) {
	case TRUTH_YES:
		flow = eval_block(e, cst_child(e->cst, node, FIELD_CONSEQUENCE));
		break;
	case TRUTH_NO:
		flow = otherwise(e, alternative);
		break;
	default:
		flow = both_ways(e, node, condition, alternative);
	}
	e->depth--;
	return flow;
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
		if (value_is_constant(v->scope->bindings[i].value))
			value_push(e->arena, list, v->scope->bindings[i].value);
	return list->count ? list : NULL;
}

static uint32_t loop_body(struct eval *e, uint32_t node)
{
	return cst_child(e->cst, node, FIELD_BODY);
}

/* A body that runs zero or more times. */
static enum flow unknown_loop(struct eval *e, uint32_t node)
{
	struct snapshot before = take(e);
	uint32_t outer = e->guard;

	e->loops++;
	eval_block(e, loop_body(e, node));
	e->loops--;
	e->guard = outer;
	merge(e, before, node);
	return FLOW_NEXT;
}

static enum flow unrolled(struct eval *e, uint32_t node, const struct value *items)
{
	uint32_t target = cst_child(e->cst, node, FIELD_LEFT), count = items->count;

	for (uint32_t i = 0; i < count && !e->exhausted; i++) {
		uint32_t before = e->guard, returns = e->frame ? e->frame->returns.count : 0;
		enum flow flow;

		if (i == LIMIT_LOOP_ITERATIONS) {
			eval_opaque(e, node, "loops more often than allowed");
			break;
		}
		eval_assign(e, target, items->items[i]);
		flow = eval_block(e, loop_body(e, node));
		if (flow == FLOW_RETURN || flow == FLOW_RAISE)
			return flow;
		if (flow == FLOW_BREAK)
			break;
		/* a guard left by `continue` ends here; one left by `return` holds to the end */
		if (!e->frame || e->frame->returns.count == returns)
			e->guard = before;
	}
	return FLOW_NEXT;
}

enum flow eval_for(struct eval *e, uint32_t node)
{
	const struct value *iterable = eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT));
	const struct value *items = eval_iterate(e, iterable);
	enum flow flow;

	if (items) {
		flow = unrolled(e, node, items);
	} else {
		uint32_t target = cst_child(e->cst, node, FIELD_LEFT);

		eval_assign(e, target, eval_unknown_from(e, target, iterable, NULL));
		flow = unknown_loop(e, node);
	}
	if (flow == FLOW_NEXT && cst_child(e->cst, node, FIELD_ALTERNATIVE))
		flow = otherwise(e, cst_first(e->cst, node));
	return flow;
}

enum flow eval_while(struct eval *e, uint32_t node)
{
	const struct value *condition = eval_expr(e, condition_of(e, node));

	if (value_truth(condition) == TRUTH_NO)
		return otherwise(e, cst_first(e->cst, node));
	return unknown_loop(e, node);
}

enum flow eval_try(struct eval *e, uint32_t node)
{
	struct snapshot before;
	enum flow flow = eval_block(e, loop_body(e, node));
	uint32_t guard = e->guard;

	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
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
		merge(e, before, n);
	}
	return flow;
}

/* Enters the items of a with clause; returns how many contexts are open. */
static uint32_t enter_items(struct eval *e, uint32_t clause, const struct value **contexts,
			    uint32_t max)
{
	uint32_t count = 0;

	for (uint32_t item = cst_first(e->cst, clause); item; item = cst_next(e->cst, item)) {
		uint32_t value_node = cst_child(e->cst, item, FIELD_VALUE), alias = 0;
		const struct value *context, *bound;

		if (cst_kind(e->cst, item) != CST_WITH_ITEM || count == max)
			continue;
		if (value_node && cst_kind(e->cst, value_node) == CST_AS_PATTERN) {
			alias = cst_child(e->cst, value_node, FIELD_ALIAS);
			value_node = cst_first(e->cst, value_node);
		}
		context = eval_expr(e, value_node);
		bound = e->running ? e->host->enter(e->host->self, e, context) : context;
		contexts[count++] = context;
		if (alias)
			eval_assign(e, alias, bound);
	}
	return count;
}

enum flow eval_with(struct eval *e, uint32_t node)
{
	const struct value *contexts[16];
	uint32_t clause = cst_child_kind(e->cst, node, CST_WITH_CLAUSE), count = 0;
	enum flow flow;

	if (clause)
		count = enter_items(e, clause, contexts, sizeof(contexts) / sizeof(contexts[0]));
	flow = eval_block(e, loop_body(e, node));
	while (count-- > 0)
		if (e->running)
			e->host->leave(e->host->self, e, contexts[count]);
	return flow;
}

/* Every case may be the one. */
enum flow eval_match(struct eval *e, uint32_t node)
{
	uint32_t body = cst_child(e->cst, node, FIELD_BODY), outer = e->guard;
	const struct value *subject = eval_expr(e, cst_child(e->cst, node, FIELD_SUBJECT));

	for (uint32_t n = body ? cst_first(e->cst, body) : 0; n; n = cst_next(e->cst, n)) {
		struct snapshot before = take(e);

		e->guard = outer;
		e->guard = eval_push_guard(e, subject, false, n);
		eval_block(e, cst_child(e->cst, n, FIELD_CONSEQUENCE));
		merge(e, before, n);
	}
	e->guard = outer;
	return FLOW_NEXT;
}
