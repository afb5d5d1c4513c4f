/* Which rules run: profiles, words, severities. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rules/engine.h"

static bool runs(const struct rule_selection *s, const char *name)
{
	const struct rule *rule = rule_find(str_from(name));

	assert_non_null(rule);
	for (uint32_t i = 0; i < rule_count; i++)
		if (rules[i] == rule)
			return s->enabled[i];
	return false;
}

static enum severity severity_of(const struct rule_selection *s, const char *name)
{
	const struct rule *rule = rule_find(str_from(name));

	for (uint32_t i = 0; i < rule_count; i++)
		if (rules[i] == rule)
			return s->severity[i];
	fail();
	return SEVERITY_NOTE;
}

static void profiles(void **state)
{
	struct rule_selection s;
	struct err err = {0};

	(void)state;
	assert_int_equal(rule_selection_profile(&s, STR("rollback"), &err), 0);
	assert_true(runs(&s, "dropped-column"));
	assert_true(runs(&s, "unparsable-file"));
	assert_false(runs(&s, "blocking-index"));
	assert_int_equal(rule_selection_profile(&s, STR("locks"), &err), 0);
	assert_true(runs(&s, "blocking-index"));
	assert_true(runs(&s, "multiple-heads"));
	assert_false(runs(&s, "dropped-column"));
	assert_int_equal(rule_selection_profile(&s, STR("all"), &err), 0);
	for (uint32_t i = 0; i < rule_count; i++)
		assert_true(s.enabled[i]);
	assert_int_equal(rule_selection_profile(&s, STR("Rollback"), &err), ERR_USAGE);
	assert_non_null(strstr(err.text, "security"));
	assert_non_null(strstr(err.text, "'Rollback'"));
}

static void words(void **state)
{
	const struct rule *rule = rule_find(STR("dropped-column"));

	(void)state;
	assert_ptr_equal(rule, rule_find(STR("TM201")));
	assert_null(rule_find(STR("tm201")));
	assert_null(rule_find(STR("")));
	assert_true(rule_matches(rule, STR("TM201")));
	assert_true(rule_matches(rule, STR("tm201")));
	assert_true(rule_matches(rule, STR("Dropped-Column")));
	assert_true(rule_matches(rule, STR("rollback")));
	assert_true(rule_matches(rule, STR("rollback/dropped-column")));
	assert_true(rule_matches(rule, STR("MRT201")));
	assert_true(rule_matches(rule, STR("mrt208")));
	assert_false(rule_matches(rule, STR("locks/dropped-column")));
	assert_false(rule_matches(rule, STR("MRT20")));
	assert_false(rule_matches(rule, STR("MRT2011")));
	assert_false(rule_matches(rule, STR("MRT201 MRT206")));
	assert_false(rule_matches(rule, STR("")));
	assert_false(rule_matches(rule_find(STR("forward-only")), STR("")));
}

static void select_and_ignore(void **state)
{
	struct rule_selection s;
	struct err err = {0};

	(void)state;
	assert_int_equal(rule_selection_profile(&s, STR("rollback"), &err), 0);
	assert_int_equal(rule_selection_select(&s, STR("MRT407, TM202"), &err), 0);
	assert_true(runs(&s, "blocking-index"));
	assert_true(runs(&s, "dropped-table"));
	assert_false(runs(&s, "dropped-column"));
	assert_false(runs(&s, "unparsable-file"));

	assert_int_equal(rule_selection_profile(&s, STR("all"), &err), 0);
	assert_int_equal(rule_selection_ignore(&s, STR("locks,,dropped-table,"), &err), 0);
	assert_false(runs(&s, "blocking-index"));
	assert_false(runs(&s, "dropped-table"));
	assert_true(runs(&s, "dropped-column"));
}

static void wrong_words_change_nothing(void **state)
{
	struct rule_selection s, before;
	struct err err = {0};

	(void)state;
	assert_int_equal(rule_selection_profile(&s, STR("rollback"), &err), 0);
	before = s;
	assert_int_equal(rule_selection_select(&s, STR("TM201,nonsense"), &err), ERR_USAGE);
	assert_non_null(strstr(err.text, "nonsense"));
	assert_int_equal(rule_selection_select(&s, STR(""), &err), ERR_USAGE);
	assert_int_equal(rule_selection_select(&s, STR(" , "), &err), ERR_USAGE);
	assert_int_equal(rule_selection_ignore(&s, STR("MRT"), &err), ERR_USAGE);
	assert_int_equal(rule_selection_severity(&s, STR("TM201"), &err), ERR_USAGE);
	assert_int_equal(rule_selection_severity(&s, STR("TM201=fatal"), &err), ERR_USAGE);
	assert_int_equal(rule_selection_severity(&s, STR("=error"), &err), ERR_USAGE);
	assert_int_equal(rule_selection_severity(&s, STR("nonsense=error"), &err), ERR_USAGE);
	assert_memory_equal(before.enabled, s.enabled, sizeof(s.enabled));
	assert_memory_equal(before.severity, s.severity, sizeof(s.severity));
	assert_memory_equal(before.severity_given, s.severity_given, sizeof(s.severity_given));
}

static void severities(void **state)
{
	struct rule_selection s;

	(void)state;
	assert_int_equal(rule_selection_profile(&s, STR("all"), NULL), 0);
	assert_int_equal(severity_of(&s, "dropped-column"), SEVERITY_ERROR);
	assert_int_equal(rule_selection_severity(&s, STR("rollback=note"), NULL), 0);
	assert_int_equal(severity_of(&s, "dropped-column"), SEVERITY_NOTE);
	assert_int_equal(severity_of(&s, "blocking-index"), SEVERITY_WARNING);
	assert_int_equal(rule_selection_severity(&s, STR("TM201, MRT407 = error"), NULL), 0);
	assert_int_equal(severity_of(&s, "dropped-column"), SEVERITY_ERROR);
	assert_int_equal(severity_of(&s, "blocking-index"), SEVERITY_ERROR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(profiles),          cmocka_unit_test(words),
		cmocka_unit_test(select_and_ignore), cmocka_unit_test(wrong_words_change_nothing),
		cmocka_unit_test(severities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
