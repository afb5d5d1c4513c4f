#include "core/base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { KEYS = 20000 };

static void an_all_zero_map_is_empty(void **state)
{
	struct map m = {0};

	(void)state;
	assert_null(map_get(&m, STR("a")));
	assert_null(map_get(&m, STR("")));
	assert_int_equal(m.count, 0);
}

/* The longest run of slots in use: what a key may have to pass. */
static uint32_t longest_run(const struct map *m)
{
	uint32_t longest = 0, run = 0;

	for (uint32_t i = 0; i < m->slot_count; i++) {
		run = m->slots[i] ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Names that differ in their last bytes only must not meet in the same slots. */
static void numbered_names_do_not_crowd(void **state)
{
	enum { NAMES = 200000 };
	struct map m = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (unsigned i = 0; i < NAMES; i++)
		*map_put(&a, &m, arena_printf(&a, "table.%08u", i)) = &m;
	for (unsigned i = 0; i < NAMES; i++)
		*map_put(&a, &m, arena_printf(&a, "%08u", i)) = &m;
	assert_int_equal(m.count, 2 * NAMES);
	assert_true(longest_run(&m) < 200);
	arena_release(&a);
}

static void values_come_back_in_order(void **state)
{
	struct map m = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (uintptr_t i = 1; i <= KEYS; i++)
		*map_put(&a, &m, arena_printf(&a, "key %u", (unsigned)i)) = (void *)i;
	assert_int_equal(m.count, KEYS);
	for (uintptr_t i = 1; i <= KEYS; i++) {
		char key[32];

		snprintf(key, sizeof(key), "key %u", (unsigned)i);
		assert_ptr_equal(map_get(&m, str_from(key)), (void *)i);
		assert_string_equal(m.entries[i - 1].key.ptr, key);
	}
	assert_null(map_get(&m, STR("key 0")));
	assert_null(map_get(&m, STR("key")));
	arena_release(&a);
}

static void a_key_has_one_place(void **state)
{
	struct map m = {0};
	struct arena a;
	void **place;
	int x, y;

	(void)state;
	arena_init(&a);
	place = map_put(&a, &m, STR("k"));
	assert_null(*place);
	*place = &x;
	place = map_put(&a, &m, STR("k"));
	assert_ptr_equal(*place, &x);
	*place = &y;
	assert_int_equal(m.count, 1);
	assert_ptr_equal(map_get(&m, STR("k")), &y);
	*map_put(&a, &m, STR("k")) = NULL; /* absent, for who asks */
	assert_null(map_get(&m, STR("k")));
	assert_int_equal(m.count, 1);
	arena_release(&a);
}

static void keys_are_bytes(void **state)
{
	static const struct str keys[] = {STR_INIT(""),  STR_INIT("\0"),  STR_INIT("\0\0"),
					  STR_INIT("a"), STR_INIT("a\0"), STR_INIT("A")};
	enum { COUNT = sizeof(keys) / sizeof(keys[0]) };
	struct map m = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (uintptr_t i = 0; i < COUNT; i++)
		*map_put(&a, &m, keys[i]) = (void *)(i + 1);
	assert_int_equal(m.count, COUNT);
	for (uintptr_t i = 0; i < COUNT; i++)
		assert_ptr_equal(map_get(&m, keys[i]), (void *)(i + 1));
	assert_ptr_equal(map_get(&m, (struct str){NULL, 0}), (void *)1);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_all_zero_map_is_empty),
		cmocka_unit_test(numbered_names_do_not_crowd),
		cmocka_unit_test(values_come_back_in_order),
		cmocka_unit_test(a_key_has_one_place),
		cmocka_unit_test(keys_are_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
