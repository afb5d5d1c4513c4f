#include "frontends/sql/words.h"

/* ALTER TABLE of all databases: the table, and what every op of the statement carries. */
struct alter {
	struct words *w;
	struct words_name table;
	unsigned flags;
};

static const char *const actions = "ADD DROP MODIFY CHANGE ALTER RENAME";
static const char *const options =
	"ENGINE CONVERT DEFAULT CHARACTER CHARSET COLLATE AUTO_INCREMENT COMMENT ROW_FORMAT "
	"KEY_BLOCK_SIZE ORDER DISABLE ENABLE FORCE CHECK NOCHECK SET MAX_ROWS AVG_ROW_LENGTH "
	"STATS_PERSISTENT COMPRESS NOCOMPRESS MOVE LOGGING NOLOGGING OWNER CLUSTER ALGORITHM LOCK "
	"READ REBUILD PARALLEL NOPARALLEL CACHE NOCACHE";

/*
 * SQL Server and Oracle do not repeat the word: ADD a INT, b INT; DROP COLUMN a, b. Steps over the
 * comma when what follows is one more of the same.
 */
static bool another(struct words *w)
{
	uint32_t next = w->at + 1;

	if (!sql_is_punct(w->s, w->at, ',') || sql_is_any(w->s, next, actions))
		return false;
	if (sql_is_any(w->s, next, "ALGORITHM LOCK") &&
	    sql_is_any(w->s, next + 1, "DEFAULT INSTANT INPLACE COPY NOCOPY NONE SHARED EXCLUSIVE"))
		return false;
	if (sql_is_any(w->s, next, options) &&
	    (next + 1 >= w->s->count || sql_is_punct(w->s, next + 1, '=') ||
	     sql_is_punct(w->s, next + 1, ',') || w->s->tokens[next + 1].kind == SQL_STRING ||
	     sql_is_any(w->s, next + 1, "TO SET BY KEYS CHARSET CHARACTER COLLATE")))
		return false;
	w->at = next;
	return true;
}

static struct op *emit(const struct alter *a, enum op_kind kind, struct str name)
{
	struct op *op = sql_emit(a->w->s, kind);

	op->schema = a->table.schema;
	op->table = a->table.name;
	op->name = name;
	op->flags |= a->flags;
	return op;
}

static struct column *emit_column(const struct alter *a, enum op_kind kind, struct str name)
{
	struct column *column = arena_new(a->w->s->arena, struct column);

	column->name = name;
	emit(a, kind, name)->column = column;
	return column;
}

static void emit_constraint(const struct alter *a, enum op_kind kind,
			    const struct constraint *constraint)
{
	struct constraint *copy = arena_new(a->w->s->arena, struct constraint);

	*copy = *constraint;
	emit(a, kind, constraint->name)->constraint = copy;
}

static bool add_column(const struct alter *a, unsigned flags)
{
	struct words_column parsed;
	struct column *column;
	struct op *op;

	if (!words_column(a->w, &parsed))
		return false;
	column = arena_new(a->w->s->arena, struct column);
	*column = parsed.column;
	op = emit(a, OP_ADD_COLUMN, column->name);
	op->flags |= flags | (parsed.partial ? OPF_PARTIAL : 0);
	op->column = column;
	op->constraints = parsed.constraints;
	op->constraint_count = parsed.constraint_count;
	return true;
}

static bool add_one(const struct alter *a);

/* ADD (a INT, CONSTRAINT c CHECK (a > 0)) */
static bool add_group(const struct alter *a)
{
	if (!words_accept_punct(a->w, '(') || sql_is_punct(a->w->s, a->w->at, '('))
		return false;
	do {
		if (!add_one(a))
			return false;
	} while (words_accept_punct(a->w, ','));
	return words_accept_punct(a->w, ')');
}

/* T-SQL: ADD CONSTRAINT d DEFAULT 0 FOR c */
static bool add_default(const struct alter *a)
{
	struct words *w = a->w;
	struct column_default value;
	struct words_name column;

	if (words_accept(w, "CONSTRAINT") && !words_name(w, &column))
		return false;
	if (!words_accept(w, "DEFAULT") || !words_default(w, &value) || !words_accept(w, "FOR") ||
	    !words_name(w, &column))
		return false;
	words_accept_all(w, "WITH VALUES");
	emit_column(a, OP_SET_DEFAULT, column.name)->server_default = value;
	return true;
}

static bool is_default_for(const struct words *w)
{
	return words_are(w, "DEFAULT") ||
	       (words_are(w, "CONSTRAINT") && sql_is(w->s, w->at + 2, "DEFAULT"));
}

static bool add_one(const struct alter *a)
{
	struct words *w = a->w;
	struct constraint constraint;
	struct index index;

	if (words_is_index(w)) {
		if (!words_index(w, &index))
			return false;
		words_hint(w, DIALECT_MYSQL | DIALECT_MARIADB);
		words_emit_index(w, &a->table, &index);
		return true;
	}
	if (is_default_for(w))
		return add_default(a);
	if (words_is_constraint(w)) {
		if (!words_constraint(w, &constraint))
			return false;
		emit_constraint(a, OP_CREATE_CONSTRAINT, &constraint);
		return true;
	}
	if (words_are(w, "PARTITION"))
		return false;
	/* ADD {hole}: a column, or a constraint */
	if (!words_accept(w, "COLUMN") && sql_is_hole(w->s, w->at, w->at + 1) &&
	    (w->at + 1 == w->s->count || sql_is_punct(w->s, w->at + 1, ',')))
		return false;
	if (sql_is_punct(w->s, w->at, '('))
		return add_group(a);
	return add_column(a, words_accept_condition(w));
}

static bool add(const struct alter *a)
{
	do {
		if (!add_one(a))
			return false;
	} while (another(a->w));
	return true;
}

static bool drop_index(const struct alter *a)
{
	struct index *index = arena_new(a->w->s->arena, struct index);

	if (!words_identifier(a->w, &index->name))
		return false;
	emit(a, OP_DROP_INDEX, index->name)->index = index;
	return true;
}

static bool drop_constraint(const struct alter *a, enum constraint_kind kind)
{
	struct constraint constraint = {.kind = kind};
	unsigned flags = words_accept_condition(a->w);

	if (kind != CONSTRAINT_PRIMARY_KEY && !words_identifier(a->w, &constraint.name))
		return false;
	emit_constraint(a, OP_DROP_CONSTRAINT, &constraint);
	a->w->s->ops->items[a->w->s->ops->count - 1].flags |= flags;
	if (words_accept(a->w, "CASCADE"))
		a->w->s->ops->items[a->w->s->ops->count - 1].flags |= OPF_CASCADE;
	else
		words_accept(a->w, "RESTRICT");
	words_accept_all(a->w, "KEEP INDEX");
	return true;
}

/* Oracle: DROP (a, b) */
static bool drop_group(const struct alter *a)
{
	struct words_names names;
	unsigned flags = 0;

	if (!words_columns(a->w, &names))
		return false;
	if (words_accept(a->w, "CASCADE")) {
		flags = OPF_CASCADE;
		words_accept(a->w, "CONSTRAINTS");
	}
	for (uint32_t i = 0; i < names.count; i++)
		emit(a, OP_DROP_COLUMN, names.items[i])->flags |= flags;
	return true;
}

/* Oracle: DROP UNIQUE (a) */
static bool drop_unique(const struct alter *a)
{
	struct constraint constraint = {.kind = CONSTRAINT_UNIQUE};
	struct words_names names;

	if (!words_columns(a->w, &names))
		return false;
	constraint.columns = names.items;
	constraint.column_count = names.count;
	emit_constraint(a, OP_DROP_CONSTRAINT, &constraint);
	words_accept(a->w, "CASCADE");
	return true;
}

static bool drop_column(const struct alter *a, unsigned *condition)
{
	unsigned flags = *condition |= words_accept_condition(a->w);
	struct words_name name;

	if (!words_name(a->w, &name))
		return false;
	if (words_accept(a->w, "CASCADE")) {
		flags |= OPF_CASCADE;
		words_accept(a->w, "CONSTRAINTS");
	} else {
		words_accept(a->w, "RESTRICT");
	}
	emit(a, OP_DROP_COLUMN, name.name)->flags |= flags;
	return true;
}

static bool drop(const struct alter *a)
{
	struct words *w = a->w;
	unsigned condition = 0;
	bool constraint;

	if (words_accept_all(w, "PRIMARY KEY"))
		return drop_constraint(a, CONSTRAINT_PRIMARY_KEY);
	if (words_accept_all(w, "FOREIGN KEY")) {
		words_hint(w, DIALECT_MYSQL | DIALECT_MARIADB);
		return drop_constraint(a, CONSTRAINT_FOREIGN_KEY);
	}
	if (words_accept(w, "CHECK"))
		return drop_constraint(a, CONSTRAINT_CHECK);
	if (words_accept_any(w, "INDEX KEY")) {
		words_hint(w, DIALECT_MYSQL | DIALECT_MARIADB);
		return drop_index(a);
	}
	if (words_are(w, "UNIQUE") && sql_is_punct(w->s, w->at + 1, '(')) {
		w->at++;
		return drop_unique(a);
	}
	if (words_accept_all(w, "UNUSED COLUMNS")) {
		emit(a, OP_ALTER_TABLE, STR("")); /* they were dropped when they became unused */
		return true;
	}
	if (sql_is_any(w->s, w->at, "PARTITION PARTITIONS PERIOD SYSTEM TABLESPACE"))
		return false;
	/* SQL Server takes a name alone for a constraint */
	constraint = words_are(w, "CONSTRAINT") || w->s->dialects == DIALECT_MSSQL;
	do {
		if (words_accept(w, "CONSTRAINT"))
			constraint = true;
		else if (words_accept(w, "COLUMN"))
			constraint = false;
		else if (sql_is_hole(w->s, w->at, w->at + 1))
			return false;
		if (sql_is_punct(w->s, w->at, '(')
			    ? !drop_group(a)
			    : !(constraint ? drop_constraint(a, CONSTRAINT_UNKNOWN)
					   : drop_column(a, &condition)))
			return false;
	} while (another(w));
	return true;
}

/* A column that is stated anew; what it does not say, it takes away, or (Oracle) `keeps`. */
static bool redefine(const struct alter *a, struct str old, bool keeps)
{
	struct words_column parsed;
	struct column *column;

	if (!words_column(a->w, &parsed))
		return false;
	if (old.len && !str_eq(old, parsed.column.name))
		emit(a, OP_RENAME_COLUMN, old)->to = parsed.column.name;
	if (parsed.partial)
		return false;
	if (parsed.column.type) {
		column = emit_column(a, OP_ALTER_TYPE, parsed.column.name);
		*column = parsed.column;
		if (keeps && !parsed.says_nullable)
			column->nullable = TRI_UNKNOWN;
	}
	if (parsed.says_nullable)
		emit_column(a, OP_SET_NULLABLE, parsed.column.name)->nullable =
			parsed.column.nullable;
	if (parsed.says_default)
		emit_column(a, OP_SET_DEFAULT, parsed.column.name)->server_default =
			parsed.column.server_default;
	if (keeps && !parsed.column.type && !parsed.says_nullable && !parsed.says_default)
		emit(a, OP_ALTER_TABLE, STR("")); /* VISIBLE, INVISIBLE */
	return keeps || parsed.column.type || parsed.says_nullable || parsed.says_default;
}

static bool modify(const struct alter *a)
{
	bool keeps = a->w->s->dialects == DIALECT_ORACLE;

	if (words_accept(a->w, "COLUMN"))
		words_hint(a->w, DIALECT_MYSQL | DIALECT_MARIADB);
	if (sql_is_any(a->w->s, a->w->at, "CONSTRAINT PRIMARY UNIQUE PARTITION")) {
		emit(a, OP_ALTER_TABLE, STR("")); /* whether it is enabled */
		return !words_are(a->w, "PARTITION") && words_pass(a->w, a->w->s->count);
	}
	words_accept_condition(a->w);
	if (!words_accept_punct(a->w, '('))
		return redefine(a, STR(""), keeps);
	words_hint(a->w, DIALECT_ORACLE);
	do {
		if (!redefine(a, STR(""), true))
			return false;
	} while (words_accept_punct(a->w, ','));
	return words_accept_punct(a->w, ')');
}

static bool change(const struct alter *a)
{
	struct str old;

	words_accept(a->w, "COLUMN");
	words_accept_condition(a->w);
	return words_identifier(a->w, &old) && redefine(a, old, false);
}

/* ALTER COLUMN c SET DEFAULT …, TYPE …, and T-SQL's ALTER COLUMN c INT NOT NULL */
static bool alter_column(const struct alter *a)
{
	struct words *w = a->w;
	uint32_t name_at = w->at;
	struct str name;

	if (!words_identifier(w, &name))
		return false;
	if (words_accept_all(w, "SET DEFAULT"))
		return words_default(w, &emit_column(a, OP_SET_DEFAULT, name)->server_default);
	if (words_accept_all(w, "DROP DEFAULT")) {
		emit_column(a, OP_SET_DEFAULT, name);
		return true;
	}
	if (words_accept_all(w, "SET NOT NULL")) {
		emit_column(a, OP_SET_NULLABLE, name)->nullable = TRI_NO;
		return true;
	}
	if (words_accept_all(w, "DROP NOT NULL")) {
		emit_column(a, OP_SET_NULLABLE, name)->nullable = TRI_YES;
		return true;
	}
	if (words_accept_all(w, "SET DATA TYPE") || words_accept(w, "TYPE")) {
		struct column *column = emit_column(a, OP_ALTER_TYPE, name);
		uint32_t from, end;

		if (!words_type(w, &column->type))
			return false;
		if (!words_accept(w, "USING"))
			return true;
		from = w->at;
		end = sql_element_end(w->s, w->at, w->s->count);
		column->using = sql_slice(w->s, from, end);
		return words_pass(w, end);
	}
	/* MySQL's SET INVISIBLE, SQL Server's ADD SPARSE, DROP ROWGUIDCOL */
	if (words_accept_all(w, "SET VISIBLE") || words_accept_all(w, "SET INVISIBLE") ||
	    (words_accept_any(w, "ADD DROP") &&
	     words_accept_any(w, "SPARSE ROWGUIDCOL PERSISTED HIDDEN MASKED"))) {
		emit(a, OP_ALTER_TABLE, STR(""));
		return words_pass(w, sql_element_end(w->s, w->at, w->s->count));
	}
	if (sql_is_any(w->s, w->at, "SET ADD DROP"))
		return false;
	w->at = name_at;
	return redefine(a, STR(""), false);
}

/* ALTER INDEX i INVISIBLE, ALTER CHECK c NOT ENFORCED */
static bool alter(const struct alter *a)
{
	struct words *w = a->w;
	struct str name;

	if (!words_accept_any(w, "INDEX CHECK CONSTRAINT")) {
		words_accept(w, "COLUMN");
		return alter_column(a);
	}
	emit(a, OP_ALTER_TABLE, STR(""));
	return words_identifier(w, &name) && (words_accept_any(w, "VISIBLE INVISIBLE ENFORCED") ||
					      words_accept_all(w, "NOT ENFORCED"));
}

static bool rename_to(const struct alter *a, enum op_kind kind)
{
	struct words *w = a->w;
	struct words_name from = {STR(""), STR("")}, to;

	if (kind != OP_RENAME_TABLE && !words_name(w, &from))
		return false;
	if (!words_accept_any(w, "TO AS") && kind != OP_RENAME_TABLE)
		return false;
	if (!words_name(w, &to))
		return false;
	emit(a, kind, from.name)->to = to.name;
	return true;
}

static bool rename(const struct alter *a)
{
	struct words *w = a->w;

	if (words_accept(w, "COLUMN"))
		return rename_to(a, OP_RENAME_COLUMN);
	if (words_accept(w, "CONSTRAINT"))
		return rename_to(a, OP_RENAME_CONSTRAINT);
	if (words_accept_any(w, "INDEX KEY"))
		return rename_to(a, OP_RENAME_INDEX);
	if (sql_is_any(w->s, w->at + 1, "TO AS") && !sql_is_any(w->s, w->at, "TO AS"))
		return rename_to(a, OP_RENAME_COLUMN);
	return rename_to(a, OP_RENAME_TABLE);
}

/* ENGINE=InnoDB, CONVERT TO CHARACTER SET utf8, DISABLE KEYS … to the next comma. */
static bool option(const struct alter *a)
{
	struct words *w = a->w;
	unsigned condition = 0;

	if (words_accept_any(w, "ALGORITHM LOCK")) {
		words_accept_punct(w, '='); /* how, not what */
		return ++w->at <= w->s->count;
	}
	if (words_accept_all(w, "SET UNUSED")) {
		words_accept(w, "COLUMN");
		return sql_is_punct(w->s, w->at, '(') ? drop_group(a) : drop_column(a, &condition);
	}
	if (!sql_is_any(w->s, w->at, options))
		return false;
	emit(a, OP_ALTER_TABLE, STR(""));
	/* ORDER BY a, b is the last one */
	return words_pass(w, words_are(w, "ORDER") ? w->s->count
						   : sql_element_end(w->s, w->at, w->s->count));
}

typedef bool (*action_fn)(const struct alter *a);

static action_fn action_at(struct words *w)
{
	words_accept_all(w, "WITH CHECK");
	words_accept_all(w, "WITH NOCHECK");
	if (words_accept(w, "ADD"))
		return add;
	if (words_accept(w, "DROP"))
		return drop;
	if (words_accept(w, "MODIFY"))
		return modify;
	if (words_accept(w, "CHANGE"))
		return change;
	if (words_accept(w, "ALTER"))
		return alter;
	if (words_accept(w, "RENAME"))
		return rename;
	return NULL;
}

bool words_alter_table(struct words *w)
{
	struct alter a = {.w = w};

	a.flags = words_accept_condition(w);
	words_accept(w, "ONLY");
	if (!words_name(w, &a.table))
		return false;
	do {
		action_fn action = action_at(w);

		if (!(action ? action(&a) : option(&a)))
			return false;
	} while (words_accept_punct(w, ','));
	return words_end(w) && w->at == w->s->count;
}
