#include "core/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define assert_str(got, expected)                                                                  \
	do {                                                                                       \
		struct str got_ = (got), expected_ = STR(expected);                                \
		if (!str_eq(got_, expected_))                                                      \
			fail_msg("got \"" STR_FMT "\", expected \"" STR_FMT "\"", STR_ARG(got_),   \
				 STR_ARG(expected_));                                              \
	} while (0)

static void slices(void **state)
{
	const struct str s = STR("abc");

	(void)state;
	assert_int_equal(str_from(NULL).len, 0);
	assert_str(str_from("a"), "a");
	assert_str(str_sub(s, 0, 3), "abc");
	assert_str(str_sub(s, 1, 2), "b");
	assert_str(str_sub(s, 1, 99), "bc");
	assert_str(str_sub(s, 3, 3), "");
	assert_str(str_sub(s, 9, 12), "");
	assert_str(str_sub(s, 2, 1), "");
	assert_int_equal(str_sub((struct str){NULL, 0}, 0, 5).len, 0);
}

static void comparing(void **state)
{
	const struct str none = {NULL, 0};

	(void)state;
	assert_true(str_eq(none, STR("")));
	assert_false(str_eq(STR("a"), STR("b")));
	assert_false(str_eq(STR("a"), STR("ab")));
	assert_true(str_eq(STR("a\0b"), STR("a\0b")));
	assert_false(str_eq(STR("a\0b"), STR("a\0c")));
	assert_true(str_cmp(STR("a"), STR("b")) < 0);
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("ab"), STR("a")) > 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0); /* bytes, not chars */
	assert_int_equal(str_cmp(none, STR("")), 0);
	assert_true(str_cmp(none, STR("a")) < 0);
	assert_true(str_eq_nocase(STR("TM201"), STR("tm201")));
	assert_false(str_eq_nocase(STR("\xc3\x89"), STR("\xc3\xa9"))); /* É é: ASCII only */
	assert_false(str_eq_nocase(STR("["), STR("{")));
	assert_true(str_starts(STR("abc"), STR("ab")));
	assert_true(str_starts(STR("abc"), STR("")));
	assert_false(str_starts(STR("ab"), STR("abc")));
	assert_true(str_ends(STR("a.py"), STR(".py")));
	assert_false(str_ends(STR("y"), STR(".py")));
}

static void finding(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
	assert_int_equal(str_find(STR("abc"), STR("abcd")), -1);
	assert_int_equal(str_find(STR("abc"), STR("")), 0);
	assert_int_equal(str_find(STR(""), STR("")), 0);
	assert_int_equal(str_find((struct str){NULL, 0}, STR("a")), -1);
	assert_int_equal(str_find(STR("a\0bc"), STR("bc")), 2);
	assert_int_equal(str_find_nocase(STR("xSELECT"), STR("select")), 1);
	assert_int_equal(str_find_nocase(STR("SELEC"), STR("select")), -1);
	assert_int_equal(str_find_nocase(STR(""), STR("")), 0);
	assert_true(str_has(STR("abc"), STR("bc")));
	assert_int_equal(str_chr(STR("a.b.c"), '.'), 1);
	assert_int_equal(str_rchr(STR("a.b.c"), '.'), 3);
	assert_int_equal(str_chr(STR("abc"), '.'), -1);
	assert_int_equal(str_chr((struct str){NULL, 0}, '.'), -1);
	assert_int_equal(str_rchr((struct str){NULL, 0}, '.'), -1);
}

static void trimming_and_paths(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t\r\n\v\f a b \n")), "a b");
	assert_str(str_trim(STR(" \n ")), "");
	assert_str(str_trim(STR("")), "");
	assert_str(str_trim(STR("\0 ")), "\0"); /* a NUL is no space */
	assert_str(str_basename(STR("a/b/c.py")), "c.py");
	assert_str(str_basename(STR("c.py")), "c.py");
	assert_str(str_basename(STR("a/")), "");
	assert_str(str_dirname(STR("a/b/c.py")), "a/b");
	assert_str(str_dirname(STR("/a")), "");
	assert_str(str_dirname(STR("c.py")), "");
}

static void splitting(void **state)
{
	static const struct {
		const char *text, *parts;
	} cases[] = {
		{"", ""},           {"a", "<a>"},
		{"a,b", "<a><b>"},  {"a,", "<a>"},
		{",a", "<><a>"},    {"a,,b", "<a><><b>"},
		{",", "<>"},        {",,", "<><>"},
		{"a,b,", "<a><b>"}, {" a , b", "< a >< b>"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str rest = str_from(cases[i].text), part;
		char joined[64] = "";

		while (str_split(&rest, ',', &part)) {
			strcat(joined, "<");
			strncat(joined, part.ptr, part.len);
			strcat(joined, ">");
		}
		assert_string_equal(joined, cases[i].parts);
	}
}

static void hashing(void **state)
{
	uint64_t whole = str_hash(STR("abc"), STR_HASH_SEED);

	(void)state;
	/* FNV-1a's own test vectors: stored in files and databases, so it must never change */
	assert_true(str_hash(STR(""), STR_HASH_SEED) == UINT64_C(0xcbf29ce484222325));
	assert_true(str_hash(STR("a"), STR_HASH_SEED) == UINT64_C(0xaf63dc4c8601ec8c));
	assert_true(str_hash(STR("foobar"), STR_HASH_SEED) == UINT64_C(0x85944171f73967e8));
	assert_true(str_hash(STR("c"), str_hash(STR("ab"), STR_HASH_SEED)) == whole);
	assert_true(str_hash(STR("\xff"), STR_HASH_SEED) == UINT64_C(0xaf64724c8602eb6e));
	assert_true(str_hash_quick(STR("abcdefgh1"), 1) == str_hash_quick(STR("abcdefgh1"), 1));
	assert_true(str_hash_quick(STR("abcdefgh1"), 1) != str_hash_quick(STR("abcdefgh2"), 1));
	assert_true(str_hash_quick(STR("bbcdefgh1"), 1) != str_hash_quick(STR("abcdefgh1"), 1));
	assert_true(str_hash_quick(STR("a"), 1) != str_hash_quick(STR("a\0"), 1));
	assert_true(str_hash_quick(STR("a"), 1) != str_hash_quick(STR("a"), 2));
}

static void utf8(void **state)
{
	static const struct str good[] = {
		STR_INIT(""),
		STR_INIT("a\0z"),
		STR_INIT("\xc2\x80\xdf\xbf"),
		STR_INIT("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"),
		STR_INIT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"),
	};
	static const struct str bad[] = {
		STR_INIT("\x80"),
		STR_INIT("\xc0\x80"),
		STR_INIT("\xc1\xbf"),
		STR_INIT("\xe0\x9f\xbf"),
		STR_INIT("\xed\xa0\x80"),
		STR_INIT("\xed\xbf\xbf"),
		STR_INIT("\xf0\x8f\xbf\xbf"),
		STR_INIT("\xf4\x90\x80\x80"),
		STR_INIT("\xf5\x80\x80\x80"),
		STR_INIT("\xff"),
		STR_INIT("a\xc3"),
		STR_INIT("\xe8\xa1"),
		STR_INIT("\xf0\x9f\x92"),
		STR_INIT("\xc3 "),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(str_is_utf8(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (str_is_utf8(bad[i]))
			fail_msg("bad[%zu] is taken for UTF-8", i);
	assert_int_equal(str_utf8_at(STR("a\xe8\xa1\xa8"), 1), 3);
	assert_int_equal(str_utf8_at(STR("\xf0\x9f\x92\xa9"), 0), 4);
	assert_int_equal(str_utf8_at(STR("\xf0\x9f\x92\xa9"), 1), 0);
}

/* All two-byte sequences, exactly allocated: what a decoder says, and no byte past the end. */
static void utf8_exhaustive(void **state)
{
	unsigned valid = 0;
	char *bytes = malloc(2);

	(void)state;
	assert_non_null(bytes);
	for (unsigned i = 0; i < 0x10000; i++) {
		bytes[0] = (char)(i >> 8);
		bytes[1] = (char)i;
		valid += str_is_utf8((struct str){bytes, 2});
	}
	free(bytes);
	/* two of ASCII, or one of U+0080 … U+07FF */
	assert_int_equal(valid, 128 * 128 + 0x800 - 0x80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices),    cmocka_unit_test(comparing),
		cmocka_unit_test(finding),   cmocka_unit_test(trimming_and_paths),
		cmocka_unit_test(splitting), cmocka_unit_test(hashing),
		cmocka_unit_test(utf8),      cmocka_unit_test(utf8_exhaustive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
