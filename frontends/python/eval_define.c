#include "frontends/python/eval_internal.h"

enum { DECORATORS_MAX = 8 }; /* of one function */

enum { BYTES_PER_WORK = 16 }; /* of names that are put together */

/*
 * What binds names: assignments, imports, definitions.
 */

/* The items that go to the targets of a pattern, a starred one's as a list; NULL: not known. */
static const struct value *distribute(struct eval *e, uint32_t pattern, const struct value *value)
{
	const struct value *items = eval_iterate(e, value);
	struct value *parts = value_new(e->arena, VALUE_TUPLE, pattern);
	uint32_t targets = 0, at = 0, starred = 0;
	bool star = false;

	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t)) {
		star |= cst_kind(e->cst, t) == CST_LIST_SPLAT_PATTERN;
		targets++;
	}
	if (!items || (star ? items->count + 1 < targets : items->count != targets))
		return NULL;
	starred = items->count - targets + 1; /* how many a starred one takes */
	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t)) {
		struct value *list;

		if (cst_kind(e->cst, t) != CST_LIST_SPLAT_PATTERN || !star) {
			value_push(e->arena, parts, at < items->count ? items->items[at] : value);
			at++;
			continue;
		}
		list = value_new(e->arena, VALUE_LIST, t);
		for (uint32_t i = 0; i < starred && at < items->count; i++)
			value_push(e->arena, list, items->items[at++]);
		value_push(e->arena, parts, list);
		star = false;
	}
	return parts;
}

/* a, b = value, of which nothing is known but that it has parts: value[0], value[1]. */
static const struct value *part(struct eval *e, uint32_t target, const struct value *value,
				uint32_t at)
{
	struct value *v = value_new(e->arena, VALUE_ITEM, target);

	v->base = value;
	value_push(e->arena, v, value_int(e->arena, at, target));
	return v;
}

static void assign_pattern(struct eval *e, uint32_t pattern, const struct value *value)
{
	const struct value *parts = distribute(e, pattern, value);
	bool stars = cst_child_kind(e->cst, pattern, CST_LIST_SPLAT_PATTERN) != 0;
	uint32_t i = 0;

	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t), i++)
		eval_assign(e, t,
			    parts   ? parts->items[i]
			    : stars ? eval_unknown_from(e, t, value, NULL)
				    : part(e, t, value, i));
}

/* The module whose code is being run. */
static struct module *module_here(const struct eval *e)
{
	const struct scope *s = e->scope;

	while (s->outer)
		s = s->outer;
	return s->module;
}

/* A name of another module; `number` says whose import it is, unless it cannot be the tree's. */
static const struct value *imported(struct eval *e, struct str dotted, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_REF, node);

	v->text = dotted;
	if (e->setting.loader && !e->host->external(e->host->self, dotted))
		v->number = 1 + cst_file_number(node);
	return v;
}

/* Where a name is bound: here, unless it was declared global or nonlocal. */
static struct scope *scope_of(struct eval *e, struct str name)
{
	const uint32_t *declared = map_get(&e->scope->outer_names, name);

	if (!declared)
		return e->scope;
	if (cst_kind(e->cst, *declared) == CST_GLOBAL_STATEMENT)
		return &module_here(e)->globals;
	for (struct scope *s = e->scope->outer; s; s = s->outer)
		if (scope_find_here(s, name))
			return s;
	return e->scope;
}

static void assign_name(struct eval *e, uint32_t target, const struct value *value)
{
	struct str name = cst_text(e->cst, target);
	struct scope *scope = scope_of(e, name);

	if (scope != e->scope && scope->module && scope->module->source)
		eval_module_name(e, scope->module, name); /* what it was comes first */
	if (scope != e->scope && !eval_certain(e))        /* not ours to merge after a condition */
		value = eval_unknown_from(e, target, scope_find_here(scope, name), value);
	scope_bind(scope, e->arena, name, value);
	trace_bound(e, scope, name, value, target);
	if (!scope->module)
		return;
	e->dirty |= e->running;
	if (scope != &e->main.globals)
		return;
	e->assigned = vec_grow(e->arena, e->assigned, e->assigned_count, &e->assigned_capacity,
			       sizeof(*e->assigned));
	e->assigned[e->assigned_count++] = (struct assigned){name, e->statement};
}

/* container[key] = value, on a container that is known. */
static void assign_item(struct eval *e, uint32_t target, const struct value *value)
{
	const struct value *container = eval_expr(e, cst_child(e->cst, target, FIELD_VALUE));
	const struct value *key = eval_expr(e, cst_child(e->cst, target, FIELD_SUBSCRIPT));
	if (container->kind == VALUE_DICT && eval_is_constant(e, key) && eval_certain(e)) {
		eval_put(e, container, key, value);
	} else if (container->kind == VALUE_DICT || container->kind == VALUE_LIST) {
		eval_forget(e, container, target);
	} else if (container->kind >= VALUE_REF && !value_is_container(container)) {
		eval_store(e, container, key, value);
	}
}

/* module.name = value. False: it is no module of this tree. */
static bool assign_in_module(struct eval *e, const struct value *object, struct str name,
			     const struct value *value, uint32_t target)
{
	struct name_place place = {NULL, {NULL, 0}};
	const struct value *old;

	if (object->kind == VALUE_REF && object->number)
		place = eval_locate(e, object);
	if (!place.module || place.rest.len)
		return false;
	old = eval_module_name(e, place.module, name);
	if (!eval_certain(e))
		value = eval_unknown_from(e, target, old, value);
	scope_bind(&place.module->globals, e->arena, name, value);
	e->dirty |= e->running;
	return true;
}

/* object.name = value */
static void assign_attribute(struct eval *e, uint32_t target, const struct value *value)
{
	const struct value *object = eval_expr(e, cst_child(e->cst, target, FIELD_OBJECT));
	struct str name = cst_text(e->cst, cst_child(e->cst, target, FIELD_ATTRIBUTE));

	if (object->scope && (object->kind == VALUE_CLASS || value_class_of(object))) {
		if (!eval_certain(e))
			value = eval_unknown_from(e, target, value, NULL);
		scope_bind(object->scope, e->arena, name, value);
		e->dirty |= e->running;
	} else if (!assign_in_module(e, object, name, value, target) && e->running) {
		e->host->set(e->host->self, e, object, name, value, target);
	}
}

void eval_assign(struct eval *e, uint32_t target, const struct value *value)
{
	if (!target || !eval_step(e, target))
		return;
	e->depth++;
	switch (cst_kind(e->cst, target)) {
	case CST_IDENTIFIER:
		assign_name(e, target, value);
		break;
	case CST_PATTERN_LIST:
	case CST_TUPLE_PATTERN:
	case CST_LIST_PATTERN:
		assign_pattern(e, target, value);
		break;
	case CST_LIST_SPLAT_PATTERN:
	case CST_AS_PATTERN_TARGET:
		eval_assign(e, cst_first(e->cst, target), value);
		break;
	case CST_SUBSCRIPT:
		assign_item(e, target, value);
		break;
	case CST_ATTRIBUTE:
		assign_attribute(e, target, value);
		break;
	default:
		break;
	}
	e->depth--;
}

/* `from a.b import c` and `import a.b`, as names that lead to other modules. */
void eval_import_from(struct eval *e, uint32_t node)
{
	const struct cst *c = e->cst;
	uint32_t module_node = cst_child(c, node, FIELD_MODULE_NAME);
	struct str module = module_node ? cst_text(c, module_node) : STR("");
	struct module *m = module_here(e);

	if (cst_child_kind(c, node, CST_WILDCARD_IMPORT) && m->wildcards.count < WILDCARDS_MAX)
		*vec_push(e->arena, &m->wildcards) = imported(e, module, node);
	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		uint32_t name_node = n, alias = 0;
		struct str dotted;

		if (cst_node(c, n)->field != FIELD_NAME)
			continue;
		if (!eval_step(e, n)) /* each holds the module's name once more */
			return;
		if (cst_kind(c, n) == CST_ALIASED_IMPORT) {
			name_node = cst_child(c, n, FIELD_NAME);
			alias = cst_child(c, n, FIELD_ALIAS);
		}
		if (!eval_spend(e, module.len / BYTES_PER_WORK))
			return;
		dotted = str_ends(module, STR("."))
				 ? arena_join(e->arena, module, cst_text(c, name_node))
				 : eval_dotted(e, module, cst_text(c, name_node));
		scope_bind(e->scope, e->arena, cst_text(c, alias ? alias : name_node),
			   imported(e, dotted, n));
	}
}

void eval_import(struct eval *e, uint32_t node)
{
	const struct cst *c = e->cst;

	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		struct str name = cst_text(c, n);
		ptrdiff_t dot = str_chr(name, '.');

		if (cst_kind(c, n) == CST_ALIASED_IMPORT) {
			struct str dotted = cst_text(c, cst_child(c, n, FIELD_NAME));

			scope_bind(e->scope, e->arena, cst_text(c, cst_child(c, n, FIELD_ALIAS)),
				   imported(e, dotted, n));
			continue;
		}
		if (dot >= 0)
			name = str_sub(name, 0, (size_t)dot);
		scope_bind(e->scope, e->arena, name, imported(e, name, n));
	}
}

static enum method_kind method_kind(struct eval *e, uint32_t decorated)
{
	for (uint32_t n = cst_first(e->cst, decorated); n; n = cst_next(e->cst, n)) {
		struct str name;

		if (cst_kind(e->cst, n) != CST_DECORATOR)
			continue;
		name = cst_text(e->cst, cst_first(e->cst, n));
		if (str_eq(name, STR("staticmethod")))
			return METHOD_STATIC;
		if (str_eq(name, STR("classmethod")))
			return METHOD_OF_CLASS;
		if (str_eq(name, STR("property")) || str_eq(name, STR("cached_property")))
			return METHOD_PROPERTY;
		if (str_eq(name, STR("contextmanager")) || str_ends(name, STR(".contextmanager")))
			return METHOD_CONTEXT;
	}
	return METHOD_PLAIN;
}

static void class_body(struct eval *e, struct value *class, uint32_t node)
{
	struct scope *outer = e->scope;
	uint32_t bases = cst_child(e->cst, node, FIELD_SUPERCLASSES);

	for (uint32_t n = bases ? cst_first(e->cst, bases) : 0; n; n = cst_next(e->cst, n)) {
		const struct value *base;

		if (cst_kind(e->cst, n) == CST_KEYWORD_ARGUMENT)
			continue;
		base = eval_expr(e, n);
		if (base->kind == VALUE_ITEM && base->base->kind == VALUE_CLASS)
			base = base->base; /* Generic[T] */
		value_push(e->arena, class, base);
	}
	class->scope = arena_new(e->arena, struct scope);
	class->scope->class = class;
	class->scope->outer = outer;
	e->scope = class->scope;
	eval_block(e, cst_child(e->cst, node, FIELD_BODY));
	e->scope = outer;
}

/* Decorators of libraries that leave what a function does as it is. */
static bool is_harmless_decorator(struct eval *e, const struct value *decorator, uint32_t node)
{
	static const struct str names[] = {
		STR_INIT("staticmethod"),    STR_INIT("classmethod"),
		STR_INIT("property"),        STR_INIT("cached_property"),
		STR_INIT("wraps"),           STR_INIT("lru_cache"),
		STR_INIT("cache"),           STR_INIT("contextmanager"),
		STR_INIT("abstractmethod"),  STR_INIT("overload"),
		STR_INIT("setter"),          STR_INIT("getter"),
		STR_INIT("total_ordering"),  STR_INIT("dataclass"),
		STR_INIT("unique"),          STR_INIT("asynccontextmanager"),
		STR_INIT("abstractproperty")};
	struct str text = cst_text(e->cst, node), name, dotted;

	if (cst_kind(e->cst, node) == CST_CALL)
		text = cst_text(e->cst, cst_child(e->cst, node, FIELD_FUNCTION));
	name = str_sub(text, (size_t)(str_rchr(text, '.') + 1), text.len);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(names[i], name))
			return true;
	dotted = decorator->kind == VALUE_CALL ? value_callee(decorator) : decorator->text;
	if (str_eq(dotted, STR("public.public")) || str_eq(dotted, STR("public.private")))
		return true; /* adds the name to __all__ */
	return dotted.len && decorator->kind != VALUE_UNKNOWN &&
	       e->host->external(e->host->self, dotted);
}

/*
 * What the name of a decorated function stands for: what its decorators, those of this tree, make of
 * it, from the innermost on. Others may do anything with it: it remembers them.
 */
static const struct value *decorate(struct eval *e, uint32_t decorated, struct value *function)
{
	const struct value *result = function, *decorator, *made;
	uint32_t nodes[DECORATORS_MAX], count = 0;

	for (uint32_t n = cst_first(e->cst, decorated); n; n = cst_next(e->cst, n))
		if (cst_kind(e->cst, n) == CST_DECORATOR && count < DECORATORS_MAX)
			nodes[count++] = cst_first(e->cst, n);
	while (count-- > 0) {
		decorator = eval_expr(e, nodes[count]);
		if (decorator->kind == VALUE_REF)
			decorator = eval_resolve(e, decorator);
		if (is_harmless_decorator(e, decorator, nodes[count]))
			continue;
		made = decorator->kind == VALUE_FUNCTION
			       ? eval_call_with(e, decorator, result, nodes[count])
			       : NULL;
		if (made && made->kind == VALUE_FUNCTION)
			result = made;
		else if ((!made || made->kind != VALUE_NONE) && !function->count)
			value_push(e->arena, function, decorator);
	}
	return result;
}

void eval_define(struct eval *e, uint32_t node)
{
	enum method_kind kind = METHOD_PLAIN;
	uint32_t decorated = 0;
	struct value *v;

	if (cst_kind(e->cst, node) == CST_DECORATED_DEFINITION) {
		decorated = node;
		kind = method_kind(e, node);
		node = cst_child(e->cst, node, FIELD_DEFINITION);
	}
	if (!node)
		return;
	v = value_new(e->arena, VALUE_FUNCTION, node);
	v->text = cst_text(e->cst, cst_child(e->cst, node, FIELD_NAME));
	v->scope = e->scope;
	v->number = kind;
	v->base = e->scope->class;
	if (cst_kind(e->cst, node) == CST_CLASS_DEFINITION) {
		v->kind = VALUE_CLASS;
		class_body(e, v, node);
	}
	scope_bind(e->scope, e->arena, v->text, v);
	if (decorated && v->kind == VALUE_FUNCTION)
		scope_bind(e->scope, e->arena, v->text, decorate(e, decorated, v));
}

static void forget_target(struct eval *e, uint32_t target)
{
	struct str name;

	switch (cst_kind(e->cst, target)) {
	case CST_IDENTIFIER:
		name = cst_text(e->cst, target);
		scope_bind(e->scope, e->arena, name,
			   eval_unknown_from(e, target, scope_find_here(e->scope, name), NULL));
		break;
	case CST_PATTERN_LIST:
	case CST_TUPLE_PATTERN:
	case CST_LIST_PATTERN: /* names in patterns in patterns: too rare to be worth it */
		for (uint32_t t = cst_first(e->cst, target); t; t = cst_next(e->cst, t))
			if (cst_kind(e->cst, t) == CST_IDENTIFIER)
				forget_target(e, t);
		break;
	default:
		break;
	}
}

void eval_forget_assigned(struct eval *e, uint32_t node)
{
	uint32_t end = cst_end(e->cst, node);

	eval_spend(e, end - node);
	for (uint32_t at = node; at < end; at++) {
		uint32_t target = 0;

		if (cst_kind(e->cst, at) == CST_ASSIGNMENT ||
		    cst_kind(e->cst, at) == CST_AUGMENTED_ASSIGNMENT)
			target = cst_child(e->cst, at, FIELD_LEFT);
		else if (cst_kind(e->cst, at) == CST_NAMED_EXPRESSION)
			target = cst_child(e->cst, at, FIELD_NAME);
		if (target)
			forget_target(e, target);
	}
}

static void delete_target(struct eval *e, uint32_t target)
{
	const struct value *container;

	if (cst_kind(e->cst, target) != CST_SUBSCRIPT)
		return; /* a name: whatever it was, it is not used any more */
	container = eval_expr(e, cst_child(e->cst, target, FIELD_VALUE));
	if (container->kind == VALUE_DICT || container->kind == VALUE_LIST)
		eval_forget(e, container, target);
}

void eval_delete(struct eval *e, uint32_t node)
{
	uint32_t first = cst_first(e->cst, node);

	if (first && cst_kind(e->cst, first) == CST_EXPRESSION_LIST)
		first = cst_first(e->cst, first);
	for (uint32_t t = first; t; t = cst_next(e->cst, t))
		delete_target(e, t);
}

void eval_declare_outer(struct eval *e, uint32_t node)
{
	uint32_t *declared = arena_new(e->arena, uint32_t);

	*declared = node;
	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n))
		*map_put(e->arena, &e->scope->outer_names, cst_text(e->cst, n)) = declared;
}

void eval_assignment_statement(struct eval *e, uint32_t node)
{
	uint32_t right = cst_child(e->cst, node, FIELD_RIGHT);
	uint32_t left = cst_child(e->cst, node, FIELD_LEFT);
	const struct value *value;

	if (!right) /* a mere annotation */
		return;
	if (cst_kind(e->cst, right) == CST_ASSIGNMENT) { /* a = b = value */
		eval_assignment_statement(e, right);
		value = eval_expr(e, cst_child(e->cst, right, FIELD_LEFT));
	} else {
		value = eval_expr(e, right);
	}
	trace_source(e, TRACE_ASSIGNED, right);
	eval_assign(e, left, value);
}

void eval_augmented_assignment(struct eval *e, uint32_t node)
{
	uint32_t left = cst_child(e->cst, node, FIELD_LEFT);
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *old = eval_expr(e, left);
	const struct value *more = eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT));

	if (operator.len> 1 && operator.ptr[operator.len - 1] == '=')
		operator.len--;
	more = eval_binary(e, node, operator, old, more);
	trace_source(e, TRACE_ASSIGNED, node);
	eval_assign(e, left, more);
}
