/*
 * The lines to the left of a revision graph: which lane is drawn in which column.
 *
 * A lane runs from a node down to a parent that is still to come. Only CHAIN_LANES of them are
 * drawn; others are counted, so that a row has a bounded width whatever the graph.
 */
#ifndef TIDEMARK_REPORTS_CHAIN_LANES_H
#define TIDEMARK_REPORTS_CHAIN_LANES_H

#include "core/base/arena.h"
#include "core/base/out.h"

enum { CHAIN_LANES = 16 };

struct chain_lanes {
	struct out *out;
	uint32_t awaited[CHAIN_LANES]; /* the node that the lane runs to, or UINT32_MAX */
	uint8_t *column;  /* per node: 1 + its column, HIDDEN, or 0 when nothing runs to it */
	uint32_t hidden;  /* lanes that are not drawn */
	uint32_t current; /* the column of the node being drawn; CHAIN_LANES = none */
};

void chain_lanes_init(struct chain_lanes *l, struct arena *arena, uint32_t nodes, struct out *out);

/* Starts the node's row: the lanes with `mark` in its column. Returns the columns written. */
uint32_t chain_lanes_row(struct chain_lanes *l, uint32_t node, char mark);
/* Another row of the same node, with `mark` in its column: a parent that is not there. */
void chain_lanes_side_row(struct chain_lanes *l, char mark);
/* Ends the node's lane and leads lanes to its parents, all still to come, with rows as needed. */
void chain_lanes_lead(struct chain_lanes *l, const uint32_t *parents, uint32_t count);

#endif
