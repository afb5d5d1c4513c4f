/*
 * Ops whose names are read from the live schema: which ones they are on the schema that is known.
 *
 * An op that reflects stands for one op for each object that is there when the code looks, or for the
 * first of them. What the schema cannot tell (of an assumed table, under a condition that was not
 * understood) leaves the op as it is, with its hole for a name.
 */
#ifndef TIDEMARK_CORE_MODEL_REFLECT_H
#define TIDEMARK_CORE_MODEL_REFLECT_H

#include "core/base/map.h"
#include "core/model/schema_apply.h"

struct reflected_ops {
	const struct op *ops;
	uint32_t count;
};

/*
 * What the op comes to on the replica, in its arena. `read`: what ops of the same run have read before,
 * which is what those that ask for the same are told, whatever became of it.
 */
struct reflected_ops reflect_expand(const struct replica *r, struct map *read, const struct op *op);

#endif
