#include "frontends/alembic/alembic_model.h"

#include "core/base/vec.h"

#define KEYWORD_WORK 24 /* of a column: so many keywords are looked for */
#include "frontends/alembic/alembic_sql.h"

static bool called(const struct value *v, struct str name)
{
	return v->kind == VALUE_CALL && str_eq(value_last_name(v), name);
}

bool alembic_is_column(const struct value *v)
{
	return called(v, STR("Column")) || called(v, STR("mapped_column"));
}

bool alembic_is_index(const struct value *v)
{
	return called(v, STR("Index"));
}

bool alembic_is_constraint(const struct value *v)
{
	return v->kind == VALUE_CALL && str_ends(value_last_name(v), STR("Constraint"));
}

/* Do the names lead to `tables`, of a MetaData or as a parameter of upgrade(), or to `classes`? */
static bool is_tables(const struct value *v)
{
	return str_eq(value_last_name(v), STR("tables")) ||
	       str_eq(value_last_name(v), STR("classes")) ||
	       (v->kind == VALUE_UNKNOWN && str_eq(v->text, STR("tables")));
}

/* metadata.tables["users"], metadata.tables.get("users"), tables.users: the name; NULL: neither. */
static bool named_table(const struct value *v, struct str *ret_name)
{
	if (v->kind == VALUE_ITEM && is_tables(v->base) && value_is_str(v->items[0])) {
		*ret_name = v->items[0]->text;
		return true;
	}
	if (v->kind == VALUE_CALL && v->base->kind == VALUE_ATTRIBUTE && v->count &&
	    str_eq(v->base->text, STR("get")) && is_tables(v->base->base) &&
	    value_is_str(v->items[0])) {
		*ret_name = v->items[0]->text;
		return true;
	}
	if (v->kind != VALUE_ATTRIBUTE || v->base->kind == VALUE_REF || !is_tables(v->base) ||
	    str_eq(v->text, STR("get")))
		return false;
	*ret_name = v->text;
	return true;
}

bool alembic_is_table(const struct value *v)
{
	struct str name;

	if (v->kind == VALUE_CLASS)
		return value_member(v, STR("__tablename__")) != NULL;
	if (named_table(v, &name))
		return true;
	return called(v, STR("Table")) || called(v, STR("table")) || called(v, STR("TableClause"));
}

bool alembic_is_enum(const struct value *v)
{
	struct str name = value_last_name(v);

	return v->kind == VALUE_CALL && (str_eq(name, STR("Enum")) || str_eq(name, STR("ENUM")));
}

enum tri alembic_tri(const struct value *v)
{
	enum truth truth = v && v->kind != VALUE_NONE ? value_truth(v) : TRUTH_UNKNOWN;

	return truth == TRUTH_YES ? TRI_YES : truth == TRUTH_NO ? TRI_NO : TRI_UNKNOWN;
}

bool alembic_true(const struct value *call, struct str keyword)
{
	const struct value *v = value_keyword(call, keyword);

	return v && value_truth(v) == TRUTH_YES;
}

const struct value *alembic_text(const struct value *v)
{
	for (int depth = 0; depth < 8; depth++) {
		struct str name = value_last_name(v);

		if (value_is_str(v))
			return v;
		if (v->kind != VALUE_CALL)
			return NULL;
		if (v->base->kind == VALUE_ATTRIBUTE &&
		    (str_eq(name, STR("bindparams")) || str_eq(name, STR("columns")) ||
		     str_eq(name, STR("execution_options")))) {
			v = v->base->base; /* text(…).bindparams(…) */
			continue;
		}
		if (!v->count ||
		    (!str_eq(name, STR("text")) && !str_eq(name, STR("DDL")) &&
		     !str_eq(name, STR("literal_column")) && !str_eq(name, STR("inline_literal")) &&
		     !str_eq(name, STR("dedent")) && !str_eq(name, STR("quoted_name")) &&
		     !str_eq(name, STR("conv")) && !str_eq(name, STR("f"))))
			return NULL;
		v = v->items[0];
	}
	return NULL;
}

struct str alembic_name(struct eval *e, const struct value *v)
{
	struct str sql;

	if (value_is_str(v) || !alembic_write_sql(e, v, &sql))
		return eval_name(e, v);
	return sql;
}

const struct str *alembic_names(struct eval *e, const struct value *v, uint32_t *ret_count)
{
	struct str *names;

	*ret_count = 0;
	if (!v)
		return NULL;
	if (!value_is_sequence(v)) {
		names = arena_new(eval_arena(e), struct str);
		*names = alembic_name(e, v);
		*ret_count = 1;
		return names;
	}
	names = arena_array(eval_arena(e), v->count, sizeof(*names));
	for (uint32_t i = 0; i < v->count; i++)
		names[i] = alembic_name(e, v->items[i]);
	*ret_count = v->count;
	return names;
}

static struct str keyword_name(struct eval *e, const struct value *call, struct str keyword)
{
	return eval_name(e, value_keyword(call, keyword));
}

static void column_item(struct eval *e, const struct value *v, struct column *column,
			struct alembic_constraints *constraints)
{
	struct str name = value_last_name(v);

	if (str_eq(name, STR("ForeignKey")))
		alembic_foreign_key(e, v, &column->references);
	else if (str_eq(name, STR("Identity")) || str_eq(name, STR("Computed")))
		column->server_default = alembic_default(e, v);
	else if (str_eq(name, STR("Sequence"))) /* asked for each new row, by the client */
		column->python_default = true;
	else if (alembic_is_constraint(v))
		alembic_constraint(e, v, vec_push(eval_arena(e), constraints));
	else if (!column->type && v->kind != VALUE_NONE && !str_eq(name, STR("FetchedValue")))
		column->type = alembic_type(e, v);
}

static void column_nullable(const struct value *v, struct column *column)
{
	const struct value *given = value_keyword(v, STR("nullable"));

	if (column->primary_key) /* whatever is given: a key's columns hold no NULL */
		column->nullable = TRI_NO;
	else if (given)
		column->nullable = alembic_tri(given);
	else if (column->server_default.kind == DEFAULT_IDENTITY)
		column->nullable = TRI_NO;
	else
		column->nullable = TRI_YES; /* SQLAlchemy's default */
}

static void column_keywords(struct eval *e, const struct value *v, struct column *column)
{
	const struct value *given;

	column->primary_key = alembic_true(v, STR("primary_key"));
	column->unique = alembic_true(v, STR("unique"));
	column->index = alembic_true(v, STR("index"));
	column->system = alembic_true(v, STR("system"));
	given = value_keyword(v, STR("default"));
	column->python_default |= given && given->kind != VALUE_NONE;
	given = value_keyword(v, STR("server_default"));
	if (given && given->kind != VALUE_NONE)
		column->server_default = alembic_default(e, given);
	given = value_keyword(v, STR("autoincrement")); /* "auto" is the default */
	if (given && given->kind == VALUE_BOOL)
		column->autoincrement = alembic_tri(given);
	column->comment = keyword_name(e, v, STR("comment"));
	column_nullable(v, column);
}

bool alembic_column(struct eval *e, const struct value *v, struct column *ret_column,
		    struct alembic_constraints *constraints)
{
	struct column column = {0};
	const struct value *type;
	bool whole = true, named = false;

	eval_spend(e, v->count + KEYWORD_WORK * (uint64_t)v->keyword_count);
	for (uint32_t i = 0; i < v->count; i++) {
		const struct value *item = v->items[i];

		if (item->kind == VALUE_STAR)
			whole = false;
		else if (!named && !column.type &&
			 (value_is_str(item) || (i == 0 && !alembic_looks_like_type(item))))
			column.name = eval_name(e, item), named = true;
		else
			column_item(e, item, &column, constraints);
	}
	type = value_keyword(v, STR("type_"));
	if (type)
		column.type = alembic_type(e, type);
	if (value_keyword(v, STR("name")))
		column.name = keyword_name(e, v, STR("name"));
	for (uint32_t i = 0; i < v->keyword_count; i++)
		whole &= v->keywords[i].name.len != 0;
	column_keywords(e, v, &column);
	*ret_column = column;
	return whole;
}

/* The schema in __table_args__: a dict, or a tuple that ends with one. */
static struct str class_schema(struct eval *e, const struct value *class)
{
	const struct value *args = value_member(class, STR("__table_args__"));
	struct value key = {.kind = VALUE_STR, .text = STR("schema")};

	if (args && args->kind == VALUE_TUPLE && args->count)
		args = args->items[args->count - 1];
	return args && args->kind == VALUE_DICT ? eval_name(e, eval_get(e, args, &key)) : STR("");
}

/* "schema.table", as the keys of metadata.tables are */
static struct str split_schema(struct str name, struct str *ret_schema)
{
	ptrdiff_t dot = str_rchr(name, '.');

	if (dot < 0 || str_chr(name, '{') >= 0)
		return name;
	*ret_schema = str_sub(name, 0, (size_t)dot);
	return str_sub(name, (size_t)dot + 1, name.len);
}

/* User.__table__, User.id, t.c.id.table: the table that they belong to. */
static const struct value *owner(struct eval *e, const struct value *v)
{
	const struct value *table;
	struct str name;

	if (value_class_of(v))
		v = value_class_of(v);
	if (v->kind == VALUE_ATTRIBUTE && str_eq(v->text, STR("table")) &&
	    alembic_column_name(e, v->base, &table).len && table)
		v = table;
	while (v->kind == VALUE_ATTRIBUTE && alembic_is_table(v->base) && !named_table(v, &name))
		v = v->base;
	return v;
}

struct str alembic_table_name(struct eval *e, const struct value *v, struct str *ret_schema)
{
	struct str name;

	*ret_schema = STR("");
	if (value_is_str(v))
		return v->text;
	v = owner(e, v);
	if (v->kind == VALUE_CLASS && alembic_is_table(v)) {
		*ret_schema = class_schema(e, v);
		return eval_name(e, value_member(v, STR("__tablename__")));
	}
	if (named_table(v, &name))
		return split_schema(name, ret_schema);
	if (alembic_is_table(v) && v->count) {
		*ret_schema = keyword_name(e, v, STR("schema"));
		return eval_name(e, v->items[0]);
	}
	if (str_eq(value_last_name(v), STR("create_table")) && v->kind == VALUE_CALL && v->count) {
		*ret_schema = keyword_name(e, v, STR("schema"));
		return eval_name(e, v->items[0]); /* t = op.create_table("t", …) */
	}
	return eval_hole(e, v);
}

struct str alembic_object_name(struct eval *e, const struct value *v)
{
	const struct value *table, *object = v->kind == VALUE_ATTRIBUTE ? v->base : v;
	struct str schema, name;

	if (v->kind != VALUE_ATTRIBUTE || !str_eq(v->text, STR("name")))
		return eval_name(e, v);
	name = alembic_column_name(e, object, &table);
	if (name.len)
		return name;
	if (alembic_is_enum(object))
		return alembic_type(e, object)->enum_name;
	object = owner(e, object);
	return alembic_is_table(object) ? alembic_table_name(e, object, &schema) : eval_name(e, v);
}
