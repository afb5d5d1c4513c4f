/*
 * S and S′: what the rollback does not bring back, or leaves behind.
 */
#include "core/model/proof_compare.h"
#include "core/model/default_text.h"
#include "core/model/schema_edit.h"

enum {
	NAMED_VALUES = 4,   /* of one condition that are looked for … */
	NAMED_OPS = 200,    /* … in as many ops of the upgrade */
	SHORTEST_VALUE = 2, /* '1' or 'a' may be anything */
};

#define TABLE_OPS (OP_BIT(DROP_TABLE) | OP_BIT(CREATE_TABLE) | OP_BIT(RENAME_TABLE))

void compare_say(struct proving *p, enum verdict verdict, const struct subject *subject,
		 const struct op *op, enum direction direction, struct str text)
{
	struct proof_item item = {verdict, *subject, direction, op, text};

	proof_say(p, &item);
}

enum direction op_direction(const struct proving *p, const struct op *op)
{
	const struct body *down = &p->m->body[DOWN];

	return body_holds(down, op) ? DOWN : UP;
}

/* The op of a body that does something to the object, the last one; NULL if none does. */
const struct op *compare_last_op(const struct body *body, struct str table, struct str name,
				 uint64_t kinds)
{
	for (uint32_t i = body->op_count; i-- > 0;) {
		const struct op *op = &body->ops[i];

		if ((kinds >> op->kind & 1) && str_eq(op->table, table) &&
		    (str_empty(name) || str_eq(op->name, name)))
			return op;
	}
	return NULL;
}

const struct op *compare_deciding(struct proving *p, struct str table, struct str name,
				  uint64_t kinds)
{
	const struct op *op = compare_last_op(&p->m->body[DOWN], table, name, kinds);

	return op ? op : compare_last_op(&p->m->body[UP], table, name, kinds);
}

/* The labels of the column's type are others in up(S). */
static bool type_changed(const struct proving *p, const struct sql_type *type)
{
	struct str key;

	if (!type || type->family != TYPE_ENUM || !type->native_enum)
		return false;
	key = schema_key(p->work, p->replay->dialect, type->enum_schema, type->enum_name);
	return schema_object(&p->before, SCHEMA_TYPE, key) !=
	       schema_object(&p->after, SCHEMA_TYPE, key);
}

const struct table *table_of_origin(struct pmap tables, struct str key, const struct origin *origin)
{
	const struct table *t = pmap_get(tables, key);
	struct pmap_cursor at;

	if (t && t->origin == origin)
		return t;
	at = pmap_begin(tables);
	while (pmap_next(&at)) {
		t = at.value;
		if (t->origin == origin)
			return t;
	}
	return NULL;
}

/* ---- rows that only the new schema knows ------------------------------------------------------ */

static bool has_key(const struct table *t, const struct origin *origin)
{
	for (uint32_t i = 0; i < t->key_count; i++)
		if (t->keys[i]->origin == origin)
			return true;
	return false;
}

static bool has_index(const struct table *t, const struct origin *origin)
{
	for (uint32_t i = 0; i < t->index_count; i++)
		if (t->indexes[i]->origin == origin)
			return true;
	return false;
}

static bool names_one(struct str words, const struct str *names, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (text_has_word(words, names[i]))
			return true;
	return false;
}

/* Is a column that differs, or one of a key or unique index that is gone, among the words? */
static bool names_changed(struct proving *p, struct str words, const struct table *old,
			  const struct table *new)
{
	for (uint32_t i = 0; i < new->column_count; i++) {
		const struct table_column *c = new->columns[i];

		if (text_has_word(words, c->name) &&
		    (table_column(old, c->name) != c || type_changed(p, c->type)))
			return true;
	}
	for (uint32_t i = 0; i < old->key_count; i++) {
		const struct constraint *def = &old->keys[i]->def;

		if (!has_key(new, old->keys[i]->origin) &&
		    (!def->column_count || names_one(words, def->columns, def->column_count)))
			return true; /* without columns: a condition of any of them */
	}
	for (uint32_t i = 0; i < old->index_count; i++) {
		const struct index *def = &old->indexes[i]->def;

		if (def->unique && !has_index(new, old->indexes[i]->origin) &&
		    names_one(words, def->columns, def->column_count))
			return true;
	}
	return false;
}

/* Does the upgrade put rows that a query finds into the table? Which ones is not known. */
static bool is_fed(const struct body *up, const struct op *op)
{
	for (uint32_t i = 0; i < up->op_count; i++)
		if (up->ops[i].kind == OP_INSERT && !str_empty(up->ops[i].to) &&
		    str_eq(up->ops[i].table, op->table))
			return true;
	return false;
}

/* The next quoted text, with its quotes, at or after *at; empty when there is none. */
static struct str next_quoted(struct str sql, size_t *at)
{
	struct str rest = str_sub(sql, *at, sql.len);
	ptrdiff_t from = str_chr(rest, '\''), len;

	if (from < 0)
		return (struct str){NULL, 0};
	rest = str_sub(rest, (size_t)from, rest.len);
	len = str_chr(str_sub(rest, 1, rest.len), '\'');
	if (len < 0)
		return (struct str){NULL, 0};
	*at += (size_t)from + (size_t)len + 2;
	return str_sub(rest, 0, (size_t)len + 2);
}

/* Does the op bring this value into the database: a row, a value, a label? */
static bool brings(const struct op *op, struct str quoted)
{
	struct str plain = str_sub(quoted, 1, quoted.len - 1);

	if (op->kind == OP_ADD_ENUM_VALUE)
		return str_eq(op->to, plain);
	if (op->kind != OP_INSERT && op->kind != OP_UPDATE)
		return false;
	for (uint32_t i = 0; i < op->column_count; i++)
		if (str_has(op->columns[i].server_default.text, plain))
			return true;
	return op->kind == OP_INSERT && str_has(op->text, quoted);
}

/*
 * Does the condition name a value that the upgrade has brought: rows that refer to a kind, a status,
 * a template which was not there before?
 */
static bool names_new_value(const struct body *up, struct str condition)
{
	size_t at = 0;
	struct str quoted;

	for (int tries = 0; tries < NAMED_VALUES; tries++) {
		quoted = next_quoted(condition, &at);
		if (quoted.len < SHORTEST_VALUE + 2)
			return false;
		for (uint32_t i = 0; i < up->op_count && i < NAMED_OPS; i++)
			if (brings(&up->ops[i], quoted))
				return true;
	}
	return false;
}

/* Does the statement speak of something that the upgrade has changed? */
static bool speaks_of_change(struct proving *p, const struct op *op)
{
	struct str key = schema_key(p->work, p->replay->dialect, op->schema, op->table);
	const struct table *back = schema_table(&p->back, key);
	const struct table *new = back ? table_of_origin(p->after.tables, key, back->origin) : NULL;
	const struct table *old = back ? table_of_origin(p->before.tables, key, back->origin)
				       : NULL;

	if (!new || !old || new->assumed || new->doubted)
		return true; /* not there all the time, or not known */
	if (names_new_value(&p->m->body[UP], op->condition))
		return true;
	if (op->kind == OP_DELETE && is_fed(&p->m->body[UP], op))
		return true;
	if (names_changed(p, op->condition, old, new))
		return true;
	for (uint32_t i = 0; i < op->column_count; i++)
		if (names_changed(p, op->columns[i].name, old, new))
			return true;
	return false;
}

/*
 * An UPDATE or DELETE of the downgrade that names its rows by what the upgrade has changed: what it
 * is meant for are rows that were written since, with values that only the new schema knows.
 */
static bool clears_new_rows(struct proving *p, const struct op *op)
{
	return op && op_direction(p, op) == DOWN && !str_empty(op->condition) &&
	       (op->kind == OP_UPDATE || op->kind == OP_DELETE) && speaks_of_change(p, op);
}

enum token_state compare_tokens(struct proving *p, const struct token *now,
				const struct token *then, const struct op **ret_op)
{
	struct token_scope scope = {.down = &p->m->body[DOWN]};
	enum token_state state;

	for (;;) {
		state = token_compare(now, then, &scope, ret_op);
		if ((state != TOKEN_SOME_LOST && state != TOKEN_FILLED_UP) ||
		    scope.passed_count == TOKEN_PASSED_MAX || !clears_new_rows(p, *ret_op))
			return state;
		p->clears = true;
		scope.passed[scope.passed_count++] = *ret_op;
	}
}

/* ---- tables ----------------------------------------------------------------------------------- */

/* False: its rows are gone, and nothing needs to be said of the values in them. */
static bool compare_rows(struct comparing *c)
{
	struct subject subject = {c->old->schema, c->old->name, STR(""), STR("")};
	const struct op *op = NULL, *dropped;
	enum token_state state = compare_tokens(c->p, c->new->rows, c->old->rows, &op);

	switch (state) {
	case TOKEN_MORE:
		compare_say(c->p, VERDICT_LEFT_BEHIND, &subject, op, op_direction(c->p, op),
			    STR("rows that were inserted stay"));
		return true;
	case TOKEN_SOME_LOST:
		compare_say(c->p, VERDICT_LOSES_DATA, &subject, op, op_direction(c->p, op),
			    STR("rows that were deleted do not come back"));
		return true;
	case TOKEN_LOST:
		dropped = compare_deciding(c->p, c->old->name, STR(""), OP_BIT(DROP_TABLE));
		if (!dropped && op && (op->kind == OP_TRUNCATE || op->kind == OP_DELETE))
			compare_say(c->p, VERDICT_LOSES_DATA, &subject, op, op_direction(c->p, op),
				    STR("rows that were deleted do not come back"));
		else
			compare_say(c->p, VERDICT_LOSES_DATA, &subject, dropped, UP,
				    STR("the table comes back without its rows"));
		return false;
	case TOKEN_DOUBTFUL:
		compare_say(c->p, VERDICT_UNPROVABLE, &subject, op,
			    op ? op_direction(c->p, op) : UP,
			    STR("it is not known what becomes of its rows"));
		return true;
	default:
		return true;
	}
}

static void compare_table(struct comparing *c)
{
	compare_parts(c, compare_rows(c));
}

/* Tables that are in one of the two schemas only, by origin: what was renamed is in both maps. */
struct moved {
	struct map old, new;
};

static struct str origin_key(const struct table *t)
{
	return (struct str){(const char *)&t->origin, sizeof(t->origin)};
}

static void find_moved(struct proving *p, struct moved *ret)
{
	struct pmap_diff at = pmap_compare(p->before.tables, p->back.tables);

	*ret = (struct moved){.old = {0}};
	while (pmap_differ(&at)) {
		const struct table *t = at.old ? at.old : at.new;

		if (!at.old || !at.new)
			*map_put(p->work, at.old ? &ret->old : &ret->new,
				 origin_key(t)) = (void *)(uintptr_t)t;
	}
}

static void table_missing(struct proving *p, const struct table *old, const struct moved *moved)
{
	struct subject subject = {old->schema, old->name, STR(""), STR("")};
	const struct table *renamed = map_get(&moved->new, origin_key(old));
	const struct op *op = compare_last_op(&p->m->body[UP], old->name, STR(""), TABLE_OPS);
	const struct op *down = compare_last_op(&p->m->body[DOWN], old->name, STR(""),
						OP_BIT(DROP_TABLE));

	if (!op && !renamed && down) {
		compare_say(p, VERDICT_LOSES_DATA, &subject, down, DOWN,
			    STR("the downgrade drops a table that was there before"));
		return;
	}
	if (renamed)
		compare_say(p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, UP,
			    proof_text(p, "it is called " STR_FMT " afterwards",
				       STR_ARG(renamed->name)));
	else
		compare_say(p, VERDICT_LOSES_DATA, &subject, op, UP,
			    STR("the table does not come back"));
}

static void compare_tables(struct proving *p)
{
	struct pmap_diff at = pmap_compare(p->before.tables, p->back.tables);
	struct moved moved;

	find_moved(p, &moved);
	while (pmap_differ(&at)) {
		struct comparing c = {p, at.key, at.old, at.new};

		if (c.old && c.new) {
			compare_table(&c);
		} else if (c.old) {
			table_missing(p, c.old, &moved);
		} else if (!map_get(&moved.old, origin_key(c.new))) {
			struct subject subject = {c.new->schema, c.new->name, STR(""), STR("")};

			compare_say(p, VERDICT_LEFT_BEHIND, &subject, c.new->origin->op, UP,
				    STR("the table stays"));
		}
	}
}

/* ---- other objects ---------------------------------------------------------------------------- */

static void compare_labels(struct proving *p, const struct schema_object *old,
			   const struct schema_object *new)
{
	struct subject subject = {old->schema, STR(""), STR(""), old->name};

	if (old->assumed || new->assumed ||
	    same_names(old->labels, old->label_count, new->labels, new->label_count))
		return;
	compare_say(p,
		    new->label_count > old->label_count ? VERDICT_LEFT_BEHIND
							: VERDICT_RESTORED_DIFFERENTLY,
		    &subject,
		    compare_last_op(&p->m->body[UP], STR(""), old->name, OP_BIT(ADD_ENUM_VALUE)),
		    UP,
		    new->label_count > old->label_count ? STR("labels that were added stay")
							: STR("its labels are others afterwards"));
}

/* A definition as far as it tells one from another: without CREATE OR REPLACE. */
static struct str definition(struct proving *p, const struct schema_object *o)
{
	struct str text = default_normal(p->work, o->text, p->replay->dialect);
	static const struct str words[] = {STR_INIT("create"), STR_INIT("orreplace")};

	for (int i = 0; i < 2; i++)
		if (str_starts(text, words[i]))
			text = str_sub(text, words[i].len, text.len);
	return str_ends(text, STR(";")) ? str_sub(text, 0, text.len - 1) : text;
}

static void compare_definition(struct proving *p, const struct schema_object *old,
			       const struct schema_object *new)
{
	struct subject subject = {old->schema, old->table, STR(""), old->name};

	if (old->assumed || new->assumed || !name_known(old->text) || !name_known(new->text) ||
	    str_eq(definition(p, old), definition(p, new)))
		return;
	compare_say(p, VERDICT_RESTORED_DIFFERENTLY, &subject, new->origin->op,
		    op_direction(p, new->origin->op),
		    proof_text(p, "the definition of " STR_FMT " " STR_FMT " is another afterwards",
			       STR_ARG(object_kind_name(old->kind)), STR_ARG(old->name)));
}

static bool is_owned_sequence(const struct schema_object *o)
{
	return o->kind == SCHEMA_SEQUENCE && !str_empty(o->table);
}

static void compare_objects(struct proving *p, enum object_kind kind)
{
	struct pmap_diff at = pmap_compare(p->before.objects[kind], p->back.objects[kind]);
	struct str word = object_kind_name(kind);

	while (pmap_differ(&at)) {
		const struct schema_object *old = at.old, *new = at.new;
		const struct schema_object *any = old ? old : new;
		struct subject subject = {any->schema, any->table, STR(""), any->name};

		if (old && new) {
			if (kind == SCHEMA_TYPE)
				compare_labels(p, old, new);
			else
				compare_definition(p, old, new);
		} else if (old && !is_owned_sequence(old)) {
			compare_say(p, VERDICT_RESTORED_DIFFERENTLY, &subject, NULL, UP,
				    proof_text(p, STR_FMT " " STR_FMT " does not come back",
					       STR_ARG(word), STR_ARG(old->name)));
		} else if (new && !is_owned_sequence(new)) {
			compare_say(p, VERDICT_LEFT_BEHIND, &subject, new->origin->op, UP,
				    proof_text(p, STR_FMT " " STR_FMT " stays", STR_ARG(word),
					       STR_ARG(new->name)));
		}
	}
}

void proof_compare(struct proving *p)
{
	compare_tables(p);
	for (int kind = 0; kind < SCHEMA_OBJECT_KINDS; kind++)
		compare_objects(p, (enum object_kind)kind);
}
