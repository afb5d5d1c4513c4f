/*
 * Rows that a downgrade deletes while other tables refer to them: once the new code has written such
 * a reference, the foreign key refuses the DELETE.
 */
#include "core/model/proof_compare.h"
#include "core/model/schema_edit.h"

enum {
	NAMED_TABLES = 3,   /* that refer to the rows: the others are counted */
	MANY_TABLES = 32,   /* that are looked for */
	STATEMENT_COST = 64 /* of looking at a statement, in bytes of the budget */
};

static bool spend(struct proving *p, size_t bytes)
{
	uint64_t *left = &p->replay->budget->bytes;

	if (*left < bytes) {
		*left = 0;
		return false;
	}
	*left -= bytes;
	return true;
}

/* Does the key leave the DELETE alone, as long as nothing refers to the rows? Else it takes care of them. */
static bool restricts(const struct constraint *def)
{
	const struct str *action = &def->references.ondelete;

	return str_empty(*action) || str_eq_nocase(*action, STR("NO ACTION")) ||
	       str_eq_nocase(*action, STR("RESTRICT"));
}

static bool has_key(const struct table *t, const struct origin *origin)
{
	for (uint32_t i = 0; i < t->key_count; i++)
		if (t->keys[i]->origin == origin)
			return true;
	return false;
}

/* Was the key there between upgrade and downgrade, so that rows were written under it? */
static bool held_meanwhile(struct proving *p, const struct table *t, struct str key,
			   const struct table_key *fk)
{
	const struct table *up = table_of_origin(p->after.tables, key, t->origin);

	return up && has_key(up, fk->origin);
}

/* The foreign key of `t` that refuses to let rows of `target` go; NULL: none does. */
static const struct table_key *refusing_key(struct proving *p, const struct table *t,
					    struct str key, struct str target)
{
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *def = &t->keys[i]->def;
		const struct reference *to = &def->references;

		if (def->kind != CONSTRAINT_FOREIGN_KEY || !restricts(def) ||
		    str_eq_nocase(def->initially, STR("DEFERRED")) ||
		    !str_eq(schema_key(p->work, p->replay->dialect, to->schema, to->table),
			    target) ||
		    !held_meanwhile(p, t, key, t->keys[i]))
			continue;
		return t->keys[i];
	}
	return NULL;
}

static bool writes_one(const struct op *op, const struct constraint *def)
{
	for (uint32_t i = 0; i < op->column_count; i++)
		for (uint32_t k = 0; k < def->column_count; k++)
			if (str_eq(op->columns[i].name, def->columns[k]))
				return true;
	return !op->column_count || !def->column_count;
}

/* Does the statement deal with the rows that refer, whichever it takes? */
static bool deals_with(const struct op *op, const struct table *t, const struct constraint *def)
{
	switch (op->kind) {
	case OP_DELETE:
	case OP_TRUNCATE:
		return str_eq(op->table, t->name);
	case OP_UPDATE:
		return str_eq(op->table, t->name) && writes_one(op, def);
	case OP_RAW_SQL: /* of no known effect; or SET FOREIGN_KEY_CHECKS = 0 */
		return text_has_word(op->text, t->name) ||
		       str_find_nocase(op->text, STR("foreign_key_checks")) >= 0 ||
		       str_find_nocase(op->text, STR("session_replication_role")) >= 0;
	default:
		return false;
	}
}

/*
 * Does the downgrade deal with the rows that refer before it comes to the DELETE? Then, or where that
 * is too much to tell, nothing is said.
 */
static bool dealt_with(struct proving *p, const struct table *t, const struct constraint *def,
		       const struct op *op)
{
	const struct body *down = &p->m->body[DOWN];

	for (uint32_t i = 0; i < down->op_count && &down->ops[i] != op; i++) {
		const struct op *at = &down->ops[i];

		if (!spend(p, STATEMENT_COST + (at->kind == OP_RAW_SQL ? at->text.len : 0)) ||
		    deals_with(at, t, def))
			return true;
	}
	return text_has_word(op->condition, t->name); /* NOT EXISTS (SELECT … FROM it) */
}

static struct str tables_text(struct proving *p, const struct str *names, uint32_t count)
{
	struct str text = {NULL, 0};

	for (uint32_t i = 0; i < count && i < NAMED_TABLES; i++)
		text = proof_text(p, STR_FMT "%s" STR_FMT, STR_ARG(text),
				  i ? (i + 1 == count ? " or " : ", ") : "", STR_ARG(names[i]));
	if (count > NAMED_TABLES)
		text = proof_text(p, STR_FMT " or %u more tables", STR_ARG(text),
				  count - NAMED_TABLES);
	return text;
}

static void say_refused(struct proving *p, const struct op *op, const struct str *names,
			uint32_t count, bool some_go)
{
	const struct subject subject = {op->schema, op->table, STR(""), STR("")};

	compare_say(p, VERDICT_FAILS_ON_NEW_ROWS, &subject, op, DOWN,
		    proof_text(p,
			       "rows of " STR_FMT " written since the upgrade may %srefer to them",
			       STR_ARG(tables_text(p, names, count)), some_go ? "still " : ""));
}

/* SQLite checks foreign keys only where the application asks for it on each connection. */
static bool checks_keys(dialect_set dialect)
{
	return dialect != DIALECT_SQLITE;
}

void deleted_rows_meet(struct proving *p, const struct schema *now, struct str key,
		       const struct op *op)
{
	struct str prefix = arena_printf(p->work, STR_FMT "\n", STR_ARG(key));
	struct pmap_cursor at = pmap_from(now->referrers, prefix);
	struct str names[MANY_TABLES];
	uint32_t count = 0;
	bool some_go = false; /* the downgrade deals with those that it thought of */

	if (!checks_keys(p->replay->dialect) || op->flags & OPF_IN_HANDLER)
		return;
	while (pmap_next(&at) && str_starts(at.key, prefix) && count < MANY_TABLES) {
		struct str other = str_sub(at.key, prefix.len, at.key.len);
		const struct table *t = schema_table(now, other);
		const struct table_key *fk = NULL;

		if (t && !str_eq(other, key)) /* a tree's rows go together */
			fk = refusing_key(p, t, other, key);
		if (fk && dealt_with(p, t, &fk->def, op))
			some_go = true;
		else if (fk)
			names[count++] = other;
	}
	if (count)
		say_refused(p, op, names, count, some_go);
}
