#include "rules/judge.h"

#include "core/base/limits.h"

struct str table_label(struct rule_run *run, const struct op *op)
{
	if (!op->table.len)
		return STR("a table");
	if (!op->schema.len || !name_known(op->schema))
		return op->table; /* the source of a computed schema tells nobody anything */
	return rule_text(run, STR_FMT "." STR_FMT, STR_ARG(op->schema), STR_ARG(op->table));
}

struct str column_label(struct rule_run *run, const struct op *op)
{
	struct str table = op->table.len ? table_label(run, op) : STR("?");
	struct str name = op->name.len ? op->name : STR("?");

	return rule_text(run, STR_FMT "." STR_FMT, STR_ARG(table), STR_ARG(name));
}

struct subject table_subject(const struct op *op)
{
	return (struct subject){.schema = op->schema, .table = op->table};
}

struct subject column_subject(const struct op *op)
{
	return (struct subject){.schema = op->schema, .table = op->table, .column = op->name};
}

struct str table_first_name(const struct body *up, const struct op *op)
{
	struct str table = op->table;

	for (const struct op *at = op; at-- > up->ops;)
		if (at->kind == OP_RENAME_TABLE && at->to.len && str_eq(at->to, table))
			table = at->table;
	return table;
}

struct str column_first_name(const struct body *up, const struct op *op)
{
	struct str table = op->table, name = op->name;

	for (const struct op *at = op; at-- > up->ops;) {
		if (at->kind == OP_RENAME_TABLE && at->to.len && str_eq(at->to, table))
			table = at->table;
		else if (at->kind == OP_RENAME_COLUMN && at->to.len && str_eq(at->to, name) &&
			 str_eq(at->table, table))
			name = at->name;
	}
	return name;
}

/* The guard `index - 1`, or NULL: hostile input must not make us read beyond the guards. */
static const struct guard *guard_at(const struct body *body, uint32_t index)
{
	return index && index <= body->guard_count ? &body->guards[index - 1] : NULL;
}

/* May the condition be false for an ordinary upgrade: online, with no options? */
static bool guard_may_fail(const struct guard *guard)
{
	switch (guard->kind) {
	case GUARD_EXISTS:
	case GUARD_DIALECT:
		return false;
	case GUARD_OFFLINE:
		return !guard->negated;
	case GUARD_UNKNOWN:
	case GUARD_X_ARGUMENT:
	case GUARD_ENVIRONMENT:
	case GUARD_DATA:
		break;
	}
	return true;
}

enum confidence rule_op_confidence(const struct body *body, const struct op *op)
{
	const struct guard *guard = guard_at(body, op->guard);

	if (op->flags & (OPF_IN_HANDLER | OPF_IN_LOOP))
		return CONFIDENCE_LOW;
	for (int depth = 0; guard && depth < LIMIT_GUARD_DEPTH; depth++) {
		if (guard_may_fail(guard))
			return CONFIDENCE_LOW;
		guard = guard_at(body, guard->outer);
	}
	return CONFIDENCE_HIGH;
}

dialect_set rule_op_dialects(const struct body *body, const struct op *op)
{
	const struct guard *guard = guard_at(body, op->guard);
	dialect_set on = op->dialects ? op->dialects : DIALECT_ALL;

	for (int depth = 0; guard && depth < LIMIT_GUARD_DEPTH; depth++) {
		if (guard->kind == GUARD_DIALECT && guard->dialects)
			on &= guard->negated ? ~guard->dialects : guard->dialects;
		guard = guard_at(body, guard->outer);
	}
	return on == DIALECT_ALL ? 0 : on;
}

dialect_set rule_op_targets(const struct environment *env, const struct body *body,
			    const struct op *op)
{
	dialect_set on = rule_op_dialects(body, op);

	if (!on || !env->dialects)
		return on ? on : env->dialects;
	/* A branch for a dialect says that the code serves it, whatever the configuration shows. */
	return on & env->dialects ? on & env->dialects : on;
}

static bool guards_opposed(const struct guard *a, const struct guard *b)
{
	return a->outer == b->outer && a->kind == b->kind && a->negated != b->negated &&
	       a->dialects == b->dialects && str_eq(a->object, b->object) &&
	       str_eq(a->text, b->text);
}

bool rule_ops_exclusive(const struct body *body, const struct op *a, const struct op *b)
{
	dialect_set on_a = rule_op_dialects(body, a), on_b = rule_op_dialects(body, b);
	const struct guard *x = guard_at(body, a->guard);

	if (on_a && on_b && !(on_a & on_b))
		return true;
	if ((a->flags ^ b->flags) & OPF_IN_HANDLER)
		return true;
	for (int i = 0; x && i < LIMIT_GUARD_DEPTH; i++) {
		const struct guard *y = guard_at(body, b->guard);

		for (int j = 0; y && j < LIMIT_GUARD_DEPTH; j++) {
			if (guards_opposed(x, y))
				return true;
			y = guard_at(body, y->outer);
		}
		x = guard_at(body, x->outer);
	}
	return false;
}

enum undo migration_undo(const struct migration *m)
{
	const struct body *down = &m->body[DOWN];

	switch (down->shape) {
	case BODY_MISSING:
		return UNDO_MISSING;
	case BODY_EMPTY:
		return UNDO_EMPTY;
	case BODY_RAISES:
		return UNDO_REFUSED;
	case BODY_OPS:
		break;
	}
	/* a downgrade that only reads or logs undoes as much as `pass` */
	if (body_change(down) == CHANGE_NONE && !body_has(down, OP_BIT(RAISE)))
		return UNDO_EMPTY;
	return UNDO_RUNS;
}

struct str undo_text(enum undo undo)
{
	switch (undo) {
	case UNDO_MISSING:
		return STR("there is no downgrade");
	case UNDO_EMPTY:
		return STR("the downgrade does nothing");
	case UNDO_REFUSED:
		return STR("the downgrade refuses to run");
	case UNDO_RUNS:
		break;
	}
	return STR("");
}

struct str undo_verdict(enum undo undo)
{
	switch (undo) {
	case UNDO_MISSING:
		return STR("missing");
	case UNDO_EMPTY:
		return STR("empty");
	case UNDO_REFUSED:
		return STR("refused");
	case UNDO_RUNS:
		break;
	}
	return STR("");
}

enum tri names_equal(struct str a, struct str b)
{
	if (a.len && str_eq(a, b))
		return TRI_YES;
	return name_known(a) && name_known(b) ? TRI_NO : TRI_UNKNOWN;
}

enum tri table_names_have(const struct table_names *names, struct str table)
{
	enum tri have = TRI_NO;

	for (uint32_t i = 0; i < names->count && have != TRI_YES; i++)
		have = tri_or(have, names_equal(names->names[i], table));
	return have;
}

static void add_name(struct table_names *names, struct str name)
{
	for (uint32_t i = 0; i < names->count; i++)
		if (str_eq(names->names[i], name))
			return;
	if (names->count < sizeof(names->names) / sizeof(names->names[0]))
		names->names[names->count++] = name;
}

static void follow_rename(struct table_names *names, const struct op *op)
{
	if (op->kind != OP_RENAME_TABLE || !op->table.len || !op->to.len)
		return;
	for (uint32_t i = 0; i < names->count; i++) {
		if (str_eq(names->names[i], op->table)) {
			add_name(names, op->to);
			return;
		}
		if (str_eq(names->names[i], op->to)) {
			add_name(names, op->table);
			return;
		}
	}
}

struct table_names table_names_of(const struct migration *m, struct str table)
{
	struct table_names names = {.names = {table}, .count = 1};
	bool renames = false;

	for (int d = 0; d < DIRECTION_COUNT; d++) {
		const struct body *body = &m->body[d];

		for (uint32_t i = 0; i < body->op_count; i++) {
			renames |= body->ops[i].kind == OP_RENAME_TABLE;
			follow_rename(&names, &body->ops[i]);
		}
	}
	/* and back, to the names from which it came */
	for (int d = DIRECTION_COUNT; renames && d-- > 0;)
		for (uint32_t i = m->body[d].op_count; i-- > 0;)
			follow_rename(&names, &m->body[d].ops[i]);
	return names;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

ptrdiff_t sql_find_word(struct str sql, struct str word, size_t from)
{
	while (word.len && from < sql.len) {
		ptrdiff_t at = str_find_nocase(str_sub(sql, from, sql.len), word);
		size_t start, end;

		if (at < 0)
			return -1;
		start = from + (size_t)at;
		end = start + word.len;
		if ((start == 0 || !is_word(sql.ptr[start - 1])) &&
		    (end == sql.len || !is_word(sql.ptr[end])))
			return (ptrdiff_t)start;
		from = start + 1;
	}
	return -1;
}
