/*
 * Migrations of every shape, for tests of what carries or reads them, and their every field as text.
 */
#ifndef TIDEMARK_TESTS_UNIT_RANDOM_MIGRATION_H
#define TIDEMARK_TESTS_UNIT_RANDOM_MIGRATION_H

#include "core/base/arena.h"
#include "core/base/out.h"
#include "core/model/migration.h"

/* xorshift64*: the same numbers on every machine. The state must not be 0. */
struct rng {
	uint64_t state;
};
uint32_t rng_below(struct rng *rng, uint32_t limit);

/* Valid, but for path and blob, which are empty. Names and texts may hold any bytes. */
const struct migration *random_migration(struct rng *rng, struct arena *arena);

/* Appends every field that is part of the encoded bytes: equal texts are equal migrations. */
void describe_migration(const struct migration *m, struct out *text);

#endif
