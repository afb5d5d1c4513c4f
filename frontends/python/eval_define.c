#include "frontends/python/eval_internal.h"

/*
 * What binds names: assignments, imports, definitions.
 */

/* Assignment to names, and to patterns of them. */
static void assign_pattern(struct eval *e, uint32_t pattern, const struct value *value)
{
	const struct value *items = eval_iterate(e, value);
	uint32_t targets = 0, i = 0;

	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t)) {
		targets++;
		if (cst_kind(e->cst, t) == CST_LIST_SPLAT_PATTERN)
			items = NULL;
	}
	if (items && items->count != targets)
		items = NULL;
	for (uint32_t t = cst_first(e->cst, pattern); t; t = cst_next(e->cst, t), i++)
		eval_assign(e, t,
			    items ? items->items[i] : eval_unknown_from(e, t, value, NULL));
}

static void assign_name(struct eval *e, uint32_t target, const struct value *value)
{
	struct str name = cst_text(e->cst, target);

	scope_bind(e->scope, e->arena, name, value);
	if (e->scope != &e->globals)
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
	struct value *changed = (struct value *)container;

	if (container->kind == VALUE_DICT && value_is_constant(key) && eval_certain(e)) {
		value_push(e->arena, changed, key);
		value_push(e->arena, changed, value);
	} else if (container->kind == VALUE_DICT || container->kind == VALUE_LIST) {
		changed->kind = VALUE_UNKNOWN;
		changed->text = cst_text(e->cst, target);
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
		eval_assign(e, cst_first(e->cst, target),
			    cst_kind(e->cst, target) == CST_AS_PATTERN_TARGET
				    ? value
				    : eval_unknown_from(e, target, value, NULL));
		break;
	case CST_SUBSCRIPT:
		assign_item(e, target, value);
		break;
	case CST_ATTRIBUTE: /* of an object: its attributes are not modelled */
		eval_expr(e, cst_child(e->cst, target, FIELD_OBJECT));
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

	if (cst_child_kind(c, node, CST_WILDCARD_IMPORT))
		e->wildcard = module;
	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		uint32_t name_node = n, alias = 0;
		struct str dotted;

		if (c->nodes[n].field != FIELD_NAME)
			continue;
		if (cst_kind(c, n) == CST_ALIASED_IMPORT) {
			name_node = cst_child(c, n, FIELD_NAME);
			alias = cst_child(c, n, FIELD_ALIAS);
		}
		dotted = arena_printf(e->arena, STR_FMT "%s" STR_FMT, STR_ARG(module),
				      str_ends(module, STR(".")) ? "" : ".",
				      STR_ARG(cst_text(c, name_node)));
		scope_bind(e->scope, e->arena, cst_text(c, alias ? alias : name_node),
			   value_ref(e->arena, dotted, n));
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
				   value_ref(e->arena, dotted, n));
			continue;
		}
		if (dot >= 0)
			name = str_sub(name, 0, (size_t)dot);
		scope_bind(e->scope, e->arena, name, value_ref(e->arena, name, n));
	}
}

void eval_define(struct eval *e, uint32_t node)
{
	bool is_class = cst_kind(e->cst, node) == CST_CLASS_DEFINITION;
	struct value *v = value_new(e->arena, is_class ? VALUE_CLASS : VALUE_FUNCTION, node);
	struct scope *outer = e->scope;

	v->text = cst_text(e->cst, cst_child(e->cst, node, FIELD_NAME));
	v->scope = outer;
	if (is_class) {
		v->scope = arena_new(e->arena, struct scope);
		v->scope->outer = outer;
		e->scope = v->scope;
		eval_block(e, cst_child(e->cst, node, FIELD_BODY));
		e->scope = outer;
	}
	scope_bind(outer, e->arena, v->text, v);
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
	eval_assign(e, left, value);
}

void eval_augmented_assignment(struct eval *e, uint32_t node)
{
	uint32_t left = cst_child(e->cst, node, FIELD_LEFT);
	struct str operator= cst_text(e->cst, cst_child(e->cst, node, FIELD_OPERATOR));
	const struct value *old = eval_expr(e, left);
	const struct value *more = eval_expr(e, cst_child(e->cst, node, FIELD_RIGHT));

	if (str_eq(operator, STR("+=")) && eval_certain(e))
		eval_assign(e, left, eval_concat(e, old, more, node));
	else
		eval_assign(e, left, eval_unknown_from(e, node, old, more));
}
