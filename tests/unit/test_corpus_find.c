#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "tests/unit/temp_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* "git|folder PATH SIZE" a line, the temporary folder left out; then "skip REASON PATH". */
static struct str find(struct temp_tree *t, const char *name, bool sizes)
{
	struct str path = str_from(*name ? temp_path(t, name) : t->path.ptr);
	struct corpus_places places = {0};
	struct str text = STR("");
	struct err err;

	if (corpus_find(path, &t->arena, &places, &err))
		return arena_printf(&t->arena, "%d", err.code);
	for (uint32_t i = 0; i < places.count; i++) {
		const struct corpus_place *p = &places.items[i];
		struct str below = str_sub(p->path, t->path.len, p->path.len);

		text = arena_printf(&t->arena, STR_FMT "%s " STR_FMT, STR_ARG(text),
				    p->git ? "git" : "folder", STR_ARG(below));
		if (sizes)
			text = arena_printf(&t->arena, STR_FMT " %llu", STR_ARG(text),
					    (unsigned long long)p->size);
		text = arena_join(&t->arena, text, STR("\n"));
	}
	for (uint32_t i = 0; i < places.skip_count; i++)
		text = arena_printf(&t->arena, STR_FMT "skip " STR_FMT " " STR_FMT "\n",
				    STR_ARG(text),
				    STR_ARG(skip_reason_name(places.skips[i].reason)),
				    STR_ARG(str_sub(places.skips[i].path, t->path.len,
						    places.skips[i].path.len)));
	return text;
}

static void make_bare(struct temp_tree *t, const char *name)
{
	temp_text(t, arena_printf(&t->arena, "%s/HEAD", name).ptr, "ref: refs/heads/main\n");
	temp_folder(t, arena_printf(&t->arena, "%s/objects/pack", name).ptr);
	temp_folder(t, arena_printf(&t->arena, "%s/refs/heads", name).ptr);
}

static void test_all_kinds(void **state)
{
	struct temp_tree *t = *state;

	make_bare(t, "all/work/.git");
	make_bare(t, "all/work/inside/.git"); /* not looked for */
	make_bare(t, "all/bare.git");
	make_bare(t, "all/deeper/down/mirror");
	make_bare(t, "all/.hidden/.git");
	temp_text(t, "all/linked/.git", "gitdir: ../work/.git\n");
	temp_text(t, "all/loose.py", "down_revision = None\n");
	temp_text(t, "all/plain/a.py", "");
	temp_text(t, "all/node_modules/x/.git/HEAD", "");
	temp_folder(t, "all/empty/.git");
	temp_text(t, "all/other/.git", "not a pointer\n");
	assert_text(find(t, "all", false), "git /all/.hidden\n"
					   "git /all/bare.git\n"
					   "git /all/deeper/down/mirror\n"
					   "git /all/linked\n"
					   "git /all/work\n");
	assert_text(find(t, "all/work", false), "git /all/work\n");
	assert_text(find(t, "all/work/.git", false), "git /all/work/.git\n");
	assert_text(find(t, "all/bare.git", false), "git /all/bare.git\n");
	assert_text(find(t, "all/linked/", false), "git /all/linked/\n");
	assert_text(find(t, "all/plain", false), "folder /all/plain\n");
	assert_text(find(t, "all/empty", false), "folder /all/empty\n");
	assert_text(find(t, "all/loose.py", false), "folder /all/loose.py\n");
}

static void test_broken_ones_are_found(void **state)
{
	struct temp_tree *t = *state;

	/* so that opening them says what is wrong */
	temp_folder(t, "broken/no_head/.git/objects");
	temp_folder(t, "broken/no_head/.git/refs");
	temp_text(t, "broken/dangling/.git", "gitdir: /nowhere/at/all\n");
	temp_folder(t, "broken/bare_no_head/objects");
	temp_folder(t, "broken/bare_no_head/refs");
	temp_text(t, "broken/bare_no_head/config", "");
	assert_text(find(t, "broken", false), "git /broken/bare_no_head\n"
					      "git /broken/dangling\n"
					      "git /broken/no_head\n");
	assert_has(temp_list(t, "broken/no_head", true, "HEAD"), "there is no HEAD in it");
	assert_has(temp_list(t, "broken/bare_no_head", true, "HEAD"), "there is no HEAD in it");
	assert_has(temp_list(t, "broken/dangling", true, "HEAD"), "/nowhere/at/all");
}

static void test_sizes(void **state)
{
	struct temp_tree *t = *state;

	make_bare(t, "sizes/r");
	temp_text(t, "sizes/r/objects/pack/pack-1.pack", "0123456789");
	temp_text(t, "sizes/r/objects/pack/pack-1.idx", "0123456789");
	assert_text(find(t, "sizes", true), "git /sizes/r 10\n");
	temp_text(t, "sizes2/a/x.py", "12345");
	temp_text(t, "sizes2/y.py", "123");
	temp_text(t, "sizes2/z.txt", "123456789");
	temp_text(t, "sizes2/__pycache__/q.py", "123456789");
	assert_text(find(t, "sizes2", true), "folder /sizes2 16384\n");
	assert_text(find(t, "sizes2/y.py", true), "folder /sizes2/y.py 3\n");
}

static void test_links(void **state)
{
	struct temp_tree *t = *state;

	make_bare(t, "target/repository");
	temp_folder(t, "links");
	assert_int_equal(symlink(temp_path(t, "target"), temp_path(t, "links/to")), 0);
	assert_int_equal(symlink("..", temp_path(t, "links/circle")), 0);
	/* not followed below the path that was given, but itself */
	assert_text(find(t, "links", false), "folder /links\n");
	assert_text(find(t, "links/to", false), "git /links/to/repository\n");
}

static void test_depth(void **state)
{
	struct temp_tree *t = *state;
	struct str path = STR("deep");

	make_bare(t, "deep/near");
	for (int i = 0; i < LIMIT_REPOSITORY_DEPTH + 2; i++)
		path = arena_printf(&t->arena, STR_FMT "/%d", STR_ARG(path), i % 10);
	make_bare(t, path.ptr);
	assert_text(find(t, "deep", false),
		    "git /deep/near\n"
		    "skip too-deep /deep/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6\n");
}

static void test_what_is_not_there(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_places places = {0};
	struct err err;

	assert_int_equal(corpus_find(STR("/no/such/path"), &t->arena, &places, &err),
			 ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "/no/such/path"));
	temp_text(t, "file", "");
	assert_int_equal(
		corpus_find(str_from(temp_path(t, "file/below")), &t->arena, &places, &err),
		ERR_NOT_FOUND);
	assert_int_equal(mkfifo(temp_path(t, "fifo"), 0600), 0);
	assert_int_equal(corpus_find(str_from(temp_path(t, "fifo")), &t->arena, &places, &err),
			 ERR_IO);
	assert_int_equal(places.count, 0);
}

static void test_forbidden_folder(void **state)
{
	struct temp_tree *t = *state;

	if (geteuid() == 0)
		skip();
	make_bare(t, "closed/seen");
	temp_folder(t, "closed/secret");
	assert_int_equal(chmod(temp_path(t, "closed/secret"), 0), 0);
	assert_text(find(t, "closed", false), "git /closed/seen\nskip io-error /closed/secret\n");
	assert_int_equal(chmod(temp_path(t, "closed/secret"), 0700), 0);
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
		cmocka_unit_test(test_all_kinds),
		cmocka_unit_test(test_broken_ones_are_found),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_what_is_not_there),
		cmocka_unit_test(test_forbidden_folder),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
