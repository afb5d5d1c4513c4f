#include "frontends/python/eval_internal.h"

/*
 * What an evaluation may cost: nodes that are evaluated, values that are looked at, bytes of source
 * passed over. Everything is paid for before it is done.
 */

enum {
	WORK_PER_STEP = 16,  /* values */
	SOURCE_PER_WORK = 4, /* bytes */
};

bool eval_step(struct eval *e, uint32_t node)
{
	if (e->exhausted)
		return false;
	if (e->steps++ < LIMIT_EVAL_STEPS && e->depth <= LIMIT_EVAL_DEPTH &&
	    e->arena->used - e->arena_start <= LIMIT_EVAL_BYTES)
		return true;
	e->exhausted = true;
	eval_opaque(e, node,
		    e->depth > LIMIT_EVAL_DEPTH ? "nested too deep to evaluate"
						: "takes more evaluation steps than allowed");
	return false;
}

bool eval_spend(struct eval *e, uint64_t amount)
{
	uint64_t work = e->work + amount, steps = e->steps + work / WORK_PER_STEP;

	e->work = (uint32_t)(work % WORK_PER_STEP);
	e->steps = steps > LIMIT_EVAL_STEPS ? LIMIT_EVAL_STEPS + 1 : (uint32_t)steps;
	return e->steps <= LIMIT_EVAL_STEPS && !e->exhausted;
}

void eval_spend_bytes(struct eval *e, size_t bytes)
{
	e->arena_start -= bytes;
}

/* At the end, where no step follows that would tell. */
void eval_note_exhaustion(struct eval *e, uint32_t node)
{
	if (e->steps > LIMIT_EVAL_STEPS)
		eval_step(e, node);
}

bool eval_spend_source(struct eval *e, uint32_t node)
{
	return eval_spend(e, cst_text(e->cst, node).len / SOURCE_PER_WORK);
}

bool eval_is_constant(struct eval *e, const struct value *v)
{
	uint64_t work = 0;
	bool constant = value_is_constant(v, &work);

	eval_spend(e, work);
	return constant;
}

enum truth eval_equal(struct eval *e, const struct value *a, const struct value *b)
{
	uint64_t work = 0;
	enum truth equal = value_equal(a, b, &work);

	eval_spend(e, work);
	return equal;
}

enum truth eval_contains(struct eval *e, const struct value *container, const struct value *item)
{
	uint64_t work = 0;
	enum truth contains = value_contains(container, item, &work);

	eval_spend(e, work);
	return contains;
}

const struct value *eval_get(struct eval *e, const struct value *dict, const struct value *key)
{
	uint64_t work = 0;
	const struct value *found = value_get(dict, key, &work);

	eval_spend(e, work);
	return found;
}

const struct value *eval_search(struct eval *e, const struct value *v, value_predicate predicate,
				void *self)
{
	uint64_t work = 0;
	const struct value *found = value_search(v, ++e->searches, predicate, self, &work);

	eval_spend(e, work);
	return found;
}
