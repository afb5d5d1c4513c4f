/* Trees, blobs and commits that no git would make: exactly what is listed, and what is said. */
#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "tests/hostile/hostile_repository.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char migration[] = "revision = 'a'\ndown_revision = None\n";

enum {
	MOST_BYTES = 64 * 1024 * 1024,
};

static void test_names(void **state)
{
	struct temp_tree *t = *state;
	struct oid blob, folder, root;
	struct out tree;

	hostile_init(t, "names");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "names", migration);
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	folder = hostile_tree(t, "names", &tree);
	hostile_entry(&tree, "40000", STR(""), &folder);
	hostile_entry(&tree, "40000", STR("."), &folder);
	hostile_entry(&tree, "40000", STR(".."), &folder);
	hostile_entry(&tree, "40000", STR(".git"), &folder);
	hostile_entry(&tree, "100644", STR("/etc/x.py"), &blob);
	hostile_entry(&tree, "100644", STR("a/b.py"), &blob);
	hostile_entry(&tree, "40000", STR("good"), &folder);
	hostile_entry(&tree, "100644", STR("\xff.py"), &blob);
	hostile_entry(&tree, "100644", STR("=cmd|' -C calc'!A0.py"), &blob);
	hostile_entry(&tree, "100644", STR("<b>\x1b[2J\n.py"), &blob);
	root = hostile_tree(t, "names", &tree);
	hostile_commit(t, "names", &root);
	assert_text(temp_list(t, "names", true, "HEAD"), "skip bad-name \n"
							 "skip bad-name .\n"
							 "skip bad-name ..\n"
							 "skip bad-name .git\n"
							 "skip bad-name /etc/x.py\n"
							 "python <b>\x1b[2J\n.py\n"
							 "python =cmd|' -C calc'!A0.py\n"
							 "python \\xff.py\n"
							 "skip bad-name a/b.py\n"
							 "python good/a.py\n");
	out_release(&tree);
}

static void test_order_and_duplicates(void **state)
{
	struct temp_tree *t = *state;
	struct oid blob, other, root;
	struct out tree;

	hostile_init(t, "order");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "order", migration);
	other = hostile_blob(t, "order", "down_revision = 'other'\n");
	hostile_entry(&tree, "100644", STR("z.py"), &blob);
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	hostile_entry(&tree, "100644", STR("two.py"), &blob);
	hostile_entry(&tree, "100644", STR("m.py"), &blob);
	hostile_entry(&tree, "100644", STR("two.py"), &other);
	root = hostile_tree(t, "order", &tree);
	hostile_commit(t, "order", &root);
	assert_text(temp_list_details(t, "order", true, "HEAD"),
		    "python a.py\n"
		    "python m.py\n"
		    "skip bad-name two.py: several tree entries have this name\n"
		    "skip bad-name two.py: several tree entries have this name\n"
		    "python z.py\n");
	out_release(&tree);
}

static void test_modes(void **state)
{
	struct temp_tree *t = *state;
	struct oid blob, link, folder, root;
	struct out tree;

	hostile_init(t, "modes");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "modes", migration);
	link = hostile_blob(t, "modes", "/etc/passwd");
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	folder = hostile_tree(t, "modes", &tree);
	hostile_entry(&tree, "100664", STR("old.py"), &blob);
	hostile_entry(&tree, "0100644", STR("zero.py"), &blob);
	hostile_entry(&tree, "040000", STR("folder"), &folder);
	hostile_entry(&tree, "7777777", STR("odd.py"), &blob);
	hostile_entry(&tree, "0", STR("none"), &blob);
	hostile_entry(&tree, "120000", STR("versions"), &link);
	hostile_entry(&tree, "120000", STR("README"), &link);
	hostile_entry(&tree, "160000", STR("sub.py"), &blob);
	root = hostile_tree(t, "modes", &tree);
	hostile_commit(t, "modes", &root);
	assert_text(temp_list_details(t, "modes", true, "HEAD"),
		    "python folder/a.py\n"
		    "skip corrupt-object none: a tree entry with a mode that git does not know\n"
		    "skip corrupt-object odd.py: a tree entry with a mode that git does not know\n"
		    "python old.py\n"
		    "skip symlink versions: a symbolic link, which is not followed\n"
		    "python zero.py\n");
	out_release(&tree);
}

static void test_missing_and_mistaken(void **state)
{
	struct temp_tree *t = *state;
	struct oid blob, tree_id, root, gone, gone_tree;
	struct out tree;
	struct str text;

	hostile_init(t, "missing");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "missing", migration);
	gone = hostile_blob(t, "missing", "down_revision = 'gone'\n");
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	tree_id = hostile_tree(t, "missing", &tree);
	hostile_entry(&tree, "100644", STR("lost.py"), &blob);
	gone_tree = hostile_tree(t, "missing", &tree);
	hostile_entry(&tree, "100644", STR("alembic.ini"), &gone);
	hostile_entry(&tree, "40000", STR("blob_as_tree"), &blob);
	hostile_entry(&tree, "100644", STR("gone.py"), &gone);
	hostile_entry(&tree, "40000", STR("gone_tree"), &gone_tree);
	hostile_entry(&tree, "40000", STR("good"), &tree_id);
	hostile_entry(&tree, "100644", STR("setup.cfg"), &tree_id);
	hostile_entry(&tree, "100644", STR("tree_as_blob.py"), &tree_id);
	root = hostile_tree(t, "missing", &tree);
	hostile_commit(t, "missing", &root);
	hostile_remove(t, "missing", &gone);
	hostile_remove(t, "missing", &gone_tree);
	text = temp_list_details(t, "missing", true, "HEAD");
	assert_text(temp_list(t, "missing", true, "HEAD"), "skip missing-object alembic.ini\n"
							   "skip corrupt-object blob_as_tree\n"
							   "skip missing-object gone.py\n"
							   "skip missing-object gone_tree\n"
							   "python good/a.py\n"
							   "skip corrupt-object setup.cfg\n"
							   "skip corrupt-object tree_as_blob.py\n");
	assert_has(text, "blob_as_tree: a tree is promised, but it is a blob\n");
	assert_has(text, "tree_as_blob.py: a blob is promised, but it is a tree\n");
	assert_has(text, "is not in the repository\n");
	out_release(&tree);
}

static void test_broken_trees(void **state)
{
	struct temp_tree *t = *state;
	struct oid blob, cut, root;
	struct out tree;
	char *bytes;

	hostile_init(t, "cut");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "cut", migration);
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	hostile_entry(&tree, "100644", STR("b.py"), &blob);
	cut = hostile_object(t, "cut", "tree", str_sub(out_content(&tree), 0, tree.len - 7));
	out_clear(&tree);
	hostile_entry(&tree, "40000", STR("cut"), &cut);
	hostile_entry(&tree, "100644", STR("z.py"), &blob);
	root = hostile_tree(t, "cut", &tree);
	hostile_commit(t, "cut", &root);
	assert_text(temp_list_details(t, "cut", true, "HEAD"),
		    "skip corrupt-object cut: a tree that is cut off or broken\n"
		    "python z.py\n");
	/* the root itself */
	hostile_init(t, "cut_root");
	cut = hostile_object(t, "cut_root", "tree", STR("100644 a.py"));
	hostile_commit(t, "cut_root", &cut);
	assert_text(temp_list(t, "cut_root", true, "HEAD"),
		    "list: the root tree: a tree that is cut off or broken");
	/* one that is too large */
	hostile_init(t, "huge");
	bytes = arena_alloc(&t->arena, LIMIT_TREE_BYTES + 1);
	cut = hostile_object(t, "huge", "tree", (struct str){bytes, LIMIT_TREE_BYTES + 1});
	hostile_commit_entry(t, "huge", "40000", "versions", &cut);
	assert_text(temp_list_details(t, "huge", true, "HEAD"),
		    "skip too-large versions: 16777217 bytes, over the limit of 16777216\n");
	out_release(&tree);
}

/* Ten trees of ten entries each make 10^10 paths. */
static void make_bomb(struct temp_tree *t, const char *name, const char *text)
{
	struct oid id;
	struct out tree;

	hostile_init(t, name);
	out_init_buffer(&tree, MOST_BYTES);
	id = hostile_blob(t, name, text);
	for (int level = 0; level < 10; level++) {
		for (int digit = 0; digit < 10; digit++) {
			const char entry[] = {(char)('0' + digit), '.', 'p', 'y', '\0'};

			hostile_entry(&tree, level ? "40000" : "100644",
				      level ? str_sub(str_from(entry), 0, 1) : str_from(entry),
				      &id);
		}
		id = hostile_tree(t, name, &tree);
	}
	hostile_commit(t, name, &id);
	out_release(&tree);
}

static void test_bomb(void **state)
{
	struct temp_tree *t = *state;
	struct corpus_place place = {.path = str_from(temp_path(t, "live")), .git = true};
	struct corpus_source *source;
	struct corpus_listing listing;
	struct arena arena;
	struct err err;

	make_bomb(t, "dud", "x = 1\n");
	assert_text(temp_list(t, "dud", true, "HEAD"), "");
	make_bomb(t, "live", migration);
	arena_init(&arena);
	assert_int_equal(corpus_open(&place, STR("HEAD"), &source, &err), 0);
	assert_int_equal(corpus_list(source, &arena, NULL, &listing, &err), 0);
	assert_int_equal(listing.count, LIMIT_CANDIDATES);
	assert_true(str_eq(listing.items[0].path, STR("0/0/0/0/0/0/0/0/0/0.py")));
	assert_int_equal(listing.files, 1);
	assert_int_equal(listing.skip_count, 1);
	assert_int_equal(listing.skips[0].reason, SKIP_TOO_MANY);
	assert_true(str_eq(listing.skips[0].path, STR("0/0/0/0/2/0/0/0/0/0.py")));
	corpus_close(source);
	arena_release(&arena);
}

/* A migration at the bottom of `depth` folders. */
static void make_deep(struct temp_tree *t, const char *name, int depth, const char *text)
{
	struct oid id, blob;
	struct out tree;

	hostile_init(t, name);
	out_init_buffer(&tree, MOST_BYTES);
	id = hostile_blob(t, name, text);
	blob = hostile_blob(t, name, migration);
	hostile_entry(&tree, "100644", STR("bottom.py"), &id);
	for (int level = 0; level < depth; level++) {
		id = hostile_tree(t, name, &tree);
		hostile_entry(&tree, "40000", STR("d"), &id);
	}
	hostile_entry(&tree, "100644", STR("top.py"), &blob);
	id = hostile_tree(t, name, &tree);
	hostile_commit(t, name, &id);
	out_release(&tree);
}

static void test_depth(void **state)
{
	struct temp_tree *t = *state;
	struct str path = STR("d");

	make_deep(t, "deepest", LIMIT_TREE_DEPTH, migration);
	for (int i = 1; i < LIMIT_TREE_DEPTH; i++)
		path = arena_join(&t->arena, path, STR("/d"));
	assert_text(temp_list(t, "deepest", true, "HEAD"),
		    arena_printf(&t->arena, STR_FMT "%s",
				 STR_ARG(arena_printf(&t->arena, "python " STR_FMT "/bottom.py\n",
						      STR_ARG(path))),
				 "python top.py\n")
			    .ptr);
	/* far deeper than that */
	make_deep(t, "deep", 4000, migration);
	assert_text(temp_list_details(t, "deep", true, "HEAD"),
		    arena_printf(&t->arena,
				 "skip too-deep %s/d: folders are nested too deeply\n"
				 "python top.py\n",
				 path.ptr)
			    .ptr);
	/* where nothing is, nothing is skipped */
	make_deep(t, "deep_and_empty", 4000, "x = 1\n");
	assert_text(temp_list(t, "deep_and_empty", true, "HEAD"), "python top.py\n");
}

static void test_long_path(void **state)
{
	struct temp_tree *t = *state;
	char name[LIMIT_PATH_BYTES + 1];
	struct oid blob, id;
	struct out tree;

	hostile_init(t, "long");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "long", migration);
	memset(name, 'x', sizeof(name));
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	id = hostile_tree(t, "long", &tree);
	hostile_entry(&tree, "40000", (struct str){name, sizeof(name)}, &id);
	hostile_entry(&tree, "100644", STR("z.py"), &blob);
	id = hostile_tree(t, "long", &tree);
	hostile_commit(t, "long", &id);
	assert_text(temp_list_details(t, "long", true, "HEAD"),
		    "skip too-deep : a path that is too long\npython z.py\n");
	out_release(&tree);
}

/* git cannot parse these dates and names; the tree is as good as any. */
static void test_commits(void **state)
{
	static const char *const tails[] = {
		("author A <a@example.org> 99999999999999999999 +0000\n"
		 "committer A <a@example.org> -5 +9999\n\nx\n"),
		"parent 1111111111111111111111111111111111111111\n\n",
		"author A\n",
		"",
	};
	struct temp_tree *t = *state;
	struct oid blob, root, commit;
	struct out tree;
	char hex[OID_HEX + 1];

	hostile_init(t, "commits");
	out_init_buffer(&tree, MOST_BYTES);
	blob = hostile_blob(t, "commits", migration);
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	root = hostile_tree(t, "commits", &tree);
	oid_format(&root, hex);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char id[OID_HEX + 1];

		commit = hostile_object(t, "commits", "commit",
					arena_printf(&t->arena, "tree %s\n%s", hex, tails[i]));
		oid_format(&commit, id);
		assert_text(temp_list(t, "commits", true, id), "python a.py\n");
	}
	commit = hostile_object(t, "commits", "commit", STR("author A\n\nno tree\n"));
	oid_format(&commit, hex);
	assert_text(temp_list(t, "commits", true, hex), "open: a commit without a tree");
	out_release(&tree);
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
		cmocka_unit_test(test_names),        cmocka_unit_test(test_order_and_duplicates),
		cmocka_unit_test(test_modes),        cmocka_unit_test(test_missing_and_mistaken),
		cmocka_unit_test(test_broken_trees), cmocka_unit_test(test_bomb),
		cmocka_unit_test(test_depth),        cmocka_unit_test(test_long_path),
		cmocka_unit_test(test_commits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
