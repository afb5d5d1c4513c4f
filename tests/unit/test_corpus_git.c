/* Repositories that git made: refs, and that we see what git sees. */
#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "tests/unit/temp_tree.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/out.h"

/* tests run in the root of the project */
static struct str read_fixture(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = arena_alloc(arena, 64 * 1024);

	assert_non_null(file);
	assert_true(fread(text, 1, 64 * 1024 - 1, file) > 0);
	fclose(file);
	return str_from(text);
}

static void make_ordinary(struct temp_tree *t, const char *name)
{
	struct str text = read_fixture(&t->arena, "tests/hostile/ordinary.fi");

	temp_git(t, "", NULL, arena_printf(&t->arena, "init -q --bare -b main %s", name).ptr);
	temp_git(t, name, text.ptr, "fast-import --quiet");
}

static struct str rev(struct temp_tree *t, const char *name, const char *what)
{
	const char *arguments = arena_printf(&t->arena, "rev-parse --verify %s", what).ptr;

	return arena_str(&t->arena, str_trim(temp_git(t, name, NULL, arguments)));
}

/* ---- refs ------------------------------------------------------------------- */

static void assert_commit(struct temp_tree *t, const char *name, const char *ref,
			  const char *expected)
{
	struct corpus_place place = {.path = str_from(temp_path(t, name)), .git = true};
	struct corpus_source *source;
	struct err err = {0};

	if (corpus_open(&place, str_from(ref), &source, &err))
		fail_msg("%s: %s", ref, err.text);
	assert_true(str_eq(corpus_commit(source), rev(t, name, expected)));
	corpus_close(source);
}

static void assert_refused(struct temp_tree *t, const char *name, const char *ref, int code,
			   const char *text)
{
	struct corpus_place place = {.path = str_from(temp_path(t, name)), .git = true};
	struct corpus_source *source;
	struct err err = {0};

	assert_int_equal(corpus_open(&place, str_from(ref), &source, &err), code);
	assert_has(str_from(err.text), text);
}

static void check_refs(struct temp_tree *t, const char *name)
{
	struct str commit = rev(t, name, "main"), tag = rev(t, name, "v1");

	assert_commit(t, name, "HEAD", "main");
	assert_commit(t, name, "main", "main");
	assert_commit(t, name, "heads/other", "other");
	assert_commit(t, name, "refs/heads/other", "other");
	assert_commit(t, name, "v1", "v1^{commit}");
	assert_commit(t, name, "tags/light", "light");
	assert_commit(t, name, "origin/topic", "origin/topic");
	assert_commit(t, name, "refs/notes/deep/name", "refs/notes/deep/name");
	assert_commit(t, name, commit.ptr, "main");
	assert_commit(t, name, arena_str(&t->arena, str_sub(commit, 0, 40)).ptr, "main");
	assert_commit(t, name, arena_str(&t->arena, str_sub(commit, 0, 9)).ptr, "main");
	assert_commit(t, name, arena_str(&t->arena, str_sub(commit, 0, 12)).ptr, "main");
	/* the id of the annotated tag itself */
	assert_commit(t, name, tag.ptr, "v1^{commit}");

	assert_refused(t, name, "nope", ERR_NOT_FOUND, "no branch, tag or commit 'nope'");
	assert_refused(t, name, "refs/heads", ERR_NOT_FOUND, "no branch, tag or commit");
	assert_refused(t, name, "heads", ERR_NOT_FOUND, "no branch, tag or commit");
	assert_refused(t, name, "config", ERR_NOT_FOUND, "no branch, tag or commit");
	assert_refused(t, name, "../../etc/passwd", ERR_NOT_FOUND, "no branch, tag or commit");
	assert_refused(t, name, "", ERR_NOT_FOUND, "no branch, tag or commit");
	assert_refused(t, name, "main^", ERR_NOT_FOUND, "no branch, tag or commit");
	assert_refused(t, name, "beef", ERR_NOT_FOUND, "no branch, tag or commit 'beef'");
	assert_refused(t, name, "1111111111111111111111111111111111111111", ERR_NOT_FOUND,
		       "commit 1111111111111111111111111111111111111111 is not in the repository");
	assert_refused(t, name, rev(t, name, "main^{tree}").ptr, ERR_NOT_FOUND, "is a tree");
	assert_refused(t, name, rev(t, name, "main:setup.cfg").ptr, ERR_NOT_FOUND, "is a blob");
}

static void test_refs(void **state)
{
	struct temp_tree *t = *state;

	make_ordinary(t, "refs");
	check_refs(t, "refs");
	temp_git(t, "refs", NULL, "pack-refs --all");
	check_refs(t, "refs");
	temp_git(t, "refs", NULL, "repack -qad");
	check_refs(t, "refs");
	/* a tag of a tag of a tag */
	temp_git(t, "refs", NULL, "-c advice.nestedTag=false tag -a -m x t1 main");
	temp_git(t, "refs", NULL, "-c advice.nestedTag=false tag -a -m x t2 t1");
	temp_git(t, "refs", NULL, "-c advice.nestedTag=false tag -a -m x t3 t2");
	assert_commit(t, "refs", "t3", "main");
	/* git's order: a tag before a branch */
	temp_git(t, "refs", NULL, "branch v1 other");
	assert_commit(t, "refs", "v1", "refs/tags/v1^{commit}");
}

static void test_several_of_one_prefix(void **state)
{
	struct temp_tree *t = *state;
	char names[64 * 1024] = "";
	size_t len = 0;

	/* 1,000 blobs, always the same: some of them begin with the same 4 digits */
	temp_git(t, "", NULL, "init -q --bare prefix");
	for (int i = 0; i < 1000; i++)
		len += (size_t)snprintf(names + len, sizeof(names) - len, "blob\ndata 4\n%04d\n",
					i);
	temp_git(t, "prefix", names, "fast-import --quiet");
	struct str ids = temp_git(t, "prefix", NULL,
				  "cat-file --batch-all-objects --batch-check=%(objectname)");
	struct str id, before = STR("....");

	while (str_split(&ids, '\n', &id)) {
		struct str prefix = arena_str(&t->arena, str_sub(id, 0, 4));

		if (str_eq(prefix, before)) {
			assert_refused(t, "prefix", prefix.ptr, ERR_NOT_FOUND, "is not one commit");
			return;
		}
		before = prefix;
	}
	fail_msg("no two ids begin alike");
}

static void test_nothing_to_read(void **state)
{
	struct temp_tree *t = *state;

	temp_git(t, "", NULL, "init -q -b main empty");
	assert_refused(t, "empty", "HEAD", ERR_NOT_FOUND, "the repository is empty");
	make_ordinary(t, "unborn");
	temp_text(t, "unborn/HEAD", "ref: refs/heads/trunk\n");
	assert_refused(t, "unborn", "HEAD", ERR_NOT_FOUND,
		       "HEAD points to refs/heads/trunk, which does not exist");
	make_ordinary(t, "headless");
	assert_int_equal(unlink(temp_path(t, "headless/HEAD")), 0);
	assert_refused(t, "headless", "main", ERR_NOT_FOUND, "there is no HEAD in it");
	/* a bare clone without its objects */
	make_ordinary(t, "hollow");
	temp_git(t, "hollow", NULL, "pack-refs --all");
	temp_git(t, "", NULL, "init -q --bare hollow2");
	temp_file(t, "hollow2/packed-refs",
		  read_fixture(&t->arena, temp_path(t, "hollow/packed-refs")));
	temp_text(t, "hollow2/HEAD", "ref: refs/heads/main\n");
	assert_refused(t, "hollow2", "HEAD", ERR_NOT_FOUND,
		       "is not in the repository (a clone without its objects?)");
	temp_text(t, "unborn/refs/heads/dangling", "ref: refs/heads/nowhere\n");
	assert_refused(t, "unborn", "dangling", ERR_NOT_FOUND, "");
}

/* ---- we see what git sees ----------------------------------------------------- */

static const char ordinary[] = "config alembic.ini\n"
			       "python copy/\\xff.py\n"
			       "python copy/new\nline.py\n"
			       "python copy/with space/\xc3\xa4.py\n"
			       "env db/env.py\n"
			       "python db/versions/1a_first.py\n"
			       "python db/versions/2b_second.py\n"
			       "template script.py.mako\n"
			       "config setup.cfg\n"
			       "skip symlink versions\n";

static void test_ordinary(void **state)
{
	struct temp_tree *t = *state;

	make_ordinary(t, "ordinary");
	assert_text(temp_list(t, "ordinary", true, "HEAD"), ordinary);
	assert_text(temp_list(t, "ordinary", true, "other"), "config alembic.ini\nenv db/env.py\n");
	assert_text(temp_list(t, "ordinary", true, "v1"),
		    "config alembic.ini\nenv db/env.py\npython db/versions/1a_first.py\n");
}

/* One tree in two places, of which one is a folder of requirements: "prod.txt" counts there only. */
static void test_folder_of_requirements(void **state)
{
	static const char import[] = "commit refs/heads/main\n"
				     "committer A <a@example.org> 0 +0000\ndata 0\n"
				     "M 100644 inline requirements/prod.txt\ndata 9\npsycopg2\n\n"
				     "M 100644 inline data/prod.txt\ndata 9\npsycopg2\n\n"
				     "M 100644 inline setup.py\ndata 0\n\n";
	struct temp_tree *t = *state;

	temp_git(t, "", NULL, "init -q --bare -b main twice");
	temp_git(t, "twice", import, "fast-import --quiet");
	assert_text(temp_list(t, "twice", true, "HEAD"),
		    "config requirements/prod.txt\nconfig setup.py\n");
}

static void test_forms_of_a_repository(void **state)
{
	struct temp_tree *t = *state;

	make_ordinary(t, "forms");
	temp_git(t, "", NULL, "clone -q --no-checkout forms work");
	assert_text(temp_list(t, "work", true, "HEAD"), ordinary);
	assert_text(temp_list(t, "work/.git", true, "HEAD"), ordinary);
	/* what is on the disk does not matter */
	temp_text(t, "work/db/versions/on_disk.py", "down_revision = 1\n");
	temp_text(t, "work/alembic.ini", "changed\n");
	assert_text(temp_list(t, "work", true, "HEAD"), ordinary);
	temp_git(t, "", NULL, "clone -q --mirror forms mirror");
	assert_text(temp_list(t, "mirror", true, "HEAD"), ordinary);
	temp_git(t, "work", NULL, "worktree add -q --no-checkout --detach ../linked v1");
	assert_text(temp_list(t, "linked", true, "HEAD"), temp_list(t, "forms", true, "v1").ptr);
	temp_git(t, "", NULL, "clone -q --bare --shared forms borrowed");
	assert_text(temp_list(t, "borrowed", true, "HEAD"), ordinary);
	temp_git(t, "forms", NULL, "repack -qad");
	assert_text(temp_list(t, "borrowed", true, "HEAD"), ordinary);
	temp_git(t, "", NULL,
		 arena_printf(&t->arena, "clone -q --bare --depth=1 file://%s shallow",
			      temp_path(t, "forms"))
			 .ptr);
	assert_text(temp_list(t, "shallow", true, "HEAD"), ordinary);
	temp_git(t, "forms", NULL, "config extensions.worktreeConfig true");
	temp_git(t, "forms", NULL, "config core.repositoryformatversion 1");
	assert_text(temp_list(t, "forms", true, "HEAD"), ordinary);
}

static void test_partial_clone(void **state)
{
	struct temp_tree *t = *state;

	make_ordinary(t, "full");
	temp_git(t, "full", NULL, "config uploadpack.allowFilter true");
	temp_git(t, "", NULL,
		 arena_printf(&t->arena, "clone -q --bare --filter=blob:none file://%s partial",
			      temp_path(t, "full"))
			 .ptr);
	assert_text(temp_list(t, "partial", true, "HEAD"),
		    "skip missing-object alembic.ini\n"
		    "skip missing-object copy/\\xff.py\n"
		    "skip missing-object copy/new\nline.py\n"
		    "skip missing-object copy/with space/\xc3\xa4.py\n"
		    "skip missing-object db/env.py\n"
		    "skip missing-object db/versions/1a_first.py\n"
		    "skip missing-object db/versions/2b_second.py\n"
		    "skip missing-object db/versions/__init__.py\n"
		    "skip missing-object models.py\n"
		    "skip missing-object script.py.mako\n"
		    "skip missing-object setup.cfg\n"
		    "skip symlink versions\n");
}

static void test_origin(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "origin")), .git = true};
	struct corpus_source *source;
	struct err err;

	make_ordinary(t, "origin");
	temp_git(t, "origin", NULL, "config remote.origin.url https://me:secret@host.example/a");
	assert_int_equal(corpus_open(&place, STR("HEAD"), &source, &err), 0);
	assert_true(str_eq(corpus_origin(source), STR("https://host.example/a")));
	corpus_close(source);
}

static void write_version(struct out *out, int version)
{
	out_printf(out,
		   "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n%s",
		   1700000000 + version, version == 6 ? "from refs/heads/main^0\n" : "");
	for (int file = 0; file < 120; file++) {
		out_printf(out, "M 100644 inline d%d/e%d/f%d.py\ndata <<END\n", file % 7, file % 3,
			   file);
		for (int line = 0; line < 60; line++)
			out_printf(out, "x%d = %d\n", line,
				   (line * 31 + file) % (50 + (line == version ? 9 : 0)));
		if ((file + version) % 3 == 0)
			out_printf(out, "down_revision = %d\n", file * version);
		out_printf(out, "END\n");
	}
}

/* Many versions of many files, so that packs have deltas; in two packs. */
static void make_large(struct temp_tree *t, const char *name)
{
	temp_git(t, "", NULL, arena_printf(&t->arena, "init -q --bare -b main %s", name).ptr);
	for (int half = 0; half < 2; half++) {
		struct out out;

		out_init_buffer(&out, 32 * 1024 * 1024);
		for (int version = 0; version < 6; version++)
			write_version(&out, half * 6 + version);
		out_char(&out, '\0');
		assert_int_equal(out_flush(&out), 0);
		temp_git(t, name, out.ptr, "fast-import --quiet");
		out_release(&out);
	}
	assert_has(temp_git(t, name, NULL, "count-objects -v"), "\npacks: 2\n");
}

static void compare_with_git(struct temp_tree *t, const char *name)
{
	struct corpus_place place = {.path = str_from(temp_path(t, name)), .git = true};
	struct str paths = temp_git(t, name, NULL, "grep -l down_revision HEAD -- *.py"), line;
	struct corpus_source *source;
	struct corpus_listing listing;
	struct err err;
	uint32_t i = 0;

	assert_int_equal(corpus_open(&place, STR("HEAD"), &source, &err), 0);
	assert_int_equal(corpus_list(source, &t->arena, NULL, &listing, &err), 0);
	assert_int_equal(listing.skip_count, 0);
	while (str_split(&paths, '\n', &line)) {
		struct str object = arena_str(&t->arena, line), content, expected;

		assert_true(i < listing.count);
		assert_true(
			str_eq(str_sub(line, strlen("HEAD:"), line.len), listing.items[i].path));
		assert_true(str_eq(listing.items[i].blob, rev(t, name, object.ptr)));
		expected = temp_git(t, name, NULL,
				    arena_printf(&t->arena, "cat-file blob %s", object.ptr).ptr);
		assert_int_equal(corpus_read(source, &listing.items[i], LIMIT_SEARCH_BYTES,
					     &t->arena, &content, &err),
				 0);
		assert_true(str_eq(content, expected));
		assert_int_equal(listing.items[i].size, expected.len);
		i++;
	}
	assert_int_equal(i, listing.count);
	assert_int_equal(i, 40);
	assert_int_equal(listing.files, 120);
	corpus_close(source);
}

static void test_same_as_git(void **state)
{
	struct temp_tree *t = *state;

	make_large(t, "large");
	compare_with_git(t, "large");
	temp_git(t, "large", NULL, "repack -qadf --depth=50 --window=20");
	compare_with_git(t, "large");
	temp_git(t, "large", NULL, "-c pack.indexVersion=1 repack -qadf --depth=50");
	compare_with_git(t, "large");
	/* several packs, deltas by name, and a multi-pack index */
	temp_git(t, "large", NULL,
		 "-c pack.packSizeLimit=16k -c repack.useDeltaBaseOffset=false "
		 "repack -qadf");
	temp_git(t, "large", NULL, "multi-pack-index write");
	compare_with_git(t, "large");
	temp_git(t, "large", NULL, "commit-graph write --reachable");
	compare_with_git(t, "large");
}

static void unpack_all(struct temp_tree *t, const char *packs, const char *into)
{
	DIR *dir = opendir(temp_path(t, packs));
	const struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (str_ends(str_from(entry->d_name), STR(".pack")))
			temp_git_read(t, into,
				      arena_printf(&t->arena, "%s/%s", packs, entry->d_name).ptr,
				      "unpack-objects -q");
	closedir(dir);
}

static void test_all_loose(void **state)
{
	struct temp_tree *t = *state;

	make_large(t, "packed");
	temp_git(t, "", NULL, "init -q --bare -b main loose");
	unpack_all(t, "packed/objects/pack", "loose");
	temp_git(t, "loose", NULL,
		 arena_printf(&t->arena, "update-ref refs/heads/main %s",
			      rev(t, "packed", "main").ptr)
			 .ptr);
	assert_has(temp_git(t, "loose", NULL, "count-objects -v"), "\npacks: 0\n");
	compare_with_git(t, "loose");
}

/* ---- whose it is --------------------------------------------------------------- */

static void test_owner(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_options trusting = {.trust_owner = true}, options = {0};

	if (geteuid() != 0)
		skip();
	make_ordinary(t, "owned");
	assert_int_equal(chown(temp_path(t, "owned"), 4711, 4711), 0);
	assert_refused(t, "owned", "HEAD", ERR_REFUSED, "--trust-owner");
	corpus_shutdown();
	assert_int_equal(corpus_init(&trusting, NULL), 0);
	assert_text(temp_list(t, "owned", true, "HEAD"), ordinary);
	corpus_shutdown();
	assert_int_equal(corpus_init(&options, NULL), 0);
	assert_refused(t, "owned", "HEAD", ERR_REFUSED, "--trust-owner");
}

static void test_no_other_configuration(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_options options = {0};

	make_ordinary(t, "configured");
	temp_text(t, "home/.gitconfig", "[core\nthis is broken");
	corpus_shutdown();
	assert_int_equal(setenv("HOME", temp_path(t, "home"), 1), 0);
	assert_int_equal(corpus_init(&options, NULL), 0);
	assert_text(temp_list(t, "configured", true, "HEAD"), ordinary);
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
		cmocka_unit_test(test_refs),
		cmocka_unit_test(test_several_of_one_prefix),
		cmocka_unit_test(test_nothing_to_read),
		cmocka_unit_test(test_ordinary),
		cmocka_unit_test(test_folder_of_requirements),
		cmocka_unit_test(test_forms_of_a_repository),
		cmocka_unit_test(test_partial_clone),
		cmocka_unit_test(test_origin),
		cmocka_unit_test(test_same_as_git),
		cmocka_unit_test(test_all_loose),
		cmocka_unit_test(test_owner),
		cmocka_unit_test(test_no_other_configuration),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
