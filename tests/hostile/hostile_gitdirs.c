/* What stands around the objects: HEAD, refs, configuration, alternates. */
#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "tests/hostile/hostile_repository.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char migration[] = "revision = 'a'\ndown_revision = None\n";

static const char *below(struct temp_tree *t, const char *name, const char *path)
{
	return arena_printf(&t->arena, "%s/%s", name, path).ptr;
}

/* A good repository of one a.py. */
static void make(struct temp_tree *t, const char *name)
{
	struct oid id;

	hostile_init(t, name);
	id = hostile_blob(t, name, migration);
	hostile_commit_entry(t, name, "100644", "a.py", &id);
}

static void assert_good(struct temp_tree *t, const char *name)
{
	assert_text(temp_list(t, name, true, "HEAD"), "python a.py\n");
}

static void assert_not_opened(struct temp_tree *t, const char *name, int code, const char *text)
{
	struct corpus_place place = {.path = str_from(temp_path(t, name)), .git = true};
	struct corpus_source *source;
	struct err err = {0};

	assert_int_equal(corpus_open(&place, STR("HEAD"), &source, &err), code);
	assert_has(str_from(err.text), text);
	assert_null(strchr(err.text, '\n'));
}

static void test_versions_and_extensions(void **state)
{
	static const struct {
		const char *config;
		const char *text; /* NULL: it opens */
	} cases[] = {
		{"[core]\nrepositoryformatversion = 9\n", "unsupported repository version 9"},
		{"[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha256\n",
		 "extensions.objectformat"},
		{"[core]\nrepositoryformatversion = 1\n[extensions]\nrefStorage = reftable\n",
		 "extensions.refstorage"},
		{"[core]\nrepositoryformatversion = 1\n[extensions]\nnoop = 1\n", NULL},
		{"[core]\nrepositoryformatversion = 1\n[extensions]\npartialClone = origin\n"
		 "worktreeConfig = true\n",
		 NULL},
	};
	struct temp_tree *t = *state;

	make(t, "version");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		temp_text(t, "version/config", cases[i].config);
		if (cases[i].text)
			assert_not_opened(t, "version", ERR_REFUSED, cases[i].text);
		else
			assert_good(t, "version");
	}
	/* without a configuration it is a repository like any other */
	assert_int_equal(unlink(temp_path(t, "version/config")), 0);
	assert_good(t, "version");
}

static void test_configurations(void **state)
{
	struct temp_tree *t = *state;

	make(t, "config");
	temp_text(t, "config/config", "[core\nnothing of a configuration");
	assert_not_opened(t, "config", ERR_CORRUPT, "missing ']'");
	temp_text(t, "config/config", "[include]\n\tpath = config\n");
	assert_not_opened(t, "config", ERR_REFUSED, "more than 32 includes");
	temp_text(t, "config/config", "[include] path = \"../config/config\"\n");
	assert_not_opened(t, "config", ERR_REFUSED, "more than 32 includes");
	/* nothing of this is ever run */
	temp_text(t, "config/config",
		  arena_printf(&t->arena,
			       "[core]\n\tfsmonitor = touch %s/PWNED\n\tsshCommand = touch "
			       "%s/PWNED\n\thooksPath = %s\n[remote \"origin\"]\n\turl = "
			       "ext::touch %s/PWNED\n[include]\n\tpath = nowhere\n",
			       t->path.ptr, t->path.ptr, t->path.ptr, t->path.ptr)
			  .ptr);
	assert_good(t, "config");
	assert_int_not_equal(access(temp_path(t, "PWNED"), F_OK), 0);
	alarm(20); /* opening a FIFO would wait for ever */
	assert_int_equal(mkfifo(temp_path(t, "fifo"), 0600), 0);
	temp_text(t, "config/config", "[include]\n\tpath = ../fifo\n");
	assert_not_opened(t, "config", ERR_REFUSED, "fifo: a FIFO, not a file");
	temp_text(t, "config/more", "[include]\n\tpath = ../fifo\n");
	temp_text(t, "config/config", "[include]\n\tpath = more\n");
	assert_not_opened(t, "config", ERR_REFUSED, "fifo: a FIFO, not a file");
	alarm(0);
}

static void test_many_settings(void **state)
{
	struct temp_tree *t = *state;
	struct out out;

	/* where libgit2 leaks for each of them */
	make(t, "settings");
	out_init_buffer(&out, LIMIT_CONFIG_BYTES + 100);
	out_printf(&out, "[core]\nrepositoryformatversion = 1\n");
	for (int i = 0; i < 1001; i++)
		out_printf(&out, "x%d = 1\n", i);
	temp_file(t, "settings/config", out_content(&out));
	assert_not_opened(t, "settings", ERR_REFUSED, "more than 1000 settings");
	while (out_content(&out).len <= LIMIT_CONFIG_BYTES)
		out_str(&out, STR("# and more\n"));
	temp_file(t, "settings/config", out_content(&out));
	assert_not_opened(t, "settings", ERR_LIMIT, "over the limit of 1048576");
	out_release(&out);
}

static void test_heads_and_refs(void **state)
{
	struct temp_tree *t = *state;

	make(t, "head");
	temp_text(t, "head/HEAD", "ref: refs/heads/a\n");
	temp_text(t, "head/refs/heads/a", "ref: refs/heads/b\n");
	temp_text(t, "head/refs/heads/b", "ref: refs/heads/a\n");
	assert_not_opened(t, "head", ERR_CORRUPT, "symbolic refs that lead in a circle");
	temp_text(t, "head/HEAD", "ref: ../../../etc/passwd\n");
	assert_not_opened(t, "head", ERR_NOT_FOUND, "HEAD points to ../../../etc/passwd");
	temp_text(t, "head/HEAD", "garbage\n");
	assert_not_opened(t, "head", ERR_CORRUPT, "HEAD");
	temp_text(t, "head/HEAD", "");
	assert_not_opened(t, "head", ERR_CORRUPT, "HEAD");
	temp_text(t, "head/HEAD", "ref: refs/heads/main\n");
	assert_good(t, "head");
	temp_text(t, "head/packed-refs", "# pack-refs with: sorted\ngarbage\n");
	assert_good(t, "head");
	assert_int_equal(unlink(temp_path(t, "head/refs/heads/main")), 0);
	assert_not_opened(t, "head", ERR_CORRUPT, "corrupted packed references file");
	temp_text(t, "head/packed-refs", "# pack-refs with: sorted\n");
	assert_not_opened(t, "head", ERR_NOT_FOUND, "HEAD points to refs/heads/main");
	temp_text(t, "head/refs/heads/main", "0000000000000000000000000000000000000000\n");
	assert_not_opened(t, "head", ERR_NOT_FOUND, "is not in the repository");
}

/* A FIFO or a device in place of a file: each is refused, and none is waited for. */
static void test_files_that_are_none(void **state)
{
	static const char *const names[] = {"HEAD", "config", "packed-refs", "refs/heads/main",
					    "commondir"};
	struct temp_tree *t = *state;

	alarm(30);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *name = arena_printf(&t->arena, "special%zu", i).ptr;
		const char *path = temp_path(t, below(t, name, names[i]));

		make(t, name);
		unlink(path);
		assert_int_equal(mkfifo(path, 0600), 0);
		assert_not_opened(t, name, ERR_REFUSED, names[i]);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(symlink("/dev/zero", path), 0);
		assert_not_opened(t, name, ERR_REFUSED, names[i]);
	}
	temp_folder(t, "special_git");
	assert_int_equal(mkfifo(temp_path(t, "special_git/.git"), 0600), 0);
	assert_not_opened(t, "special_git", ERR_NOT_FOUND, "not a repository");
	alarm(0);
}

static int remove_file(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	return kind == FTW_F ? remove(path) : 0;
}

static void remove_objects(struct temp_tree *t, const char *name)
{
	nftw(temp_path(t, below(t, name, "objects")), remove_file, 8, FTW_PHYS);
}

static void test_alternates(void **state)
{
	struct temp_tree *t = *state;

	make(t, "lender");
	make(t, "alternates");
	temp_text(t, "alternates/objects/info/alternates",
		  "# a comment\n\n/nowhere/at/all\n.\n../objects\n/dev/zero\n\r\n");
	assert_good(t, "alternates");
	/* objects that are only in the lender, which borrows back */
	make(t, "borrower");
	remove_objects(t, "borrower");
	temp_text(t, "borrower/objects/info/alternates", "../../lender/objects\n");
	temp_text(t, "lender/objects/info/alternates", "../../borrower/objects\n");
	assert_good(t, "borrower");
	alarm(20);
	assert_int_equal(unlink(temp_path(t, "borrower/objects/info/alternates")), 0);
	assert_int_equal(mkfifo(temp_path(t, "borrower/objects/info/alternates"), 0600), 0);
	assert_not_opened(t, "borrower", ERR_NOT_FOUND, "is not in the repository");
	alarm(0);
}

/* Replacements and grafts show other content than the ids say: they are not followed. */
static void test_replacements(void **state)
{
	struct temp_tree *t = *state;
	struct oid id, other;
	char hex[OID_HEX + 1];

	hostile_init(t, "replace");
	id = hostile_blob(t, "replace", migration);
	other = hostile_blob(t, "replace", "harmless\n");
	hostile_commit_entry(t, "replace", "100644", "a.py", &id);
	oid_format(&id, hex);
	{
		const char *ref = arena_printf(&t->arena, "replace/refs/replace/%s", hex).ptr;

		oid_format(&other, hex);
		temp_text(t, ref, arena_printf(&t->arena, "%s\n", hex).ptr);
	}
	assert_good(t, "replace");
}

/* Attributes could ask for filters and for another encoding; a blob's bytes are its bytes. */
static void test_attributes(void **state)
{
	struct temp_tree *t = *state;

	make(t, "attributes");
	temp_text(t, "attributes/info/attributes",
		  "*.py working-tree-encoding=UTF-16 filter=evil ident text eol=crlf\n");
	temp_text(t, "attributes/config", "[filter \"evil\"]\n\tsmudge = touch PWNED\n");
	assert_good(t, "attributes");
	assert_int_not_equal(access("PWNED", F_OK), 0);
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
		cmocka_unit_test(test_versions_and_extensions),
		cmocka_unit_test(test_configurations),
		cmocka_unit_test(test_many_settings),
		cmocka_unit_test(test_heads_and_refs),
		cmocka_unit_test(test_files_that_are_none),
		cmocka_unit_test(test_alternates),
		cmocka_unit_test(test_replacements),
		cmocka_unit_test(test_attributes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
