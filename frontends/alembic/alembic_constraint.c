#include "core/base/vec.h"
#include "frontends/alembic/alembic_model.h"
#include "frontends/alembic/alembic_sql.h"

/*
 * Constraints and foreign keys, as objects and as arguments of op.create_*_constraint().
 */

/* The last dot that is not in a hole, or -1: of `{opts["a.b"]}users.id` that before id. */
static ptrdiff_t last_dot(struct str target)
{
	ptrdiff_t dot = -1;
	int depth = 0;

	for (size_t i = 0; i < target.len; i++) {
		depth += target.ptr[i] == '{';
		depth -= target.ptr[i] == '}' && depth > 0;
		if (target.ptr[i] == '.' && !depth)
			dot = (ptrdiff_t)i;
	}
	return dot;
}

/* "table.column" or "schema.table.column" */
static void split_target(struct eval *e, struct str target, struct reference *ret)
{
	ptrdiff_t dot = last_dot(target);
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
	dot = last_dot(ret->table);
	if (dot >= 0) {
		ret->schema = str_sub(ret->table, 0, (size_t)dot);
		ret->table = str_sub(ret->table, (size_t)dot + 1, ret->table.len);
	}
}

/* What a key points at: "table.column", or a column object. */
static void target_of(struct eval *e, const struct value *v, struct reference *ret)
{
	const struct value *table;
	struct str name = alembic_column_name(e, v, &table), *column;

	if (!name.len || !table) {
		split_target(e, eval_name(e, v), ret);
		return;
	}
	column = arena_new(eval_arena(e), struct str);
	*column = name;
	ret->columns = column;
	ret->column_count = 1;
	ret->table = alembic_table_name(e, table, &ret->schema);
}

/* ["u.a", "u.b"]: the table of the first, the columns of all. */
static void targets_of(struct eval *e, const struct value *targets, struct reference *ret)
{
	struct str *columns = arena_array(eval_arena(e), targets->count + 1, sizeof(*columns));

	for (uint32_t i = 0; i < targets->count; i++) {
		struct reference one = {0};

		target_of(e, targets->items[i], &one);
		columns[i] = one.column_count ? one.columns[0] : STR("");
		if (!i) {
			ret->table = one.table;
			ret->schema = one.schema;
		}
	}
	ret->columns = columns;
	ret->column_count = targets->count;
}

/* Keyword, or the argument at a position (-1: none); NULL when absent or None. */
static const struct value *argument(const struct value *v, int position, struct str keyword)
{
	const struct value *given = value_keyword(v, keyword);

	if (!given && position >= 0 && (uint32_t)position < v->count)
		given = v->items[position];
	return given && given->kind != VALUE_NONE ? given : NULL;
}

static struct str argument_name(struct eval *e, const struct value *v, int position,
				struct str keyword)
{
	const struct value *given = argument(v, position, keyword);

	return given ? eval_name(e, given) : STR("");
}

void alembic_foreign_key(struct eval *e, const struct value *v, struct reference *ret)
{
	const struct value *target = argument(v, 0, STR("column")), *given;

	if (target)
		target_of(e, target, ret);
	ret->ondelete = argument_name(e, v, -1, STR("ondelete"));
	ret->onupdate = argument_name(e, v, -1, STR("onupdate"));
	ret->match = argument_name(e, v, -1, STR("match"));
	ret->name = argument_name(e, v, -1, STR("name"));
	ret->initially = argument_name(e, v, -1, STR("initially"));
	given = argument(v, -1, STR("deferrable"));
	ret->deferrable = alembic_tri(given);
	ret->use_alter = alembic_true(v, STR("use_alter"));
}

void alembic_constraint_options(struct eval *e, const struct value *v, struct constraint *k)
{
	k->deferrable = alembic_true(v, STR("deferrable"));
	k->initially = argument_name(e, v, -1, STR("initially"));
	k->not_valid = alembic_true(v, STR("postgresql_not_valid"));
	k->nulls_not_distinct = alembic_true(v, STR("postgresql_nulls_not_distinct"));
	k->include = alembic_names(e, argument(v, -1, STR("postgresql_include")),
				   &k->include_count);
	k->references.match = argument_name(e, v, -1, STR("match"));
	k->references.use_alter = alembic_true(v, STR("use_alter"));
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

	for (uint32_t i = 0; i < v->count; i++)
		names[i] = alembic_name(e, v->items[i]);
	k->columns = names;
	k->column_count = v->count;
}

void alembic_exclusion(struct eval *e, const struct value *v, uint32_t first, struct constraint *k)
{
	VEC(struct str) names = {0};
	const struct value *given;

	for (uint32_t i = first; i < v->count; i++) {
		const struct value *item = v->items[i];
		struct str name, operator= STR("?");

		if (item->kind == VALUE_TUPLE && item->count) {
			if (item->count > 1)
				operator= eval_name(e, item->items[1]);
			item = item->items[0];
		}
		name = alembic_name(e, item);
		*vec_push(eval_arena(e), &names) = name;
		k->condition = arena_printf(eval_arena(e), STR_FMT "%s" STR_FMT " WITH " STR_FMT,
					    STR_ARG(k->condition), k->condition.len ? ", " : "",
					    STR_ARG(name), STR_ARG(operator));
		if (k->condition.len > 2000)
			break;
	}
	k->columns = names.items;
	k->column_count = names.count;
	k->method = argument_name(e, v, -1, STR("using"));
	if (!k->method.len)
		k->method = STR("gist"); /* SQLAlchemy's default */
	given = argument(v, -1, STR("where"));
	k->where = given ? alembic_sql(e, given) : STR("");
}

/* ForeignKeyConstraint(columns, refcolumns, name, onupdate, ondelete, deferrable, initially …) */
static void foreign_key_constraint(struct eval *e, const struct value *v, struct constraint *k)
{
	const struct value *columns = argument(v, 0, STR("columns"));
	const struct value *targets = argument(v, 1, STR("refcolumns"));

	k->columns = alembic_names(e, columns, &k->column_count);
	if (targets && value_is_sequence(targets) && targets->count)
		targets_of(e, targets, &k->references);
	else if (targets)
		k->references.table = eval_hole(e, targets);
	if (!k->name.len)
		k->name = argument_name(e, v, 2, STR("name"));
	k->references.onupdate = argument_name(e, v, 3, STR("onupdate"));
	k->references.ondelete = argument_name(e, v, 4, STR("ondelete"));
}

void alembic_constraint(struct eval *e, const struct value *v, struct constraint *ret_constraint)
{
	struct constraint k = {.kind = kind_of(value_last_name(v))};

	k.name = argument_name(e, v, -1, STR("name"));
	alembic_constraint_options(e, v, &k);
	switch (k.kind) {
	case CONSTRAINT_FOREIGN_KEY:
		foreign_key_constraint(e, v, &k);
		break;
	case CONSTRAINT_CHECK:
		k.condition = alembic_sql(e, argument(v, 0, STR("sqltext")));
		if (!k.name.len)
			k.name = argument_name(e, v, 1, STR("name"));
		break;
	case CONSTRAINT_EXCLUDE:
		alembic_exclusion(e, v, 0, &k);
		break;
	default:
		positional_columns(e, v, &k);
	}
	*ret_constraint = k;
}
