/*
 * How values came about, recorded only when somebody asks: each binding of a name is a *step* that
 * knows the steps of the names that it was made from. Steps never change, so that a name that is
 * bound again leaves those who used it before alone.
 *
 * Recording changes nothing else: it takes no evaluation steps, and its memory does not count
 * against LIMIT_EVAL_BYTES. It has its own limits; past them, less is told. Off, `eval.trace` is
 * NULL and every function here does nothing.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_EVAL_TRACE_H
#define TIDEMARK_FRONTENDS_PYTHON_EVAL_TRACE_H

#include "frontends/python/value.h"

struct eval;
struct frame;
struct trace;
struct trace_step;

enum trace_kind {
	TRACE_ASSIGNED,
	TRACE_ITEM,      /* of a loop */
	TRACE_CONTEXT,   /* with … as name */
	TRACE_ARGUMENT,  /* given to a parameter */
	TRACE_DEFAULT,   /* of a parameter */
	TRACE_NOT_GIVEN, /* a parameter's value */
	TRACE_RETURNED,  /* by a call of a function of ours */
	TRACE_RETURNS,   /* of a call, which differ */
	TRACE_DEFINED,   /* by def or class */
	TRACE_IMPORTED,
	TRACE_NOT_FOUND, /* what it is imported from */
	TRACE_CHANGED,   /* since it was bound, or bound differently under a condition */
	TRACE_UNBOUND,
};

struct trace *trace_new(struct arena *arena);

/* What the next assignments take their values from: the expression `node`, just evaluated. */
const struct trace_step *trace_source(struct eval *e, enum trace_kind kind, uint32_t node);
/* The same again, for the item at `index` of so many; 0: it is not known how many. */
void trace_item(struct eval *e, const struct trace_step *source, uint32_t index, uint32_t count);
/* A name was bound at `node`, to what was told as the source. */
void trace_bound(struct eval *e, struct scope *scope, struct str name, const struct value *v,
		 uint32_t node);

/* A parameter was bound. */
struct trace_parameter {
	struct scope *to;           /* the function's names */
	const struct scope *caller; /* the names that the argument was evaluated with */
	const struct value *function, *call;
	uint32_t node, default_node;
	uint32_t position; /* of the argument among the positional ones … */
	bool positional;   /* … if it is one */
	bool is_default;
};
void trace_parameter(struct eval *e, const struct trace_parameter *p, const struct value *v);

/* `return what` */
void trace_return(struct eval *e, uint32_t what);
/* The call at the node `call` is over. */
void trace_returned(struct eval *e, const struct frame *frame, uint32_t call);

#endif
