#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "tests/unit/temp_tree.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char migration[] = "revision = 'a'\ndown_revision = None\n";

static void test_candidates(void **state)
{
	struct temp_tree *t = *state;

	temp_text(t, "app/alembic.ini", "[alembic]\n");
	temp_text(t, "app/pyproject.toml", "");
	temp_text(t, "app/requirements/requirements.txt", "psycopg2\n");
	temp_text(t, "app/requirements/prod.txt", "psycopg2\n");
	temp_text(t, "app/data/prod.txt", "psycopg2\n");
	temp_text(t, "app/notes.txt", "down_revision");
	temp_text(t, "app/models.py", "class User: pass\n");
	temp_text(t, "app/db/env.py", "import alembic\n");
	temp_text(t, "app/db/script.py.mako", "${up_revision}\n");
	temp_text(t, "app/db/versions/b.py", migration);
	temp_text(t, "app/db/versions/a.py", migration);
	temp_text(t, "app/db/versions/__init__.py", "");
	temp_text(t, "app/db/versions/__pycache__/a.py", migration);
	temp_text(t, "app/node_modules/x/a.py", migration);
	temp_text(t, "app/.git/a.py", migration);
	temp_text(t, "app/venv/lib/site-packages/x/a.py", migration);
	assert_text(temp_list(t, "app", false, ""), "config alembic.ini\n"
						    "env db/env.py\n"
						    "template db/script.py.mako\n"
						    "python db/versions/a.py\n"
						    "python db/versions/b.py\n"
						    "config pyproject.toml\n"
						    "config requirements/prod.txt\n"
						    "config requirements/requirements.txt\n"
						    "python venv/lib/site-packages/x/a.py\n");
}

static void test_ids_are_git_s(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "ids"))};
	struct corpus_source *source;
	struct corpus_listing listing;
	struct str expected, content;
	struct err err;

	temp_text(t, "ids/empty.ini", "");
	temp_text(t, "ids/m.py", migration);
	temp_git(t, "", NULL, "init -q ids_repository");
	expected = temp_git(t, "ids", NULL, "hash-object --no-filters empty.ini m.py");
	assert_int_equal(corpus_open(&place, STR(""), &source, &err), 0);
	assert_int_equal(corpus_list(source, &t->arena, NULL, &listing, &err), 0);
	assert_int_equal(listing.count, 2);
	assert_text(arena_printf(&t->arena, STR_FMT "\n" STR_FMT "\n",
				 STR_ARG(listing.items[0].blob), STR_ARG(listing.items[1].blob)),
		    expected.ptr);
	assert_int_equal(listing.items[1].size, strlen(migration));
	assert_int_equal(listing.files, 1);
	assert_int_equal(listing.bytes, strlen(migration));
	assert_int_equal(corpus_read(source, &listing.items[1], 1000, &t->arena, &content, &err),
			 0);
	assert_text(content, migration);
	assert_int_equal(content.len, strlen(migration));
	assert_true(str_empty(corpus_commit(source)) && str_empty(corpus_origin(source)));
	corpus_close(source);
}

static void test_changes_are_noticed(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "changing"))};
	struct corpus_source *source;
	struct corpus_listing listing;
	struct str content = STR("untouched");
	struct err err;

	temp_text(t, "changing/a/changed.py", migration);
	temp_text(t, "changing/b/gone.py", migration);
	temp_text(t, "changing/c/linked.py", migration);
	temp_text(t, "changing/d/moved.py", migration);
	assert_int_equal(corpus_open(&place, STR(""), &source, &err), 0);
	assert_int_equal(corpus_list(source, &t->arena, NULL, &listing, &err), 0);
	assert_int_equal(listing.count, 4);

	temp_text(t, "changing/a/changed.py", "revision = 'b'\ndown_revision = None\n");
	assert_int_equal(unlink(temp_path(t, "changing/b/gone.py")), 0);
	assert_int_equal(unlink(temp_path(t, "changing/c/linked.py")), 0);
	assert_int_equal(symlink("/etc/passwd", temp_path(t, "changing/c/linked.py")), 0);
	/* the folder itself becomes a link to the same file elsewhere */
	assert_int_equal(rename(temp_path(t, "changing/d"), temp_path(t, "elsewhere")), 0);
	assert_int_equal(symlink(temp_path(t, "elsewhere"), temp_path(t, "changing/d")), 0);
	assert_int_equal(corpus_read(source, &listing.items[0], 1000, &t->arena, &content, &err),
			 ERR_CORRUPT);
	assert_int_equal(corpus_read(source, &listing.items[1], 1000, &t->arena, &content, &err),
			 ERR_NOT_FOUND);
	assert_int_equal(corpus_read(source, &listing.items[2], 1000, &t->arena, &content, &err),
			 ERR_REFUSED);
	assert_int_equal(corpus_read(source, &listing.items[3], 1000, &t->arena, &content, &err),
			 ERR_IO);
	assert_true(str_eq(content, STR("untouched")));
	corpus_close(source);
}

static void test_limits(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "large"))};
	char *bytes = calloc(1, LIMIT_SEARCH_BYTES + 1);
	struct corpus_source *source;
	struct corpus_listing listing;
	struct str content;
	struct err err;

	memcpy(bytes, migration, sizeof(migration));
	temp_file(t, "large/fits.py", (struct str){bytes, LIMIT_SEARCH_BYTES});
	temp_file(t, "large/over.py", (struct str){bytes, LIMIT_SEARCH_BYTES + 1});
	temp_file(t, "large/over.ini", (struct str){bytes, LIMIT_CONFIG_BYTES + 1});
	temp_file(t, "large/sub/env.py", (struct str){bytes, LIMIT_CONFIG_BYTES});
	free(bytes);
	assert_text(temp_list_details(t, "large", false, ""),
		    "python fits.py\n"
		    "skip too-large over.ini: 1048577 bytes, over the limit of 1048576\n"
		    "skip too-large over.py: 8388609 bytes, over the limit of 8388608\n"
		    "env sub/env.py\n");
	assert_int_equal(corpus_open(&place, STR(""), &source, &err), 0);
	assert_int_equal(corpus_list(source, &t->arena, NULL, &listing, &err), 0);
	assert_int_equal(corpus_read(source, &listing.items[0], LIMIT_SEARCH_BYTES - 1, &t->arena,
				     &content, &err),
			 ERR_LIMIT);
	corpus_close(source);
}

static void test_what_is_no_file(void **state)
{
	struct temp_tree *t = *state;

	alarm(20); /* opening a FIFO would wait for ever */
	temp_text(t, "odd/real/a.py", migration);
	assert_int_equal(mkfifo(temp_path(t, "odd/fifo.py"), 0600), 0);
	assert_int_equal(mkfifo(temp_path(t, "odd/fifo"), 0600), 0);
	assert_int_equal(symlink("real", temp_path(t, "odd/versions")), 0);
	assert_int_equal(symlink("real", temp_path(t, "odd/other")), 0);
	assert_int_equal(symlink("/etc/passwd", temp_path(t, "odd/link.py")), 0);
	temp_folder(t, "odd/folder.py");
	assert_text(temp_list_details(t, "odd", false, ""),
		    "skip refused fifo.py: a FIFO, a socket or a device, which is not opened\n"
		    "skip symlink link.py: a symbolic link, which is not followed\n"
		    "python real/a.py\n"
		    "skip symlink versions: a symbolic link, which is not followed\n");
	alarm(0);
}

static void test_names(void **state)
{
	struct temp_tree *t = *state;

	temp_text(t, "names/\xff\xc3\xa4\\.py", migration);
	temp_text(t, "names/\xc3\xa4\\x.py", migration);
	temp_text(t, "names/new\nline\x1b[31m.py", migration);
	/* every one is read back by its name on the disk */
	assert_text(temp_list(t, "names", false, ""), "python \\xff\xc3\xa4\\x5c.py\n"
						      "python new\nline\x1b[31m.py\n"
						      "python \xc3\xa4\\x.py\n");
}

static void test_depth(void **state)
{
	struct temp_tree *t = *state;
	struct str path = STR("deep"), expected = STR("skip too-deep ");

	for (int i = 0; i <= LIMIT_TREE_DEPTH; i++) {
		path = arena_join(&t->arena, path, STR("/d"));
		expected = arena_join(&t->arena, expected, i ? STR("/d") : STR("d"));
	}
	temp_text(t, arena_printf(&t->arena, "%s/a.py", path.ptr).ptr, migration);
	temp_text(t, "deep/z.py", migration);
	assert_text(temp_list(t, "deep", false, ""),
		    arena_printf(&t->arena, "%s\npython z.py\n", expected.ptr).ptr);
}

static void test_one_file(void **state)
{
	struct temp_tree *t = *state;

	temp_text(t, "one/0001_x.py", "def upgrade(): pass\n");
	temp_text(t, "one/other.py", migration);
	assert_int_equal(symlink("0001_x.py", temp_path(t, "one/link.py")), 0);
	/* a file that the user named counts whatever is in it */
	assert_text(temp_list(t, "one/0001_x.py", false, ""), "python 0001_x.py\n");
	assert_text(temp_list(t, "one/link.py", false, ""), "python link.py\n");
	assert_has(temp_list(t, "one/none.py", false, ""), "open: ");
}

static void test_modules(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "modules"))};
	struct corpus_source *source;
	struct corpus_listing listing;
	struct str content, blob = STR("");
	struct err err;

	temp_text(t, "modules/app/names.py", "A = 1\n");
	temp_folder(t, "modules/app/folder.py");
	assert_int_equal(mkfifo(temp_path(t, "modules/app/fifo.py"), 0600), 0);
	assert_int_equal(symlink("names.py", temp_path(t, "modules/app/link.py")), 0);
	assert_int_equal(symlink("app", temp_path(t, "modules/other")), 0);
	assert_int_equal(corpus_open(&place, STR(""), &source, &err), 0);
	assert_int_equal(corpus_list(source, &t->arena, NULL, &listing, &err), 0);
	assert_int_equal(corpus_look(source, STR("app"), &blob), MODULE_FOLDER);
	assert_int_equal(corpus_look(source, STR("app/names.py"), &blob), MODULE_FILE);
	assert_int_equal(corpus_look(source, STR("app/folder.py"), &blob), MODULE_FOLDER);
	assert_int_equal(corpus_look(source, STR("app/fifo.py"), &blob), MODULE_ABSENT);
	assert_int_equal(corpus_look(source, STR("app/link.py"), &blob), MODULE_ABSENT);
	assert_int_equal(corpus_look(source, STR("other/names.py"), &blob), MODULE_ABSENT);
	assert_int_equal(corpus_look(source, STR("app/../app/names.py"), &blob), MODULE_ABSENT);
	assert_int_equal(corpus_read_module(source, STR("app/names.py"), 5, &t->arena, &content,
					    &blob, &err),
			 ERR_LIMIT);
	assert_int_equal(corpus_read_module(source, STR("app/names.py"), 6, &t->arena, &content,
					    &blob, &err),
			 0);
	assert_true(str_eq(content, STR("A = 1\n")));
	assert_int_equal(blob.len, 40);
	corpus_close(source);
}

static void test_stop(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "stopped"))};
	struct corpus_source *source;
	struct corpus_listing listing;
	const volatile int stop = SIGINT;
	struct err err;

	temp_text(t, "stopped/a.py", migration);
	assert_int_equal(corpus_open(&place, STR(""), &source, &err), 0);
	assert_int_equal(corpus_list(source, &t->arena, &stop, &listing, &err), ERR_STOPPED);
	corpus_close(source);
}

static int setup(void **state)
{
	static struct temp_tree tree;
	struct corpus_options options = {0};

	temp_tree_make(&tree);
	*state = &tree;
	return corpus_init(&options, NULL);
}

static int teardown(void **state)
{
	corpus_shutdown();
	temp_tree_remove(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_candidates),
		cmocka_unit_test(test_ids_are_git_s),
		cmocka_unit_test(test_changes_are_noticed),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_what_is_no_file),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_one_file),
		cmocka_unit_test(test_modules),
		cmocka_unit_test(test_stop),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
