#include "core/base/vec.h"
#include "frontends/alembic/alembic_model.h"

enum {
	TYPE_DEPTH = 4, /* of types in types */
	TYPE_TEXT_MAX = 1000,
	VARIANTS_MAX = 8,
	LOADED_MAX = 8, /* dialects that a type is asked for */
	UNWRAP_DEPTH = 16,
};

/* column.type: what a type is kept in, not its name, which types do not begin in lower case. */
static bool is_holder(const struct value *v)
{
	return v->kind == VALUE_ATTRIBUTE && v->text.len && v->text.ptr[0] >= 'a' &&
	       v->text.ptr[0] <= 'z';
}

/* Of a type or its constructor's call; "" for anything else. */
static struct str type_name(const struct value *v)
{
	const struct value *class = value_class_of(v);

	if (class || v->kind == VALUE_CLASS)
		return class ? class->text : v->text;
	return is_holder(v) ? STR("") : value_last_name(v);
}

/* What values_callable made: false when it asked for something that members do not have here. */
static bool known_labels(struct eval *e, const struct value *list, struct coltype *type)
{
	if (!value_is_sequence(list))
		return false;
	for (uint32_t i = 0; i < list->count; i++)
		if (!value_is_str(list->items[i]))
			return false;
	type->labels = alembic_names(e, list, &type->label_count);
	return true;
}

/* lambda kind: [member.name for member in kind] */
static bool takes_names(struct eval *e, const struct value *callable)
{
	struct str text = callable->at ? cst_text(eval_cst(e), callable->at) : STR("");

	return str_has(text, STR(".name")) || str_has(text, STR("__members__"));
}

/*
 * Labels of Enum(PythonEnum): SQLAlchemy stores the members' names, or what values_callable makes
 * of them, which is their values wherever it is used.
 */
static void member_labels(struct eval *e, const struct value *call, const struct value *class,
			  struct coltype *type)
{
	const struct value *callable = value_keyword(call, STR("values_callable"));
	VEC(struct str) labels = {0};
	bool names;

	if (callable && callable->kind == VALUE_FUNCTION &&
	    known_labels(e, eval_call_with(e, callable, class, call->at), type))
		return;
	names = !callable || callable->kind == VALUE_NONE || takes_names(e, callable);
	for (uint32_t i = 0; i < class->scope->count; i++) {
		const struct binding *b = &class->scope->bindings[i];

		if (str_starts(b->name, STR("_")) || b->value->kind == VALUE_FUNCTION)
			continue;
		*vec_push(eval_arena(e), &labels) = names ? b->name : eval_name(e, b->value);
	}
	type->labels = labels.items;
	type->label_count = labels.count;
}

static struct str lower_case(struct arena *arena, struct str name)
{
	struct str copy = arena_str(arena, name);
	char *bytes = (char *)copy.ptr;

	for (size_t i = 0; i < copy.len; i++)
		if (bytes[i] >= 'A' && bytes[i] <= 'Z')
			bytes[i] = (char)(bytes[i] - 'A' + 'a');
	return copy;
}

/* Enum(Imported): a class, by its name, whose members are not known. */
static bool is_imported_class(const struct value *v)
{
	struct str name = v->kind == VALUE_REF ? value_last_name(v) : STR("");

	return name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

/* A label; of unpacked ones of which nothing is known, a hole that stands for them all. */
static struct str label_text(struct eval *e, const struct value *v)
{
	return v->kind == VALUE_STAR ? eval_hole(e, v->items[0]) : eval_name(e, v);
}

/* Labels and name of Enum("a", "b", name="c"), Enum(*labels), Enum(PythonEnum). */
static void enum_parts(struct eval *e, const struct value *call, struct coltype *type)
{
	const struct value *name = value_keyword(call, STR("name"));
	const struct value *first = call->count ? call->items[0] : NULL;
	struct arena *arena = eval_arena(e);
	VEC(struct str) labels = {0};

	type->enum_name = name ? eval_name(e, name) : STR("");
	type->enum_schema = eval_name(e, value_keyword(call, STR("schema")));
	type->create_type = alembic_tri(value_keyword(call, STR("create_type")));
	type->native = alembic_tri(value_keyword(call, STR("native_enum")));
	if (first && !name && (first->kind == VALUE_CLASS || is_imported_class(first)))
		type->enum_name = lower_case(arena, type_name(first));
	if (first && first->kind == VALUE_CLASS) {
		member_labels(e, call, first, type);
		return;
	}
	for (uint32_t i = 0; first && i < call->count; i++)
		*vec_push(arena, &labels) = label_text(e, call->items[i]);
	type->labels = labels.items;
	type->label_count = labels.count;
}

/* The canonical text of a type that is being written: "Name(argument, key=argument)". */
struct type_writer {
	struct eval *e;
	struct str text;
	bool any; /* argument yet */
	int depth;
};

static struct str type_source(struct eval *e, const struct value *v, int depth);

bool alembic_looks_like_type(const struct value *v)
{
	struct str name = type_name(v);

	return name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

static struct str argument_text(struct type_writer *w, const struct value *v)
{
	if (v->kind == VALUE_NONE)
		return STR("None");
	if (alembic_looks_like_type(v) && w->depth < TYPE_DEPTH)
		return type_source(w->e, v, w->depth + 1);
	return eval_name(w->e, v);
}

static void write_argument(struct type_writer *w, struct str key, const struct value *v)
{
	const char *quote = value_is_str(v) ? "'" : "";

	if (w->text.len > TYPE_TEXT_MAX) /* types share parts, and so may be huge */
		return;
	w->text = arena_printf(eval_arena(w->e), STR_FMT "%s" STR_FMT "%s%s" STR_FMT "%s",
			       STR_ARG(w->text), w->any ? ", " : "", STR_ARG(key),
			       key.len ? "=" : "", quote, STR_ARG(argument_text(w, v)), quote);
	w->any = true;
}

/* Type(**mapping): which keywords there are is not known, nor whether there are any. */
static void write_mapping(struct type_writer *w, const struct value *mapping)
{
	w->text = arena_printf(eval_arena(w->e), STR_FMT "%s**" STR_FMT, STR_ARG(w->text),
			       w->any ? ", " : "", STR_ARG(eval_hole(w->e, mapping)));
	w->any = true;
}

/* String(length=5) is String(5): keywords in place of what could be given by position. */
static bool is_size(struct str key)
{
	return str_eq(key, STR("length")) || str_eq(key, STR("precision")) ||
	       str_eq(key, STR("item_type"));
}

static void write_sizes(struct type_writer *w, const struct value *call)
{
	const struct value *scale = value_keyword(call, STR("scale"));

	for (uint32_t i = 0; i < call->keyword_count; i++)
		if (is_size(call->keywords[i].name))
			write_argument(w, STR(""), call->keywords[i].value);
	if (scale)
		write_argument(w, w->any ? STR("") : STR("scale"), scale);
}

static void write_labels(struct type_writer *w, const struct value *call)
{
	struct coltype type = {0};
	struct value label = {.kind = VALUE_STR};

	enum_parts(w->e, call, &type);
	for (uint32_t i = 0; i < type.label_count && w->text.len <= TYPE_TEXT_MAX; i++) {
		label.text = type.labels[i];
		write_argument(w, STR(""), &label);
	}
	label.text = type.enum_name;
	if (type.enum_name.len)
		write_argument(w, STR("name"), &label);
}

/* Keywords that are in the text already, or that say nothing of the type in the database. */
static bool is_written(const struct value *call, struct str key)
{
	if (alembic_is_enum(call))
		return str_eq(key, STR("name")) || str_eq(key, STR("values_callable")) ||
		       str_eq(key, STR("metadata")) || str_eq(key, STR("validate_strings"));
	return !call->count && (is_size(key) || str_eq(key, STR("scale")));
}

/* DateTime(True) is DateTime(timezone=True). */
static struct str positional_key(const struct value *call, uint32_t position)
{
	return !position && call->items[0]->kind == VALUE_BOOL ? STR("timezone") : STR("");
}

static struct str type_source(struct eval *e, const struct value *v, int depth)
{
	struct type_writer w = {.e = e, .text = type_name(v), .depth = depth};

	if (v->kind != VALUE_CALL || (!v->count && !v->keyword_count))
		return w.text;
	w.text = arena_join(eval_arena(e), w.text, STR("("));
	if (alembic_is_enum(v))
		write_labels(&w, v);
	else if (!v->count)
		write_sizes(&w, v);
	for (uint32_t i = 0; i < v->count && !alembic_is_enum(v); i++)
		write_argument(&w, positional_key(v, i), v->items[i]);
	for (uint32_t i = 0; i < v->keyword_count; i++)
		if (!v->keywords[i].name.len)
			write_mapping(&w, v->keywords[i].value);
		else if (!is_written(v, v->keywords[i].name))
			write_argument(&w, v->keywords[i].name, v->keywords[i].value);
	return arena_join(eval_arena(e), w.text, STR(")"));
}

static void sizes(const struct value *v, int64_t *ret_length, int64_t *ret_scale)
{
	const struct value *length, *scale;

	length = value_keyword(v, STR("length"));
	length = length ? length : value_keyword(v, STR("precision"));
	length = length ? length : v->count ? v->items[0] : NULL;
	scale = value_keyword(v, STR("scale"));
	scale = scale ? scale : v->count > 1 ? v->items[1] : NULL;
	if (length && length->kind == VALUE_INT && length->number >= 0)
		*ret_length = length->number;
	if (scale && scale->kind == VALUE_INT && scale->number >= 0)
		*ret_scale = scale->number;
}

static const struct value *plain_type(struct eval *e, const struct value *v);

static void push_variant(struct eval *e, const struct value *as, dialect_set dialects,
			 struct coltype *type)
{
	struct type_variant *all = arena_array(eval_arena(e), type->variant_count + 1,
					       sizeof(*all));
	struct type_variant *variant = &all[type->variant_count];

	if (type->variant_count == VARIANTS_MAX)
		return;
	for (uint32_t i = 0; i < type->variant_count; i++)
		all[i] = type->variants[i];
	variant->length = variant->scale = -1;
	variant->dialects = dialects;
	variant->name = type_name(as);
	variant->text = variant->name.len ? type_source(e, as, 0) : eval_hole(e, as);
	if (as->kind == VALUE_CALL)
		sizes(as, &variant->length, &variant->scale);
	type->variants = all;
	type->variant_count++;
}

/* with_variant(type, "mysql", "mariadb") */
static void add_variant(struct eval *e, const struct value *call, struct coltype *type)
{
	dialect_set dialects = 0;

	for (uint32_t i = 1; i < call->count; i++)
		if (value_is_str(call->items[i]))
			dialects |= dialect_parse(call->items[i]->text);
	if (call->count)
		push_variant(e, plain_type(e, call->items[0]), dialects, type);
}

/* What load_dialect_impl() makes of a type on one dialect. */
struct loaded_types {
	dialect_set dialects[LOADED_MAX];
	const struct value *types[LOADED_MAX];
	uint32_t count;
};

static void note_loaded(void *self, const struct value *as, dialect_set dialect)
{
	struct loaded_types *l = self;

	if (l->count == LOADED_MAX)
		return;
	l->types[l->count] = as;
	l->dialects[l->count++] = dialect;
}

/* The types that a decorator is on some dialects, where they differ from what it is elsewhere. */
static const struct value *decorated(struct eval *e, const struct value *v, struct coltype *type)
{
	struct loaded_types l = {.count = 0};
	bool full = type->variant_count == VARIANTS_MAX;
	const struct value *usual = alembic_decorated(e, v, full ? NULL : note_loaded, &l);
	struct str usual_text, text[LOADED_MAX];

	if (!usual || !l.count)
		return usual;
	usual_text = type_source(e, plain_type(e, usual), 0);
	for (uint32_t i = 0; i < l.count; i++) {
		l.types[i] = plain_type(e, l.types[i]);
		text[i] = type_source(e, l.types[i], 0);
	}
	for (uint32_t i = 0; i < l.count; i++) {
		dialect_set dialects = 0;

		for (uint32_t j = i; j < l.count; j++)
			if (str_eq(text[j], text[i])) {
				dialects |= l.dialects[j];
				l.dialects[j] = 0;
			}
		if (dialects && !str_eq(text[i], usual_text))
			push_variant(e, l.types[i], dialects, type);
	}
	return usual;
}

/* Type(…).with_variant(…), .evolve(…), Mutable.as_mutable(Type): the type itself. */
static const struct value *unwrap(struct eval *e, const struct value *v, struct coltype *type)
{
	for (int depth = 0; depth < UNWRAP_DEPTH; depth++) {
		const struct value *impl = alembic_is_decorator(v) ? decorated(e, v, type) : NULL;
		struct str name = value_last_name(v);

		if (impl)
			v = impl;
		else if (v->kind != VALUE_CALL)
			return v;
		else if (str_starts(name, STR("as_")) && v->count)
			v = v->items[0];
		else if (v->base->kind != VALUE_ATTRIBUTE)
			return v;
		else {
			if (str_eq(name, STR("with_variant")) && type->variant_count < VARIANTS_MAX)
				add_variant(e, v, type);
			v = v->base->base;
		}
	}
	return v;
}

/* The type without its variants: of what a variant itself is made. */
static const struct value *plain_type(struct eval *e, const struct value *v)
{
	struct coltype ignored = {.variant_count = VARIANTS_MAX};

	return unwrap(e, v, &ignored);
}

const struct coltype *alembic_type(struct eval *e, const struct value *v)
{
	struct coltype *type = arena_new(eval_arena(e), struct coltype);

	type->length = type->scale = -1;
	v = unwrap(e, v, type);
	type->name = type_name(v);
	type->text = type->name.len ? type->name : eval_hole(e, v);
	if (v->kind != VALUE_CALL)
		return type;
	if (type->name.len)
		type->text = type_source(e, v, 0);
	sizes(v, &type->length, &type->scale);
	if (alembic_is_enum(v))
		enum_parts(e, v, type);
	return type;
}
