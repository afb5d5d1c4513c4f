/*
 * Values of the evaluator.
 *
 * A value is known (a constant, a container of values, a function of the module), *symbolic* (an
 * expression over things of other modules, "sqlalchemy.Column(…)", which the framework's front end
 * interprets), or unknown. Values are immutable but for lists and dicts that their own code
 * changes, and live in the evaluation's arena. `at` is the syntax node that made the value.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_VALUE_H
#define TIDEMARK_FRONTENDS_PYTHON_VALUE_H

#include "core/base/map.h"

enum value_kind {
	/* known */
	VALUE_NONE,
	VALUE_BOOL,  /* number: 0 or 1 */
	VALUE_INT,   /* number */
	VALUE_FLOAT, /* text: as written */
	VALUE_STR,   /* text; `holes`: parts in braces are not known; items: what they stand for */
	VALUE_TUPLE, /* items */
	VALUE_LIST,
	VALUE_SET,
	VALUE_DICT,     /* items: key, value, key, value … */
	VALUE_FUNCTION, /* at: its definition; scope: where it was made; number: enum method_kind;
			 * base: the class whose body it is in, or NULL; items: a decorator that may
			 * do anything with it */
	VALUE_CLASS,    /* at; scope: its body's names; items: its bases */
	/* symbolic */
	VALUE_REF,       /* text: a dotted name that an import leads to, "alembic.op.drop_table";
			  * number: 1 + the number of the importing file, where it may be a name of
			  * the same tree; else 0 */
	VALUE_ATTRIBUTE, /* base, text: the attribute's name */
	VALUE_CALL,      /* base: what is called, items: positional, keywords; scope: the attributes
			  * of an object of the file's own class */
	VALUE_ITEM,      /* base[items[0]] */
	VALUE_EXPR,      /* text: operator ("==", "in", "and", "not" …), items: operands */
	VALUE_STAR,      /* items[0] unpacked into a call's arguments, of which nothing is known */
	/* unknown */
	VALUE_UNKNOWN, /* text: its source; items: what it was made from, as far as that is told;
			* number: the kind that it has for certain (LIST, SET, DICT), or 0 */
};

/* How a function of a class takes its object. */
enum method_kind {
	METHOD_PLAIN,
	METHOD_STATIC,
	METHOD_OF_CLASS,
	METHOD_PROPERTY,
	METHOD_CONTEXT, /* @contextmanager, of a class or not */
};

struct keyword {
	struct str name; /* empty: **mapping that is not known */
	const struct value *value;
};

struct value {
	enum value_kind kind;
	bool holes;      /* STR */
	uint32_t at;     /* syntax node */
	uint32_t search; /* number of the last search that has looked at it */
	int64_t number;  /* BOOL, INT */
	struct str text; /* see the kinds */
	const struct value *base;
	const struct value **items;
	uint32_t count, capacity;
	const struct keyword *keywords;
	uint32_t keyword_count;
	struct scope *scope; /* FUNCTION, CLASS, CALL */
};

/*
 * Names of a module, a call, a class body or an object. Names are only ever added at the end, so
 * that the first n of them stay the same ones; who went back to fewer has set `count` down.
 */
struct scope {
	struct scope *outer;
	struct module *module;     /* whose own names these are, where there is no outer scope */
	const struct value *class; /* whose body's names these are */
	struct binding {
		struct str name;
		const struct value *value;
	} * bindings;
	uint32_t count, capacity;
	struct map
		places; /* of the names in a large scope: 1 + index, stale when count went down */
	struct map outer_names; /* `global` and `nonlocal`: to the node that says so */
	struct map steps;       /* of the names: struct trace_step, where values are traced */
};

const struct value *scope_find_here(const struct scope *s, struct str name); /* NULL: not bound */
void scope_bind(struct scope *s, struct arena *a, struct str name, const struct value *value);
/* A name of a class: its own, or the first base's of the file that has it. NULL: none. */
const struct value *value_member(const struct value *class, struct str name);
/* The class of an object of the file's own classes, NULL for anything else. */
const struct value *value_class_of(const struct value *v);

struct value *value_new(struct arena *a, enum value_kind kind, uint32_t at);
const struct value *value_str(struct arena *a, struct str text, bool holes, uint32_t at);
const struct value *value_int(struct arena *a, int64_t number, uint32_t at);
const struct value *value_bool(struct arena *a, bool yes, uint32_t at);
const struct value *value_ref(struct arena *a, struct str dotted, uint32_t at);
/* Adds to the end of a container that is being built. */
void value_push(struct arena *a, struct value *container, const struct value *item);

static inline bool value_is_known(const struct value *v)
{
	return v->kind < VALUE_REF && !v->holes;
}
static inline bool value_is_str(const struct value *v)
{
	return v->kind == VALUE_STR;
}
static inline bool value_is_sequence(const struct value *v)
{
	return v->kind == VALUE_TUPLE || v->kind == VALUE_LIST || v->kind == VALUE_SET;
}
/* A list, set or dict, known or not. */
static inline bool value_is_container(const struct value *v)
{
	enum value_kind kind = v->kind == VALUE_UNKNOWN ? (enum value_kind)v->number : v->kind;

	return kind == VALUE_LIST || kind == VALUE_SET || kind == VALUE_DICT;
}
/*
 * What these look at may be far more than the values given, which share parts: they add to *work
 * how much it was, in values (or bytes of text that take as long). The evaluator's eval_equal() and
 * the like pay for it.
 */

/* Known through and through, containers included. What is too deep or too large is not known. */
bool value_is_constant(const struct value *v, uint64_t *work);

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };
enum truth value_truth(const struct value *v); /* looks at no part of it */
enum truth value_equal(const struct value *a, const struct value *b, uint64_t *work);
enum truth value_contains(const struct value *container, const struct value *item, uint64_t *work);

/* dict[key], NULL when absent or not decidable. */
const struct value *value_get(const struct value *dict, const struct value *key, uint64_t *work);
/* The keyword's value, NULL when absent. */
const struct value *value_keyword(const struct value *call, struct str name);

/* str(value): constants only; false when it is not known. */
bool value_to_str(struct arena *a, const struct value *v, struct str *ret_text);

/*
 * Does the predicate hold for the value or for anything it is made from? Visits a bounded number of
 * values, each once. `number` is one that no other search of these values has had.
 */
typedef bool (*value_predicate)(const struct value *v, void *self);
const struct value *value_search(const struct value *v, uint32_t number, value_predicate predicate,
				 void *self, uint64_t *work);

/*
 * A number for what the value comes to: the same whatever its variables are called and however it is
 * laid out. Never 0. *ret_visited: the values looked at, a bounded number.
 */
uint64_t value_meaning(const struct value *v, uint32_t *ret_visited);

/* Is it a REF to this dotted name? */
bool value_is_ref(const struct value *v, struct str dotted);
/* The call's callee as a dotted name, "" when it is not a REF. */
struct str value_callee(const struct value *v);
/* The last name of a REF, ATTRIBUTE or called one: "drop_table". */
struct str value_last_name(const struct value *v);

#endif
