#include "core/base/pmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { KEYS = 300, VERSIONS = 4000 };

/* What a version must hold: the value of each key, 0 = absent. */
struct model {
	uintptr_t values[KEYS];
};

static struct str names[KEYS];

static void name_keys(struct arena *a)
{
	for (unsigned i = 0; i < KEYS; i++)
		names[i] = arena_printf(a, "key %03u", i);
}

static void assert_holds(struct pmap m, const struct model *model)
{
	struct pmap_cursor at = pmap_begin(m);
	uint32_t count = 0;

	for (unsigned i = 0; i < KEYS; i++) {
		assert_ptr_equal(pmap_get(m, names[i]), (void *)model->values[i]);
		if (!model->values[i])
			continue;
		count++;
		assert_true(pmap_next(&at));
		assert_true(str_eq(at.key, names[i]));
		assert_ptr_equal(at.value, (void *)model->values[i]);
	}
	assert_false(pmap_next(&at));
	assert_int_equal(m.count, count);
}

static void assert_differences(struct pmap a, const struct model *x, struct pmap b,
			       const struct model *y)
{
	struct pmap_diff at = pmap_compare(a, b);

	for (unsigned i = 0; i < KEYS; i++) {
		if (x->values[i] == y->values[i])
			continue;
		assert_true(pmap_differ(&at));
		assert_true(str_eq(at.key, names[i]));
		assert_ptr_equal(at.old, (void *)x->values[i]);
		assert_ptr_equal(at.new, (void *)y->values[i]);
	}
	assert_false(pmap_differ(&at));
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void versions_stay_and_differ_where_they_do(void **state)
{
	static struct pmap maps[VERSIONS];
	static struct model models[VERSIONS];
	uint32_t seed = 7;
	struct arena a;

	(void)state;
	arena_init(&a);
	name_keys(&a);
	for (unsigned v = 1; v < VERSIONS; v++) {
		unsigned from = next_random(&seed) % 4 ? v - 1 : next_random(&seed) % v;
		unsigned key = next_random(&seed) % KEYS;

		models[v] = models[from];
		if (next_random(&seed) % 3) {
			models[v].values[key] = v;
			maps[v] = pmap_put(&a, maps[from], names[key], (void *)(uintptr_t)v);
		} else {
			models[v].values[key] = 0;
			maps[v] = pmap_remove(&a, maps[from], names[key]);
		}
	}
	for (unsigned v = 0; v < VERSIONS; v += 7) {
		unsigned other = next_random(&seed) % VERSIONS;

		assert_holds(maps[v], &models[v]);
		assert_differences(maps[v], &models[v], maps[other], &models[other]);
	}
	arena_release(&a);
}

static void absent_keys_cost_nothing(void **state)
{
	struct pmap m = {0}, same;
	struct arena a;
	size_t used;

	(void)state;
	arena_init(&a);
	m = pmap_put(&a, m, STR("a"), "value");
	used = a.used;
	same = pmap_remove(&a, m, STR("b"));
	assert_ptr_equal(same.root, m.root);
	assert_int_equal(a.used, used);
	assert_null(pmap_get((struct pmap){0}, STR("a")));
	arena_release(&a);
}

/* Keys in order are the worst case of a tree that is not balanced. */
static void keys_in_order_stay_shallow(void **state)
{
	struct pmap m = {0};
	struct arena a;
	struct pmap_diff at;
	uint32_t different = 0;

	(void)state;
	arena_init(&a);
	for (unsigned i = 0; i < 100000; i++)
		m = pmap_put(&a, m, arena_printf(&a, "%08u", i), "x");
	at = pmap_compare(m, pmap_put(&a, m, STR("00050000"), "y"));
	while (pmap_differ(&at))
		different++;
	assert_int_equal(different, 1);
	for (unsigned i = 0; i < 100000; i += 2)
		m = pmap_remove(&a, m, arena_printf(&a, "%08u", i));
	assert_int_equal(m.count, 50000);
	assert_null(pmap_get(m, STR("00050000")));
	assert_non_null(pmap_get(m, STR("00050001")));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_stay_and_differ_where_they_do),
		cmocka_unit_test(absent_keys_cost_nothing),
		cmocka_unit_test(keys_in_order_stay_shallow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
