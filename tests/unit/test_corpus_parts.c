/* The parts of corpus/ that need no repository. */
#include "core/base/err.h"
#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "corpus/listing.h"
#include "corpus/oid.h"
#include "corpus/origin.h"
#include "corpus/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_oid(void **state)
{
	static const char hex[] = "00ff10a9d3486e0ce5a8b1de8e1a9a3f0b0c0d0e";
	char back[OID_HEX + 1];
	struct oid id;

	(void)state;
	assert_true(oid_parse(str_from(hex), &id));
	oid_format(&id, back);
	assert_string_equal(back, hex);
	assert_true(oid_parse(str_from("00FF10A9D3486E0CE5A8B1DE8E1A9A3F0B0C0D0E"), &id));
	oid_format(&id, back);
	assert_string_equal(back, hex);
	assert_false(oid_parse(str_sub(str_from(hex), 0, 39), &id));
	assert_false(oid_parse(str_from("00ff10a9d3486e0ce5a8b1de8e1a9a3f0b0c0d0eg"), &id));
	assert_false(oid_parse(str_from("00ff10a9d3486e0ce5a8b1de8e1a9a3f0b0c0d0g"), &id));
}

#define ID "abcdefghijklmnopqrst" /* any 20 bytes */

static void test_tree_entries(void **state)
{
	struct str tree = STR("100644 b.py\0" ID "40000 a\0" ID "120000 l\0" ID "160000 m\0" ID
			      "100664 old\0" ID "7777777 odd\0" ID "0 none\0" ID);
	static const struct {
		const char *name;
		enum tree_entry_kind kind;
		uint32_t mode;
	} expected[] = {
		{"b.py", ENTRY_BLOB, 0100644}, {"a", ENTRY_TREE, 0040000},
		{"l", ENTRY_SYMLINK, 0120000}, {"m", ENTRY_SUBMODULE, 0160000},
		{"old", ENTRY_BLOB, 0100664},  {"odd", ENTRY_UNKNOWN, 07777777},
		{"none", ENTRY_UNKNOWN, 0},
	};
	struct tree_entry entry;

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		assert_int_equal(tree_next(&tree, &entry), 1);
		assert_true(str_eq(entry.name, str_from(expected[i].name)));
		assert_int_equal(entry.kind, expected[i].kind);
		assert_int_equal(entry.mode, expected[i].mode);
		assert_memory_equal(entry.id.bytes, ID, OID_BYTES);
	}
	assert_int_equal(tree_next(&tree, &entry), 0);
}

static void test_broken_trees(void **state)
{
	static const struct str broken[] = {
		STR_INIT("100644 a"),
		STR_INIT("100644 a\0abcdefghijklmnopqrs"),
		STR_INIT("100644"),
		STR_INIT("100644 "),
		STR_INIT(" a\0" ID),
		STR_INIT("1008 a\0" ID),
		STR_INIT("77777777 a\0" ID),
		STR_INIT("10\0"
			 "0644 a\0" ID),
		STR_INIT("\0"),
	};
	struct tree_entry entry;

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		/* A copy without room after it, so that valgrind and ASan see a read too far. */
		char *copy = malloc(broken[i].len);
		struct str tree = {memcpy(copy, broken[i].ptr, broken[i].len), broken[i].len};

		assert_int_equal(tree_next(&tree, &entry), ERR_CORRUPT);
		free(copy);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_true(tree_name_is_good(STR("versions")));
	assert_true(tree_name_is_good(STR("...")));
	assert_true(tree_name_is_good(STR(".gitignore")));
	assert_true(tree_name_is_good(STR("\x1b[31m\n")));
	assert_false(tree_name_is_good(STR("")));
	assert_false(tree_name_is_good(STR(".")));
	assert_false(tree_name_is_good(STR("..")));
	assert_false(tree_name_is_good(STR(".git")));
	assert_false(tree_name_is_good(STR(".GIT")));
	assert_false(tree_name_is_good(STR("a/b")));
}

static void assert_kind(const char *name, int expected)
{
	enum candidate_kind kind;
	bool wanted = listing_wants(str_from(name), &kind);

	assert_int_equal(wanted ? (int)kind : -1, expected);
}

static void test_wanted_names(void **state)
{
	(void)state;
	assert_kind("1a_x.py", CANDIDATE_PYTHON);
	assert_kind("myenv.py", CANDIDATE_PYTHON);
	assert_kind("env.py", CANDIDATE_ENV);
	assert_kind("alembic.ini", CANDIDATE_CONFIG);
	assert_kind("setup.cfg", CANDIDATE_CONFIG);
	assert_kind("pyproject.toml", CANDIDATE_CONFIG);
	assert_kind("setup.py", CANDIDATE_CONFIG);
	assert_kind("Pipfile", CANDIDATE_CONFIG);
	assert_kind("prod.txt", CANDIDATE_CONFIG); /* of a folder "requirements" */
	assert_kind("requirements-dev.txt", CANDIDATE_CONFIG);
	assert_kind("test-requirements.txt", CANDIDATE_CONFIG);
	assert_kind("script.py.mako", CANDIDATE_TEMPLATE);
	assert_kind("other.mako", -1);
	assert_kind("x.pyc", -1);
	assert_kind("notes.txt", -1);
	assert_kind("other.toml", -1);
	assert_true(listing_wants_at(STR("x/requirements/prod.txt")));
	assert_true(listing_wants_at(STR("requirements/prod.txt")));
	assert_true(listing_wants_at(STR("x/setup.py")));
	assert_false(listing_wants_at(STR("prod.txt")));
	assert_false(listing_wants_at(STR("requirements/x/prod.txt")));
	assert_false(listing_wants_link(STR("prod.txt")));
	assert_true(listing_wants_link(STR("versions")));
	assert_true(listing_wants_link(STR("db_migrations")));
	assert_true(listing_wants_link(STR("Alembic")));
	assert_true(listing_wants_link(STR("x.py")));
	assert_false(listing_wants_link(STR("README")));
}

static void assert_origin(const char *url, const char *expected)
{
	struct arena arena;
	struct str origin;

	arena_init(&arena);
	origin = origin_clean(&arena, str_from(url));
	assert_true(str_eq(origin, str_from(expected)));
	arena_release(&arena);
}

static void test_origin(void **state)
{
	(void)state;
	assert_origin("https://host.example/a/b.git", "https://host.example/a/b.git");
	assert_origin("https://user:secret@host.example/a/b.git", "https://host.example/a/b.git");
	assert_origin("https://token@host.example:8443/a", "https://host.example:8443/a");
	assert_origin("https://u:s@cret@host.example/a", "https://host.example/a");
	assert_origin("https://host.example/a?token=secret", "https://host.example/a");
	assert_origin("https://host.example/a#secret", "https://host.example/a");
	assert_origin("https://host.example?x@y", "");
	assert_origin("https://user:se/cret@host.example/a", "");
	assert_origin("https://user:se#cret@host.example/a", "");
	assert_origin("https://to/ken@host.example/a", "");
	assert_origin("https://host.example/@scope/a", "https://host.example/@scope/a");
	assert_origin("ssh://git@[::1]:22/a", "ssh://[::1]:22/a");
	assert_origin("git@host.example:a/b.git", "host.example:a/b.git");
	assert_origin("user:secret@host.example:a", "host.example:a");
	assert_origin("/srv/git/a@b.git", "/srv/git/a@b.git");
	assert_origin("", "");
	assert_origin("https://host.example/\x1b[31m", "");
	assert_origin("https://host.example/\xff", "");
}

static void test_skips_over_the_limit(void **state)
{
	struct arena arena;
	struct lister l = {.arena = &arena};

	(void)state;
	arena_init(&arena);
	for (int i = 0; i < LIMIT_SKIPS + 3; i++)
		listing_skip(&l, i < LIMIT_SKIPS ? SKIP_SYMLINK : SKIP_MISSING, STR("x"), STR("y"));
	listing_finish(&l);
	/* what is not named keeps its reason: it may make a scan incomplete */
	assert_int_equal(l.listing.skip_count, LIMIT_SKIPS + 1);
	assert_int_equal(l.listing.skips[LIMIT_SKIPS].reason, SKIP_MISSING);
	assert_true(str_eq(l.listing.skips[LIMIT_SKIPS].detail, STR("3 more that are not named")));
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_oid),
		cmocka_unit_test(test_tree_entries),
		cmocka_unit_test(test_broken_trees),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_wanted_names),
		cmocka_unit_test(test_origin),
		cmocka_unit_test(test_skips_over_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
