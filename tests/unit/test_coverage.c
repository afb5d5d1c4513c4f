#include "core/model/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void coverage_adds_up(void **state)
{
	enum { COUNTERS = sizeof(struct coverage) / sizeof(uint64_t) };
	struct coverage sum = {0}, one;
	uint64_t counters[COUNTERS];

	(void)state;
	for (size_t i = 0; i < COUNTERS; i++)
		counters[i] = UINT64_C(1) << i;
	memcpy(&one, counters, sizeof(one));
	for (int i = 0; i < 3; i++)
		coverage_add(&sum, &one);
	memcpy(counters, &sum, sizeof(sum));
	for (size_t i = 0; i < COUNTERS; i++)
		assert_true(counters[i] == UINT64_C(3) << i);
	assert_true(sum.history_migrations == UINT64_C(3) << (COUNTERS - 1));
}

/* CLI.md: what could not be read is incomplete, what was read and not understood is coverage. */
static void what_makes_a_scan_incomplete(void **state)
{
	static const enum skip_reason incomplete[] = {SKIP_MISSING, SKIP_CORRUPT, SKIP_IO,
						      SKIP_REFUSED, SKIP_NO_REF,  SKIP_STOPPED,
						      SKIP_CRASHED};
	struct coverage none = {0};
	unsigned expected = 0;

	(void)state;
	assert_false(coverage_incomplete(&none));
	for (size_t i = 0; i < sizeof(incomplete) / sizeof(incomplete[0]); i++)
		expected |= 1U << incomplete[i];
	for (int reason = 0; reason < SKIP_REASON_COUNT; reason++) {
		struct coverage one = {0};

		assert_true(skip_reason_name(reason).len > 0);
		for (int other = 0; other < reason; other++)
			assert_false(str_eq(skip_reason_name(other), skip_reason_name(reason)));
		one.skips[reason] = 1;
		assert_int_equal(skip_is_incomplete(reason), expected >> reason & 1);
		assert_int_equal(coverage_incomplete(&one), expected >> reason & 1);
	}
	none.repositories_unread = 1;
	assert_true(coverage_incomplete(&none));
	none = (struct coverage){.repositories_incomplete = 1};
	assert_true(coverage_incomplete(&none));
	none = (struct coverage){.migrations_unparsable = 9, .operations_opaque = 9, .folders = 1};
	assert_false(coverage_incomplete(&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coverage_adds_up),
		cmocka_unit_test(what_makes_a_scan_incomplete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
