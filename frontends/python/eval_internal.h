/*
 * Shared by the evaluator's files only.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_EVAL_INTERNAL_H
#define TIDEMARK_FRONTENDS_PYTHON_EVAL_INTERNAL_H

#include "core/base/limits.h"
#include "core/base/vec.h"
#include "frontends/python/eval.h"
#include "frontends/python/eval_trace.h"

enum { PLACE_KEYS = 3 }; /* of a place where something is stored */

/* How a statement ends. */
enum flow { FLOW_NEXT, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN, FLOW_RAISE };

/*
 * A with statement whose context is a generator of the tree (@contextmanager): the rest of its items
 * and its body run where the generator yields.
 */
struct with_body {
	uint32_t at; /* the call that makes the context */
	uint32_t node, next, alias, entered;
	struct scope *scope;
	struct frame *frame;
	uint32_t site, statement;
	enum flow flow;
	bool ran;
};

/* A call of one of the file's functions. */
struct frame {
	struct frame *caller;
	const struct value *function;
	VEC(const struct value *) returns; /* and the conditions they stand under */
	bool yields;                       /* it is a generator */
	struct with_body *with;            /* that it is the context of; NULL: none */
	bool certain;                      /* its only return was reached without a guard */
	uint32_t base_guard;               /* guard at entry */
};

/* The file being evaluated, or one of the same tree that it takes names from. */
struct module {
	struct scope globals;
	VEC(const struct value *) wildcards; /* REFs to modules of `from m import *` */
	struct map located; /* dotted name → struct name_place, as seen from here */
	bool searching;     /* its wildcards are being looked through */

	/* of another file than the one being evaluated: */
	const struct module_source *source; /* NULL for that one */
	struct str path;
	uint32_t root;    /* node */
	uint32_t limit;   /* statements from here on are not run yet */
	bool *ran;        /* of each statement */
	uint32_t *passed; /* how many of each list's first statements have run, by its number */
};

/* Where a dotted name leads. */
struct name_place {
	struct module *module; /* NULL: to nothing of this tree */
	struct str rest;       /* what of the name comes after the module */
};

struct eval {
	struct cst *cst;
	struct arena *arena;
	const struct eval_host *host;
	struct eval_setting setting;
	struct module main;
	VEC(struct module *) modules; /* by number of their file - 1 */
	struct map module_of;         /* path → struct module */
	VEC(struct lookup *) lookups;
	struct map lookup_of; /* path → struct lookup */
	size_t module_bytes;
	uint32_t modules_read;  /* or tried to */
	struct scope *scope;    /* current */
	struct frame *frame;    /* current; NULL at module level */
	struct trace *trace;    /* NULL: nothing is traced */
	struct with_body *with; /* whose context is about to be made */
	VEC(struct guard) guards;
	VEC(struct condition {
		const struct value *value;
		const struct value *opposite; /* made when it is asked for */
		dialect_set dialects;         /* where it holds, together with all outer ones */
	})
	conditions;             /* of each guard */
	VEC(uint32_t) executed; /* functions of other files, by their nodes */
	VEC(struct stored {
		struct place {
			const struct value *root; /* what is not known */
			const struct value *keys[PLACE_KEYS];
			uint32_t key_count; /* the innermost one first */
		} place;
		const struct value *each; /* of each element of this, too; or NULL */
		const struct value *value;
		uint32_t guard;
	})
	stored; /* see eval_store.c */
	VEC(struct grown {
		const struct value *list; /* NULL: it has changed in other ways */
		uint32_t certain;         /* how many items it had before */
		VEC(struct addition {
			const struct value *item;
			uint32_t guard;
			bool often; /* it stood in a loop */
		})
		additions;
	})
	grown;
	const struct value
		*element;       /* of the loop being run, that stands for all of them; or NULL */
	uint32_t element_guard; /* that the loop stands under */
	uint32_t guard_used;    /* the highest one that the host has asked for */
	struct assigned {
		struct str name;
		uint32_t node;
	} * assigned;
	uint32_t assigned_count, assigned_capacity;
	uint32_t guard, statement;
	uint32_t site; /* the call by which the file was left for a function of another one; or 0 */
	uint32_t loops, handlers; /* how many undecided loops, except clauses we are in */
	uint32_t steps, depth, calls;
	uint32_t work;     /* paid for, less than a step */
	uint32_t searches; /* so far, through values */
	uint32_t breaks;   /* of the loop being run: `break` statements met */
	size_t arena_start;
	bool running, exhausted;
	bool module_exhausted; /* while running the module's own statements */
	bool dirty;            /* a function has changed what the module's statements made */
};

enum {
	EXECUTED_MAX = 128,       /* functions of other files that are remembered */
	SEQUENCE_MAX = 64 * 1024, /* items of a computed list */
	WILDCARDS_MAX = 32,       /* modules whose wildcard imports are looked at */
};

/* eval.c */
void eval_top_level(struct eval *e, uint32_t node); /* a module's own statement */
enum flow eval_block(struct eval *e, uint32_t block);
uint32_t eval_push_guard(struct eval *e, const struct value *condition, bool negated,
			 uint32_t node);
/* The guard once more, within the current one. */
uint32_t eval_repeat_guard(struct eval *e, uint32_t guard);
const struct value *eval_unknown(struct eval *e, uint32_t node);
const struct value *eval_unknown_from(struct eval *e, uint32_t node, const struct value *a,
				      const struct value *b);
void eval_opaque(struct eval *e, uint32_t node, const char *reason);
/* Guards pushed from `first` on that no op stands under are taken back. */
void eval_drop_guards(struct eval *e, uint32_t first);
/* The container has changed in a way that is not known. */
void eval_forget(struct eval *e, const struct value *container, uint32_t node);
/* For changes of a container: it, to be written to. */
struct value *eval_changed(struct eval *e, const struct value *container);
/* An unknown value that is a LIST, SET or DICT for certain. */
const struct value *eval_unknown_container(struct eval *e, enum value_kind kind, uint32_t node,
					   const struct value *from);

/* eval_fuel.c */
bool eval_step(struct eval *e, uint32_t node); /* false: out of fuel */
/* Pays for what is linear in the node's source: parts passed over, white space, quotes. */
bool eval_spend_source(struct eval *e, uint32_t node);
/* Tells the host that there is no fuel left, once. */
void eval_note_exhaustion(struct eval *e, uint32_t node);

/* eval_define.c */
void eval_assign(struct eval *e, uint32_t target, const struct value *value);
void eval_assignment_statement(struct eval *e, uint32_t node);
void eval_augmented_assignment(struct eval *e, uint32_t node);
void eval_import(struct eval *e, uint32_t node);
void eval_import_from(struct eval *e, uint32_t node);
void eval_define(struct eval *e, uint32_t node); /* def and class, decorated or not */
void eval_delete(struct eval *e, uint32_t node);
void eval_declare_outer(struct eval *e, uint32_t node); /* global, nonlocal */
/* Names assigned anywhere below `node` are not known any more. */
void eval_forget_assigned(struct eval *e, uint32_t node);

/* eval_module.c */
/* A module's own name, NULL when it has none. */
const struct value *eval_module_name(struct eval *e, struct module *m, struct str name);
/* Does `from module import *` bring the name, as far as the module is one of the tree? */
bool eval_wildcard_brings(struct eval *e, const struct value *wildcard, struct str name);
/* All modules are as if nothing of them had been run. */
void eval_forget_modules(struct eval *e);

/* eval_locate.c */
struct name_place eval_locate(struct eval *e, const struct value *ref);

/* eval_store.c: changes of what is not known */
/* A loop over something unknown runs for this one of its elements, and for all the others alike. */
void eval_enter_element(struct eval *e, uint32_t body, const struct value *element);
/* base[key] = value */
void eval_store(struct eval *e, const struct value *base, const struct value *key,
		const struct value *value);
/* What was stored as base[key], NULL: nothing. */
const struct value *eval_stored(struct eval *e, const struct value *base, const struct value *key,
				uint32_t at);
/* list.append(…) where it is not certain, of one whose other items are known; false: not that. */
bool eval_grow(struct eval *e, const struct value *list, struct str name, const struct value *call);
void eval_forget_grown(struct eval *e, const struct value *list);
/* Makes the call; f(*list) of such a list on each way of the condition that its last item is under. */
const struct value *eval_each_way(struct eval *e, struct value *call,
				  const struct value *(*make)(struct eval *, struct value *));
/* Runs a `for` over such a list, each item under the conditions that it was added under. */
bool eval_over_grown(struct eval *e, uint32_t node, const struct value *list);

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
/* The context yields the value: what stands under it runs. */
void eval_with_body(struct eval *e, struct with_body *w, const struct value *v);
/* A condition, what runs under it, and what may run otherwise. */
struct choice {
	const struct value *condition;
	uint32_t condition_node;
	uint32_t consequence;
	enum flow (*otherwise)(struct eval *e, const struct choice *choice);
	uint32_t rest;               /* for otherwise(): a node */
	const struct value *subject; /* for otherwise(): of a match */
};
enum flow eval_choose(struct eval *e, const struct choice *choice);
/* The items of a known iterable as a list, or NULL. */
const struct value *eval_iterate(struct eval *e, const struct value *v);

/* eval_match.c */
enum flow eval_match(struct eval *e, uint32_t node);

/* eval_expr.c */
/* "module.name" */
struct str eval_dotted(struct eval *e, struct str module, struct str name);
const struct value *eval_expr(struct eval *e, uint32_t node);
const struct value *eval_attribute(struct eval *e, const struct value *base, struct str name,
				   uint32_t node);

/* eval_operator.c */
const struct value *eval_binary(struct eval *e, uint32_t node, struct str operator,
				const struct value * a, const struct value *b);
const struct value *eval_compare(struct eval *e, uint32_t node, struct str operator,
				 const struct value * a, const struct value *b);
const struct value *eval_symbolic(struct eval *e, uint32_t node, struct str operator,
				  const struct value * a, const struct value *b);
const struct value *eval_binary_operator(struct eval *e, uint32_t node);
const struct value *eval_boolean_operator(struct eval *e, uint32_t node);
const struct value *eval_comparison(struct eval *e, uint32_t node);
const struct value *eval_negation(struct eval *e, uint32_t node);
const struct value *eval_unary_operator(struct eval *e, uint32_t node);
const struct value *eval_conditional(struct eval *e, uint32_t node);

/* eval_comprehension.c */
const struct value *eval_comprehension(struct eval *e, uint32_t node);

/* eval_call.c */
const struct value *eval_call(struct eval *e, uint32_t node);

/* eval_text.c: a string that is being put together */
struct text_builder {
	struct eval *e;
	VEC(char) text;
	bool holes;
	bool too_long;                  /* over LIMIT_STRING_BYTES: the rest was left out */
	VEC(const struct value *) from; /* what its holes stand for */
};
void text_add(struct text_builder *b, struct str part);
/* The value as str() gives it, or a hole. */
void text_add_value(struct text_builder *b, const struct value *v);
/* format(value, spec) after a conversion ('r', 's', 'a' or 0); `source` names the hole. */
void text_add_formatted(struct text_builder *b, const struct value *v, char conversion,
			struct str spec, struct str source);
void text_add_hole(struct text_builder *b, struct str source);
const struct value *text_finish(struct text_builder *b, uint32_t node);
const struct value *eval_concat(struct eval *e, const struct value *a, const struct value *b,
				uint32_t node);
const struct value *eval_join(struct eval *e, const struct value *separator,
			      const struct value *items, uint32_t node);
const struct value *eval_repeat(struct eval *e, const struct value *what, int64_t times,
				uint32_t node);
/* what[from:to] of a string or sequence; None = not given. */
const struct value *eval_slice(struct eval *e, const struct value *what, const struct value *from,
			       const struct value *to, uint32_t node);
/* Characters of a string. */
uint32_t text_length(struct str text);

/* eval_string.c */
const struct value *eval_string(struct eval *e, uint32_t node);

/* eval_format.c */
const struct value *eval_percent(struct eval *e, const struct value *format,
				 const struct value *args, uint32_t node);
const struct value *eval_format(struct eval *e, const struct value *format,
				const struct value *call, uint32_t node);

/* eval_builtin.c: NULL = not one of ours */
const struct value *eval_builtin(struct eval *e, struct str name, const struct value *call);
bool eval_is_builtin(struct str name);
const struct value *eval_dict(struct eval *e, const struct value *call);
const struct value *eval_copy_items(struct eval *e, const struct value *from, enum value_kind kind,
				    uint32_t at);

/* dict[key] = value, on one that is known. */
void eval_put(struct eval *e, const struct value *dict, const struct value *key,
	      const struct value *value);

/* eval_method.c: of strings and containers; NULL = not one of ours */
const struct value *eval_method(struct eval *e, const struct value *receiver, struct str name,
				const struct value *call);

#endif
