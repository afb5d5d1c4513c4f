#include "tests/unit/environment_listing.h"

/* The configuration file that an environment gets, for a script_location in a file. */
static void check_config(const char *file, const char *location, const struct listed *files,
			 size_t count, const char *name, bool attached)
{
	char ini[512];
	struct listing l;

	snprintf(ini, sizeof(ini), "[alembic]\nscript_location = %s\n", location);
	listing_init(&l, files, count);
	listing_add(&l, &(struct listed){file, ini});
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_partition(&l);
	assert_true(
		str_eq(environment_named(&l, name)->config, attached ? str_from(file) : STR("")));
	listing_release(&l);
}

static void script_locations(void **state)
{
	static const struct listed one[] = {MIGRATIONS("src/app/db/migrations")};
	static const struct {
		const char *file, *location;
	} ways[] = {
		{"src/app/db/alembic.ini", "migrations"},
		{"src/app/db/alembic.ini", "%(here)s/migrations/"},
		{"src/app/db/alembic.ini", "./migrations"},
		{"src/app/db/migrations/alembic.ini", "."},
		{"src/app/db/migrations/alembic.ini", "%(here)s"},
		{"src/app/db/sub/alembic.ini", "../migrations"},
		{"src/app/db/sub/alembic.ini", "%(here)s/../migrations"},
		{"alembic.ini", "src/app/db/migrations"},
		{"src/alembic.ini", "app\\db\\migrations"},
		{"src/app/alembic.ini", "app/db/migrations"},        /* run in src */
		{"etc/docker/alembic.ini", "src/app/db/migrations"}, /* run in the root */
		{"etc/alembic.ini", "app.db:migrations"},
		{"etc/alembic.ini", "app:db:migrations"},
		{"etc/alembic.ini", "app:db/migrations"},
		{"etc/alembic.ini", "other.app.db:migrations"}, /* the package lies elsewhere */
		{"etc/alembic.ini", "/usr/share/app/db/migrations"},
		{"etc/alembic.ini", "C:\\app\\db\\migrations"},
		{"etc/alembic.ini", "/opt/migrations"},
		{"etc/alembic.ini", "${ROOT}/db/migrations"},
		{"etc/alembic.ini", "%(root)s/db/migrations"},
		{"src/app/alembic.ini", "{alembic_dir}"}, /* the only one below */
		{"etc/production.ini", "app.db:migrations"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		check_config(ways[i].file, ways[i].location, one, 3, "src/app/db/migrations", true);
	check_config("etc/alembic.ini", "{alembic_dir}", one, 3, "src/app/db/migrations", false);
	check_config("etc/alembic.ini", "%(here)s/migrations", one, 3, "src/app/db/migrations",
		     false);
	check_config("etc/alembic.ini", "app.db:other", one, 3, "src/app/db/migrations", false);
	check_config("etc/alembic.ini", "../../../..", one, 3, "src/app/db/migrations", false);
}

static void several_answers(void **state)
{
	static const struct listed two[] = {MIGRATIONS("a/x/migrations"),
					    MIGRATIONS("b/x/migrations")};

	(void)state;
	check_config("b/etc/alembic.ini", "x:migrations", two, 6, "b/x/migrations", true);
	check_config("a/etc/alembic.ini", "x:migrations", two, 6, "a/x/migrations", true);
	check_config("etc/alembic.ini", "migrations", two, 6, "a/x/migrations", false);
}

static void flask_migrate(void **state)
{
	static const struct listed files[] = {MIGRATIONS("migrations"),
					      {"migrations/alembic.ini", "[alembic]\n# nothing\n"}};
	struct listing l;

	(void)state;
	listing_init(&l, files, 4);
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_true(
		str_eq(environment_named(&l, "migrations")->config, STR("migrations/alembic.ini")));
	listing_release(&l);
}

static void several_databases(void **state)
{
	static const struct listed files[] = {
		{"src/app/alembic.ini", "[alembic]\n"
					"databases = core, tenant\n"
					"[core]\n"
					"script_location = app:rev/core\n"
					"sqlalchemy.url = postgresql://h/core\n"
					"[tenant]\n"
					"script_location = app:rev/tenant\n"
					"sqlalchemy.url = mysql://h/tenant\n"},
		MIGRATIONS("src/app/rev/core"),
		MIGRATIONS("src/app/rev/tenant"),
	};
	struct listing l;
	const struct environment *core, *tenant;

	(void)state;
	listing_init(&l, files, 7);
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_partition(&l);
	assert_int_equal(l.groups.count, 2);
	core = environment_named(&l, "src/app/rev/core");
	tenant = environment_named(&l, "src/app/rev/tenant");
	assert_true(str_eq(core->section, STR("core")));
	assert_true(str_eq(tenant->section, STR("tenant")));
	assert_int_equal(core->dialects, DIALECT_POSTGRESQL);
	assert_int_equal(tenant->dialects, DIALECT_MYSQL);
	listing_release(&l);
}

static void version_locations(void **state)
{
	(void)state;
	CHECK("m: 1 2\n",
	      {"alembic.ini", INI("m") "version_locations = %(here)s/one, %(here)s/two/x\n"},
	      {"m/env.py", ""}, {"one/1.py", "1"}, {"two/x/2.py", "2"});
	CHECK("m: 1 2\n", {"alembic.ini", INI("m") "version_locations = one two\n"},
	      {"m/env.py", ""}, {"one/1.py", "1"}, {"two/2.py", "2"});
	CHECK("m: 1 2\n",
	      {"alembic.ini",
	       INI("m") "version_locations = one:two\nversion_path_separator = os  # why\n"},
	      {"m/env.py", ""}, {"one/1.py", "1"}, {"two/2.py", "2"});
	CHECK("m: 1 2\n",
	      {"alembic.ini", INI("m") "path_separator = os\nversion_locations = one;two\n"},
	      {"m/env.py", ""}, {"one/1.py", "1"}, {"two/2.py", "2"});
	CHECK("m: 2 1\n",
	      {"alembic.ini",
	       INI("m") "path_separator = newline\nversion_locations =\n  with space\n  two\n"},
	      {"m/env.py", ""}, {"with space/1.py", "1"}, {"two/2.py", "2"});
	/* without the setting they are strangers */
	CHECK("one: 1\ntwo: 2\n", {"alembic.ini", INI("m")}, {"m/env.py", ""}, {"one/1.py", "1"},
	      {"two/2.py", "2"});
	/* the default spelled out in another section is no other environment */
	CHECK("m: 1\n",
	      {"alembic.ini",
	       INI("m") "[x]\nscript_location = m\nversion_locations = %(here)s/m/versions\n"},
	      {"m/env.py", ""}, {"m/versions/1.py", "1"});
}

static void one_script_location_for_two_databases(void **state)
{
	(void)state;
	CHECK("m [a]: 1\nm [b]: 2\n",
	      {"alembic.ini", "[a]\nscript_location = m\nversion_locations = va\n"
			      "[b]\nscript_location = m\nversion_locations = vb\n"},
	      {"m/env.py", ""}, {"va/1.py", "1"}, {"vb/2.py", "2"});
	CHECK("m: 1\nm #2: 2\n", {"a.ini", INI("m") "version_locations = va\n"},
	      {"b.ini", INI("m") "version_locations = vb\n"}, {"m/env.py", ""}, {"va/1.py", "1"},
	      {"vb/2.py", "2"});
}

static void recursive_version_locations(void **state)
{
	(void)state;
	CHECK("m: a b\n", {"alembic.ini", INI("m") "recursive_version_locations = true\n"},
	      {"m/env.py", ""}, {"m/versions/a.py", "a"}, {"m/versions/x/b.py", "b"});
	CHECK("m: a\nm/versions/x: b\n", {"alembic.ini", INI("m")}, {"m/env.py", ""},
	      {"m/versions/a.py", "a"}, {"m/versions/x/b.py", "b"});
}

static void pyproject(void **state)
{
	static const struct listed files[] = {
		{"pyproject.toml",
		 "[project]\nname = 'x'\n[tool.alembic]\n"
		 "script_location = \"%(here)s/db\"\n"
		 "version_locations = [\n  \"%(here)s/one\", # first\n"
		 "  \"%(here)s/two\",\n]\n[tool.other]\nscript_location = 'no'\n"},
		{"alembic.ini", "[alembic]\nsqlalchemy.url = mysql+pymysql://h/d\n"},
		{"db/env.py", ""},
		{"one/1.py", "1"},
		{"two/2.py", "2"},
	};
	struct listing l;
	const struct environment *env;

	(void)state;
	listing_init(&l, files, 5);
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_partition(&l);
	assert_int_equal(l.groups.count, 1);
	env = environment_named(&l, "db");
	assert_int_equal(env->dialects, DIALECT_MYSQL); /* by the ini file that names no folder */
	assert_int_equal(env->folder_count, 2);
	assert_true(str_eq(env->folders[0], STR("one")));
	assert_true(str_eq(env->folders[1], STR("two")));
	listing_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(script_locations),
		cmocka_unit_test(several_answers),
		cmocka_unit_test(flask_migrate),
		cmocka_unit_test(several_databases),
		cmocka_unit_test(version_locations),
		cmocka_unit_test(one_script_location_for_two_databases),
		cmocka_unit_test(recursive_version_locations),
		cmocka_unit_test(pyproject),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
