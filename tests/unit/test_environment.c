#include "tests/unit/environment_listing.h"

/*
 * Groups the files and compares with lines of "name: revision revision …", in the order of names
 * and paths.
 */
static void check(const struct listed *files, size_t count, const char *expected)
{
	char actual[8192] = "";
	struct listing l;
	struct err err;

	listing_init(&l, files, count);
	assert_int_equal(listing_group(&l, &err), 0);
	assert_partition(&l);
	for (uint32_t i = 0; i < l.groups.count; i++) {
		const struct environment_group *g = &l.groups.items[i];
		size_t used = strlen(actual);

		used += (size_t)snprintf(actual + used, sizeof(actual) - used, STR_FMT ":",
					 STR_ARG(g->env.name));
		for (uint32_t j = 0; j < g->count; j++)
			used += (size_t)snprintf(actual + used, sizeof(actual) - used, " " STR_FMT,
						 STR_ARG(g->migrations[j]->revision));
		snprintf(actual + used, sizeof(actual) - used, "\n");
	}
	assert_string_equal(actual, expected);
	listing_release(&l);
}

#define CHECK(expected, ...)                                                                       \
	check((const struct listed[]){__VA_ARGS__},                                                \
	      sizeof((const struct listed[]){__VA_ARGS__}) / sizeof(struct listed), expected)

static void nothing(void **state)
{
	struct listed config = {"alembic.ini", "[alembic]\nscript_location = migrations\n"};
	struct listing l;

	(void)state;
	listing_init(&l, &config, 1);
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_int_equal(l.groups.count, 0);
	assert_int_equal(l.reads, 0);
	listing_release(&l);
}

/* ---- the files alone ------------------------------------------------------------------------- */

static void bare_versions_folder(void **state)
{
	(void)state;
	CHECK("db/alembic: a b\n", {"db/alembic/versions/a.py", "a"},
	      {"db/alembic/versions/b.py", "b a"});
	CHECK(".: a b\n", {"versions/a.py", "a"}, {"versions/b.py", "b a"});
	CHECK(".: a\n", {"a.py", "a"});
	CHECK("db: a b\n", {"db/a.py", "a"}, {"db/b.py", "b a"});
}

static void folders_of_years(void **state)
{
	(void)state;
	CHECK("m: a b\n", {"m/2023/a.py", "a"}, {"m/2024/b.py", "b a"});
	CHECK("m: c a b\n", {"m/2023/a.py", "a c"}, {"m/2024/b.py", "b a"}, {"m/0.py", "c"});
	/* the same without a connection */
	CHECK("m/2023: a\nm/2024: b\n", {"m/2023/a.py", "a"}, {"m/2024/b.py", "b"});
	/* connected, but strangers */
	CHECK("x/m: a\ny/m: b\n", {"x/m/a.py", "a"}, {"y/m/b.py", "b a"});
}

static void product_folder_called_versions(void **state)
{
	(void)state;
	CHECK("versions/1.0/db: a\nversions/2.0/db: b\n", {"versions/1.0/db/versions/a.py", "a"},
	      {"versions/2.0/db/versions/b.py", "b"});
}

/* ---- env.py and script.py.mako --------------------------------------------------------------- */

static void shown_by_env_py(void **state)
{
	(void)state;
	CHECK("a: 1\nb: 2\n", {"a/env.py", ""}, {"a/versions/1.py", "1"}, {"b/env.py", ""},
	      {"b/versions/2.py", "2"});
	/* connected, each with its own env.py: an external parent */
	CHECK("a: 1\nb: 2\n", {"a/env.py", ""}, {"a/versions/1.py", "1"}, {"b/env.py", ""},
	      {"b/versions/2.py", "2 1"});
	/* migrations beside the template: Flask-Alembic */
	CHECK("flaskbb/migrations: 1 2\n", {"flaskbb/migrations/script.py.mako", ""},
	      {"flaskbb/migrations/1.py", "1"}, {"flaskbb/migrations/2.py", "2 1"});
	/* an env.py that is something else */
	CHECK("app/db: 1\n", {"app/env.py", ""}, {"app/db/versions/1.py", "1"});
}

static void nested_version_folders(void **state)
{
	(void)state;
	CHECK("m: k c1 e1 e2 base\n", {"m/env.py", ""}, {"m/script.py.mako", ""},
	      {"m/versions/base.py", "base k"}, {"m/versions/a/expand/e1.py", "e1 base"},
	      {"m/versions/a/contract/c1.py", "c1 base"}, {"m/versions/b/expand/e2.py", "e2 e1"},
	      {"m/versions/0.py", "k"});
	/* connected by depends_on only */
	CHECK("m: base c1\n", {"m/env.py", ""}, {"m/versions/base.py", "base"},
	      {"m/versions/x/c1.py", "c1 ;base"});
	/* not connected, but for all we know it could be */
	CHECK("m: base x\n", {"m/env.py", ""}, {"m/versions/base.py", "base"},
	      {"m/versions/x/x.py", "x gone"});
	CHECK("m: base x\n", {"m/env.py", ""}, {"m/versions/base.py", "base"},
	      {"m/versions/x/x.py", "x !unknown"});
	CHECK("m: base x y\n", {"m/env.py", ""}, {"m/versions/base.py", "base"},
	      {"m/versions/x/x.py", "x"}, {"m/versions/x/y.py", "y x !unparsable"});
}

static void complete_chains_apart(void **state)
{
	(void)state;
	CHECK("m/versions/postgresql: 1 2\nm/versions/sqlite: 1 3\n", {"m/env.py", ""},
	      {"m/versions/postgresql/1.py", "1"}, {"m/versions/postgresql/2.py", "2 1"},
	      {"m/versions/sqlite/1.py", "1"}, {"m/versions/sqlite/3.py", "3 1"});
	CHECK("m: s\nm/versions/legacy: a b\n", {"m/env.py", ""}, {"m/versions/s.py", "s"},
	      {"m/versions/legacy/a.py", "a"}, {"m/versions/legacy/b.py", "b a"});
	/* a squashed revision keeps the id of the last one that it replaces */
	CHECK("m: b c\nm/versions/legacy: a b\n", {"m/env.py", ""}, {"m/versions/b.py", "b"},
	      {"m/versions/c.py", "c b"}, {"m/versions/legacy/a.py", "a"},
	      {"m/versions/legacy/b.py", "b a"});
	/* one chain over two folders beside another one */
	CHECK("m: s\nm/versions/old: a b\n", {"m/env.py", ""}, {"m/versions/s.py", "s"},
	      {"m/versions/old/1/a.py", "a"}, {"m/versions/old/2/b.py", "b a"});
	/* all there is, in one folder below: no reason for another name */
	CHECK("m: a\n", {"m/env.py", ""}, {"m/versions/x/a.py", "a"});
}

static void implied_folders_join_what_they_continue(void **state)
{
	(void)state;
	CHECK("m: o a\n", {"m/env.py", ""}, {"m/versions/a.py", "a o"}, {"m/old/o.py", "o"});
	CHECK("m: a\nm/old: o\n", {"m/env.py", ""}, {"m/versions/a.py", "a"}, {"m/old/o.py", "o"});
	/* the root has an env.py of its own; examples do not become part of it */
	CHECK(".: a\nexamples/x: a b\n", {"env.py", ""}, {"versions/a.py", "a"},
	      {"examples/x/versions/a.py", "a"}, {"examples/x/versions/b.py", "b a"});
}

/* ---- alembic.ini ----------------------------------------------------------------------------- */

#define INI(location) "[alembic]\nscript_location = " location "\n"
#define MIGRATIONS(folder)                                                                         \
	{folder "/env.py", ""}, {folder "/versions/1.py", "1"},                                    \
	{                                                                                          \
		folder "/versions/2.py", "2 1"                                                     \
	}

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

/* ---- what goes wrong ------------------------------------------------------------------------- */

static void unreadable_files(void **state)
{
	static const struct listed files[] = {{"alembic.ini", NULL}, MIGRATIONS("m")};
	struct listing l;
	struct err err;

	(void)state;
	listing_init(&l, files, 4);
	assert_int_equal(listing_group(&l, &err), 0);
	assert_int_equal(l.groups.count, 1);
	assert_int_equal(l.groups.skip_count, 1);
	assert_int_equal(l.groups.skips[0].reason, SKIP_MISSING);
	assert_true(str_eq(l.groups.skips[0].path, STR("alembic.ini")));
	assert_true(str_eq(l.groups.skips[0].detail, STR("cannot read")));
	listing_release(&l);

	listing_init(&l, files, 4);
	l.fail = ERR_LIMIT;
	assert_int_equal(listing_group(&l, &err), 0);
	assert_int_equal(l.groups.skips[0].reason, SKIP_TOO_LARGE);
	listing_release(&l);

	listing_init(&l, files, 4);
	l.fail = ERR_STOPPED;
	assert_int_equal(listing_group(&l, &err), ERR_STOPPED);
	assert_int_equal(err.code, ERR_STOPPED);
	listing_release(&l);
}

static void heaps_of_configuration(void **state)
{
	enum { MANY = 6000 };
	static const struct listed files[] = {{"zz/alembic.ini", INI("zz/m")}, MIGRATIONS("zz/m")};
	struct listing l;

	(void)state;
	listing_init(&l, files, 4);
	for (uint32_t i = 0; i < MANY; i++) {
		struct str path = arena_printf(&l.arena, "a/%u.ini", i);

		listing_add(&l, &(struct listed){path.ptr, "[alembic]\n"});
	}
	assert_int_equal(listing_group(&l, NULL), 0);
	assert_true(l.reads < MANY);
	assert_int_equal(l.groups.skip_count, 1);
	assert_int_equal(l.groups.skips[0].reason, SKIP_TOO_MANY);
	/* the file that matters was read first, for its name */
	assert_true(str_eq(environment_named(&l, "zz/m")->config, STR("zz/alembic.ini")));
	listing_release(&l);
}

static void hostile_configuration(void **state)
{
	enum { SIZE = 1000 * 1000 };
	static const char *const patterns[] = {
		"[alembic]\nscript_location = a",
		"[alembic]\nversion_locations = m/versions ",
		"[a]\nscript_location=m\n",
		"[alembic]\nscript_location = ../",
		"[alembic]\nscript_location = %(here)s",
		"[alembic]\nscript_location = :",
	};
	char *content = malloc(SIZE + 1);

	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		const char *repeated = i == 2 ? patterns[i] : strchr(patterns[i], '=') + 1;
		size_t len = strlen(repeated), used = strlen(patterns[i]);
		struct listed files[] = {{"alembic.ini", content}, MIGRATIONS("m")};
		struct listing l;

		memcpy(content, patterns[i], used);
		for (; used + len <= SIZE; used += len)
			memcpy(content + used, repeated, len);
		content[used] = '\0';
		listing_init(&l, files, 4);
		assert_int_equal(listing_group(&l, NULL), 0);
		assert_partition(&l);
		assert_int_equal(l.groups.count, 1);
		listing_release(&l);
	}
	free(content);
}

/* As many folders as there are files, all of one name, all of them connected or none. */
static void heaps_of_folders(void **state)
{
	enum { MANY = 20 * 1000 };

	(void)state;
	for (int connected = 0; connected < 2; connected++) {
		struct listing l;

		listing_init(&l, NULL, 0);
		for (uint32_t i = 0; i < MANY; i++) {
			struct str path = arena_printf(&l.arena, "m/versions/%u/x/a.py", i);
			struct str content = connected && i
						     ? arena_printf(&l.arena, "r%u r%u", i, i - 1)
						     : arena_printf(&l.arena, "r%u", i);

			listing_add(&l, &(struct listed){path.ptr, content.ptr});
		}
		listing_add(&l, &(struct listed){"alembic.ini", INI("x")});
		assert_int_equal(listing_group(&l, NULL), 0);
		if (connected) {
			assert_partition(&l);
			assert_int_equal(l.groups.count, 1);
			assert_int_equal(l.groups.items[0].env.folder_count, MANY);
		} else {
			assert_int_equal(l.groups.count, 10 * 1000); /* LIMIT_ENVIRONMENTS */
			assert_int_equal(l.groups.skip_count, 1);
			assert_int_equal(l.groups.skips[0].reason, SKIP_TOO_MANY);
		}
		listing_release(&l);
	}
}

/* Random trees: nothing is lost or taken twice, and the order of the listing changes nothing. */
static void random_trees(void **state)
{
	static const char *const names[] = {"versions", "a", "b", "tests", "sqlite"};
	uint32_t random = 7;

	(void)state;
	for (uint32_t round = 0; round < 300; round++) {
		struct listing l;

		listing_init(&l, NULL, 0);
		for (uint32_t i = 0; i < 30; i++) {
			struct str path = STR(""), content;
			uint32_t depth;

			random = random * 1664525u + 1013904223u;
			depth = random >> 30;
			for (uint32_t j = 0; j < depth; j++)
				path = arena_printf(&l.arena, STR_FMT "%s/", STR_ARG(path),
						    names[(random >> (4 * j + 8)) % 5]);
			if (i % 10 == 9)
				path = arena_printf(&l.arena, STR_FMT "%s", STR_ARG(path),
						    i == 9 ? "alembic.ini" : "env.py");
			else
				path = arena_printf(&l.arena, STR_FMT "%u.py", STR_ARG(path), i);
			content = i % 10 == 9 ? STR(INI("a") "version_locations = b versions\n")
				  : i % 3     ? arena_printf(&l.arena, "r%u r%u", i % 20,
							     (random >> 20) % 20)
					      : arena_printf(&l.arena, "r%u", i % 20);
			listing_add(&l, &(struct listed){path.ptr, content.ptr});
		}
		assert_int_equal(listing_group(&l, NULL), 0);
		assert_partition(&l);
		assert_int_equal(l.scratch.used, 0);
		listing_release(&l);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),
		cmocka_unit_test(bare_versions_folder),
		cmocka_unit_test(folders_of_years),
		cmocka_unit_test(product_folder_called_versions),
		cmocka_unit_test(shown_by_env_py),
		cmocka_unit_test(nested_version_folders),
		cmocka_unit_test(complete_chains_apart),
		cmocka_unit_test(implied_folders_join_what_they_continue),
		cmocka_unit_test(script_locations),
		cmocka_unit_test(several_answers),
		cmocka_unit_test(flask_migrate),
		cmocka_unit_test(several_databases),
		cmocka_unit_test(version_locations),
		cmocka_unit_test(one_script_location_for_two_databases),
		cmocka_unit_test(recursive_version_locations),
		cmocka_unit_test(pyproject),
		cmocka_unit_test(unreadable_files),
		cmocka_unit_test(heaps_of_configuration),
		cmocka_unit_test(hostile_configuration),
		cmocka_unit_test(heaps_of_folders),
		cmocka_unit_test(random_trees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
