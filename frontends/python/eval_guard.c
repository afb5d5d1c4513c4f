#include "frontends/python/eval_internal.h"

/*
 * The conditions that statements stand under.
 *
 * Most guards are taken back because no op stands under them, and what a condition tests takes a
 * search through all that it is made of. So a guard is judged when someone asks for it, or before
 * anything changes that its condition may be made of.
 */

static const struct condition *condition_at(const struct eval *e, uint32_t guard)
{
	return &e->conditions.items[guard - 1];
}

/* The guard itself, where this one only tells the dialects that it implies. */
static uint32_t first_of(const struct eval *e, uint32_t guard)
{
	return condition_at(e, guard)->implied ? guard - 1 : guard;
}

static void judge(struct eval *e, uint32_t guard)
{
	struct condition *c = &e->conditions.items[guard - 1];
	struct guard *g = &e->guards.items[guard - 1];
	uint32_t first = first_of(e, guard), opposite = c->opposite_guard, visited;
	const struct guard *judged = NULL;

	if (c->judged)
		return;
	if (first != guard)
		judge(e, first);
	if (opposite && condition_at(e, opposite)->judged &&
	    condition_at(e, opposite)->changes == e->changes)
		judged = &e->guards.items[opposite - 1];
	c->judged = true;
	c->changes = e->changes;
	e->unjudged--;
	if (first != guard) {
		g->meaning = e->guards.items[first - 1].meaning;
		return;
	}
	if (judged) {
		g->meaning = judged->meaning;
	} else {
		/* there is a guard. NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
		g->meaning = value_meaning(c->value, &visited);
		eval_spend(e, visited);
	}
	/* which object an existence is of can differ between a condition and its opposite */
	if (judged && judged->kind != GUARD_EXISTS)
		g->kind = judged->kind;
	else if (g->kind != GUARD_DIALECT)
		e->host->classify(e->host->self, e, c->value, g);
}

void eval_judge_guards(struct eval *e)
{
	for (uint32_t i = e->guards.count; i && e->unjudged; i--)
		judge(e, i);
}

/* The guard and all around it: what is around a judged one is. */
static void judge_all(struct eval *e, uint32_t guard)
{
	while (guard && !condition_at(e, guard)->judged) {
		judge(e, guard);
		guard = e->guards.items[first_of(e, guard) - 1].outer;
	}
}

uint32_t eval_guard(struct eval *e)
{
	if (e->guard > e->guard_used)
		e->guard_used = e->guard;
	judge_all(e, e->guard);
	return e->guard;
}

bool eval_guard_is(struct eval *e, uint32_t guard)
{
	uint32_t a = e->guard;

	judge_all(e, guard);
	judge_all(e, a);
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

bool eval_caught(const struct eval *e)
{
	return e->tries != 0;
}

bool eval_certain(const struct eval *e)
{
	return !e->loops && !e->handlers && e->guard == (e->frame ? e->frame->base_guard : 0);
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

static uint32_t add_guard(struct eval *e, const struct guard *guard,
			  const struct condition *condition)
{
	struct condition *c = vec_push(e->arena, &e->conditions);

	*vec_push(e->arena, &e->guards) = *guard;
	*c = *condition;
	c->dialects = dialects_under(e, guard->outer);
	if (guard->kind == GUARD_DIALECT && guard->dialects)
		c->dialects &= guard->negated ? ~guard->dialects : guard->dialects;
	e->unjudged += !c->judged;
	return e->guards.count;
}

uint32_t eval_add_guard(struct eval *e, const struct guard *guard)
{
	return e->guard_used = add_guard(e, guard, &(struct condition){.judged = true});
}

static uint32_t push(struct eval *e, const struct guard *guard, uint32_t node,
		     struct condition *condition)
{
	struct guard new = *guard;
	dialect_set implied = 0;
	uint32_t index;

	new.outer = e->guard;
	new.text = str_sub(cst_text(e->cst, node), 0, LIMIT_LINE_BYTES);
	new.at = cst_span(e->cst, cst_is_main(node) ? node : eval_site(e));
	e->host->find_dialects(e->host->self, e, condition->value, &new, &implied);
	index = add_guard(e, &new, condition);
	if (!implied)
		return index;
	new.kind = GUARD_DIALECT;
	new.negated = false;
	new.dialects = implied;
	new.outer = index;
	condition->implied = true;
	return add_guard(e, &new, condition);
}

uint32_t eval_push_guard(struct eval *e, const struct value *condition, bool negated, uint32_t node)
{
	return push(e, &(struct guard){.negated = negated}, node,
		    &(struct condition){.value = condition});
}

uint32_t eval_push_opposite(struct eval *e, uint32_t guard, uint32_t node)
{
	uint32_t first = first_of(e, guard);

	return push(e, &(struct guard){.negated = true}, node,
		    &(struct condition){.value = condition_at(e, first)->value,
					.opposite_guard = first});
}

uint32_t eval_repeat_guard(struct eval *e, uint32_t guard)
{
	struct condition condition;
	struct guard copy;

	judge(e, guard);
	condition = *condition_at(e, guard);
	condition.opposite_guard = 0;
	condition.implied = false; /* what it was implied by need not stand before it here */
	copy = e->guards.items[guard - 1];
	copy.outer = e->guard;
	return add_guard(e, &copy, &condition);
}

void eval_drop_guards(struct eval *e, uint32_t first)
{
	if (e->guard_used > first || e->guard > first)
		return;
	for (uint32_t i = first; i < e->conditions.count; i++)
		e->unjudged -= !e->conditions.items[i].judged;
	e->guards.count = first;
	e->conditions.count = first;
}
