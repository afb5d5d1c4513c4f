#include "tests/unit/environment_listing.h"

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
		cmocka_unit_test(unreadable_files),
		cmocka_unit_test(heaps_of_configuration),
		cmocka_unit_test(hostile_configuration),
		cmocka_unit_test(heaps_of_folders),
		cmocka_unit_test(random_trees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
