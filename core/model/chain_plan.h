/*
 * Plans how the state before each migration follows from that after another: a part of
 * chain_build(). See chain_extra_ancestors() for what comes of it.
 */
#ifndef TIDEMARK_CORE_MODEL_CHAIN_PLAN_H
#define TIDEMARK_CORE_MODEL_CHAIN_PLAN_H

#include "core/model/chain.h"

/* Fills c->steps and c->over_budget; everything else of the chain is there. */
void chain_plan(struct chain *c, struct arena *arena);

#endif
