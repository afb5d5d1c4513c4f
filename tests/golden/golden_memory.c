/*
 * Memory of the formats: a report of a hundred times as many repositories takes no more of it.
 *
 * The linker sends every allocation of ours and of the test here (--wrap); those of cJSON come
 * through its hooks.
 */
#include "golden_cases.h"

#include <cjson/cJSON.h>

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);

static size_t live, peak;

static void *count(void *made)
{
	live += malloc_usable_size(made);
	if (live > peak)
		peak = live;
	return made;
}

void *__wrap_malloc(size_t size)
{
	return count(__real_malloc(size));
}

void *__wrap_calloc(size_t items, size_t size)
{
	return count(__real_calloc(items, size));
}

void *__wrap_realloc(void *old, size_t size)
{
	live -= malloc_usable_size(old);
	return count(__real_realloc(old, size));
}

void __wrap_free(void *old)
{
	live -= malloc_usable_size(old);
	__real_free(old);
}

static int discard(void *self, const void *bytes, size_t len)
{
	(void)bytes;
	*(size_t *)self += len;
	return 0;
}

/* Bytes that rendering takes at its worst, above what was there before. */
static size_t peak_of(const struct format *format, uint32_t repositories, size_t *ret_written)
{
	struct scan_builder b;
	struct report report;
	struct out out;
	struct err err;
	size_t before;

	scan_init(&b);
	for (uint32_t i = 0; i < repositories; i++)
		golden_small_repository(&b);
	report = golden_report(&b);
	*ret_written = 0;
	out_init_stream(&out, discard, ret_written);
	before = peak = live;
	assert_int_equal(format->render(&report, &out, &err), 0);
	assert_int_equal(out_flush(&out), 0);
	out_release(&out);
	assert_int_equal(live, before);
	scan_release(&b);
	return peak - before;
}

static void test_memory_is_flat(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < format_count; i++) {
		size_t few_written, many_written;
		size_t few = peak_of(formats[i], 20, &few_written);
		size_t many = peak_of(formats[i], 2000, &many_written);

		print_message("%s: %zu bytes of memory for %zu written, %zu for %zu\n",
			      formats[i]->name, few, few_written, many, many_written);
		assert_true(few > 0);
		assert_true(many_written > 40 * few_written);
		assert_true(many <= few + 64 * 1024);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory_is_flat)};
	cJSON_Hooks hooks = {.malloc_fn = __wrap_malloc, .free_fn = __wrap_free};

	cJSON_InitHooks(&hooks);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
