#include "frontends/python/eval_internal.h"

#include <errno.h>
#include <stdlib.h>

#define WILDCARDS_PER_WORK 4 /* that a host looks a name up in */

struct str eval_dotted(struct eval *e, struct str module, struct str name)
{
	char *text = arena_alloc(e->arena, module.len + 1 + name.len);

	if (module.len) /* import_module("") */
		memcpy(text, module.ptr, module.len);
	text[module.len] = '.';
	memcpy(text + module.len + 1, name.ptr, name.len);
	return (struct str){text, module.len + 1 + name.len};
}

/* The module that a wildcard import brings the name from: the one that surely has it, or the last. */
static struct str wildcard_of(struct eval *e, const struct module *m, struct str name)
{
	struct str module = STR("");

	eval_spend(e, m->wildcards.count / WILDCARDS_PER_WORK);
	for (uint32_t i = m->wildcards.count; i-- > 0;) {
		struct str wildcard = m->wildcards.items[i]->text;
		enum tri brings = e->host->exports(e->host->self, wildcard, name);

		if (brings == TRI_YES)
			return wildcard;
		if (brings == TRI_UNKNOWN && !module.len &&
		    eval_wildcard_brings(e, m->wildcards.items[i], name))
			module = wildcard;
	}
	return module;
}

/* A name as the code that is being run sees it; NULL: not bound. */
static const struct value *find(struct eval *e, struct str name, struct module **ret_module)
{
	const struct scope *s = e->scope;
	const struct value *v;

	for (; s->outer; s = s->outer) {
		v = scope_find_here(s, name);
		eval_spend(e, 1); /* scopes nest as deep as classes in classes do */
		if (v)
			return v;
	}
	*ret_module = s->module;
	return eval_module_name(e, s->module, name);
}

static const struct value *identifier(struct eval *e, uint32_t node)
{
	struct str name = cst_text(e->cst, node), wildcard;
	struct module *module = NULL;
	const struct value *v = find(e, name, &module);

	if (v)
		return v->kind == VALUE_REF && v->number ? eval_resolve(e, v) : v;
	if (eval_is_builtin(name))
		return value_ref(e->arena, arena_join(e->arena, STR("builtins."), name), node);
	wildcard = wildcard_of(e, module, name);
	return wildcard.len ? value_ref(e->arena, eval_dotted(e, wildcard, name), node)
			    : eval_unknown(e, node);
}

/* The members of an Enum class by name, as its __members__. */
static const struct value *members(struct eval *e, const struct value *class, uint32_t node)
{
	struct value *dict = value_new(e->arena, VALUE_DICT, node);

	for (uint32_t i = 0; i < class->scope->count; i++) {
		const struct binding *b = &class->scope->bindings[i];

		if (!eval_is_constant(e, b->value) || str_starts(b->name, STR("_")))
			continue;
		value_push(e->arena, dict, value_str(e->arena, b->name, false, node));
		value_push(e->arena, dict, b->value);
	}
	return dict;
}

/* Of a class or of an object of it; NULL: none that is known. */
static const struct value *own_attribute(struct eval *e, const struct value *base, struct str name,
					 uint32_t node)
{
	const struct value *class = value_class_of(base), *found = NULL;

	if (class)
		found = scope_find_here(base->scope, name);
	else if (base->kind == VALUE_CLASS)
		class = base;
	if (!class || found)
		return found;
	found = value_member(class, name);
	if (!found && class == base && str_eq(name, STR("__members__")))
		return members(e, class, node);
	/* a mapped class's attribute stands for its table's column, not for what declares it */
	if (found && found->kind == VALUE_CALL && value_member(class, STR("__tablename__")))
		return NULL;
	if (!found || found->kind != VALUE_FUNCTION)
		return found;
	if (found->number == METHOD_PROPERTY && class != base)
		return eval_function(e, found, NULL, base);
	return NULL; /* a method, which a call finds again with its object */
}

const struct value *eval_attribute(struct eval *e, const struct value *base, struct str name,
				   uint32_t node)
{
	const struct value *found;
	struct value *v;

	if (base->kind == VALUE_REF) {
		v = value_new(e->arena, VALUE_REF, node);
		v->text = eval_dotted(e, base->text, name);
		v->number = base->number;
		return v->number ? eval_resolve(e, v) : v;
	}
	found = own_attribute(e, base, name, node);
	if (found)
		return found;
	if (base->kind == VALUE_CALL) {
		found = e->host->attribute(e->host->self, e, base, name, node);
		if (found)
			return found;
	}
	if (str_eq(name, STR("value")) && eval_is_constant(e, base))
		return base; /* the value of an Enum's member, which is its constant here */
	v = value_new(e->arena, VALUE_ATTRIBUTE, node);
	v->base = base;
	v->text = name;
	return v;
}

/* Kind.MEMBER.name: here, where a member is its value, its name is only in the source. */
static const struct value *member_name(struct eval *e, uint32_t object)
{
	const struct value *class;
	struct str name;

	if (!object || cst_kind(e->cst, object) != CST_ATTRIBUTE)
		return NULL;
	class = eval_expr(e, cst_child(e->cst, object, FIELD_OBJECT));
	name = cst_text(e->cst, cst_child(e->cst, object, FIELD_ATTRIBUTE));
	if (class->kind != VALUE_CLASS || !scope_find_here(class->scope, name) ||
	    !eval_is_constant(e, scope_find_here(class->scope, name)))
		return NULL;
	return value_str(e->arena, name, false, object);
}

static const struct value *attribute(struct eval *e, uint32_t node)
{
	uint32_t object = cst_child(e->cst, node, FIELD_OBJECT);
	struct str name = cst_text(e->cst, cst_child(e->cst, node, FIELD_ATTRIBUTE));
	const struct value *found = NULL;

	if (str_eq(name, STR("name")))
		found = member_name(e, object);
	return found ? found : eval_attribute(e, eval_expr(e, object), name, node);
}

static bool index_of(const struct value *key, uint32_t count, uint32_t *ret_index)
{
	int64_t at = key->number;

	if (key->kind != VALUE_INT)
		return false;
	if (at < 0)
		at += count;
	if (at < 0 || at >= count)
		return false;
	*ret_index = (uint32_t)at;
	return true;
}

/* base[from:to]; with a step it is not known. */
static const struct value *slice(struct eval *e, uint32_t node, const struct value *base,
				 uint32_t key_node)
{
	struct str text = cst_text(e->cst, key_node);
	const struct value *bounds[2] = {NULL, NULL};
	ptrdiff_t colon = str_chr(text, ':');

	for (uint32_t n = cst_first(e->cst, key_node); n; n = cst_next(e->cst, n)) {
		bool after = (ptrdiff_t)(cst_node(e->cst, n)->start -
					 cst_node(e->cst, key_node)->start) > colon;

		bounds[after] = eval_expr(e, n);
	}
	if (str_chr(str_sub(text, (size_t)colon + 1, text.len), ':') >= 0)
		return eval_unknown_from(e, node, base, NULL);
	return eval_slice(e, base, bounds[0], bounds[1], node);
}

static const struct value *subscript(struct eval *e, uint32_t node)
{
	const struct value *base = eval_expr(e, cst_child(e->cst, node, FIELD_VALUE));
	uint32_t key_node = cst_child(e->cst, node, FIELD_SUBSCRIPT), at;
	const struct value *key, *found = NULL;
	struct value *v;

	if (key_node && cst_kind(e->cst, key_node) == CST_SLICE)
		return slice(e, node, base, key_node);
	key = eval_expr(e, key_node);
	if (base->kind == VALUE_DICT)
		found = eval_get(e, base, key);
	else if (value_is_sequence(base) && index_of(key, base->count, &at))
		found = base->items[at];
	else if (base->kind >= VALUE_REF)
		found = eval_stored(e, base, key, node);
	if (found)
		return found;
	v = value_new(e->arena, VALUE_ITEM, node);
	v->base = base;
	value_push(e->arena, v, key);
	return v;
}

/* Adds the items of *more or **more; false when they are not known, or too many. */
static bool unpack(struct eval *e, struct value *into, const struct value *more)
{
	if (!more || into->count + more->count > SEQUENCE_MAX || !eval_spend(e, more->count))
		return false;
	for (uint32_t i = 0, count = more->count; i < count; i++)
		value_push(e->arena, into, more->items[i]);
	return true;
}

static const struct value *sequence(struct eval *e, uint32_t node, enum value_kind kind)
{
	struct value *v = value_new(e->arena, kind, node);
	bool whole = true;

	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
		if (cst_kind(e->cst, n) == CST_LIST_SPLAT)
			whole &= unpack(e, v, eval_iterate(e, eval_expr(e, cst_first(e->cst, n))));
		else
			value_push(e->arena, v, eval_expr(e, n));
	}
	return whole ? v : eval_unknown_container(e, kind, node, v);
}

static const struct value *dictionary(struct eval *e, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_DICT, node);
	bool whole = true;

	for (uint32_t n = cst_first(e->cst, node); n; n = cst_next(e->cst, n)) {
		if (cst_kind(e->cst, n) == CST_PAIR) {
			value_push(e->arena, v, eval_expr(e, cst_child(e->cst, n, FIELD_KEY)));
			value_push(e->arena, v, eval_expr(e, cst_child(e->cst, n, FIELD_VALUE)));
		} else if (cst_kind(e->cst, n) == CST_DICTIONARY_SPLAT) {
			const struct value *more = eval_expr(e, cst_first(e->cst, n));

			whole &= unpack(e, v, more->kind == VALUE_DICT ? more : NULL);
		}
	}
	return whole ? v : eval_unknown_container(e, VALUE_DICT, node, v);
}

static const struct value *integer(struct eval *e, uint32_t node)
{
	struct str text = cst_text(e->cst, node);
	char digits[32], *end;
	int base = 10;
	size_t len = 0;
	long long number;

	if (text.len > 2 && text.ptr[0] == '0') {
		char letter = (char)(text.ptr[1] | 32);

		base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
		if (base != 10)
			text = str_sub(text, 2, text.len);
	}
	for (size_t i = 0; i < text.len && len < sizeof(digits) - 1; i++)
		if (text.ptr[i] != '_')
			digits[len++] = text.ptr[i];
	digits[len] = '\0';
	errno = 0;
	number = strtoll(digits, &end, base);
	return *end || errno || len == sizeof(digits) - 1 ? eval_unknown(e, node)
							  : value_int(e->arena, number, node);
}

static const struct value *lambda(struct eval *e, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_FUNCTION, node);

	v->scope = e->scope;
	v->text = STR("lambda");
	return v;
}

static const struct value *named(struct eval *e, uint32_t node)
{
	const struct value *v = eval_expr(e, cst_child(e->cst, node, FIELD_VALUE));

	trace_source(e, TRACE_ASSIGNED, cst_child(e->cst, node, FIELD_VALUE));
	eval_assign(e, cst_child(e->cst, node, FIELD_NAME), v);
	return v;
}

static const struct value *truth_literal(struct eval *e, uint32_t node)
{
	return value_bool(e->arena, cst_kind(e->cst, node) == CST_TRUE, node);
}

static const struct value *none(struct eval *e, uint32_t node)
{
	return value_new(e->arena, VALUE_NONE, node);
}

static const struct value *floating(struct eval *e, uint32_t node)
{
	struct value *v = value_new(e->arena, VALUE_FLOAT, node);

	v->text = cst_text(e->cst, node);
	return v;
}

/* (a), await a */
static const struct value *inner(struct eval *e, uint32_t node)
{
	return eval_expr(e, cst_first(e->cst, node));
}

static const struct value *yield(struct eval *e, uint32_t node)
{
	const struct value *v = cst_first(e->cst, node) ? eval_expr(e, cst_first(e->cst, node))
							: value_new(e->arena, VALUE_NONE, node);
	struct frame *f = e->frame;

	if (f)
		f->yields = true;
	if (f && f->with && !f->with->ran)
		eval_with_body(e, f->with, v);
	return eval_unknown(e, node);
}

static const struct value *tuple(struct eval *e, uint32_t node)
{
	return sequence(e, node, VALUE_TUPLE);
}

static const struct value *list(struct eval *e, uint32_t node)
{
	return sequence(e, node, VALUE_LIST);
}

static const struct value *set(struct eval *e, uint32_t node)
{
	return sequence(e, node, VALUE_SET);
}

/* What is not here is not known. */
static const struct value *(*const expressions[CST_KIND_COUNT])(struct eval *e, uint32_t node) = {
	[CST_IDENTIFIER] = identifier,
	[CST_ATTRIBUTE] = attribute,
	[CST_SUBSCRIPT] = subscript,
	[CST_CALL] = eval_call,
	[CST_STRING] = eval_string,
	[CST_CONCATENATED_STRING] = eval_string,
	[CST_INTEGER] = integer,
	[CST_FLOAT] = floating,
	[CST_TRUE] = truth_literal,
	[CST_FALSE] = truth_literal,
	[CST_NONE] = none,
	[CST_PARENTHESIZED_EXPRESSION] = inner,
	[CST_AWAIT] = inner,
	[CST_TUPLE] = tuple,
	[CST_EXPRESSION_LIST] = tuple,
	[CST_PATTERN_LIST] = tuple,
	[CST_LIST] = list,
	[CST_SET] = set,
	[CST_DICTIONARY] = dictionary,
	[CST_BINARY_OPERATOR] = eval_binary_operator,
	[CST_BOOLEAN_OPERATOR] = eval_boolean_operator,
	[CST_COMPARISON_OPERATOR] = eval_comparison,
	[CST_NOT_OPERATOR] = eval_negation,
	[CST_UNARY_OPERATOR] = eval_unary_operator,
	[CST_CONDITIONAL_EXPRESSION] = eval_conditional,
	[CST_LIST_COMPREHENSION] = eval_comprehension,
	[CST_SET_COMPREHENSION] = eval_comprehension,
	[CST_DICTIONARY_COMPREHENSION] = eval_comprehension,
	[CST_GENERATOR_EXPRESSION] = eval_comprehension,
	[CST_LAMBDA] = lambda,
	[CST_NAMED_EXPRESSION] = named,
	[CST_YIELD] = yield,
};

const struct value *eval_expr(struct eval *e, uint32_t node)
{
	enum cst_kind kind = node ? cst_kind(e->cst, node) : CST_OTHER;
	const struct value *v;

	if (!node || !eval_step(e, node) || !expressions[kind])
		return eval_unknown(e, node);
	e->depth++;
	v = expressions[kind](e, node);
	e->depth--;
	return v;
}
