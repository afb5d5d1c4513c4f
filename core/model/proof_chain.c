#include "core/model/proof_chain.h"

#include "core/model/proof_parts.h"

static void prove_dialect(struct chain_proofs *c, struct arena *arena, struct arena *scratch,
			  const struct replay *replay)
{
	for (uint32_t node = 0; node < replay->chain->count; node++) {
		struct proof_list *all = &c->nodes[node], more;
		struct proof *joined;

		proof_build(replay, node, arena, scratch, &more);
		if (!all->count) {
			*all = more;
			c->worst[node] = proof_worst(all);
			continue;
		}
		joined = arena_array(arena, all->count + more.count, sizeof(*joined));
		memcpy(joined, all->items, all->count * sizeof(*joined));
		memcpy(joined + all->count, more.items, more.count * sizeof(*joined));
		all->items = joined;
		all->count += more.count;
		all->too_many_scenarios |= more.too_many_scenarios;
		c->worst[node] = proof_worst(all);
	}
}

bool verdict_is_loss(enum verdict verdict)
{
	return verdict <= VERDICT_REWRITES_VALUES || verdict == VERDICT_UNPROVABLE;
}

/* Parents come first in the order, so that each way is that of the parent and one step more. */
static void find_ways_back(struct chain_proofs *c, const struct chain *chain)
{
	for (uint32_t i = 0; i < chain->count; i++) {
		uint32_t node = chain->order[i], parent = chain_base_parent(chain, node);

		if (verdict_is_loss(c->worst[node]))
			c->back[node] = (struct rollback_reach){node, node};
		else if (parent == CHAIN_NONE)
			c->back[node] = (struct rollback_reach){node, CHAIN_NONE};
		else
			c->back[node] = c->back[parent];
	}
}

void chain_prove(struct chain_proofs *c, struct arena *arena, struct arena *scratch,
		 const struct environment *env, const struct chain *chain,
		 struct replay_budget *budget)
{
	struct replay *replays = arena_array(arena, DIALECT_COUNT, sizeof(*replays));
	dialect_set dialects = replay_dialects(env);

	*c = (struct chain_proofs){
		.replays = replays,
		.nodes = arena_array(arena, chain->count, sizeof(*c->nodes)),
		.worst = arena_array(arena, chain->count, sizeof(*c->worst)),
		.back = arena_array(arena, chain->count, sizeof(*c->back)),
	};
	for (dialect_set one = 1; one <= DIALECT_ALL; one <<= 1) {
		struct replay *replay = &replays[c->replay_count];

		if (!(dialects & one))
			continue;
		c->replay_count++;
		replay_build(replay, arena, env, chain, one, budget);
		prove_dialect(c, arena, scratch, replay);
	}
	find_ways_back(c, chain);
}

void proof_around(const struct replay *r, uint32_t node, struct arena *arena, struct around *ret)
{
	struct proving p = {
		.replay = r,
		.node = node,
		.m = r->chain->nodes[node],
		.arena = arena,
		.work = arena,
	};
	struct proof_run up = {
		.direction = UP, .before = &p.before, .until = UINT32_MAX, .met = &ret->met[UP]};
	struct proof_run down = {.direction = DOWN,
				 .before = &p.before,
				 .until = UINT32_MAX,
				 .met = &ret->met[DOWN]};

	*ret = (struct around){.rolls_back = false};
	if (r->steps[node].unknown)
		return;
	scenarios_of(&p.scenarios, arena, p.m, r->dialect);
	p.before = r->steps[node].before;
	ret->after = proof_run_body(&p, &p.before, &up);
	ret->restored = proof_run_body(&p, &ret->after, &down);
	ret->before = p.before;
	ret->rolls_back = !down.failed && p.m->body[DOWN].shape != BODY_MISSING;
}
