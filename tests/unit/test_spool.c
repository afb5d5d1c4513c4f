#include "core/base/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { UNITS = 500 };

/* The bytes of a unit: of all lengths from 0, some over a read's chunk. */
static struct str content(uint32_t unit, char *memory)
{
	size_t len = unit % 7 == 3 ? 40000 + unit : unit % 5 * 13;

	for (size_t i = 0; i < len; i++)
		memory[i] = (char)(unit * 31 + i);
	return (struct str){memory, len};
}

static void units_in_any_order(void **state)
{
	char *memory = malloc(100000);
	struct spool s;
	struct err err;
	struct out back;

	(void)state;
	assert_non_null(memory);
	assert_int_equal(spool_open(&s, &err), 0);
	out_init_buffer(&back, 1000000);
	for (uint32_t i = 0; i < UNITS; i++) { /* 7 has no factor with UNITS: each once */
		uint32_t unit = i * 7 % UNITS;

		if (unit % 10 != 9)
			assert_int_equal(spool_put(&s, unit, content(unit, memory), &err), 0);
	}
	assert_int_equal(spool_count(&s), UNITS - 1);
	for (int round = 0; round < 2; round++) {
		for (uint32_t unit = 0; unit < UNITS + 5; unit++) {
			int result = spool_get(&s, unit, &back, &err);

			if (unit >= UNITS || unit % 10 == 9) {
				assert_int_equal(result, ERR_NOT_FOUND);
				continue;
			}
			assert_int_equal(result, 0);
			assert_true(str_eq(out_content(&back), content(unit, memory)));
		}
	}
	out_release(&back);
	spool_release(&s);
	free(memory);
}

static void a_buffer_too_small_is_an_error(void **state)
{
	struct spool s;
	struct err err;
	struct out back;

	(void)state;
	assert_int_equal(spool_open(&s, &err), 0);
	out_init_buffer(&back, 4);
	assert_int_equal(spool_put(&s, 0, STR("12345"), &err), 0);
	assert_int_equal(spool_get(&s, 0, &back, &err), ERR_LIMIT);
	assert_int_equal(spool_put(&s, 1, STR("1234"), &err), 0);
	assert_int_equal(spool_get(&s, 1, &back, &err), 0);
	assert_true(str_eq(out_content(&back), STR("1234")));
	out_release(&back);
	spool_release(&s);
}

static void a_lost_file_is_an_error(void **state)
{
	struct spool s;
	struct err err = {0};
	struct out back;

	(void)state;
	out_init_buffer(&back, 100);
	assert_int_equal(spool_open(&s, &err), 0);
	assert_int_equal(spool_put(&s, 0, STR("abc"), &err), 0);
	assert_int_equal(ftruncate(s.fd, 1), 0);
	assert_int_equal(spool_get(&s, 0, &back, &err), ERR_IO);
	assert_non_null(strstr(err.text, "ends early"));
	out_release(&back);
	spool_release(&s);
	spool_release(&s); /* twice is harmless */
}

static void the_file_is_in_tmpdir_and_has_no_name(void **state)
{
	char folder[] = "/tmp/tidemark-test-spool-XXXXXX";
	const char *before = getenv("TMPDIR");
	char *keep = before ? strdup(before) : NULL;
	struct spool s;
	struct err err = {0};

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(setenv("TMPDIR", folder, 1), 0);
	assert_int_equal(spool_open(&s, &err), 0);
	assert_int_equal(rmdir(folder), 0); /* empty: the file is unlinked already */
	assert_int_equal(spool_put(&s, 0, STR("abc"), &err), 0);
	spool_release(&s);
	assert_int_equal(spool_open(&s, &err), ERR_IO);
	assert_non_null(strstr(err.text, folder));
	if (keep)
		setenv("TMPDIR", keep, 1);
	else
		unsetenv("TMPDIR");
	free(keep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_in_any_order),
		cmocka_unit_test(a_buffer_too_small_is_an_error),
		cmocka_unit_test(a_lost_file_is_an_error),
		cmocka_unit_test(the_file_is_in_tmpdir_and_has_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
