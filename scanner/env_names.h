/*
 * What names and expressions of an env.py stand for, where that can be seen without running it.
 *
 * A name stands for something when its scope binds it once, by an assignment; parameters, loops,
 * second assignments and imports make it unknown. All work is counted: when `steps` are used up,
 * everything is unknown.
 */
#ifndef TIDEMARK_SCANNER_ENV_NAMES_H
#define TIDEMARK_SCANNER_ENV_NAMES_H

#include "core/base/map.h"
#include "core/base/vec.h"
#include "frontends/python/cst.h"

struct env_binding {
	uint32_t scope;    /* the function, class or lambda; 0 = the module */
	uint32_t value;    /* node; 0 = not known */
	struct str module; /* of an import: "sqlalchemy" */
};

struct env_bindings {
	VEC(struct env_binding) items;
	VEC(uint32_t) changes; /* nodes that change its value in place: x["k"] = …, x.update(…) */
};

struct env_names {
	const struct cst *cst;
	struct arena *arena;
	uint32_t *parents; /* per node; the module's own is 0 */
	uint32_t *scopes;
	struct map bindings; /* name → struct env_bindings */
	char *text;          /* of the last env_text() */
	uint32_t steps;      /* that are left */
};

void env_names_init(struct env_names *names, const struct cst *cst, struct arena *arena);
/* Pays for a step of work. False when none are left. */
bool env_step(struct env_names *names);

/*
 * The expression that `node` stands for: itself, what is in its parentheses, or what its name is
 * bound to. 0 when that is not known.
 */
uint32_t env_resolve(struct env_names *names, uint32_t node);

/* Is what `node` stands for never changed in place? A name's value may be: x["k"] = … */
bool env_is_fixed(struct env_names *names, uint32_t node);

/*
 * env_text.c: the text of a string expression, until the next call. What is not known of it is the byte
 * ENV_HOLE. False when it is no string at all, or not known to be one.
 */
#define ENV_HOLE '\x01'
enum { ENV_MAX_TEXT = 4096 }; /* bytes of a text: more is not known */
bool env_text(struct env_names *names, uint32_t node, struct str *ret_text);

/* The last name of the thing called: "create_engine" of sa.create_engine(…). */
struct str env_callee(const struct env_names *names, uint32_t call);
/* Does the call's function come from this package, by an import of the file? */
bool env_is_from(struct env_names *names, uint32_t call, struct str package);
/* The first positional argument, 0 = none. */
uint32_t env_first_argument(const struct env_names *names, uint32_t call);

/*
 * The value's node of a keyword argument, also of those that come as **options; 0 = not given.
 * *ret_hidden: there may be one that cannot be seen.
 */
uint32_t env_keyword(struct env_names *names, uint32_t call, struct str name, bool *ret_hidden);
/* The same for the key of a dictionary: a literal, or dict(…). */
uint32_t env_item(struct env_names *names, uint32_t dictionary, struct str key, bool *ret_hidden);

/* The name of the function around a node; empty in the module's own code. */
struct str env_function(const struct env_names *names, uint32_t node);

#endif
