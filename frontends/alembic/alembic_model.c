#include "frontends/alembic/alembic_model.h"

#include "core/base/vec.h"

#define KEYWORD_WORK 12 /* of a column: so many keywords are looked for */

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

bool alembic_is_table(const struct value *v)
{
	if (v->kind == VALUE_CLASS)
		return value_member(v, STR("__tablename__")) != NULL;
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
		if (v->base->kind == VALUE_ATTRIBUTE && !str_eq(name, STR("text"))) {
			v = v->base->base; /* text(…).bindparams(…), .execution_options(…) */
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

static struct str source(struct eval *e, const struct value *v)
{
	return v->at ? str_sub(cst_text(eval_cst(e), v->at), 0, 200) : STR("");
}

struct str alembic_condition(struct eval *e, const struct value *v)
{
	const struct value *text = v ? alembic_text(v) : NULL;

	if (!v || v->kind == VALUE_NONE)
		return STR("");
	return text ? text->text : source(e, v);
}

struct column_default alembic_default(struct eval *e, const struct value *v)
{
	const struct value *text;

	if (!v || v->kind == VALUE_NONE)
		return (struct column_default){DEFAULT_NONE, STR("")};
	if (value_is_str(v))
		return (struct column_default){DEFAULT_LITERAL, v->text};
	text = alembic_text(v);
	if (text)
		return (struct column_default){DEFAULT_EXPRESSION, text->text};
	if (called(v, STR("Identity")))
		return (struct column_default){DEFAULT_IDENTITY, source(e, v)};
	if (called(v, STR("Computed")))
		return (struct column_default){DEFAULT_COMPUTED, source(e, v)};
	if (v->kind == VALUE_CALL || v->kind == VALUE_REF || v->kind == VALUE_EXPR)
		return (struct column_default){DEFAULT_EXPRESSION, source(e, v)};
	if (eval_is_constant(e, v))
		return (struct column_default){DEFAULT_LITERAL, source(e, v)};
	return (struct column_default){DEFAULT_UNKNOWN, source(e, v)};
}

const struct str *alembic_names(struct eval *e, const struct value *v, uint32_t *ret_count)
{
	struct str *names;

	*ret_count = 0;
	if (!v)
		return NULL;
	if (!value_is_sequence(v)) {
		names = arena_new(eval_arena(e), struct str);
		*names = eval_name(e, v);
		*ret_count = 1;
		return names;
	}
	names = arena_array(eval_arena(e), v->count, sizeof(*names));
	for (uint32_t i = 0; i < v->count; i++) {
		const struct value *text = alembic_text(v->items[i]);

		names[i] = eval_name(e, text ? text : v->items[i]);
	}
	*ret_count = v->count;
	return names;
}

/* "table.column" or "schema.table.column" */
static void split_target(struct eval *e, struct str target, struct reference *ret)
{
	ptrdiff_t dot = str_rchr(target, '.');
	struct str *column;

	if (dot < 0) {
		ret->table = target;
		return;
	}
	column = arena_new(eval_arena(e), struct str);
	*column = str_sub(target, (size_t)dot + 1, target.len);
	ret->columns = column;
	ret->column_count = 1;
	ret->table = str_sub(target, 0, (size_t)dot);
	dot = str_rchr(ret->table, '.');
	if (dot >= 0) {
		ret->schema = str_sub(ret->table, 0, (size_t)dot);
		ret->table = str_sub(ret->table, (size_t)dot + 1, ret->table.len);
	}
}

/* ["u.a", "u.b"]: the table of the first, the columns of all. */
static void split_targets(struct eval *e, const struct value *targets, struct reference *ret)
{
	struct str *columns = arena_array(eval_arena(e), targets->count + 1, sizeof(*columns));

	for (uint32_t i = 0; i < targets->count; i++) {
		struct reference one = {0};

		split_target(e, eval_name(e, targets->items[i]), &one);
		columns[i] = one.column_count ? one.columns[0] : STR("");
		if (!i)
			*ret = (struct reference){.table = one.table,
						  .schema = one.schema,
						  .ondelete = ret->ondelete,
						  .onupdate = ret->onupdate};
	}
	ret->columns = columns;
	ret->column_count = targets->count;
}

static struct str keyword_name(struct eval *e, const struct value *call, struct str keyword)
{
	return eval_name(e, value_keyword(call, keyword));
}

static void foreign_key(struct eval *e, const struct value *v, struct reference *ret)
{
	if (v->count)
		split_target(e, eval_name(e, v->items[0]), ret);
	ret->ondelete = keyword_name(e, v, STR("ondelete"));
	ret->onupdate = keyword_name(e, v, STR("onupdate"));
}

static void column_item(struct eval *e, const struct value *v, struct column *column)
{
	struct str name = value_last_name(v);

	if (str_eq(name, STR("ForeignKey"))) {
		foreign_key(e, v, &column->references);
	} else if (str_eq(name, STR("Identity")) || str_eq(name, STR("Computed")) ||
		   str_eq(name, STR("Sequence"))) {
		column->server_default = alembic_default(e, v);
	} else if (!column->type && !str_ends(name, STR("Constraint"))) {
		column->type = alembic_type(e, v);
	}
}

static void column_keywords(struct eval *e, const struct value *v, struct column *column)
{
	const struct value *given;

	column->nullable = alembic_tri(value_keyword(v, STR("nullable")));
	column->primary_key = alembic_true(v, STR("primary_key"));
	column->unique = alembic_true(v, STR("unique"));
	column->index = alembic_true(v, STR("index"));
	column->system = alembic_true(v, STR("system"));
	given = value_keyword(v, STR("default"));
	column->python_default = given && given->kind != VALUE_NONE;
	given = value_keyword(v, STR("server_default"));
	if (given && given->kind != VALUE_NONE)
		column->server_default = alembic_default(e, given);
	given = value_keyword(v, STR("comment"));
	column->comment = eval_name(e, given);
	if (column->nullable == TRI_UNKNOWN && column->primary_key)
		column->nullable = TRI_NO;
	else if (!value_keyword(v, STR("nullable")))
		column->nullable = TRI_YES; /* SQLAlchemy's default */
}

bool alembic_column(struct eval *e, const struct value *v, struct column *ret_column)
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
			column_item(e, item, &column);
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

static enum constraint_kind kind_of(struct str name)
{
	static const struct {
		struct str name;
		enum constraint_kind kind;
	} kinds[] = {
		{STR_INIT("PrimaryKeyConstraint"), CONSTRAINT_PRIMARY_KEY},
		{STR_INIT("UniqueConstraint"), CONSTRAINT_UNIQUE},
		{STR_INIT("ForeignKeyConstraint"), CONSTRAINT_FOREIGN_KEY},
		{STR_INIT("CheckConstraint"), CONSTRAINT_CHECK},
		{STR_INIT("ExcludeConstraint"), CONSTRAINT_EXCLUDE},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(kinds[i].name, name))
			return kinds[i].kind;
	return CONSTRAINT_UNKNOWN;
}

/* Columns given one by one: UniqueConstraint("a", "b"). */
static void positional_columns(struct eval *e, const struct value *v, struct constraint *k)
{
	struct str *names = arena_array(eval_arena(e), v->count + 1, sizeof(*names));

	for (uint32_t i = 0; i < v->count; i++) {
		const struct value *item = v->items[i];

		if (item->kind == VALUE_TUPLE &&
		    item->count) /* of an exclusion: (column, operator) */
			item = item->items[0];
		names[i] = eval_name(e, item);
	}
	k->columns = names;
	k->column_count = v->count;
}

void alembic_constraint(struct eval *e, const struct value *v, struct constraint *ret_constraint)
{
	struct constraint k = {.kind = kind_of(value_last_name(v))};

	k.name = keyword_name(e, v, STR("name"));
	k.deferrable = alembic_true(v, STR("deferrable"));
	k.not_valid = alembic_true(v, STR("postgresql_not_valid"));
	switch (k.kind) {
	case CONSTRAINT_FOREIGN_KEY:
		foreign_key(e, v, &k.references);
		k.references.table = STR("");
		if (v->count > 1) {
			k.columns = alembic_names(e, v->items[0], &k.column_count);
			if (value_is_sequence(v->items[1]) && v->items[1]->count)
				split_targets(e, v->items[1], &k.references);
		}
		break;
	case CONSTRAINT_CHECK:
		k.condition = alembic_condition(e, v->count ? v->items[0] : NULL);
		break;
	default:
		positional_columns(e, v, &k);
	}
	*ret_constraint = k;
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

struct str alembic_table_name(struct eval *e, const struct value *v, struct str *ret_schema)
{
	*ret_schema = STR("");
	if (value_is_str(v))
		return v->text;
	if (value_class_of(v))
		v = value_class_of(v);
	while (v->kind == VALUE_ATTRIBUTE && alembic_is_table(v->base))
		v = v->base; /* User.__table__, User.id */
	if (v->kind == VALUE_CLASS && alembic_is_table(v)) {
		*ret_schema = class_schema(e, v);
		return eval_name(e, value_member(v, STR("__tablename__")));
	}
	if (alembic_is_table(v) && v->count) {
		*ret_schema = keyword_name(e, v, STR("schema"));
		return eval_name(e, v->items[0]);
	}
	if (str_eq(value_last_name(v), STR("create_table")) && v->count)
		return eval_name(e, v->items[0]); /* t = op.create_table("t", …) */
	return eval_hole(e, v);
}
