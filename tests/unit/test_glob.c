#include "core/base/glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void paths(void **state)
{
	static const struct {
		const char *pattern, *path;
		bool matches;
	} cases[] = {
		{"a/b.py", "a/b.py", true},
		{"a/b.py", "a/b.pyc", false},
		{"a/b.py", "x/a/b.py", false},
		{"*.py", "b.py", true},
		{"*.py", "a/b.py", false},
		{"a/*", "a/b", true},
		{"a/*", "a/b/c", false},
		{"a/?.py", "a/b.py", true},
		{"a?b", "a/b", false},
		{"**", "a/b/c", true},
		{"**/x.py", "x.py", true},
		{"**/x.py", "a/b/x.py", true},
		{"**/x.py", "a/b/yx.py", false},
		{"legacy/**", "legacy/a/b.py", true},
		{"legacy/**", "legacy", false},
		{"legacy/", "legacy/a/b.py", true},
		{"legacy/", "legacy", false},
		{"legacy/", "legacies/a", false},
		{"a/**/b/*.py", "a/b/c.py", true},
		{"a/**/b/*.py", "a/x/y/b/c.py", true},
		{"a/**/b/*.py", "a/x/y/b/d/c.py", false},
		{"*a*b", "xaxbxb", true},
		{"*a*b", "xaxbx", false},
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
	};

	uint64_t steps = 10000;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (glob_match(str_from(cases[i].pattern), str_from(cases[i].path), &steps) !=
		    cases[i].matches)
			fail_msg("%s on %s", cases[i].pattern, cases[i].path);
}

/* What makes a backtracking matcher take forever takes pattern × path here. */
static void hostile_pattern(void **state)
{
	char pattern[2001], path[20001];
	uint64_t steps = UINT64_MAX, few = 1000;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(pattern); i++)
		pattern[i] = i % 2 ? 'a' : '*';
	pattern[sizeof(pattern) - 2] = 'b';
	pattern[sizeof(pattern) - 1] = '\0';
	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_false(glob_match(str_from(pattern), str_from(path), &steps));
	assert_true(UINT64_MAX - steps <= sizeof(pattern) * sizeof(path));
	assert_false(glob_match(str_from(pattern), str_from(path), &few));
	assert_int_equal(few, 0);
	assert_false(glob_match(STR("a"), STR("a"), &few)); /* and nothing after that */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths),
		cmocka_unit_test(hostile_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
