#include "reports/json_writer.h"
#include "reports/per_repo.h"
#include "reports/text_layout.h"
#include "reports/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct pair {
	struct str in, out;
};

#define assert_str_equal(got, expected)                                                            \
	do {                                                                                       \
		struct str got_ = (got), expected_ = (expected);                                   \
		if (!str_eq(got_, expected_))                                                      \
			fail_msg("got \"" STR_FMT "\", expected \"" STR_FMT "\"", STR_ARG(got_),   \
				 STR_ARG(expected_));                                              \
	} while (0)

static void test_text_clean(void **state)
{
	static const struct pair pairs[] = {
		{STR_INIT("plain \xc3\xa9 \xe8\xa1\xa8"), STR_INIT("plain \xc3\xa9 \xe8\xa1\xa8")},
		{STR_INIT("\x1b[0m\n\r\t\x7f"), STR_INIT("\\x1b[0m\\n\\r    \\x7f")},
		{STR_INIT("\x00"), STR_INIT("\\x00")},
		{STR_INIT("\xc2\x85\xc2\x9b"), STR_INIT("\\x85\\x9b")},
		{STR_INIT("\xe2\x80\xae\xe2\x81\xa6"), STR_INIT("<U+202E><U+2066>")},
		{STR_INIT("\xd8\x9c\xef\xbb\xbf"), STR_INIT("<U+061C><U+FEFF>")},
		{STR_INIT("\xf3\xa0\x80\x81"), STR_INIT("<U+E0001>")},
		{STR_INIT("\xff\xc0\xaf\xed\xa0\x80"), STR_INIT("\\xff\\xc0\\xaf\\xed\\xa0\\x80")},
		{STR_INIT("a\xe2\x80"), STR_INIT("a\\xe2\\x80")}, /* cut short */
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str_equal(text_clean(&a, pairs[i].in), pairs[i].out);
	arena_release(&a);
}

static void test_text_columns(void **state)
{
	(void)state;
	assert_int_equal(text_columns(STR("abc")), 3);
	assert_int_equal(text_columns(STR("\xc3\xa9")), 1);
	assert_int_equal(text_columns(STR("e\xcc\x81")), 1); /* a combining accent */
	assert_int_equal(text_columns(STR("\xe8\xa1\xa8\xf0\x9f\x92\xa9")), 4);
	assert_str_equal(text_fit(STR("a\xe8\xa1\xa8z"), 2), STR("a"));
	assert_str_equal(text_fit(STR("a\xe8\xa1\xa8z"), 3), STR("a\xe8\xa1\xa8"));
	assert_str_equal(text_fit(STR("ae\xcc\x81z"), 2), STR("ae\xcc\x81"));
	assert_str_equal(text_fit(STR("abc"), 9), STR("abc"));
}

static void test_wrapping(void **state)
{
	struct text_layout t;
	struct out out;

	(void)state;
	out_init_buffer(&out, 10000);
	text_layout_init(&t, &out, 40, false);
	text_begin(&t, 2, 6);
	text_words(&t, STYLE_PLAIN, STR("one two  three four five six seven eight"));
	text_attach(&t, STYLE_PLAIN, STR(":"));
	text_word(&t, STYLE_PLAIN, STR("a path of several words that is too long for a line"));
	text_words(&t, STYLE_PLAIN, STR("end"));
	text_end(&t);
	text_begin(&t, 4, 4);
	text_end(&t); /* nothing was added: no line */
	text_source(&t, 0, 7, STR("0123456789012345678901234567890123456789"));
	assert_str_equal(out_content(&out),
			 STR("  one two three four five six seven\n"
			     "      eight:\n"
			     "      a path of several words that is too long for a line\n"
			     "      end\n"
			     "    7 | 01234567890123456789012345678...\n"));
	text_layout_release(&t);
	out_release(&out);
}

static void test_colors_end_with_the_line(void **state)
{
	struct text_layout t;
	struct out out;

	(void)state;
	out_init_buffer(&out, 10000);
	text_layout_init(&t, &out, 40, true);
	text_begin(&t, 0, 0);
	text_words(&t, STYLE_ERROR, STR("red word"));
	text_words(&t, STYLE_PLAIN, STR("plain"));
	text_words(&t, STYLE_TITLE, STR("bold-and-wrapped-to-the-next-line"));
	text_end(&t);
	assert_str_equal(out_content(&out),
			 STR("\x1b[0;1;31mred word \x1b[0mplain\n"
			     "\x1b[0;1mbold-and-wrapped-to-the-next-line\x1b[0m\n"));
	text_layout_release(&t);
	out_release(&out);
}

static void test_json_strings(void **state)
{
	static const struct pair pairs[] = {
		{STR_INIT("a\"\\/\n\x01"), STR_INIT("\"a\\\"\\\\/\\n\\u0001\"")},
		{STR_INIT("a\0b"), STR_INIT("\"a\xef\xbf\xbd"
					    "b\"")},
		{STR_INIT("\xff\xe8\xa1"), STR_INIT("\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"")},
		{STR_INIT("\xe8\xa1\xa8\xf0\x9f\x92\xa9"),
		 STR_INIT("\"\xe8\xa1\xa8\xf0\x9f\x92\xa9\"")},
		{STR_INIT("\x7f\xc2\x9b\xc2\xa0"), STR_INIT("\"\\u007f\\u009b\xc2\xa0\"")},
		{STR_INIT("\xe2\x80\xae\xe2\x81\xa9\xe2\x80\xa8\xe2\x82\xac\xd8\x9c\xd8\x9d"),
		 STR_INIT("\"\\u202e\\u2069\\u2028\xe2\x82\xac\\u061c\xd8\x9d\"")},
		{STR_INIT(""), STR_INIT("\"\"")},
	};
	struct arena a;
	struct out out;

	(void)state;
	arena_init(&a);
	out_init_buffer(&out, 10000);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		out_clear(&out);
		json_write(&out, json_string(&a, pairs[i].in));
		assert_str_equal(out_content(&out), pairs[i].out);
	}
	out_release(&out);
	arena_release(&a);
}

static void test_json_numbers_and_lists(void **state)
{
	struct json_list list;
	struct arena a;
	struct out out;
	cJSON *object = json_object();

	(void)state;
	arena_init(&a);
	out_init_buffer(&out, 10000);
	json_add_u64(object, &a, "most", UINT64_MAX);
	json_add_u64(object, &a, "round", UINT64_C(1000000000000000));
	json_add_line(object, &a, "none", 0);
	json_add(object, "hash", json_hex(&a, 0xabc));
	json_write_open(&out, object);
	list = json_list_open(&out, "items");
	for (int i = 0; i < 2; i++) {
		json_list_item(&list);
		json_write(&out, json_array());
	}
	json_list_close(&list);
	list = json_list_open(&out, "empty");
	json_list_close(&list);
	out_char(&out, '}');
	assert_str_equal(out_content(&out),
			 STR("{\"most\":18446744073709551615,\"round\":1000000000000000,"
			     "\"none\":null,\"hash\":\"0000000000000abc\",\"items\":[\n[],\n[]],"
			     "\"empty\":[]}"));
	out_release(&out);
	arena_release(&a);
}

static void test_uri_path(void **state)
{
	static const struct pair pairs[] = {
		{STR_INIT("a/b.py"), STR_INIT("a/b.py")},
		{STR_INIT("a b/%41#?:\\\".py"), STR_INIT("a%20b/%2541%23%3F%3A%5C%22.py")},
		{STR_INIT("\xc3\xa9\xff"), STR_INIT("%C3%A9%EF%BF%BD")},
		{STR_INIT("a\0b"), STR_INIT("a%00b")},
		{STR_INIT("https:x"), STR_INIT("https%3Ax")}, /* no scheme */
		{STR_INIT("..."), STR_INIT("...")},
		{STR_INIT(""), STR_INIT("")},
		{STR_INIT("/etc/passwd"), STR_INIT("")},
		{STR_INIT("//host/x"), STR_INIT("")},
		{STR_INIT("a//b"), STR_INIT("")},
		{STR_INIT("a/../b"), STR_INIT("")},
		{STR_INIT("./a"), STR_INIT("")},
		{STR_INIT("a/"), STR_INIT("")},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str_equal(uri_path(&a, pairs[i].in), pairs[i].out);
	arena_release(&a);
}

static void test_uri_origin(void **state)
{
	static const struct pair pairs[] = {
		{STR_INIT("https://example.org/a/b.git"), STR_INIT("https://example.org/a/b.git")},
		{STR_INIT("https://example.org/a%20b"), STR_INIT("https://example.org/a%20b")},
		{STR_INIT("https://example.org/a b%zz"),
		 STR_INIT("https://example.org/a%20b%25zz")},
		{STR_INIT("git@example.org:a/b.git"), STR_INIT("ssh://git@example.org/a/b.git")},
		{STR_INIT("example.org:/a"), STR_INIT("ssh://example.org/a")},
		{STR_INIT("/srv/a b"), STR_INIT("file:///srv/a%20b")},
		{STR_INIT("../x"), STR_INIT("")},
		{STR_INIT("./x:y"), STR_INIT("")},
		{STR_INIT(":x"), STR_INIT("")},
		{STR_INIT(""), STR_INIT("")},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str_equal(uri_origin(&a, pairs[i].in), pairs[i].out);
	arena_release(&a);
}

static void test_report_names(void **state)
{
	static const struct pair pairs[] = {
		{STR_INIT("/srv/git/Shop"), STR_INIT("00001-shop.txt")},
		{STR_INIT("https://example.org/a/shop.git"), STR_INIT("00001-shop.txt")},
		{STR_INIT("shop/.git"), STR_INIT("00001-shop.txt")},
		{STR_INIT("shop/.git/"), STR_INIT("00001-shop.txt")},
		{STR_INIT("."), STR_INIT("00001-repository.txt")},
		{STR_INIT(".."), STR_INIT("00001-repository.txt")},
		{STR_INIT(""), STR_INIT("00001-repository.txt")},
		{STR_INIT("/"), STR_INIT("00001-repository.txt")},
		{STR_INIT(".git"), STR_INIT("00001-repository.txt")},
		{STR_INIT("a..b--c"), STR_INIT("00001-a.b-c.txt")},
		{STR_INIT("-rf .\\\n\xff;"), STR_INIT("00001-rf.txt")},
		{STR_INIT("0123456789012345678901234567890123456789xyz"),
		 STR_INIT("00001-0123456789012345678901234567890123456789.txt")},
	};
	const struct format *text = format_find(STR("text"));
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_str_equal(per_repo_name(&a, 0, pairs[i].in, text), pairs[i].out);
	assert_str_equal(per_repo_name(&a, 99999, STR("x"), text), STR("100000-x.txt"));
	arena_release(&a);
}

static void test_formats_are_complete(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < format_count; i++) {
		assert_ptr_equal(format_find(str_from(formats[i]->name)), formats[i]);
		assert_true(*formats[i]->extension && *formats[i]->summary && formats[i]->render);
		for (uint32_t j = 0; j < i; j++)
			assert_string_not_equal(formats[i]->name, formats[j]->name);
	}
	assert_null(format_find(STR("jso")));
	assert_null(format_find(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_clean),
		cmocka_unit_test(test_text_columns),
		cmocka_unit_test(test_wrapping),
		cmocka_unit_test(test_colors_end_with_the_line),
		cmocka_unit_test(test_json_strings),
		cmocka_unit_test(test_json_numbers_and_lists),
		cmocka_unit_test(test_uri_path),
		cmocka_unit_test(test_uri_origin),
		cmocka_unit_test(test_report_names),
		cmocka_unit_test(test_formats_are_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
