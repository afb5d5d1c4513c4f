#include "rules/pending.h"

#include <stdlib.h>

enum { LISTED = 8 }; /* objects of a loop that a message names */

static int subject_cmp(const struct subject *a, const struct subject *b)
{
	int order = str_cmp(a->schema, b->schema);

	if (!order)
		order = str_cmp(a->table, b->table);
	if (!order)
		order = str_cmp(a->column, b->column);
	return order ? order : str_cmp(a->object, b->object);
}

static int by_place(const void *a, const void *b)
{
	const struct pending *x = *(struct pending *const *)a, *y = *(struct pending *const *)b;
	const struct finding *f = &x->finding, *g = &y->finding;
	int order = str_cmp(f->path, g->path);

	if (order)
		return order;
	if (f->at.line != g->at.line)
		return f->at.line < g->at.line ? -1 : 1;
	order = str_cmp(f->rule, g->rule);
	if (!order)
		order = subject_cmp(&f->subject, &g->subject);
	if (order)
		return order;
	return x->sequence < y->sequence ? -1 : 1;
}

static struct str subject_label(struct arena *a, const struct subject *s)
{
	struct str table = s->table;

	if (s->schema.len && s->table.len)
		table = arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(s->schema), STR_ARG(s->table));
	if (s->column.len)
		return arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(table), STR_ARG(s->column));
	if (s->object.len && table.len)
		return arena_printf(a, STR_FMT " on " STR_FMT, STR_ARG(s->object), STR_ARG(table));
	return s->object.len ? s->object : table;
}

static struct str compose_message(struct rule_engine *e, const struct pending *p)
{
	struct arena *a = &e->scratch;
	struct str message = p->finding.message;

	for (uint32_t i = 0; i < p->others.count && i < LISTED; i++) {
		struct str label = subject_label(a, &p->others.items[i]);

		message = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(message),
				       i ? ", " : " (likewise ", STR_ARG(label));
	}
	if (p->others.count > LISTED)
		message = arena_printf(a, STR_FMT " and %u more", STR_ARG(message),
				       p->others.count - LISTED);
	if (p->others.count)
		message = arena_printf(a, STR_FMT ")", STR_ARG(message));
	if (p->outcome.len)
		message = arena_printf(a, STR_FMT "; " STR_FMT, STR_ARG(message),
				       STR_ARG(p->outcome));
	if (p->hidden)
		message = arena_printf(a, STR_FMT " (and %u more findings in this file)",
				       STR_ARG(message), p->hidden);
	return arena_str(e->arena, message);
}

/* The same on every machine, whatever its byte order. */
static uint64_t hash_number(uint64_t number, uint64_t seed)
{
	char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)(number >> (8 * i) & 0xff);
	return str_hash((struct str){bytes, sizeof(bytes)}, seed);
}

/* Each part with its length, so that ("ab", "c") differs from ("a", "bc"). */
static uint64_t hash_part(struct str part, uint64_t seed)
{
	return str_hash(part, hash_number(part.len, seed));
}

static uint64_t hash_subject(const struct subject *s, uint64_t seed)
{
	return hash_part(s->object,
			 hash_part(s->column, hash_part(s->table, hash_part(s->schema, seed))));
}

/* Says the same of the same thing after lines have moved; duplicates have their paths for it. */
static uint64_t fingerprint(const struct rule_engine *e, const struct pending *p)
{
	const struct finding *f = &p->finding;
	const struct environment *env = e->input->env;
	bool repeated = p->node != CHAIN_NONE && e->run.chain->duplicate_of[p->node] != CHAIN_NONE;
	bool named = name_known(f->revision) && !repeated;
	uint64_t hash = hash_part(f->rule, STR_HASH_SEED);

	hash = hash_part(env->section, hash_part(env->name, hash));
	hash = hash_part(named ? f->revision : f->path, hash);
	hash = hash_part(f->has_direction ? direction_name(f->direction) : STR(""), hash);
	hash = hash_subject(&f->subject, hash);
	for (uint32_t i = 0; i < p->others.count; i++)
		hash = hash_subject(&p->others.items[i], hash);
	return hash;
}

/* How many findings before this one have the same fingerprint. */
static uint64_t ordinal(struct rule_engine *e, struct map *seen, uint64_t hash)
{
	struct str key = arena_str(&e->work, (struct str){(const char *)&hash, sizeof(hash)});
	uintptr_t before = (uintptr_t)map_get(seen, key);

	*map_put(&e->work, seen, key) = (void *)(before + 1);
	return before;
}

void result_emit(struct rule_engine *e, struct finding_list *ret)
{
	struct map seen = {0};

	if (e->pending.count)
		qsort(e->pending.items, e->pending.count, sizeof(struct pending *), by_place);
	for (uint32_t i = 0; i < e->pending.count; i++) {
		const struct pending *p = e->pending.items[i];
		struct finding *f = vec_push(e->arena, ret);
		uint64_t hash = fingerprint(e, p), nth = ordinal(e, &seen, hash);

		*f = p->finding;
		f->message = compose_message(e, p);
		f->fingerprint = hash;
		if (nth)
			f->fingerprint = hash_number(nth, hash);
		arena_reset(&e->scratch);
	}
}
