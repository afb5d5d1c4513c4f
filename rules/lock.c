#include "rules/lock.h"

#include "core/model/default_equal.h"

enum lock_condition {
	WHEN_ALWAYS,
	WHEN_CONCURRENTLY,
	WHEN_FOREIGN_KEY,
	WHEN_CHECK,
	WHEN_KEY, /* unique or primary */
	WHEN_EXCLUDE,
	WHEN_NOT_VALID,
	WHEN_NOT_VALID_REFERENCE,
	WHEN_USING_INDEX,
	WHEN_DEFAULT,  /* the same for every row */
	WHEN_VOLATILE, /* to be computed for each row: a function, a sequence, a stored expression */
	WHEN_NOT_NULL,
	WHEN_NOT_NULL_CHECKED, /* a valid CHECK says already that it is not NULL */
	WHEN_OTHER_BYTES,
};

static const struct lock_line {
	enum op_kind kind;
	enum lock_condition condition;
	dialect_set dialect;
	uint32_t version;
	struct lock_effect effect;
} lines[] = {
#define LOCK(kind, condition, dialect, version, mode, cost, source)                                \
	{OP_##kind,                                                                                \
	 WHEN_##condition,                                                                         \
	 DIALECT_##dialect,                                                                        \
	 version,                                                                                  \
	 {LOCK_##mode, LOCK_##cost, source}},
#include "rules/locks.def"
#undef LOCK
};

/* ---- conditions ------------------------------------------------------------------------------- */

static enum lock_condition constraint_condition(const struct constraint *k)
{
	if (!k)
		return WHEN_ALWAYS;
	if (k->using_index)
		return WHEN_USING_INDEX;
	if (k->not_valid)
		return k->kind == CONSTRAINT_FOREIGN_KEY ? WHEN_NOT_VALID_REFERENCE
							 : WHEN_NOT_VALID;
	switch (k->kind) {
	case CONSTRAINT_PRIMARY_KEY:
	case CONSTRAINT_UNIQUE:
		return WHEN_KEY;
	case CONSTRAINT_FOREIGN_KEY:
		return WHEN_FOREIGN_KEY;
	case CONSTRAINT_CHECK:
		return WHEN_CHECK;
	case CONSTRAINT_EXCLUDE:
		return WHEN_EXCLUDE;
	case CONSTRAINT_UNKNOWN:
		break;
	}
	return WHEN_ALWAYS;
}

static enum lock_condition column_condition(struct rule_run *run, const struct column *c,
					    dialect_set one)
{
	struct sql_type type = {0};

	if (!c)
		return WHEN_ALWAYS;
	if (c->type)
		sql_type_of(&type, run->scratch, c->type, one);
	switch (c->server_default.kind) {
	case DEFAULT_NONE:
		return type.serial ? WHEN_VOLATILE : WHEN_ALWAYS;
	case DEFAULT_LITERAL:
		return WHEN_DEFAULT;
	case DEFAULT_IDENTITY:
		return WHEN_VOLATILE;
	case DEFAULT_COMPUTED:
		return c->server_default.stored == TRI_NO ? WHEN_ALWAYS : WHEN_VOLATILE;
	case DEFAULT_EXPRESSION:
	case DEFAULT_UNKNOWN:
		break;
	}
	return default_volatility(&c->server_default) == VOLATILITY_VOLATILE ? WHEN_VOLATILE
									     : WHEN_DEFAULT;
}

/* Does a valid CHECK of the table say that the column is not NULL? */
static bool is_checked(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct table *t = rule_table_before(run, op, one);

	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *k = &t->keys[i]->def;
		ptrdiff_t at;

		if (k->kind != CONSTRAINT_CHECK || k->not_valid)
			continue;
		at = sql_find_word(k->condition, op->name, 0);
		if (at >= 0 && str_find_nocase(k->condition, STR("is not null")) > at &&
		    str_find_nocase(k->condition, STR(" or ")) < 0)
			return true;
	}
	return false;
}

static enum lock_condition lock_condition(struct rule_run *run, const struct op *op,
					  dialect_set one)
{
	struct sql_type from, to;

	switch (op->kind) {
	case OP_CREATE_INDEX:
	case OP_DROP_INDEX:
	case OP_REINDEX:
		return op->index && op->index->concurrently ? WHEN_CONCURRENTLY : WHEN_ALWAYS;
	case OP_CREATE_CONSTRAINT:
		return constraint_condition(op->constraint);
	case OP_ADD_COLUMN:
		return column_condition(run, op->column, one);
	case OP_SET_NULLABLE:
		if (!op->column || op->column->nullable != TRI_NO)
			return WHEN_ALWAYS;
		return is_checked(run, op, one) ? WHEN_NOT_NULL_CHECKED : WHEN_NOT_NULL;
	case OP_ALTER_TYPE:
		return type_change_of(run, op, one, &from, &to) &&
				       type_keeps_bytes(&from, &to, one) == TRI_NO
			       ? WHEN_OTHER_BYTES
			       : WHEN_ALWAYS;
	default:
		return WHEN_ALWAYS;
	}
}

static uint32_t version_of(const struct environment *env, dialect_set one)
{
	for (uint32_t i = 0; i < DIALECT_COUNT; i++)
		if (one == 1U << i && env->dialect_versions[i])
			return env->dialect_versions[i];
	return UINT32_MAX;
}

bool lock_effect(struct rule_run *run, const struct op *op, dialect_set one,
		 struct lock_effect *ret)
{
	enum lock_condition condition = lock_condition(run, op, one);
	uint32_t version = version_of(run->env, one);
	bool found = false;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct lock_line *line = &lines[i];

		if (line->kind != op->kind || line->condition != condition ||
		    line->dialect != one || line->version > version)
			continue;
		*ret = line->effect;
		found = true;
	}
	return found;
}

/* ---- types ------------------------------------------------------------------------------------ */

/* A type by a name that only the schema knows, as the column has it after the migration. */
static void named_type(struct rule_run *run, const struct op *op, dialect_set one,
		       struct sql_type *type)
{
	struct str key = schema_key(run->scratch, one, op->schema, op->table);

	for (uint32_t i = 0; i < run->proofs->replay_count; i++) {
		const struct replay *r = &run->proofs->replays[i];
		const struct table *t = r->dialect == one
						? schema_table(&r->steps[run->node].after, key)
						: NULL;
		const struct table_column *c = t ? table_column(t, op->name) : NULL;

		if (c && c->type && c->type->family == TYPE_ENUM)
			*type = *c->type;
	}
}

bool type_change_of(struct rule_run *run, const struct op *op, dialect_set one,
		    struct sql_type *ret_from, struct sql_type *ret_to)
{
	const struct table_column *before = rule_column_before(run, op, one);
	const struct column *c = op->column;

	if (!c || !c->type)
		return false;
	sql_type_of(ret_to, run->scratch, c->type, one);
	if (ret_to->family == TYPE_UNKNOWN)
		named_type(run, op, one, ret_to);
	if (before && before->type)
		*ret_from = *before->type;
	else if (c->existing_type)
		sql_type_of(ret_from, run->scratch, c->existing_type, one);
	else
		return false;
	if (ret_from->family == TYPE_UNKNOWN || ret_to->family == TYPE_UNKNOWN)
		return false;
	/* between an enumeration and a text lengths do not matter */
	return (ret_from->family == TYPE_ENUM) != (ret_to->family == TYPE_ENUM) ||
	       (!ret_from->size_unknown && !ret_to->size_unknown);
}

/* At least as long; -1 is no limit. */
static bool reaches(int64_t to, int64_t from)
{
	return to < 0 || (from >= 0 && to >= from);
}

static enum tri keeps_in_postgresql(const struct sql_type *from, const struct sql_type *to)
{
	bool plain = !from->fixed && !to->fixed;

	if (from->family != to->family || from->native_enum != to->native_enum)
		return TRI_NO;
	switch (from->family) {
	case TYPE_TEXT:
		return plain && reaches(to->length, from->length) ? TRI_YES : TRI_NO;
	case TYPE_DECIMAL:
		if (to->length < 0)
			return TRI_YES;
		return to->scale == from->scale && reaches(to->length, from->length) ? TRI_YES
										     : TRI_NO;
	case TYPE_TIME:
	case TYPE_TIMESTAMP:
	case TYPE_INTERVAL:
		/* with and without zone: by the session's zone */
		return from->timezone == to->timezone && reaches(to->length, from->length) ? TRI_YES
											   : TRI_NO;
	default:
		return from->native == to->native && from->length == to->length ? TRI_YES : TRI_NO;
	}
}

/* Labels more at the end of an ENUM change no row, unless there are so many that it grows. */
static bool adds_labels(const struct sql_type *from, const struct sql_type *to)
{
	if (from->family != TYPE_ENUM || to->family != TYPE_ENUM || !from->label_count ||
	    from->label_count > to->label_count)
		return false;
	for (uint32_t i = 0; i < from->label_count; i++)
		if (!str_eq(from->labels[i], to->labels[i]))
			return false;
	return (from->label_count > 255) == (to->label_count > 255);
}

/* InnoDB keeps the length of a VARCHAR in one byte or two; utf8mb4 takes up to four a character. */
static enum tri keeps_in_mysql(const struct sql_type *from, const struct sql_type *to)
{
	const int64_t one_byte = 255 / 4;

	if (adds_labels(from, to))
		return TRI_YES;
	if (from->family != TYPE_TEXT || from->native != to->native || from->fixed || to->fixed)
		return TRI_NO;
	if (from->length < 0 || to->length < from->length)
		return TRI_NO;
	if (from->length > 255 || to->length <= one_byte)
		return TRI_YES;
	/* utf8mb3 and utf8mb4 alike, which nearly all have; else it depends */
	return from->length <= one_byte && to->length > 255 / 3 ? TRI_NO : TRI_UNKNOWN;
}

enum tri type_keeps_bytes(const struct sql_type *from, const struct sql_type *to, dialect_set one)
{
	if (sql_type_change(from, to, one) == TYPE_SAME)
		return TRI_YES;
	if (one == DIALECT_POSTGRESQL)
		return keeps_in_postgresql(from, to);
	if (one & (DIALECT_MYSQL | DIALECT_MARIADB))
		return keeps_in_mysql(from, to);
	return sql_type_change(from, to, one) == TYPE_WIDENS && from->family == TYPE_TEXT
		       ? TRI_YES
		       : TRI_UNKNOWN;
}

/* ---- which ops -------------------------------------------------------------------------------- */

static dialect_set first_of(dialect_set set)
{
	return set & (~set + 1);
}

/* A materialized view: nobody writes to it but REFRESH. */
static bool is_view(struct rule_run *run, const struct op *op, dialect_set one,
		    const struct op_context *context)
{
	return context && name_known(op->table) &&
	       schema_object(&context->before, SCHEMA_VIEW,
			     schema_key(run->scratch, one, op->schema, op->table));
}

bool lock_concerns(struct rule_run *run, const struct op *op, dialect_set dialects,
		   dialect_set *ret_one, enum confidence *ret_confidence)
{
	const struct body *body = &run->migration->body[run->direction];
	dialect_set targets = rule_op_targets(run->env, body, op);
	dialect_set one = first_of(targets ? targets & dialects : dialects);
	const struct op_context *context;
	enum tri existed;

	if (!one)
		return false;
	existed = rule_table_existed(run, op, one);
	if (existed == TRI_NO || rule_table_has_rows(run, op, one) == TRI_NO)
		return false;
	context = rule_context(run, op, one);
	if (is_view(run, op, one, context))
		return false;
	*ret_one = one;
	*ret_confidence = targets && existed == TRI_YES && !(op->flags & OPF_PARTIAL) &&
					  (!context || context->reached)
				  ? CONFIDENCE_HIGH
				  : CONFIDENCE_LOW;
	return true;
}

const struct op *lock_held_at(struct rule_run *run, const struct op *work)
{
	const uint64_t kinds = OP_BIT(DROP_TABLE) | OP_BIT(RENAME_TABLE) | OP_BIT(TRUNCATE);
	const struct body *up = &run->migration->body[UP];

	for (const struct op *op = up->ops; op < work; op++) {
		enum op_object object = op_info(op->kind)->object;
		struct lock_effect effect;
		enum confidence confidence;
		dialect_set one;

		if (object != OBJECT_COLUMN && object != OBJECT_CONSTRAINT &&
		    !(kinds >> op->kind & 1))
			continue;
		if (rule_same_transaction(run, op, work, DIALECT_POSTGRESQL) == TRI_YES &&
		    !rule_ops_exclusive(up, op, work) &&
		    lock_concerns(run, op, DIALECT_POSTGRESQL, &one, &confidence) &&
		    lock_effect(run, op, one, &effect) && effect.mode == LOCK_ALL_WAIT)
			return op;
	}
	return NULL;
}

bool changes_every_row(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];

	if (op->flags & OPF_NO_WHERE)
		return true;
	for (uint32_t i = 0; i < op->null_count; i++)
		for (const struct op *at = up->ops; at < op; at++)
			if (at->kind == OP_ADD_COLUMN && str_eq(at->table, op->table) &&
			    str_eq(at->name, op->null_columns[i]))
				return true;
	return false;
}

struct subject key_subject(const struct op *op)
{
	struct str name = op->name;

	if (!name.len && op->constraint)
		name = op->constraint->name;
	if (!name.len && op->index)
		name = op->index->name;
	return (struct subject){.schema = op->schema, .table = op->table, .object = name};
}
