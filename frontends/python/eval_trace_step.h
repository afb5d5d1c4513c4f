/*
 * Shared by the two files about traces: what records them, what tells them.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_EVAL_TRACE_STEP_H
#define TIDEMARK_FRONTENDS_PYTHON_EVAL_TRACE_STEP_H

#include "frontends/python/eval_internal.h"

enum {
	FROM_MAX = 16,   /* names that one step tells of */
	IMPORTS_MAX = 8, /* from module to module */
};

struct trace_step {
	enum trace_kind kind;
	struct str name;
	const struct value *value; /* what the name was bound to */
	uint32_t node;             /* the expression that it comes from; 0 = none */
	uint32_t at;               /* where that happened */
	uint32_t item, items;      /* TRACE_ITEM: the item-th of so many */
	struct str function;       /* of a parameter */
	VEC(struct trace_step *) from;
};

struct trace {
	struct trace_step *now;         /* what is being assigned */
	struct trace_step *last_return; /* the last `return` that was run */
	struct map returned;            /* call's node → its function's return */
	uint32_t steps, nodes;          /* made, looked at so far */
	size_t sum;                     /* bytes told so far */

	/* of the text that is being made */
	char text[LIMIT_TRACE_BYTES];
	size_t len;
	bool cut;
	const struct trace_step *told[64];
	uint32_t told_count;
};

/* The expression's step: with those of the names in it, as the scope has them. */
struct trace_step *trace_expression(struct eval *e, enum trace_kind kind, const struct scope *scope,
				    uint32_t node);

#endif
