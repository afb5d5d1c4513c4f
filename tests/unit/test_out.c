#include "core/base/out.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A stream's other end: what came, and when to refuse. */
struct sink {
	char *bytes;
	size_t len, capacity, refuse_at;
	unsigned calls;
	size_t largest;
};

static int take(void *self, const void *bytes, size_t len)
{
	struct sink *s = self;

	s->calls++;
	s->largest = len > s->largest ? len : s->largest;
	if (s->refuse_at && s->len + len > s->refuse_at)
		return ERR_IO;
	if (s->len + len > s->capacity) {
		s->capacity = 2 * (s->len + len);
		s->bytes = realloc(s->bytes, s->capacity);
		assert_non_null(s->bytes);
	}
	memcpy(s->bytes + s->len, bytes, len);
	s->len += len;
	return 0;
}

static void a_buffer_holds_its_bytes(void **state)
{
	struct out o;

	(void)state;
	out_init_buffer(&o, 1000000);
	out_str(&o, STR("ab\0"));
	out_char(&o, 'c');
	out_bytes(&o, NULL, 0);
	out_str(&o, (struct str){NULL, 0});
	out_printf(&o, "%d%s", 1, "x");
	assert_int_equal(o.len, 6);
	assert_memory_equal(o.ptr, "ab\0c1x", 6);
	out_clear(&o);
	assert_int_equal(out_content(&o).len, 0);
	out_printf(&o, "%0*d", 5000, 7); /* more than the small buffer of printf */
	assert_int_equal(o.len, 5000);
	assert_int_equal(o.ptr[4999], '7');
	assert_int_equal(out_flush(&o), 0);
	out_release(&o);
}

static void a_buffer_stops_at_its_maximum(void **state)
{
	struct out o;

	(void)state;
	for (size_t max = 1; max < 3000; max += 7) {
		out_init_buffer(&o, max);
		for (size_t i = 0; i < max; i++)
			out_char(&o, 'a');
		assert_int_equal(o.error, 0);
		assert_int_equal(o.len, max);
		out_char(&o, 'b');
		assert_int_equal(o.error, ERR_LIMIT);
		assert_int_equal(o.len, max); /* keeps what it has … */
		out_str(&o, STR(""));
		assert_int_equal(out_flush(&o), ERR_LIMIT);
		out_clear(&o); /* … until it is cleared */
		out_char(&o, 'c');
		assert_int_equal(out_flush(&o), 0);
		assert_memory_equal(o.ptr, "c", 1);
		out_release(&o);
	}
}

/* What does not fit is left out as a whole, and nothing after it is taken: no torn middle. */
static void a_buffer_takes_all_or_nothing(void **state)
{
	struct out o;

	(void)state;
	out_init_buffer(&o, 10);
	out_str(&o, STR("12345678"));
	out_str(&o, STR("abc"));
	out_str(&o, STR("z"));
	assert_int_equal(o.len, 8);
	assert_int_equal(o.error, ERR_LIMIT);
	out_release(&o);
	out_init_buffer(&o, 10);
	out_str(&o, STR("12345678901234567890")); /* at once */
	assert_int_equal(o.len, 0);
	assert_int_equal(o.error, ERR_LIMIT);
	out_release(&o);
}

static void a_stream_passes_everything_on(void **state)
{
	struct sink s = {0};
	struct out o;
	size_t expected = 0;
	char *large = malloc(300000);

	(void)state;
	assert_non_null(large);
	memset(large, 'L', 300000);
	out_init_stream(&o, take, &s);
	for (int i = 0; i < 50000; i++) {
		out_printf(&o, "%d\n", i % 10);
		expected += 2;
	}
	out_bytes(&o, large, 300000);
	out_char(&o, '!');
	expected += 300001;
	assert_int_equal(out_flush(&o), 0);
	assert_int_equal(s.len, expected);
	assert_int_equal(s.bytes[99998], '9');
	assert_int_equal(s.bytes[100000], 'L');
	assert_int_equal(s.bytes[expected - 1], '!');
	assert_true(s.calls < 10); /* it does buffer */
	assert_int_equal(out_flush(&o), 0);
	assert_int_equal(s.len, expected);
	out_release(&o);
	free(s.bytes);
	free(large);
}

static void a_stream_remembers_the_first_error(void **state)
{
	struct sink s = {.refuse_at = 100000};
	struct out o;

	(void)state;
	out_init_stream(&o, take, &s);
	for (int i = 0; i < 100000; i++)
		out_str(&o, STR("0123456789"));
	assert_int_equal(out_flush(&o), ERR_IO);
	assert_int_equal(out_flush(&o), ERR_IO);
	assert_true(s.len <= 100000);
	out_release(&o);
	free(s.bytes);
}

static void descriptors(void **state)
{
	char name[] = "/tmp/tidemark-test-out-XXXXXX", back[16] = "";
	int fd = mkstemp(name), closed = -1, ends[2];

	(void)state;
	assert_true(fd >= 0);
	unlink(name);
	assert_int_equal(out_write_fd(&fd, "abc", 3), 0);
	assert_int_equal(pread(fd, back, sizeof(back), 0), 3);
	assert_string_equal(back, "abc");
	close(fd);
	assert_int_equal(out_write_fd(&closed, "abc", 3), ERR_IO);
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	assert_int_equal(out_write_fd(&ends[1], "abc", 3), ERR_IO);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_holds_its_bytes),
		cmocka_unit_test(a_buffer_stops_at_its_maximum),
		cmocka_unit_test(a_buffer_takes_all_or_nothing),
		cmocka_unit_test(a_stream_passes_everything_on),
		cmocka_unit_test(a_stream_remembers_the_first_error),
		cmocka_unit_test(descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
