#include "scanner/env_names.h"

enum {
	MAX_STEPS = 200 * 1000,
	MAX_DEPTH = 32, /* of names that stand for names, and dictionaries in dictionaries */
};

/* ---- bindings -------------------------------------------------------------------------------- */

static struct env_bindings *bindings_of(struct env_names *n, struct str name)
{
	void **place = map_put(n->arena, &n->bindings, name);

	if (!*place)
		*place = arena_new(n->arena, struct env_bindings);
	return *place;
}

static void bind(struct env_names *n, uint32_t name, uint32_t scope, uint32_t value,
		 struct str module)
{
	*vec_push(n->arena, &bindings_of(n, cst_text(n->cst, name))->items) =
		(struct env_binding){scope, value, module};
}

/* Every name at or below a pattern is bound to what is not known. */
static void bind_unknown(struct env_names *n, uint32_t pattern, uint32_t scope)
{
	for (uint32_t i = pattern, end = cst_end(n->cst, pattern); i < end; i++)
		if (cst_kind(n->cst, i) == CST_IDENTIFIER)
			bind(n, i, scope, 0, STR(""));
}

static void bind_assignment(struct env_names *n, uint32_t node)
{
	uint32_t left = cst_child(n->cst, node, FIELD_LEFT);
	uint32_t right = cst_child(n->cst, node, FIELD_RIGHT);

	if (!left)
		return;
	if (cst_kind(n->cst, left) == CST_IDENTIFIER) {
		if (right) /* else an annotation alone */
			bind(n, left, n->scopes[node], right, STR(""));
	} else if (cst_kind(n->cst, left) == CST_SUBSCRIPT) {
		uint32_t object = cst_child(n->cst, left, FIELD_VALUE);

		if (object && cst_kind(n->cst, object) == CST_IDENTIFIER)
			*vec_push(n->arena,
				  &bindings_of(n, cst_text(n->cst, object))->changes) = left;
	} else if (cst_kind(n->cst, left) != CST_ATTRIBUTE) {
		bind_unknown(n, left, n->scopes[node]);
	}
}

static void bind_imported(struct env_names *n, uint32_t node, uint32_t item, struct str module)
{
	const struct cst *c = n->cst;
	uint32_t name = item, alias = 0;

	if (cst_kind(c, item) == CST_ALIASED_IMPORT) {
		alias = cst_child(c, item, FIELD_ALIAS);
		name = cst_child(c, item, FIELD_NAME);
	}
	if (!name || cst_kind(c, name) != CST_DOTTED_NAME)
		return;
	if (str_empty(module))
		module = cst_text(c, name);
	else if (str_eq(module, STR("alembic")) && str_eq(cst_text(c, name), STR("context")))
		module = STR("alembic.context");
	name = cst_first(c, name); /* import a.b binds a */
	if (alias || name)
		bind(n, alias ? alias : name, n->scopes[node], 0, module);
}

static void bind_import(struct env_names *n, uint32_t node)
{
	const struct cst *c = n->cst;
	uint32_t from = cst_child(c, node, FIELD_MODULE_NAME);
	struct str module = from ? cst_text(c, from) : STR("");

	for (uint32_t i = cst_first(c, node); i; i = cst_next(c, i))
		if (i != from)
			bind_imported(n, node, i, module);
}

static void bind_definition(struct env_names *n, uint32_t node)
{
	uint32_t name = cst_child(n->cst, node, FIELD_NAME);
	uint32_t parameters = cst_child(n->cst, node, FIELD_PARAMETERS);

	if (name)
		bind(n, name, n->scopes[node], 0, STR(""));
	if (parameters)
		bind_unknown(n, parameters, node);
}

/* x.update(…), f(x): may change what x holds. */
static void note_change(struct env_names *n, uint32_t node)
{
	const struct cst *c = n->cst;
	uint32_t parent = n->parents[node], call = n->parents[parent];
	struct str method;

	if (cst_kind(c, parent) == CST_ARGUMENT_LIST) {
		method = env_callee(n, call);
		if (str_eq(method, STR("update")) || str_eq(method, STR("dict")))
			return;
	} else if (cst_kind(c, parent) == CST_ATTRIBUTE && cst_kind(c, call) == CST_CALL &&
		   cst_node(c, node)->field == FIELD_OBJECT) {
		method = env_callee(n, call);
		if (str_eq(method, STR("get")) || str_eq(method, STR("items")) ||
		    str_eq(method, STR("copy")))
			return;
	} else {
		return;
	}
	*vec_push(n->arena, &bindings_of(n, cst_text(c, node))->changes) = parent;
}

static void bind_node(struct env_names *n, uint32_t node)
{
	const struct cst *c = n->cst;
	uint32_t left;

	switch (cst_kind(c, node)) {
	case CST_ASSIGNMENT:
		bind_assignment(n, node);
		break;
	case CST_IMPORT_STATEMENT:
	case CST_IMPORT_FROM_STATEMENT:
		bind_import(n, node);
		break;
	case CST_FUNCTION_DEFINITION:
	case CST_CLASS_DEFINITION:
	case CST_LAMBDA:
		bind_definition(n, node);
		break;
	case CST_AUGMENTED_ASSIGNMENT:
	case CST_FOR_STATEMENT:
	case CST_FOR_IN_CLAUSE:
		left = cst_child(c, node, FIELD_LEFT);
		if (left)
			bind_unknown(n, left, n->scopes[node]);
		break;
	case CST_NAMED_EXPRESSION:
		left = cst_child(c, node, FIELD_NAME);
		if (left)
			bind(n, left, n->scopes[node], 0, STR(""));
		break;
	case CST_AS_PATTERN_TARGET:
	case CST_DELETE_STATEMENT:
		bind_unknown(n, node, n->scopes[node]);
		break;
	case CST_GLOBAL_STATEMENT: /* the function binds the module's name: to what is not seen */
		bind_unknown(n, node, n->scopes[node]);
		bind_unknown(n, node, 0);
		break;
	case CST_IDENTIFIER:
		note_change(n, node);
		break;
	default:
		break;
	}
}

void env_names_init(struct env_names *n, const struct cst *cst, struct arena *arena)
{
	*n = (struct env_names){
		.cst = cst,
		.arena = arena,
		.text = arena_alloc(arena, ENV_MAX_TEXT),
		.steps = MAX_STEPS,
	};
	n->parents = arena_array(arena, cst->files[0]->count, sizeof(*n->parents));
	n->scopes = arena_array(arena, cst->files[0]->count, sizeof(*n->scopes));
	for (uint32_t i = 0; i < cst->files[0]->count; i++) {
		enum cst_kind kind = cst_kind(cst, i);
		bool opens = kind == CST_FUNCTION_DEFINITION || kind == CST_CLASS_DEFINITION ||
			     kind == CST_LAMBDA;

		for (uint32_t child = cst_first(cst, i); child; child = cst_next(cst, child)) {
			n->parents[child] = i;
			n->scopes[child] = opens ? i : n->scopes[i];
		}
	}
	for (uint32_t i = 0; i < cst->files[0]->count; i++)
		bind_node(n, i);
}

/* ---- values ---------------------------------------------------------------------------------- */

bool env_step(struct env_names *n)
{
	if (!n->steps)
		return false;
	n->steps--;
	return true;
}

/* The only binding of the name that code in `scope` sees, NULL when there is none or several. */
static const struct env_binding *find_binding(struct env_names *n, struct str name, uint32_t scope)
{
	const struct env_bindings *all = map_get(&n->bindings, name);

	for (uint32_t start = scope; all; scope = n->scopes[scope]) {
		const struct env_binding *found = NULL;

		if (scope != start && cst_kind(n->cst, scope) == CST_CLASS_DEFINITION)
			continue; /* functions do not see the names of the class around them */
		for (uint32_t i = 0; i < all->items.count; i++) {
			if (!env_step(n) || (all->items.items[i].scope == scope && found))
				return NULL;
			if (all->items.items[i].scope == scope)
				found = &all->items.items[i];
		}
		if (found || !scope)
			return found;
	}
	return NULL;
}

uint32_t env_resolve(struct env_names *n, uint32_t node)
{
	for (int depth = 0; node && depth < MAX_DEPTH && env_step(n); depth++) {
		const struct env_binding *binding;

		switch (cst_kind(n->cst, node)) {
		case CST_PARENTHESIZED_EXPRESSION:
			node = cst_first(n->cst, node);
			break;
		case CST_IDENTIFIER:
			binding = find_binding(n, cst_text(n->cst, node), n->scopes[node]);
			node = binding ? binding->value : 0;
			break;
		default:
			return node;
		}
	}
	return 0;
}

/* ---- calls and dictionaries ------------------------------------------------------------------ */

struct str env_callee(const struct env_names *n, uint32_t call)
{
	uint32_t function = cst_child(n->cst, call, FIELD_FUNCTION);

	if (function && cst_kind(n->cst, function) == CST_ATTRIBUTE)
		function = cst_child(n->cst, function, FIELD_ATTRIBUTE);
	if (!function || cst_kind(n->cst, function) != CST_IDENTIFIER)
		return STR("");
	return cst_text(n->cst, function);
}

bool env_is_from(struct env_names *n, uint32_t call, struct str package)
{
	uint32_t at = cst_child(n->cst, call, FIELD_FUNCTION);
	const struct env_binding *binding;

	while (at && cst_kind(n->cst, at) == CST_ATTRIBUTE && env_step(n))
		at = cst_child(n->cst, at, FIELD_OBJECT);
	if (!at || cst_kind(n->cst, at) != CST_IDENTIFIER)
		return false;
	binding = find_binding(n, cst_text(n->cst, at), n->scopes[call]);
	return binding && str_starts(binding->module, package) &&
	       (binding->module.len == package.len || binding->module.ptr[package.len] == '.');
}

uint32_t env_first_argument(const struct env_names *n, uint32_t call)
{
	uint32_t arguments = cst_child(n->cst, call, FIELD_ARGUMENTS);
	uint32_t first = arguments ? cst_first(n->cst, arguments) : 0;
	enum cst_kind kind = cst_kind(n->cst, first);

	return kind == CST_KEYWORD_ARGUMENT || kind == CST_DICTIONARY_SPLAT ? 0 : first;
}

/* Is the key of what `name` holds, or any, changed after it was made? */
static bool is_changed(struct env_names *n, struct str name, struct str key)
{
	const struct env_bindings *all = map_get(&n->bindings, name);

	for (uint32_t i = 0; all && i < all->changes.count; i++) {
		uint32_t node = all->changes.items[i];
		uint32_t index = cst_child(n->cst, node, FIELD_SUBSCRIPT);
		struct str text;

		if (!env_step(n) || cst_kind(n->cst, node) != CST_SUBSCRIPT || !index ||
		    cst_kind(n->cst, index) != CST_STRING || !env_text(n, index, &text) ||
		    str_eq(text, key) || str_chr(text, ENV_HOLE) >= 0)
			return true;
	}
	return false;
}

bool env_is_fixed(struct env_names *n, uint32_t node)
{
	const struct env_bindings *all;

	if (cst_kind(n->cst, node) != CST_IDENTIFIER)
		return true;
	all = map_get(&n->bindings, cst_text(n->cst, node));
	return !all || !all->changes.count;
}

static uint32_t find_item(struct env_names *n, uint32_t node, struct str key, int depth,
			  bool *ret_hidden);

static uint32_t find_pair(struct env_names *n, uint32_t dictionary, struct str key, int depth,
			  bool *ret_hidden)
{
	const struct cst *c = n->cst;
	uint32_t found = 0;

	for (uint32_t i = cst_first(c, dictionary); i; i = cst_next(c, i)) {
		uint32_t name = cst_child(c, i, FIELD_KEY), more;
		struct str text;

		if (!env_step(n))
			break;
		if (cst_kind(c, i) == CST_DICTIONARY_SPLAT) {
			more = find_item(n, cst_first(c, i), key, depth, ret_hidden);
			found = more ? more : found;
		} else if (cst_kind(c, i) != CST_PAIR || !name) {
			continue;
		} else if (!env_text(n, name, &text) || str_chr(text, ENV_HOLE) >= 0) {
			*ret_hidden = true;
		} else if (str_eq(text, key)) {
			found = cst_child(c, i, FIELD_VALUE);
		}
	}
	return found;
}

static uint32_t find_keyword(struct env_names *n, uint32_t call, struct str name, int depth,
			     bool *ret_hidden)
{
	const struct cst *c = n->cst;
	uint32_t arguments = cst_child(c, call, FIELD_ARGUMENTS), found = 0;

	for (uint32_t i = arguments ? cst_first(c, arguments) : 0; i; i = cst_next(c, i)) {
		uint32_t keyword = cst_child(c, i, FIELD_NAME), more;

		if (!env_step(n))
			break;
		if (cst_kind(c, i) == CST_DICTIONARY_SPLAT) {
			more = find_item(n, cst_first(c, i), name, depth, ret_hidden);
			found = more ? more : found;
		} else if (cst_kind(c, i) == CST_KEYWORD_ARGUMENT && keyword &&
			   str_eq(cst_text(c, keyword), name)) {
			return cst_child(c, i, FIELD_VALUE);
		}
	}
	return found;
}

static uint32_t find_item(struct env_names *n, uint32_t node, struct str key, int depth,
			  bool *ret_hidden)
{
	uint32_t value = env_resolve(n, node), found = 0;
	bool hidden = false;

	if (!value || depth >= MAX_DEPTH ||
	    (cst_kind(n->cst, node) == CST_IDENTIFIER &&
	     is_changed(n, cst_text(n->cst, node), key)))
		hidden = true;
	else if (cst_kind(n->cst, value) == CST_DICTIONARY)
		found = find_pair(n, value, key, depth + 1, &hidden);
	else if (cst_kind(n->cst, value) == CST_CALL && str_eq(env_callee(n, value), STR("dict")) &&
		 !env_first_argument(n, value))
		found = find_keyword(n, value, key, depth + 1, &hidden);
	else
		hidden = true;
	*ret_hidden |= hidden || !n->steps;
	return found;
}

uint32_t env_keyword(struct env_names *n, uint32_t call, struct str name, bool *ret_hidden)
{
	bool hidden = false;
	uint32_t found = find_keyword(n, call, name, 0, &hidden);

	*ret_hidden = (hidden && !found) || !n->steps;
	return found;
}

uint32_t env_item(struct env_names *n, uint32_t dictionary, struct str key, bool *ret_hidden)
{
	*ret_hidden = false;
	return find_item(n, dictionary, key, 0, ret_hidden);
}

struct str env_function(const struct env_names *n, uint32_t node)
{
	uint32_t scope = n->scopes[node], name;

	while (scope && cst_kind(n->cst, scope) != CST_FUNCTION_DEFINITION)
		scope = n->scopes[scope];
	name = scope ? cst_child(n->cst, scope, FIELD_NAME) : 0;
	return name ? cst_text(n->cst, name) : STR("");
}
