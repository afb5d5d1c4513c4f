/*
 * TypeDecorator: what a class of the tree's own is in the database. Its `impl` is, made with what the
 * class is called with, unless load_dialect_impl() says otherwise, which is run for each dialect.
 */
#include "frontends/alembic/alembic_host.h"

enum { IMPL_DEPTH = 8 };

/* The dialect that decides what the type is where nothing more is said of others. */
static const dialect_set asked[] = {DIALECT_POSTGRESQL, DIALECT_MYSQL, DIALECT_MARIADB,
				    DIALECT_SQLITE,     DIALECT_MSSQL, DIALECT_ORACLE};

/* An object of the class; classes are types, too. */
static const struct value *object_of(struct eval *e, const struct value *class, uint32_t at)
{
	struct value *object = value_new(eval_arena(e), VALUE_CALL, at);

	object->base = class;
	object->scope = arena_new(eval_arena(e), struct scope);
	return object;
}

/* A dialect, as load_dialect_impl() sees it. */
static const struct value *dialect_object(struct eval *e, dialect_set dialect, uint32_t at)
{
	struct arena *arena = eval_arena(e);
	struct value *class = value_new(arena, VALUE_CLASS, at);
	const struct value *object;

	class->scope = arena_new(arena, struct scope);
	object = object_of(e, class, at);
	scope_bind(object->scope, arena, STR("name"),
		   value_str(arena, dialect_name(dialect), false, at));
	scope_bind(object->scope, arena, STR("type_descriptor"),
		   value_ref(arena, STR("sqlalchemy.types.to_instance"), at));
	return object;
}

/* impl(*arguments), which is what TypeDecorator.__init__ makes. */
static const struct value *made(struct eval *e, const struct value *class, const struct value *impl,
				const struct value *v)
{
	struct value *call;

	if (v->kind != VALUE_CALL || (!v->count && !v->keyword_count) || impl->kind == VALUE_CALL)
		return impl;
	if (value_member(class, STR("__init__")))
		return NULL;
	call = value_new(eval_arena(e), VALUE_CALL, v->at);
	*call = *v;
	call->base = impl;
	call->scope = impl->kind == VALUE_CLASS ? v->scope : NULL;
	return call;
}

static const struct value *class_of(const struct value *v)
{
	const struct value *class = value_class_of(v);

	return class ? class : v->kind == VALUE_CLASS ? v : NULL;
}

static const struct value *impl_of(struct eval *e, const struct value *v)
{
	const struct value *class = class_of(v);
	const struct value *impl = class ? value_member(class, STR("impl")) : NULL;

	return impl ? made(e, class, impl, v) : NULL;
}

/* What load_dialect_impl() has returned: a type, or a call that leads to one. */
static const struct value *descriptor(struct eval *e, const struct value *found,
				      const struct value *v)
{
	for (int depth = 0; found && depth < IMPL_DEPTH; depth++) {
		struct str name;

		if (found->kind != VALUE_CALL)
			break;
		name = value_last_name(found);
		if (str_eq(name, STR("to_instance")) || str_eq(name, STR("type_descriptor")))
			found = found->count ? found->items[0] : NULL;
		else if (str_eq(name, STR("load_dialect_impl")))
			found = impl_of(e, v);
		else
			break;
	}
	return found && alembic_looks_like_type(found) ? found : NULL;
}

static const struct value *loaded(struct eval *e, const struct value *v, dialect_set dialect)
{
	struct value *method = value_new(eval_arena(e), VALUE_ATTRIBUTE, v->at);

	method->base = v->kind == VALUE_CLASS ? object_of(e, v, v->at) : v;
	method->text = STR("load_dialect_impl");
	return descriptor(e, eval_call_with(e, method, dialect_object(e, dialect, v->at), v->at),
			  v);
}

bool alembic_is_decorator(const struct value *v)
{
	const struct value *class = class_of(v);

	return class &&
	       (value_member(class, STR("load_dialect_impl")) || value_member(class, STR("impl")));
}

const struct value *alembic_decorated(struct eval *e, const struct value *v,
				      alembic_loaded *loaded_as, void *self)
{
	const struct value *class = class_of(v), *usual, *method;

	method = class ? value_member(class, STR("load_dialect_impl")) : NULL;
	if (!method || method->kind != VALUE_FUNCTION)
		return impl_of(e, v);
	if (!eval_running(e))
		return NULL;
	usual = loaded(e, v, asked[0]);
	for (size_t i = 1; usual && loaded_as && i < sizeof(asked) / sizeof(asked[0]); i++) {
		const struct value *other = loaded(e, v, asked[i]);

		if (!other)
			return NULL;
		loaded_as(self, other, asked[i]);
	}
	return usual;
}
