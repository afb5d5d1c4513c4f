/*
 * Migrations made to cost much: what chain, replay and proofs may cost is bounded, in work and memory.
 */
#include "core/base/limits.h"
#include "core/model/proof_chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MEMORY_MAX = 1024 * 1024 * 1024 };

/* A chain in a line. */
struct hostile {
	struct arena arena, scratch;
	const struct migration **nodes;
	uint32_t count;
	struct chain chain;
	struct chain_proofs proofs;
};

static void hostile_init(struct hostile *h)
{
	*h = (struct hostile){.count = 0};
	arena_init(&h->arena);
	arena_init(&h->scratch);
}

static struct body body_of(const struct op *ops, uint32_t count)
{
	return (struct body){.shape = BODY_OPS, .ops = ops, .op_count = count};
}

static struct migration *add(struct hostile *h, struct body up, struct body down)
{
	struct migration *m = arena_new(&h->arena, struct migration);
	const struct migration **nodes = arena_array(&h->arena, h->count + 1, sizeof(*nodes));
	struct str *parent = arena_new(&h->arena, struct str);

	*parent = arena_printf(&h->arena, "%06u", h->count - 1);
	m->revision = arena_printf(&h->arena, "%06u", h->count);
	m->parents = parent;
	m->parent_count = h->count > 0;
	m->body[UP] = up;
	m->body[DOWN] = down;
	if (h->count)
		memcpy(nodes, h->nodes, h->count * sizeof(*nodes));
	nodes[h->count++] = m;
	h->nodes = nodes;
	return m;
}

/* The worst verdict of the last migration. */
static enum verdict prove(struct hostile *h, dialect_set dialects)
{
	const struct environment env = {.dialects = dialects};
	struct replay_budget budget;
	size_t before = h->arena.used;

	replay_budget_init(&budget);
	chain_build(&h->chain, &h->arena, h->nodes, h->count);
	chain_prove(&h->proofs, &h->arena, &h->scratch, &env, &h->chain, &budget);
	assert_true(h->arena.used - before < MEMORY_MAX);
	return h->proofs.worst[h->count - 1];
}

static void hostile_release(struct hostile *h)
{
	arena_release(&h->arena);
	arena_release(&h->scratch);
}

static struct column *columns(struct hostile *h, uint32_t count)
{
	static const struct coltype integer = {.name = STR_INIT("Integer"),
					       .text = STR_INIT("Integer()"),
					       .length = -1,
					       .scale = -1};
	struct column *all = arena_array(&h->arena, count, sizeof(*all));

	for (uint32_t i = 0; i < count; i++)
		all[i] = (struct column){.name = arena_printf(&h->arena, "c%u", i),
					 .type = &integer,
					 .nullable = TRI_YES};
	return all;
}

static struct op *ops_of(struct hostile *h, uint32_t count)
{
	return arena_array(&h->arena, count, sizeof(struct op));
}

static struct op table_op(struct hostile *h, uint32_t number, uint32_t column_count)
{
	return (struct op){
		.kind = OP_CREATE_TABLE,
		.table = arena_printf(&h->arena, "t%u", number),
		.columns = columns(h, column_count),
		.column_count = column_count,
	};
}

/* ---- many operations -------------------------------------------------------------------------- */

static void many_tables(void **state)
{
	struct hostile h;
	struct op *up, *down;

	(void)state;
	hostile_init(&h);
	up = ops_of(&h, LIMIT_OPS);
	down = ops_of(&h, LIMIT_OPS);
	for (uint32_t i = 0; i < LIMIT_OPS; i++) {
		up[i] = table_op(&h, i, 2);
		down[LIMIT_OPS - 1 - i] = (struct op){.kind = OP_DROP_TABLE, .table = up[i].table};
	}
	add(&h, body_of(up, LIMIT_OPS), body_of(down, LIMIT_OPS));
	assert_int_equal(prove(&h, DIALECT_POSTGRESQL | DIALECT_MYSQL), VERDICT_DROPS_NEW);
	hostile_release(&h);
}

/* Each may be one that was there under another name. */
static void tables_left_behind(void **state)
{
	struct hostile h;
	struct op *up, drop = {.kind = OP_DROP_TABLE, .table = STR("t0")};

	(void)state;
	hostile_init(&h);
	up = ops_of(&h, LIMIT_OPS);
	for (uint32_t i = 0; i < LIMIT_OPS; i++)
		up[i] = table_op(&h, i, 1);
	add(&h, body_of(up, LIMIT_OPS), body_of(&drop, 1));
	assert_int_equal(prove(&h, DIALECT_POSTGRESQL), VERDICT_LEFT_BEHIND);
	hostile_release(&h);
}

/* One table, altered column by column, each time with a list of all columns to copy. */
static void wide_table(void **state)
{
	struct hostile h;
	struct op *up, *down, create;

	(void)state;
	hostile_init(&h);
	create = table_op(&h, 0, LIMIT_TABLE_COLUMNS);
	add(&h, body_of(&create, 1), body_of(NULL, 0));
	up = ops_of(&h, LIMIT_OPS);
	down = ops_of(&h, LIMIT_OPS);
	for (uint32_t i = 0; i < LIMIT_OPS; i++) {
		struct column *c = arena_new(&h.arena, struct column);

		c->name = create.columns[i % LIMIT_TABLE_COLUMNS].name;
		c->server_default = (struct column_default){
			.kind = DEFAULT_LITERAL, .text = arena_printf(&h.arena, "%u", i)};
		up[i] = (struct op){
			.kind = OP_SET_DEFAULT, .table = STR("t0"), .name = c->name, .column = c};
		down[i] = up[i];
	}
	add(&h, body_of(up, LIMIT_OPS), body_of(down, LIMIT_OPS));
	assert_true(prove(&h, DIALECT_POSTGRESQL) <= VERDICT_UNPROVABLE);
	hostile_release(&h);
}

static void too_many_columns(void **state)
{
	struct hostile h;
	struct op create, drop = {.kind = OP_DROP_TABLE, .table = STR("t0")};

	(void)state;
	hostile_init(&h);
	create = table_op(&h, 0, 3 * LIMIT_TABLE_COLUMNS);
	add(&h, body_of(&create, 1), body_of(&drop, 1));
	assert_int_equal(prove(&h, DIALECT_POSTGRESQL), VERDICT_UNPROVABLE);
	hostile_release(&h);
}

/* Tables that refer to one, which is renamed again and again. */
static void many_referrers(void **state)
{
	enum { REFERRERS = 5000, RENAMES = 4000 };
	struct hostile h;
	struct op *up, *down, first;
	static const struct str id = STR_INIT("c0");
	struct constraint key = {
		.kind = CONSTRAINT_FOREIGN_KEY,
		.columns = &id,
		.column_count = 1,
		.references = {.table = STR("t0"), .columns = &id, .column_count = 1}};

	(void)state;
	hostile_init(&h);
	first = table_op(&h, 0, 1);
	up = ops_of(&h, REFERRERS);
	up[0] = first;
	for (uint32_t i = 1; i < REFERRERS; i++) {
		up[i] = table_op(&h, i, 1);
		up[i].constraints = &key;
		up[i].constraint_count = 1;
	}
	add(&h, body_of(up, REFERRERS), body_of(NULL, 0));
	up = ops_of(&h, RENAMES);
	down = ops_of(&h, RENAMES);
	for (uint32_t i = 0; i < RENAMES; i++) {
		up[i] = (struct op){.kind = OP_RENAME_TABLE,
				    .table = i ? up[i - 1].to : STR("t0"),
				    .to = arena_printf(&h.arena, "r%u", i)};
		down[RENAMES - 1 - i] =
			(struct op){.kind = OP_RENAME_TABLE, .table = up[i].to, .to = up[i].table};
	}
	add(&h, body_of(up, RENAMES), body_of(down, RENAMES));
	prove(&h, DIALECT_POSTGRESQL);
	hostile_release(&h);
}

/* Views with long texts, which are searched for the name of each table that is dropped. */
static void long_views(void **state)
{
	enum { VIEWS = 100, TABLES = 5000, BYTES = 64 * 1024 };
	struct hostile h;
	struct op *up = NULL, *down;
	char *text;

	(void)state;
	hostile_init(&h);
	text = arena_alloc(&h.arena, BYTES);
	memset(text, 't', BYTES);
	up = ops_of(&h, VIEWS + TABLES);
	down = ops_of(&h, TABLES);
	for (uint32_t i = 0; i < TABLES; i++) {
		up[i] = table_op(&h, i, 1);
		down[i] = (struct op){.kind = OP_DROP_TABLE, .table = up[i].table};
	}
	for (uint32_t i = 0; i < VIEWS; i++)
		up[TABLES + i] = (struct op){.kind = OP_CREATE_VIEW,
					     .name = arena_printf(&h.arena, "v%u", i),
					     .text = {text, BYTES}};
	add(&h, body_of(up, VIEWS + TABLES), body_of(down, TABLES));
	prove(&h, DIALECT_POSTGRESQL);
	hostile_release(&h);
}

/* ---- guards ----------------------------------------------------------------------------------- */

static void guarded(enum guard_kind kind, bool nested)
{
	enum { GUARDS = 10 * 1000 };
	struct hostile h;
	struct guard *guards;
	struct op *up;
	struct body body;

	hostile_init(&h);
	guards = arena_array(&h.arena, GUARDS, sizeof(*guards));
	up = ops_of(&h, GUARDS);
	for (uint32_t i = 0; i < GUARDS; i++) {
		guards[i] = (struct guard){.kind = kind,
					   .outer = nested ? i : 0,
					   .object = arena_printf(&h.arena, "table t%u", i),
					   .text = arena_printf(&h.arena, "g%u", i)};
		up[i] = table_op(&h, i, 1);
		up[i].guard = i + 1;
	}
	body = body_of(up, GUARDS);
	body.guards = guards;
	body.guard_count = GUARDS;
	add(&h, body, body_of(NULL, 0));
	prove(&h, DIALECT_POSTGRESQL);
	hostile_release(&h);
}

static void flat_guards(void **state)
{
	(void)state;
	guarded(GUARD_EXISTS, false);
	guarded(GUARD_UNKNOWN, false);
}

static void nested_guards(void **state)
{
	(void)state;
	guarded(GUARD_EXISTS, true);
	guarded(GUARD_UNKNOWN, true);
}

/* ---- values ----------------------------------------------------------------------------------- */

/* Columns that are copied into one another over and over: a graph of tokens with very many ways. */
static void token_graph(void **state)
{
	enum { COLUMNS = 60, UPDATES = 5000 };
	struct hostile h;
	struct op create, *up;
	struct str *names;

	(void)state;
	hostile_init(&h);
	create = table_op(&h, 0, COLUMNS);
	add(&h, body_of(&create, 1), body_of(NULL, 0));
	names = arena_array(&h.arena, COLUMNS, sizeof(*names));
	for (uint32_t i = 0; i < COLUMNS; i++)
		names[i] = create.columns[i].name;
	up = ops_of(&h, UPDATES);
	for (uint32_t i = 0; i < UPDATES; i++) {
		struct column *value = arena_new(&h.arena, struct column);

		*value = (struct column){
			.name = names[i % COLUMNS], .sources = names, .source_count = COLUMNS};
		value->server_default.kind = DEFAULT_EXPRESSION;
		up[i] = (struct op){.kind = OP_UPDATE,
				    .flags = OPF_NO_WHERE,
				    .table = STR("t0"),
				    .columns = value,
				    .column_count = 1};
	}
	add(&h, body_of(up, UPDATES), body_of(up, UPDATES));
	assert_true(prove(&h, DIALECT_POSTGRESQL) <= VERDICT_UNPROVABLE);
	hostile_release(&h);
}

/* Seeds and their opposites, which are looked for among one another. */
static void many_seeds(void **state)
{
	struct hostile h;
	struct op create, *up, *down;

	(void)state;
	hostile_init(&h);
	create = table_op(&h, 0, 1);
	add(&h, body_of(&create, 1), body_of(NULL, 0));
	up = ops_of(&h, LIMIT_OPS);
	down = ops_of(&h, LIMIT_OPS);
	for (uint32_t i = 0; i < LIMIT_OPS; i++) {
		struct column *value = arena_new(&h.arena, struct column);

		value->name = STR("c0");
		value->server_default = (struct column_default){
			.kind = DEFAULT_LITERAL, .text = arena_printf(&h.arena, "%u", i)};
		up[i] = (struct op){
			.kind = OP_INSERT, .table = STR("t0"), .columns = value, .column_count = 1};
		down[i] = (struct op){.kind = OP_DELETE,
				      .table = STR("t0"),
				      .condition = arena_printf(&h.arena, "c0 = %u", i)};
	}
	add(&h, body_of(up, LIMIT_OPS), body_of(down, LIMIT_OPS));
	assert_true(prove(&h, DIALECT_POSTGRESQL) <= VERDICT_UNPROVABLE);
	hostile_release(&h);
}

static void long_names(void **state)
{
	enum { BYTES = 250 * 1024 };
	struct hostile h;
	struct op create, *up, *down;
	char *name;

	(void)state;
	hostile_init(&h);
	name = arena_alloc(&h.arena, BYTES);
	memset(name, 'n', BYTES);
	create = (struct op){
		.kind = OP_CREATE_TABLE, .schema = {name, BYTES}, .table = {name, BYTES}};
	add(&h, body_of(&create, 1), body_of(NULL, 0));
	up = ops_of(&h, 100);
	down = ops_of(&h, 100);
	for (uint32_t i = 0; i < 100; i++) {
		struct column *c = columns(&h, 1);

		c->name = (struct str){name, BYTES - i};
		up[i] = (struct op){.kind = OP_ADD_COLUMN,
				    .schema = create.schema,
				    .table = create.table,
				    .name = c->name,
				    .column = c};
		down[99 - i] = up[i];
		down[99 - i].kind = OP_DROP_COLUMN;
	}
	add(&h, body_of(up, 100), body_of(down, 100));
	prove(&h, DIALECT_POSTGRESQL);
	hostile_release(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_tables),    cmocka_unit_test(tables_left_behind),
		cmocka_unit_test(wide_table),     cmocka_unit_test(too_many_columns),
		cmocka_unit_test(many_referrers), cmocka_unit_test(long_views),
		cmocka_unit_test(flat_guards),    cmocka_unit_test(nested_guards),
		cmocka_unit_test(token_graph),    cmocka_unit_test(many_seeds),
		cmocka_unit_test(long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
