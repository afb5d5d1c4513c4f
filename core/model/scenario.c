#include "core/model/scenario.h"

#include "core/base/limits.h"

static uint64_t guard_key(const struct guard *g)
{
	return g->meaning ? g->meaning : str_hash(g->text, STR_HASH_SEED);
}

/* Can the condition hold on a database of the dialect? */
static bool can_hold(const struct guard *g, dialect_set dialect)
{
	return !g->dialects || (g->dialects & dialect);
}

/* Do neither the schema nor the dialect answer it, and is it not always answered alike? */
static bool is_variable(const struct guard *g, dialect_set dialect)
{
	if (!can_hold(g, dialect))
		return false;
	switch (g->kind) {
	case GUARD_EXISTS:
		return str_empty(g->object);
	case GUARD_DIALECT:
	case GUARD_OFFLINE:
		return false;
	default:
		return true;
	}
}

/* The guard of this number, or 0 when there is none: what was decoded may say anything. */
static uint32_t guard_at(const struct body *body, uint32_t number)
{
	return number <= body->guard_count ? number : 0;
}

/* What stands under a guard: nothing that matters, something that is done, or a refusal. */
enum guarded { GUARDS_NOTHING, GUARDS_CHANGE, GUARDS_RAISE };

/* Per guard of the body: what stands under it, directly or within others. */
static const uint8_t *survey(struct arena *a, const struct body *body)
{
	uint8_t *under = arena_array(a, body->guard_count, 1);

	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];
		uint32_t depth = 0;

		if (!guard_at(body, op->guard) || (op->flags & OPF_IN_HANDLER))
			continue;
		if (op->kind == OP_RAISE)
			under[op->guard - 1] = GUARDS_RAISE; /* what comes before it is undone */
		if (op_change(op) == CHANGE_NONE)
			continue;
		for (uint32_t g = guard_at(body, op->guard); g && depth++ <= LIMIT_GUARD_DEPTH;
		     g = guard_at(body, body->guards[g - 1].outer))
			if (under[g - 1] == GUARDS_NOTHING)
				under[g - 1] = GUARDS_CHANGE;
	}
	return under;
}

static bool usual_answer(const struct body *body, const uint8_t *under, uint32_t guard)
{
	const struct guard *g = &body->guards[guard];

	if (g->kind == GUARD_X_ARGUMENT || g->kind == GUARD_ENVIRONMENT)
		return false;
	return under[guard] == GUARDS_RAISE ? g->negated : !g->negated;
}

static struct scenario_variable *find_variable(struct scenarios *s, uint64_t key)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (s->variables[i].key == key)
			return &s->variables[i];
	for (uint32_t i = 0; i < s->presumed_count; i++)
		if (s->presumed[i].key == key)
			return &s->presumed[i];
	return NULL;
}

static void add_variable(struct scenarios *s, const struct body *body, const uint8_t *under,
			 uint32_t guard)
{
	const struct guard *g = &body->guards[guard];
	struct scenario_variable variable = {guard_key(g), g->text,
					     usual_answer(body, under, guard)};

	if (g->kind == GUARD_EXISTS) {
		if (s->presumed_count < SCENARIO_PRESUMED)
			s->presumed[s->presumed_count++] = variable;
	} else if (s->count == SCENARIO_VARIABLES) {
		s->too_many = true;
	} else {
		s->variables[s->count++] = variable;
	}
}

void scenarios_of(struct scenarios *s, struct arena *arena, const struct migration *m,
		  dialect_set dialect)
{
	*s = (struct scenarios){.migration = m};
	for (int d = 0; d < DIRECTION_COUNT; d++) {
		const struct body *body = &m->body[d];
		const uint8_t *under = survey(arena, body);

		s->under[d] = under;
		for (uint32_t i = 0; i < body->guard_count; i++) {
			const struct guard *g = &body->guards[i];
			struct scenario_variable *known = find_variable(s, guard_key(g));
			enum guarded what = GUARDS_NOTHING;

			if (is_variable(g, dialect))
				what = (enum guarded)under[i];
			if (what == GUARDS_NOTHING)
				continue;
			if (!known)
				add_variable(s, body, under, i);
			else if (what == GUARDS_RAISE)
				/* the other branch may tell that this one is a refusal */
				known->usual = g->negated;
		}
	}
}

/* Is it of several words, outside of brackets and quotes? */
static bool has_parts(struct str text)
{
	int depth = 0;
	char quote = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (str_chr(STR("([{"), c) >= 0)
			depth++;
		else if (str_chr(STR(")]}"), c) >= 0)
			depth--;
		else if (c == ' ' && !depth)
			return true;
	}
	return false;
}

/* "not x" of "x", "x" of "not x", and "not (x and y)" of "x and y". */
static struct str opposite_text(struct arena *a, struct str text)
{
	struct str rest = str_sub(text, 4, text.len);

	if (str_starts(text, STR("not ")) && !has_parts(rest))
		return rest;
	return arena_printf(a, has_parts(text) ? "not (" STR_FMT ")" : "not " STR_FMT,
			    STR_ARG(text));
}

struct str scenario_text(struct arena *a, const struct scenarios *s, unsigned scenario)
{
	struct str text = {NULL, 0};

	for (uint32_t i = 0; i < s->count; i++) {
		bool holds = s->variables[i].usual != (scenario >> i & 1);

		struct str answer = s->variables[i].text;

		if (!holds)
			answer = opposite_text(a, answer);
		text = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(text),
				    str_empty(text) ? "" : ", ", STR_ARG(answer));
	}
	return text;
}

/* ---- a body that runs ------------------------------------------------------------------------- */

void body_run_init(struct body_run *run, struct replica *r, const struct body *body,
		   const struct scenarios *s, unsigned scenario, struct map *objects)
{
	*run = (struct body_run){
		.replica = r,
		.body = body,
		.scenarios = s,
		.under = s->under[body == &s->migration->body[DOWN] ? DOWN : UP],
		.scenario = scenario,
		.answers = arena_array(r->arena, body->guard_count, 1),
		.objects = objects,
	};
}

/* Does the body make the table where one of the objects is not there? */
static bool is_made_without(const struct body_run *run, struct str object)
{
	const struct body *body = run->body;

	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];
		const struct guard *g = guard_at(body, op->guard) ? &body->guards[op->guard - 1]
								  : NULL;

		if (op->kind == OP_CREATE_TABLE && g && str_eq(g->object, object) &&
		    g->negated != g->absent && str_has(object, op->table))
			return true;
	}
	return false;
}

/*
 * Nothing tells whether the object is there: then it is as the first op under the guard needs it,
 * unless the other branch makes it.
 */
static enum tri presume(struct body_run *run, uint32_t guard)
{
	const struct guard *g = &run->body->guards[guard];
	void **known = map_put(run->replica->arena, run->objects, g->object);
	bool there = g->negated == g->absent;

	if (run->under[guard] == GUARDS_RAISE)
		there = !there;
	if (there && !*known)
		there = !is_made_without(run, g->object);
	if (!*known)
		*known = (void *)(uintptr_t)(there ? TRI_YES : TRI_NO);
	return (enum tri)(uintptr_t)*known;
}

static bool ask_schema(struct body_run *run, uint32_t guard)
{
	const struct guard *g = &run->body->guards[guard];
	enum tri there = schema_has(run->replica, g->object);

	if (there == TRI_UNKNOWN)
		there = presume(run, guard);
	return (there == TRI_YES) != g->absent;
}

static bool ask_scenario(struct body_run *run, uint32_t guard)
{
	const struct scenarios *s = run->scenarios;
	const struct guard *g = &run->body->guards[guard];

	for (uint32_t i = 0; i < s->count; i++)
		if (s->variables[i].key == guard_key(g))
			return s->variables[i].usual != (run->scenario >> i & 1);
	for (uint32_t i = 0; i < s->presumed_count; i++)
		if (s->presumed[i].key == guard_key(g))
			return s->presumed[i].usual;
	return usual_answer(run->body, run->under, guard);
}

/* Is the condition true, whichever branch of it the guard stands for? */
static bool ask(struct body_run *run, uint32_t guard)
{
	const struct guard *g = &run->body->guards[guard];

	if (!can_hold(g, run->replica->dialect) || g->kind == GUARD_OFFLINE)
		return false;
	if (g->kind == GUARD_DIALECT)
		return true;
	return is_variable(g, run->replica->dialect) ? ask_scenario(run, guard)
						     : ask_schema(run, guard);
}

/* A condition is asked once, for both of its branches: the first one may change the answer. */
static bool answer(struct body_run *run, uint32_t guard)
{
	const struct guard *g = &run->body->guards[guard];
	void **known;

	if (g->kind != GUARD_EXISTS || str_empty(g->object))
		return ask(run, guard);
	known = map_put(run->replica->arena, &run->asked,
			arena_printf(run->replica->arena, "%u %u " STR_FMT, g->at.start, g->outer,
				     STR_ARG(g->object)));
	if (!*known)
		*known = (void *)(uintptr_t)(ask(run, guard) ? TRI_YES : TRI_NO);
	return (uintptr_t)*known == TRI_YES;
}

static bool holds(struct body_run *run, uint32_t guard)
{
	if (run->answers[guard] == TRI_UNKNOWN)
		run->answers[guard] = answer(run, guard) != run->body->guards[guard].negated
					      ? TRI_YES
					      : TRI_NO;
	return run->answers[guard] == TRI_YES;
}

bool body_run_is_conditional(const struct body_run *run, const struct op *op)
{
	uint32_t depth = 0;

	for (uint32_t g = guard_at(run->body, op->guard); g && depth++ <= LIMIT_GUARD_DEPTH;
	     g = guard_at(run->body, run->body->guards[g - 1].outer))
		if (is_variable(&run->body->guards[g - 1], run->replica->dialect))
			return true;
	return false;
}

bool body_run_reaches(struct body_run *run, const struct op *op)
{
	uint32_t chain[LIMIT_GUARD_DEPTH + 1], depth = 0;

	if (op->dialects && !(op->dialects & run->replica->dialect))
		return false;
	if (op->flags & OPF_IN_HANDLER)
		return false;
	for (uint32_t g = guard_at(run->body, op->guard); g && depth <= LIMIT_GUARD_DEPTH;
	     g = guard_at(run->body, run->body->guards[g - 1].outer))
		chain[depth++] = g - 1;
	/* outer ones first: an inner question is only asked where the outer one lets it */
	while (depth)
		if (!holds(run, chain[--depth]))
			return false;
	return true;
}
