#include "tests/unit/environment_listing.h"

static void timeouts_of_a_url(void **state)
{
	static const struct listed files[] = {
		{"alembic.ini",
		 "[alembic]\nscript_location = m\nsqlalchemy.url = "
		 "postgresql://u:p@h/d?options=-c%%20lock_timeout%%3D5s+-cstatement_timeout=1s\n"},
		{"m/env.py", "from sqlalchemy import create_engine\ne = create_engine(u)\n"
			     "e.execute('SET statement_timeout = 7')\n"},
		{"m/versions/1.py", "1"},
	};
	struct listing l;
	const struct env_setting *settings;

	(void)state;
	listing_init(&l, files, 3);
	assert_int_equal(listing_group(&l, NULL), 0);
	settings = environment_named(&l, "m")->settings;
	assert_int_equal(settings[SETTING_LOCK_TIMEOUT].state, SETTING_UNKNOWN);
	assert_true(str_eq(settings[SETTING_LOCK_TIMEOUT].evidence.path, STR("alembic.ini")));
	assert_int_equal(settings[SETTING_LOCK_TIMEOUT].evidence.line, 3);
	assert_true(str_has(settings[SETTING_LOCK_TIMEOUT].evidence.text, STR("://***@h/d")));
	assert_int_equal(settings[SETTING_STATEMENT_TIMEOUT].state, SETTING_SET);
	assert_true(str_eq(settings[SETTING_STATEMENT_TIMEOUT].value, STR("7")));
	assert_int_equal(settings[SETTING_LOCK_WAIT_TIMEOUT].state, SETTING_UNSET);
	listing_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timeouts_of_a_url),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
