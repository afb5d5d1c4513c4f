#include "core/model/replay.h"

#include "core/base/limits.h"
#include "core/model/reflect.h"

void replay_budget_init(struct replay_budget *budget)
{
	*budget = (struct replay_budget){LIMIT_REPLAY_BYTES, LIMIT_PROOF_SUM_ITEMS};
}

dialect_set replay_dialects(const struct environment *env)
{
	return env->dialects ? env->dialects : DIALECT_POSTGRESQL;
}

struct replica replay_replica(const struct replay *r, struct arena *arena, uint32_t node,
			      const struct schema *state)
{
	return (struct replica){
		.arena = arena,
		.dialect = r->dialect,
		.env = r->env,
		.node = node,
		.now = *state,
		.fuel = &r->budget->bytes,
	};
}

/* Applies an op, or those that it stands for; *ret_why when one is refused. */
static bool apply_all(struct replica *replica, struct map *read, const struct op *op,
		      struct str *ret_why)
{
	struct reflected_ops all = reflect_expand(replica, read, op);
	bool runs = true;

	for (uint32_t i = 0; i < all.count; i++) {
		struct applied applied = schema_apply(replica, &all.ops[i]);

		if (applied.outcome != APPLY_FAILS || !runs)
			continue;
		runs = false;
		*ret_why = applied.why;
	}
	return runs;
}

/* Applies the upgrade in its usual scenario. */
static void upgrade(struct replay *r, struct replica *replica, uint32_t node,
		    struct replay_step *step)
{
	const struct migration *m = r->chain->nodes[node];
	struct scenarios scenarios;
	struct body_run run;
	struct map objects = {0}, read = {0};

	replica->node = node;
	scenarios_of(&scenarios, r->arena, m, r->dialect);
	body_run_init(&run, replica, &m->body[UP], &scenarios, 0, &objects);
	for (uint32_t i = 0; i < m->body[UP].op_count; i++) {
		const struct op *op = &m->body[UP].ops[i];
		struct str why;

		if (!body_run_reaches(&run, op) || apply_all(replica, &read, op, &why))
			continue;
		if (step && !step->failed && !body_run_is_conditional(&run, op)) {
			step->failed = op;
			step->why = why;
		}
	}
}

/* False: the state before is not known. */
static bool join_parents(struct replay *r, struct arena *scratch, uint32_t node,
			 struct replica *replica)
{
	uint32_t base = chain_base_parent(r->chain, node), count = 0;
	const uint32_t *extra = NULL;

	if (chain_extra_ancestors(r->chain, scratch, node, base, &extra, &count))
		return false;
	if (base != CHAIN_NONE) {
		if (r->steps[base].unknown)
			return false;
		replica->now = r->steps[base].after;
	}
	for (uint32_t i = 0; i < count; i++)
		upgrade(r, replica, extra[i], NULL);
	return true;
}

static void build_step(struct replay *r, struct arena *scratch, uint32_t node)
{
	struct replay_step *step = &r->steps[node];
	struct schema nothing = {0};
	struct replica replica = replay_replica(r, r->arena, node, &nothing);

	step->unknown = r->chain->nodes[node]->status == MIGRATION_UNPARSABLE ||
			!join_parents(r, scratch, node, &replica);
	if (step->unknown)
		return;
	step->before = replica.now;
	replica.before = &step->before;
	upgrade(r, &replica, node, step);
	step->after = replica.now;
}

void replay_build(struct replay *r, struct arena *arena, const struct environment *env,
		  const struct chain *chain, dialect_set dialect, struct replay_budget *budget)
{
	struct arena scratch;

	*r = (struct replay){env, chain, dialect, arena, NULL, budget};
	r->steps = arena_array(arena, chain->count, sizeof(*r->steps));
	arena_init(&scratch);
	for (uint32_t i = 0; i < chain->count; i++) {
		build_step(r, &scratch, chain->order[i]);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
}
