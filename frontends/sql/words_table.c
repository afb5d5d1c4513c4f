#include "frontends/sql/sql_written.h"
#include "frontends/sql/words.h"

struct definition {
	struct column *columns;
	uint32_t column_count, column_capacity;
	struct constraint *constraints;
	uint32_t constraint_count, constraint_capacity;
	/* indexes written among the columns become ops of their own, after the table's */
	struct index *indexes;
	uint32_t index_count, index_capacity;
	bool partial; /* a hole stands where more columns may */
};

static void add_constraint(struct words *w, struct definition *d,
			   const struct constraint *constraint)
{
	d->constraints = vec_grow(w->s->arena, d->constraints, d->constraint_count,
				  &d->constraint_capacity, sizeof(*constraint));
	d->constraints[d->constraint_count++] = *constraint;
}

bool words_is_index(const struct words *w)
{
	if (sql_is_any(w->s, w->at, "FULLTEXT SPATIAL"))
		return true;
	/* KEY i (a), KEY (a); but key VARCHAR(10) is a column */
	return sql_is_any(w->s, w->at, "INDEX KEY") &&
	       (sql_is_punct(w->s, w->at + 1, '(') || sql_is_punct(w->s, w->at + 2, '(') ||
		sql_is(w->s, w->at + 2, "USING")) &&
	       !(sql_is_punct(w->s, w->at + 2, '(') && w->at + 3 < w->s->count &&
		 w->s->tokens[w->at + 3].kind == SQL_NUMBER);
}

bool words_index(struct words *w, struct index *ret)
{
	struct words_names columns;
	struct str method = STR("");

	*ret = (struct index){.name = STR("")};
	if (sql_is_any(w->s, w->at, "FULLTEXT SPATIAL"))
		method = sql_token_text(w->s, w->at++);
	words_accept_any(w, "INDEX KEY");
	if (!sql_is_punct(w->s, w->at, '(') && !words_are(w, "USING") &&
	    !words_identifier(w, &ret->name))
		return false;
	if (words_accept(w, "USING"))
		method = sql_token_text(w->s, w->at++);
	if (!str_eq_nocase(method, STR("BTREE")))
		ret->method = method;
	if (!words_columns(w, &columns))
		return false;
	ret->columns = columns.items;
	ret->column_count = columns.count;
	for (;;)
		if (words_accept_any(w, "USING COMMENT PARSER KEY_BLOCK_SIZE")) {
			words_accept_punct(w, '=');
			w->at++;
		} else if (!words_accept_any(w, "VISIBLE INVISIBLE WITH")) {
			return w->at <= w->s->count;
		}
}

void words_emit_index(struct words *w, const struct words_name *table, const struct index *index)
{
	struct index *copy = arena_new(w->s->arena, struct index);
	struct op *op = sql_emit(w->s, OP_CREATE_INDEX);

	*copy = *index;
	op->schema = table->schema;
	op->table = table->name;
	op->name = index->name;
	op->index = copy;
}

static bool element(struct words *w, struct definition *d)
{
	struct constraint constraint;
	struct words_column column;

	if (words_is_index(w)) {
		d->indexes = vec_grow(w->s->arena, d->indexes, d->index_count, &d->index_capacity,
				      sizeof(*d->indexes));
		return words_index(w, &d->indexes[d->index_count++]);
	}
	if (words_is_constraint(w)) {
		if (!words_constraint(w, &constraint))
			return false;
		add_constraint(w, d, &constraint);
		return true;
	}
	d->partial |= w->at < w->s->count && (w->s->tokens[w->at].flags & SQL_IS_HOLE);
	if (!words_column(w, &column))
		return false;
	d->columns = vec_grow(w->s->arena, d->columns, d->column_count, &d->column_capacity,
			      sizeof(column.column));
	d->columns[d->column_count++] = column.column;
	d->partial |= column.partial;
	for (uint32_t i = 0; i < column.constraint_count; i++)
		add_constraint(w, d, &column.constraints[i]);
	return true;
}

static bool definition(struct words *w, struct definition *d)
{
	if (!words_accept_punct(w, '('))
		return false;
	do {
		if (!element(w, d))
			return false;
	} while (words_accept_punct(w, ','));
	return words_accept_punct(w, ')');
}

static uint32_t first_query(const struct words *w)
{
	uint32_t i = w->at;

	while (i < w->s->count && !(sql_is_any(w->s, i, "AS SELECT WITH") &&
				    w->s->tokens[i].depth == w->s->tokens[0].depth))
		i++;
	return i;
}

/* ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='x', WITHOUT ROWID, STRICT, ON [PRIMARY] */
static bool pass_options(struct words *w)
{
	while (!words_end(w) && !sql_is_any(w->s, w->at, "AS SELECT WITH")) {
		words_accept_punct(w, ',');
		words_accept(w, "DEFAULT");
		/* how rows are stored; the last option but AS SELECT */
		if (words_accept(w, "PARTITION"))
			return words_pass(w, first_query(w));
		if (words_accept_all(w, "WITHOUT ROWID") || words_accept_any(w, "STRICT"))
			continue;
		if (!words_accept_all(w, "CHARACTER SET") &&
		    !words_accept_all(w, "DATA DIRECTORY") &&
		    !words_accept_any(w, "ENGINE CHARSET COLLATE COMMENT AUTO_INCREMENT ROW_FORMAT "
					 "KEY_BLOCK_SIZE CHECKSUM PACK_KEYS STATS_PERSISTENT "
					 "MAX_ROWS MIN_ROWS TABLESPACE ON TEXTIMAGE_ON COMPRESSION "
					 "ENCRYPTION AVG_ROW_LENGTH DELAY_KEY_WRITE"))
			return false;
		words_accept_punct(w, '=');
		w->at++;
	}
	return true;
}

/* [AS] SELECT …: the new table gets rows. */
static bool as_select(struct words *w, const struct words_name *table, uint32_t created)
{
	struct words_name source;
	uint32_t query;
	struct op *op;

	words_accept(w, "AS");
	if (words_end(w))
		return true;
	if (!sql_is_any(w->s, w->at, "SELECT WITH") && !sql_is_punct(w->s, w->at, '('))
		return false;
	source = words_source(w, w->s->count);
	w->s->ops->items[created].to = source.name;
	w->s->ops->items[created].flags |= OPF_PARTIAL;
	op = sql_emit(w->s, OP_INSERT);
	op->schema = table->schema;
	op->table = table->name;
	op->to = source.name;
	query = w->at + sql_is_punct(w->s, w->at, '(');
	sql_written_table_as(w->s, &w->s->ops->items[created], op, query);
	return words_pass(w, w->s->count);
}

bool words_create_table(struct words *w, unsigned flags)
{
	uint32_t created_at = w->s->ops->count;
	struct definition d = {0};
	struct words_name table, like;
	struct op *op;

	flags |= words_accept_condition(w);
	if (!words_name(w, &table))
		return false;
	op = sql_emit(w->s, OP_CREATE_TABLE);
	op->schema = table.schema;
	op->table = table.name;
	op->flags |= flags;
	if (words_accept(w, "LIKE")) {
		if (!words_name(w, &like))
			return false;
		op->to = like.name;
		op->flags |= OPF_PARTIAL;
		return words_end(w);
	}
	if (sql_is_punct(w->s, w->at, '(') && !sql_is_any(w->s, w->at + 1, "SELECT WITH") &&
	    !definition(w, &d))
		return false;
	op->columns = d.columns;
	op->column_count = d.column_count;
	op->constraints = d.constraints;
	op->constraint_count = d.constraint_count;
	op->flags |= d.partial ? OPF_PARTIAL : 0;
	if (!pass_options(w))
		return false;
	for (uint32_t i = 0; i < d.index_count; i++)
		words_emit_index(w, &table, &d.indexes[i]);
	return as_select(w, &table, created_at) && words_end(w);
}
