/*
 * Shared by the evaluator's files only.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_EVAL_INTERNAL_H
#define TIDEMARK_FRONTENDS_PYTHON_EVAL_INTERNAL_H

#include "core/base/limits.h"
#include "core/base/vec.h"
#include "frontends/python/eval.h"

/* How a statement ends. */
enum flow { FLOW_NEXT, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN, FLOW_RAISE };

/* A call of one of the file's functions. */
struct frame {
	struct frame *caller;
	const struct value *function;
	VEC(const struct value *) returns; /* and the conditions they stand under */
	bool certain;                      /* its only return was reached without a guard */
	uint32_t base_guard;               /* guard at entry */
};

struct eval {
	const struct cst *cst;
	struct arena *arena;
	const struct eval_host *host;
	struct scope globals;
	struct scope *scope; /* current */
	struct frame *frame; /* current; NULL at module level */
	struct str wildcard; /* module of `from m import *`, empty = none */
	VEC(struct guard) guards;
	VEC(const struct value *) conditions; /* of each guard */
	struct assigned {
		struct str name;
		uint32_t node;
	} *assigned;
	uint32_t assigned_count, assigned_capacity;
	uint32_t guard, statement;
	uint32_t loops, handlers; /* how many undecided loops, except clauses we are in */
	uint32_t steps, depth, calls;
	size_t arena_start;
	bool running, exhausted;
};

/* eval.c */
bool eval_step(struct eval *e, uint32_t node); /* false: out of fuel */
enum flow eval_block(struct eval *e, uint32_t block);
uint32_t eval_push_guard(struct eval *e, const struct value *condition, bool negated,
			 uint32_t node);
const struct value *eval_unknown(struct eval *e, uint32_t node);
const struct value *eval_unknown_from(struct eval *e, uint32_t node, const struct value *a,
				      const struct value *b);
void eval_opaque(struct eval *e, uint32_t node, const char *reason);
/* Is a change of a container certain to happen here, once? */
bool eval_certain(const struct eval *e);

/* eval_define.c */
void eval_assign(struct eval *e, uint32_t target, const struct value *value);
void eval_assignment_statement(struct eval *e, uint32_t node);
void eval_augmented_assignment(struct eval *e, uint32_t node);
void eval_import(struct eval *e, uint32_t node);
void eval_import_from(struct eval *e, uint32_t node);
void eval_define(struct eval *e, uint32_t node); /* def and class */

/* eval_function.c */
const struct value *eval_function(struct eval *e, const struct value *function,
				  const struct value *call, const struct value *self_value);
enum flow eval_return(struct eval *e, uint32_t node);

/* eval_flow.c */
enum flow eval_if(struct eval *e, uint32_t node);
enum flow eval_for(struct eval *e, uint32_t node);
enum flow eval_while(struct eval *e, uint32_t node);
enum flow eval_try(struct eval *e, uint32_t node);
enum flow eval_with(struct eval *e, uint32_t node);
enum flow eval_match(struct eval *e, uint32_t node);
/* The items of a known iterable as a list, or NULL. */
const struct value *eval_iterate(struct eval *e, const struct value *v);

/* eval_expr.c */
const struct value *eval_expr(struct eval *e, uint32_t node);

/* eval_comprehension.c */
const struct value *eval_comprehension(struct eval *e, uint32_t node);

/* eval_call.c */
const struct value *eval_call(struct eval *e, uint32_t node);

/* eval_string.c */
const struct value *eval_string(struct eval *e, uint32_t node);
const struct value *eval_concat(struct eval *e, const struct value *a, const struct value *b,
				uint32_t node);
const struct value *eval_percent(struct eval *e, const struct value *format,
				 const struct value *args, uint32_t node);
const struct value *eval_format(struct eval *e, const struct value *format,
				const struct value *call, uint32_t node);
const struct value *eval_join(struct eval *e, const struct value *separator,
			      const struct value *items, uint32_t node);

/* eval_builtin.c: NULL = not one of ours */
const struct value *eval_builtin(struct eval *e, struct str name, const struct value *call);
const struct value *eval_method(struct eval *e, const struct value *receiver, struct str name,
				const struct value *call);
bool eval_is_builtin(struct str name);

#endif
