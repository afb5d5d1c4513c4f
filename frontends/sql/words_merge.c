#include "frontends/sql/words.h"

static struct op *emit(struct words *w, enum op_kind kind, const struct words_name *table)
{
	struct op *op = sql_emit(w->s, kind);

	op->schema = table->schema;
	op->table = table->name;
	return op;
}

bool words_merge(struct words *w)
{
	struct words_name table;

	if (words_accept(w, "TOP") && words_skip_group(w))
		words_accept(w, "PERCENT");
	words_accept(w, "INTO");
	if (!words_name(w, &table))
		return false;
	for (; w->at < w->s->count; w->at++) {
		if (!sql_is(w->s, w->at, "THEN"))
			continue;
		if (sql_is(w->s, w->at + 1, "INSERT"))
			emit(w, OP_INSERT, &table);
		else if (sql_is(w->s, w->at + 1, "UPDATE"))
			emit(w, OP_UPDATE, &table);
		else if (sql_is(w->s, w->at + 1, "DELETE"))
			emit(w, OP_DELETE, &table);
	}
	/* Oracle: UPDATE SET … DELETE WHERE … */
	for (uint32_t i = 1; i + 1 < w->s->count; i++)
		if (sql_is(w->s, i, "DELETE") && sql_is(w->s, i + 1, "WHERE"))
			emit(w, OP_DELETE, &table);
	for (uint32_t i = 1; i < w->s->count; i++)
		if (sql_is_any(w->s, i, "DROP ALTER CREATE TRUNCATE EXEC MERGE"))
			return false;
	return true;
}

/* Oracle: INSERT ALL [WHEN a THEN] INTO t (c) VALUES (…) INTO u … SELECT … */
bool words_insert_all(struct words *w)
{
	uint32_t before = w->s->ops->count;
	struct words_name source = words_source(w, w->s->count);

	while (!words_end(w) && !sql_is_any(w->s, w->at, "SELECT WITH")) {
		struct words_name table;

		if (!words_accept(w, "INTO")) {
			w->at++; /* VALUES, a condition */
			continue;
		}
		if (!words_name(w, &table))
			return false;
		emit(w, OP_INSERT, &table)->to = source.name;
	}
	return w->s->ops->count > before && words_pass(w, w->s->count);
}
