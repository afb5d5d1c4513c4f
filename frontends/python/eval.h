/*
 * The evaluator: runs a Python file as far as it can be known, and tells a *host* (the framework's
 * front end) of everything that leaves the file: calls of other modules' things, conditions that
 * cannot be decided, exceptions.
 *
 * It follows both sides of a condition it cannot decide, each under a guard; it unrolls loops over
 * known values and runs others once; it calls the file's own functions. What it does not know is a
 * value that says so. All work is counted: when a limit of limits.h is reached the evaluation
 * stops, and the host is told that the rest was not read.
 *
 * Names imported from other files of the same tree are looked up through the loader, and those
 * files evaluated as far as such a name needs it.
 *
 * Pure: depends on the syntax tree and on what the loader answers. Everything is in the arena given
 * to eval_new().
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_EVAL_H
#define TIDEMARK_FRONTENDS_PYTHON_EVAL_H

#include "core/model/loader.h"
#include "frontends/python/module.h"
#include "frontends/python/value.h"

struct eval;

struct eval_host {
	void *self;
	/*
	 * A call that the evaluator does not understand: `call` is a VALUE_CALL with symbolic or
	 * unknown callee. Returns the call's value, or NULL for the symbolic call itself.
	 */
	const struct value *(*call)(void *self, struct eval *e, const struct value *call);
	/* `with context as name`: returns what `name` is bound to. leave() gets the same context. */
	const struct value *(*enter)(void *self, struct eval *e, const struct value *context);
	void (*leave)(void *self, struct eval *e, const struct value *context);
	/* `raise what`; NULL: re-raised. */
	void (*raise)(void *self, struct eval *e, const struct value *what, uint32_t node);
	/* An attribute of what a call of another module's made; NULL: it is not known. */
	const struct value *(*attribute)(void *self, struct eval *e, const struct value *object,
					 struct str name, uint32_t node);
	/* Something below `node` was not read. */
	void (*opaque)(void *self, struct eval *e, uint32_t node, struct str reason);
	/*
	 * Fills kind, dialects, object of the guard for a condition that was not decided. Where
	 * the condition (or, when guard->negated, its opposite) holds on some dialects only and
	 * tests more than the dialect, these go to *ret_implied.
	 */
	void (*classify)(void *self, struct eval *e, const struct value *condition,
			 struct guard *guard, dialect_set *ret_implied);
	/* `from module import *`: does it bring this name? */
	enum tri (*exports)(void *self, struct str module, struct str name);
	/*
	 * A function of another file has been run, called at `node`; what mark() said before is
	 * given back, for the host to know what it has heard of meanwhile.
	 */
	uint32_t (*mark)(void *self);
	void (*returned)(void *self, struct eval *e, uint32_t node, uint32_t mark);
	/* Is this module surely not one of the tree: the framework's, Python's own? */
	bool (*external)(void *self, struct str module);
	/* `object.name = value` on an object that is not of the file's own classes. */
	void (*set)(void *self, struct eval *e, const struct value *object, struct str name,
		    const struct value *value, uint32_t node);
};

/* Where a file stands among others. All zero: by itself. */
struct eval_setting {
	struct str path;             /* in the tree */
	const struct loader *loader; /* NULL: there are no others */
	struct module_cache *cache;  /* the worker's */
	struct cst_parser *parser;
	bool trace; /* remember how values come about */
};

/* Modules are added to `cst`, which holds the file to be evaluated. */
struct eval *eval_new(struct cst *cst, struct arena *arena, const struct eval_host *host,
		      const struct eval_setting *setting);

/* Runs the module's own statements: imports, assignments, definitions. The host is not told. */
void eval_module(struct eval *e);

/* A name of the module, NULL when it is not bound. */
const struct value *eval_global(const struct eval *e, struct str name);

/* Every global bound by assignment has its assignment's node; 0 when the name has none. */
uint32_t eval_assignment(const struct eval *e, struct str name);

/*
 * Calls a function of the module without arguments (parameters without a default are unknown, one
 * called `op` is alembic.op); the host hears of its effects. Returns false when there is no such
 * function. Guards made during the call are in `ret_guards`.
 */
struct eval_guards {
	const struct guard *items;
	uint32_t count;
};
bool eval_call_global(struct eval *e, struct str name, struct eval_guards *ret_guards);

/* For hosts, during a call: */
bool eval_running(const struct eval *e); /* inside eval_call_global() */
uint32_t eval_guard(struct eval *e);     /* the current guard, as op.guard */
/* Does the current guard say the same as that one? */
bool eval_guard_is(const struct eval *e, uint32_t guard);
/* What a guard (as op.guard) tests; NULL: it is the host's own. */
const struct value *eval_condition(const struct eval *e, uint32_t guard);
/* The guard itself, and how many loops over unknown values are being run. */
const struct guard *eval_guard_at(const struct eval *e, uint32_t guard);
uint32_t eval_loops(const struct eval *e);
/* A guard that the host knows of, within the current one; as op.guard. */
uint32_t eval_add_guard(struct eval *e, const struct guard *guard);
uint32_t eval_flags(const struct eval *e);       /* OPF_IN_LOOP, OPF_IN_HANDLER as they hold now */
dialect_set eval_dialects(const struct eval *e); /* from guards on the dialect; 0 = all */
/*
 * The statement being run, in the function that eval_call_global() called or a deeper one: always
 * one of the file itself.
 */
uint32_t eval_statement(const struct eval *e);
/*
 * The node of the file that stands for what is being run: the call by which it was left for a
 * function of another file, or the statement.
 */
uint32_t eval_site(const struct eval *e);
/* The file's path that a node is of. */
struct str eval_path(const struct eval *e, uint32_t node);
/* An imported name as what it is in this tree, else itself. */
const struct value *eval_resolve(struct eval *e, const struct value *ref);
/* Every path looked at so far, in order. */
const struct lookup *const *eval_lookups(const struct eval *e, uint32_t *ret_count);
/* The functions of other files that have been run, by their nodes: the first so many of them. */
const uint32_t *eval_executed(const struct eval *e, uint32_t *ret_count);
struct arena *eval_arena(struct eval *e);
const struct cst *eval_cst(const struct eval *e);

/* Does what is being run certainly happen, once, when its function is called? */
bool eval_certain(const struct eval *e);
/* Calls callee(argument), as at the node `at`. */
const struct value *eval_call_with(struct eval *e, const struct value *callee,
				   const struct value *argument, uint32_t at);

/*
 * Pays for work on `amount` values that no evaluated node stands for, before it is done. False:
 * there is no fuel left for it; it must not be done, and what it would give is not known.
 */
bool eval_spend(struct eval *e, uint64_t amount);
/* Memory outside the evaluation's arena that counts as if it were in it. */
void eval_spend_bytes(struct eval *e, size_t bytes);

/* value_equal() and the like, paid for. */
bool eval_is_constant(struct eval *e, const struct value *v);
enum truth eval_equal(struct eval *e, const struct value *a, const struct value *b);
enum truth eval_contains(struct eval *e, const struct value *container, const struct value *item);
const struct value *eval_get(struct eval *e, const struct value *dict, const struct value *key);
const struct value *eval_search(struct eval *e, const struct value *v, value_predicate predicate,
				void *self);

/* The value's source in braces, cut to a sane length: what stands for it inside a name. */
struct str eval_hole(struct eval *e, const struct value *v);
/*
 * A text for the value: a string as it is (holes included), anything else its hole. Longer than any
 * name, it is cut, with a hole for the rest.
 */
struct str eval_name(struct eval *e, const struct value *v);

/*
 * How the values of the call being run came about, as lines of text, one step below another. False:
 * nothing is traced, or enough was told. Then add() for each of its expressions of interest, with
 * its value or NULL; `holes`: and why it is not known in full. At last end() with the number of
 * operations that will carry the text.
 */
bool eval_trace_begin(struct eval *e);
void eval_trace_add(struct eval *e, struct str label, uint32_t node, const struct value *v,
		    bool holes);
struct str eval_trace_end(struct eval *e, uint32_t users);

#endif
