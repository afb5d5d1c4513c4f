#include "core/model/replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { OPS = 8 };

/* An upgrade whose op i makes table t<i> under guard i. */
struct asked {
	struct arena arena;
	struct migration m;
	struct guard guards[OPS];
	struct op ops[OPS];
	struct scenarios scenarios;
	struct environment env;
	struct replica replica;
	struct map objects;
	struct body_run run;
};

static void asked_init(struct asked *a, uint32_t count)
{
	static const char *const tables[OPS] = {"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"};

	*a = (struct asked){.env = {.dialects = DIALECT_POSTGRESQL}};
	arena_init(&a->arena);
	for (uint32_t i = 0; i < count; i++) {
		a->ops[i] = (struct op){
			.kind = OP_CREATE_TABLE, .guard = i + 1, .table = str_from(tables[i])};
		a->guards[i] = (struct guard){
			.kind = GUARD_UNKNOWN, .text = str_from(tables[i]), .at = {.start = i}};
	}
	a->m.body[UP] = (struct body){.shape = BODY_OPS,
				      .ops = a->ops,
				      .op_count = count,
				      .guards = a->guards,
				      .guard_count = count};
}

static void begin(struct asked *a, unsigned scenario)
{
	a->replica =
		(struct replica){.arena = &a->arena, .dialect = DIALECT_POSTGRESQL, .env = &a->env};
	a->objects = (struct map){0};
	scenarios_of(&a->scenarios, &a->arena, &a->m);
	body_run_init(&a->run, &a->replica, &a->m.body[UP], &a->scenarios, scenario, &a->objects);
}

/* "012": the ops that are reached, each applied. */
static void assert_reaches(struct asked *a, unsigned scenario, const char *expected)
{
	char reached[OPS + 1] = "";
	size_t count = 0;

	begin(a, scenario);
	for (uint32_t i = 0; i < a->m.body[UP].op_count; i++) {
		if (!body_run_reaches(&a->run, &a->ops[i]))
			continue;
		schema_apply(&a->replica, &a->ops[i]);
		reached[count++] = (char)('0' + i);
	}
	assert_string_equal(reached, expected);
}

static void each_question_is_a_variable(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 3);
	begin(&a, 0);
	assert_int_equal(a.scenarios.count, 3);
	assert_false(a.scenarios.too_many);
	assert_reaches(&a, 0, "012");
	assert_reaches(&a, 1, "12");
	assert_reaches(&a, 7, "");
	arena_release(&a.arena);
}

static void a_question_that_is_repeated_is_one(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 2);
	a.guards[1].text = a.guards[0].text;
	a.guards[1].negated = true;
	begin(&a, 0);
	assert_int_equal(a.scenarios.count, 1);
	assert_reaches(&a, 0, "0");
	assert_reaches(&a, 1, "1");
	arena_release(&a.arena);
}

static void too_many_keep_their_usual_answer(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 5);
	a.guards[4].kind = GUARD_ENVIRONMENT;
	begin(&a, 0);
	assert_int_equal(a.scenarios.count, SCENARIO_VARIABLES);
	assert_true(a.scenarios.too_many);
	assert_reaches(&a, 0, "0123");
	assert_reaches(&a, 7, "3");
	arena_release(&a.arena);
}

/* The usual scenario is the one in which the body does its work rather than raise. */
static void a_refusal_is_unusual(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 2);
	a.ops[0] = (struct op){.kind = OP_RAISE, .guard = 1};
	assert_reaches(&a, 0, "1");
	assert_reaches(&a, 1, "01");
	a.guards[0].negated = true;
	assert_reaches(&a, 0, "1");
	arena_release(&a.arena);
}

/* if not has_table("t0"): create t0, create t1: the first one changes the answer. */
static void a_condition_is_asked_once(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 3);
	a.guards[0] =
		(struct guard){.kind = GUARD_EXISTS, .absent = true, .object = STR("table t0")};
	a.guards[1] = a.guards[0];
	a.guards[2] = a.guards[0];
	a.guards[2].negated = true; /* else: … */
	begin(&a, 0);
	assert_int_equal(a.scenarios.count, 0);
	assert_reaches(&a, 0, "01");
	arena_release(&a.arena);
}

static void the_schema_answers(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 3);
	a.ops[0].guard = 0;
	a.guards[1] = (struct guard){.kind = GUARD_EXISTS, .object = STR("table t0")};
	a.guards[2] =
		(struct guard){.kind = GUARD_EXISTS, .absent = true, .object = STR("column t0.a")};
	assert_reaches(&a, 0, "012");
	a.guards[1].absent = true;
	assert_reaches(&a, 0, "02");
	arena_release(&a.arena);
}

static void dialects_and_offline_have_one_answer(void **state)
{
	struct asked a;

	(void)state;
	asked_init(&a, 4);
	a.guards[0] = (struct guard){.kind = GUARD_DIALECT, .dialects = DIALECT_POSTGRESQL};
	a.guards[1] = (struct guard){.kind = GUARD_DIALECT, .dialects = DIALECT_MYSQL};
	a.guards[2] = (struct guard){.kind = GUARD_OFFLINE};
	a.guards[3] = (struct guard){.kind = GUARD_OFFLINE, .negated = true};
	begin(&a, 0);
	assert_int_equal(a.scenarios.count, 0);
	assert_reaches(&a, 0, "03");
	arena_release(&a.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_question_is_a_variable),
		cmocka_unit_test(a_question_that_is_repeated_is_one),
		cmocka_unit_test(too_many_keep_their_usual_answer),
		cmocka_unit_test(a_refusal_is_unusual),
		cmocka_unit_test(a_condition_is_asked_once),
		cmocka_unit_test(the_schema_answers),
		cmocka_unit_test(dialects_and_offline_have_one_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
