#include "core/model/migration.h"

static const struct op_info infos[] = {
#define OP(kind, spelling, inverse, object, rows)                                                  \
	[OP_##kind] = {STR_INIT(spelling), OP_##inverse, OBJECT_##object, ROWS_##rows},
#include "core/model/op.def"
#undef OP
};

static const struct str constraint_kinds[] = {
	STR_INIT("constraint"),  STR_INIT("primary key"), STR_INIT("unique constraint"),
	STR_INIT("foreign key"), STR_INIT("check"),       STR_INIT("exclusion constraint"),
};
static const struct str guard_kinds[] = {
	STR_INIT("unknown"),    STR_INIT("exists"),      STR_INIT("dialect"), STR_INIT("offline"),
	STR_INIT("x-argument"), STR_INIT("environment"), STR_INIT("data"),
};
static const struct str shapes[] = {STR_INIT("missing"), STR_INIT("empty"), STR_INIT("raises"),
				    STR_INIT("ops")};

static const struct str facts[FACT_COUNT] = {
	STR_INIT("reads-environment"), STR_INIT("reads-clock"),    STR_INIT("uses-network"),
	STR_INIT("reads-file"),        STR_INIT("imports-models"), STR_INIT("runs-process"),
	STR_INIT("unpickles"),         STR_INIT("evals"),          STR_INIT("python2"),
	STR_INIT("empty-by-code"),     STR_INIT("type-variants"),  STR_INIT("holds-secret"),
	STR_INIT("uses-keys"),
};

const struct op_info *op_info(enum op_kind kind)
{
	return &infos[kind];
}

struct str constraint_kind_name(enum constraint_kind kind)
{
	return constraint_kinds[kind];
}

struct str guard_kind_name(enum guard_kind kind)
{
	return guard_kinds[kind];
}

struct str fact_name(enum fact fact)
{
	for (int i = 0; i < FACT_COUNT; i++)
		if (fact == 1U << i)
			return facts[i];
	return STR("");
}

struct str direction_name(enum direction direction)
{
	return direction == UP ? STR("upgrade") : STR("downgrade");
}

struct str reflected_name(enum reflected what)
{
	static const struct str names[] = {
		STR_INIT("table"),
		STR_INIT("column"),
		STR_INIT("index"),
		STR_INIT("primary key"),
		STR_INIT("unique constraint"),
		STR_INIT("foreign key"),
		STR_INIT("check constraint"),
	};

	return names[what];
}

struct str body_shape_name(enum body_shape shape)
{
	return shapes[shape];
}

const struct fact_place *migration_fact(const struct migration *m, enum fact fact)
{
	for (uint32_t i = 0; i < m->fact_place_count; i++)
		if (m->fact_places[i].fact < FACT_COUNT &&
		    1U << m->fact_places[i].fact == (unsigned)fact)
			return &m->fact_places[i];
	return NULL;
}

bool name_known(struct str name)
{
	return name.len && str_chr(name, '{') < 0;
}

bool op_is_opaque(const struct op *op)
{
	return op->kind == OP_OPAQUE || op->kind == OP_RAW_SQL;
}

const struct op *body_find(const struct body *body, enum op_kind kind, struct str table,
			   struct str name)
{
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		if (op->kind == kind && str_eq(op->table, table) &&
		    (!name.len || str_eq(op->name, name)))
			return op;
	}
	return NULL;
}

bool body_holds(const struct body *body, const struct op *op)
{
	return body->op_count && op >= body->ops && op < body->ops + body->op_count;
}

bool body_has(const struct body *body, uint64_t kinds)
{
	for (uint32_t i = 0; i < body->op_count; i++)
		if (kinds & (UINT64_C(1) << body->ops[i].kind))
			return true;
	return false;
}

bool body_is_opaque(const struct body *body)
{
	return body_has(body, OP_BIT(OPAQUE) | OP_BIT(RAW_SQL));
}

static bool does_nothing(const struct body *body)
{
	return body->shape == BODY_EMPTY || body->shape == BODY_MISSING;
}

bool migration_is_empty(const struct migration *m)
{
	return m->status == MIGRATION_OK && does_nothing(&m->body[UP]) &&
	       does_nothing(&m->body[DOWN]);
}

bool body_creates_table_before(const struct body *body, const struct op *op)
{
	struct str table = op->table;

	/* backwards from the op, under the name that the table had at each point */
	for (const struct op *at = op; at-- > body->ops;) {
		if (at->kind == OP_RENAME_TABLE && str_eq(at->to, table))
			table = at->table;
		else if (at->kind == OP_DROP_TABLE && str_eq(at->table, table))
			return false;
		else if (at->kind == OP_CREATE_TABLE && str_eq(at->table, table))
			return true;
	}
	return false;
}

bool body_creates_column_before(const struct body *body, const struct op *op)
{
	struct str table = op->table, name = op->name;

	for (const struct op *at = op; at-- > body->ops;) {
		if (at->kind == OP_RENAME_TABLE && str_eq(at->to, table)) {
			table = at->table;
			continue;
		}
		if (!str_eq(at->table, table))
			continue;
		if (at->kind == OP_CREATE_TABLE)
			return true;
		if (at->kind == OP_RENAME_COLUMN && str_eq(at->to, name))
			name = at->name;
		else if (at->kind == OP_DROP_COLUMN && str_eq(at->name, name))
			return false;
		else if (at->kind == OP_ADD_COLUMN && str_eq(at->name, name))
			return true;
	}
	return false;
}

enum change op_change(const struct op *op)
{
	switch (op->kind) {
	case OP_SELECT:
	case OP_SET_VARIABLE:
	case OP_RAISE:
	case OP_REINDEX:
		return CHANGE_NONE;
	case OP_RAW_SQL:
	case OP_OPAQUE:
		return CHANGE_OPAQUE;
	default:
		break;
	}
	if (op->flags & OPF_TEMPORARY)
		return CHANGE_NONE;
	switch (op_info(op->kind)->object) {
	case OBJECT_TRANSACTION:
		return CHANGE_NONE;
	case OBJECT_ROWS:
		return CHANGE_ROWS;
	default:
		return CHANGE_SCHEMA;
	}
}

enum change body_change(const struct body *body)
{
	enum change most = CHANGE_NONE;

	for (uint32_t i = 0; i < body->op_count && most != CHANGE_SCHEMA; i++) {
		enum change change = op_change(&body->ops[i]);

		if (change > most)
			most = change;
	}
	return most;
}
