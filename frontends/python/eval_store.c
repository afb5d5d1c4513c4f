#include "frontends/python/eval_internal.h"

/*
 * Changes of things that are not known, as far as they can be told again:
 *
 *	for fk in inspector.get_foreign_keys("users"):
 *	    fk["options"]["ondelete"] = "CASCADE"     of each of them
 *
 *	if column["name"] == "phone":
 *	    found.append((table, column))             what is in the list, and under which condition
 */

enum {
	STORED_MAX = 64,
	GROWN_MAX = 1024,
	LISTS_PER_WORK = 4,
};

/* ---- values stored under keys ---- */

/* One step from a value to what holds it: base[key] or base.get(key). */
static const struct value *held_by(const struct value *v, const struct value **ret_key)
{
	if (v->kind == VALUE_ITEM && v->count) {
		*ret_key = v->items[0];
		return v->base;
	}
	if (v->kind == VALUE_CALL && v->count && v->base->kind == VALUE_ATTRIBUTE &&
	    str_eq(v->base->text, STR("get"))) {
		*ret_key = v->items[0];
		return v->base->base;
	}
	return NULL;
}

/* base[key] as a root and the keys that lead from it. False: one is not known, or they are too many. */
static bool find_place(struct place *p, const struct value *base, const struct value *key)
{
	*p = (struct place){.root = base};
	while (p->key_count < PLACE_KEYS && (value_is_str(key) || key->kind == VALUE_INT) &&
	       !key->holes) {
		p->keys[p->key_count++] = key;
		base = held_by(p->root, &key);
		if (!base)
			return true;
		p->root = base;
	}
	return false;
}

static bool same_keys(const struct place *a, const struct place *b)
{
	if (a->key_count != b->key_count)
		return false;
	for (uint32_t i = 0; i < a->key_count; i++) {
		const struct value *one = a->keys[i], *other = b->keys[i];

		if (one->kind != other->kind || one->number != other->number ||
		    !str_eq(one->text, other->text))
			return false;
	}
	return true;
}

/* Is it what a loop over something unknown gives its target? */
static const struct value *list_of_element(const struct value *v)
{
	return v->kind == VALUE_UNKNOWN && v->count == 1 && !v->number ? v->items[0] : NULL;
}

void eval_enter_element(struct eval *e, uint32_t body, const struct value *element)
{
	bool all = !cst_has(e->cst, body, CST_BREAK_STATEMENT) &&
		   !cst_has(e->cst, body, CST_RETURN_STATEMENT);

	e->element = all ? element : NULL;
	e->element_guard = e->guard;
}

void eval_store(struct eval *e, const struct value *base, const struct value *key,
		const struct value *value)
{
	struct stored s = {.value = value, .guard = e->guard};

	if (!e->running || e->stored.count == STORED_MAX || !find_place(&s.place, base, key))
		return;
	if (s.place.root == e->element && e->guard == e->element_guard)
		s.each = list_of_element(s.place.root);
	if (s.guard > e->guard_used)
		e->guard_used = s.guard;
	*vec_push(e->arena, &e->stored) = s;
}

/* Does what runs under `guard` run only where `outer` holds? */
static bool is_within(const struct eval *e, uint32_t guard, uint32_t outer)
{
	uint32_t depth = 0;

	while (guard && guard != outer && depth++ < LIMIT_GUARD_DEPTH)
		guard = e->guards.items[guard - 1].outer;
	return guard == outer;
}

/* Does what is stored concern this place: surely, or perhaps? */
static enum tri concerns(const struct eval *e, const struct stored *s, const struct place *p)
{
	const struct value *list = list_of_element(p->root);

	if (!same_keys(&s->place, p))
		return TRI_NO;
	if (s->place.root == p->root || (list && s->each == list))
		return is_within(e, e->guard, s->guard) ? TRI_YES : TRI_UNKNOWN;
	/* of one element of the same list */
	return list && list_of_element(s->place.root) == list ? TRI_UNKNOWN : TRI_NO;
}

const struct value *eval_stored(struct eval *e, const struct value *base, const struct value *key,
				uint32_t at)
{
	struct value *changed;
	struct place p;

	if (!e->stored.count || !find_place(&p, base, key) || !eval_spend(e, e->stored.count))
		return NULL;
	for (uint32_t i = e->stored.count; i-- > 0;) {
		const struct stored *s = &e->stored.items[i];
		enum tri does = concerns(e, s, &p);

		if (does == TRI_NO)
			continue;
		if (does == TRI_YES)
			return s->value;
		/* its source would tell what was there before */
		changed = (struct value *)eval_unknown_from(e, at, s->value, NULL);
		changed->text = STR("changed");
		return changed;
	}
	return NULL;
}

/* ---- lists that grow ---- */

static struct grown *grown_of(struct eval *e, const struct value *list)
{
	if (list->kind != VALUE_UNKNOWN || list->number != VALUE_LIST || !e->grown.count ||
	    !eval_spend(e, e->grown.count / LISTS_PER_WORK))
		return NULL;
	for (uint32_t i = 0; i < e->grown.count; i++)
		if (e->grown.items[i].list == list)
			return &e->grown.items[i];
	return NULL;
}

void eval_forget_grown(struct eval *e, const struct value *list)
{
	struct grown *g = grown_of(e, list);

	if (g)
		g->list = NULL;
}

bool eval_grow(struct eval *e, const struct value *list, struct str name, const struct value *call)
{
	struct grown *g = grown_of(e, list);
	bool empty = !list->count;

	if (call->count != 1 || call->keyword_count || !str_eq(name, STR("append")))
		return false;
	if (!g) {
		if (list->kind != VALUE_LIST || e->grown.count == GROWN_MAX)
			return false;
		eval_forget(e, list, call->at);
		g = vec_push(e->arena, &e->grown);
		*g = (struct grown){.list = list, .certain = list->count};
		if (empty) /* a sample of its items, for who does not ask more */
			value_push(e->arena, eval_changed(e, list), call->items[0]);
	}
	if (g->additions.count == LIMIT_LOOP_ITERATIONS) {
		g->list = NULL;
		return false;
	}
	*vec_push(e->arena, &g->additions) = (struct addition){call->items[0], e->guard,
							       e->loops > 0};
	if (e->guard > e->guard_used)
		e->guard_used = e->guard;
	return true;
}

/* The conditions from `guard` outwards to one that holds here anyway, pushed onto the current one. */
static uint32_t guard_within(struct eval *e, uint32_t guard)
{
	uint32_t chain[LIMIT_GUARD_DEPTH], depth = 0, outer = e->guard, result;

	if (is_within(e, guard, e->guard) || !guard)
		return guard ? guard : e->guard;
	for (; guard && depth < LIMIT_GUARD_DEPTH && !is_within(e, e->guard, guard);
	     guard = e->guards.items[guard - 1].outer)
		chain[depth++] = guard;
	while (depth)
		e->guard = eval_repeat_guard(e, chain[--depth]);
	result = e->guard;
	e->guard = outer;
	return result;
}

/* One round of a loop over what was added, where and as often as that was. */
static void round_over(struct eval *e, uint32_t node, const struct addition *added)
{
	uint32_t target = cst_child(e->cst, node, FIELD_LEFT), outer = e->guard;
	uint32_t body = cst_child(e->cst, node, FIELD_BODY);

	e->guard = guard_within(e, added->guard);
	e->loops += added->often;
	eval_assign(e, target, added->item);
	eval_block(e, body);
	e->loops -= added->often;
	e->guard = outer;
	eval_forget_assigned(e, body); /* who knows whether it has run */
}

bool eval_over_grown(struct eval *e, uint32_t node, const struct value *list)
{
	struct grown *g = grown_of(e, list);
	uint32_t body = cst_child(e->cst, node, FIELD_BODY), count;

	if (!g || cst_has(e->cst, body, CST_BREAK_STATEMENT) ||
	    cst_has(e->cst, body, CST_RETURN_STATEMENT))
		return false;
	count = g->additions.count;
	for (uint32_t i = 0; i < g->certain && !e->exhausted; i++)
		round_over(e, node, &(struct addition){list->items[i], 0, false});
	for (uint32_t i = 0; i < count && g->list == list && !e->exhausted; i++)
		round_over(e, node, &g->additions.items[i]);
	return true;
}

/* The call with the list's items in the place of `star`: with what was added, or without it. */
static struct value *unstarred(struct eval *e, const struct value *call, uint32_t star,
			       const struct grown *g, bool with)
{
	struct value *v = value_new(e->arena, VALUE_CALL, call->at);

	v->base = call->base;
	v->keywords = call->keywords;
	v->keyword_count = call->keyword_count;
	for (uint32_t i = 0; i < call->count; i++) {
		if (i != star) {
			value_push(e->arena, v, call->items[i]);
			continue;
		}
		for (uint32_t j = 0; j < g->certain; j++)
			value_push(e->arena, v, g->list->items[j]);
		if (with)
			value_push(e->arena, v, g->additions.items[0].item);
	}
	return v;
}

/* Is a list's one addition made under one condition on the dialect, which is asked right here? */
static bool is_choice(const struct eval *e, const struct grown *g)
{
	const struct addition *added = g->additions.items;
	const struct guard *guard;

	if (g->additions.count != 1 || added->often || !added->guard)
		return false;
	guard = &e->guards.items[added->guard - 1];
	return guard->kind == GUARD_DIALECT && guard->outer == e->guard;
}

const struct value *eval_each_way(struct eval *e, struct value *call,
				  const struct value *(*make)(struct eval *, struct value *))
{
	uint32_t star = 0, outer = e->guard;
	const struct grown *g = NULL;
	struct value *with, *without;
	struct guard opposite;

	while (star < call->count && call->items[star]->kind != VALUE_STAR)
		star++;
	if (star < call->count)
		g = grown_of(e, call->items[star]->items[0]);
	if (!g || !is_choice(e, g) || !eval_spend(e, 2 * ((uint64_t)call->count + g->certain)))
		return make(e, call);
	with = unstarred(e, call, star, g, true);
	without = unstarred(e, call, star, g, false);
	e->guard = g->additions.items[0].guard;
	opposite = e->guards.items[e->guard - 1];
	opposite.negated = !opposite.negated;
	make(e, with);
	e->guard = outer;
	e->guard = eval_add_guard(e, &opposite);
	make(e, without);
	e->guard = outer;
	return call;
}
