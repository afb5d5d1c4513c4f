/* Histories that no git would make: nothing hangs or crashes, and what is missing is said. */
#include "corpus/history.h"
#include "tests/hostile/hostile_repository.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_BYTES = 64 * 1024 * 1024 };

static const char migration[] = "revision = 'a'\ndown_revision = None\n";

static struct oid put_commit(struct temp_tree *t, const char *name, const char *text)
{
	struct oid id = hostile_object(t, name, "commit", str_from(text));
	char hex[OID_HEX + 1];

	oid_format(&id, hex);
	temp_text(t, arena_printf(&t->arena, "%s/refs/heads/main", name).ptr,
		  arena_printf(&t->arena, "%s\n", hex).ptr);
	return id;
}

static const char *hex_of(struct temp_tree *t, const struct oid *id)
{
	return oid_hex(&t->arena, id).ptr;
}

/* versions/a.py, in a tree of its own */
static struct oid put_tree(struct temp_tree *t, const char *name)
{
	struct oid blob = hostile_blob(t, name, migration), id;
	struct out tree;

	out_init_buffer(&tree, MOST_BYTES);
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	id = hostile_tree(t, name, &tree);
	hostile_entry(&tree, "40000", STR("versions"), &id);
	id = hostile_tree(t, name, &tree);
	out_release(&tree);
	return id;
}

/* "PATH introduced|? removed|-\n" of each file, "skip REASON PATH\n", "commits N missing M\n" */
static struct str describe(struct temp_tree *t, const struct corpus_history *history)
{
	struct out out;
	struct str text;

	out_init_buffer(&out, MOST_BYTES);
	for (uint32_t i = 0; i < history->count; i++) {
		out_str(&out, history->items[i].file.path);
		out_str(&out, history->items[i].introduced == HISTORY_NONE ? STR(" ?")
									   : STR(" introduced"));
		out_str(&out, history->items[i].removed == HISTORY_NONE ? STR(" -\n")
									: STR(" removed\n"));
	}
	for (uint32_t i = 0; i < history->skip_count; i++) {
		out_str(&out, STR("skip "));
		out_str(&out, skip_reason_name(history->skips[i].reason));
		out_char(&out, ' ');
		out_str(&out, history->skips[i].path);
		out_char(&out, '\n');
	}
	out_str(&out, arena_printf(&t->arena, "commits %llu missing %llu\n",
				   (unsigned long long)history->commits,
				   (unsigned long long)history->commits_missing));
	text = arena_str(&t->arena, out_content(&out));
	out_release(&out);
	return text;
}

static struct str read_history(struct temp_tree *t, const char *name, bool all_refs)
{
	const struct history_options options = {.all_refs = all_refs};
	struct corpus_place place = {.path = str_from(temp_path(t, name)), .git = true};
	struct corpus_source *source;
	struct corpus_history history;
	struct err err = {0};
	struct str text;

	if (corpus_open(&place, STR("HEAD"), &source, &err))
		return arena_printf(&t->arena, "open: %s", err.text);
	if (history_read(source, &options, &t->arena, &history, &err)) {
		corpus_close(source);
		return arena_printf(&t->arena, "read: %s", err.text);
	}
	text = describe(t, &history);
	history_release(&history);
	corpus_close(source);
	return text;
}

static void test_dates_and_lines(void **state)
{
	static const char *const forms[] = {
		"tree %s\nauthor A <a> 99999999999999999999 +0000\ncommitter C <c> -5 +9999\n\nm",
		"tree %s\nauthor\ncommitter C <c> x\n\nm",
		"tree %s\n",
		"tree %s\ncommitter C <c> 5",
		"tree %s\nauthor A <a> -99999999999 +0\ncommitter > > > 7 > 8 +0\n",
	};
	struct temp_tree *t = *state;

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const char *name = arena_printf(&t->arena, "dates%zu", i).ptr;
		char text[512];
		struct oid tree;

		hostile_init(t, name);
		tree = put_tree(t, name);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof(text), forms[i], hex_of(t, &tree));
#pragma GCC diagnostic pop
		put_commit(t, name, text);
		assert_text(read_history(t, name, false),
			    "versions/a.py introduced -\ncommits 1 missing 0\n");
	}
}

static void test_parents_that_are_not_commits(void **state)
{
	struct temp_tree *t = *state;
	struct oid tree;

	hostile_init(t, "parents");
	tree = put_tree(t, "parents");
	put_commit(
		t, "parents",
		arena_printf(&t->arena,
			     "tree %s\nparent %s\nparent 1111111111111111111111111111111111111111\n"
			     "committer C <c> 5 +0000\n\n",
			     hex_of(t, &tree), hex_of(t, &tree))
			.ptr);
	assert_text(read_history(t, "parents", false), "versions/a.py ? -\n"
						       "skip missing-object \n"
						       "skip corrupt-object \n"
						       "commits 1 missing 2\n");
}

static void test_octopus(void **state)
{
	enum { PARENTS = 10 * 1000 };
	struct temp_tree *t = *state;
	struct out text;
	struct oid tree;

	hostile_init(t, "octopus");
	tree = put_tree(t, "octopus");
	out_init_buffer(&text, MOST_BYTES);
	out_str(&text, arena_printf(&t->arena, "tree %s\n", hex_of(t, &tree)));
	for (int i = 0; i < PARENTS; i++) {
		struct str parent = arena_printf(&t->arena, "tree %s\ncommitter C <c> %d +0000\n\n",
						 hex_of(t, &tree), i);
		struct oid id = hostile_object(t, "octopus", "commit", parent);

		out_str(&text, arena_printf(&t->arena, "parent %s\n", hex_of(t, &id)));
	}
	out_str(&text, STR("committer C <c> 1 +0000\n\n"));
	put_commit(t, "octopus", arena_str(&t->arena, out_content(&text)).ptr);
	out_release(&text);
	assert_text(read_history(t, "octopus", false),
		    "versions/a.py introduced -\ncommits 10001 missing 0\n");
}

/* Each folder holds the next one; then a bomb: each holds ten times the next one. */
static void test_deep_and_wide(void **state)
{
	enum { DEEP = 20 * 1000 };
	struct temp_tree *t = *state;
	struct oid blob, id;
	struct out tree;
	struct str text;

	hostile_init(t, "deep");
	id = put_tree(t, "deep");
	out_init_buffer(&tree, MOST_BYTES);
	for (int i = 0; i < DEEP; i++) {
		hostile_entry(&tree, "40000", STR("d"), &id);
		id = hostile_tree(t, "deep", &tree);
	}
	hostile_commit(t, "deep", &id);
	text = read_history(t, "deep", false);
	assert_has(text, "skip too-many \n");

	hostile_init(t, "bomb");
	blob = hostile_blob(t, "bomb", migration);
	hostile_entry(&tree, "100644", STR("a.py"), &blob);
	id = hostile_tree(t, "bomb", &tree);
	for (int i = 0; i < 10; i++) {
		for (int j = 0; j < 10; j++)
			hostile_entry(&tree, "40000", (struct str){&"0123456789"[j], 1}, &id);
		id = hostile_tree(t, "bomb", &tree);
	}
	hostile_entry(&tree, "40000", STR("versions"), &id);
	id = hostile_tree(t, "bomb", &tree);
	hostile_commit(t, "bomb", &id);
	text = read_history(t, "bomb", false);
	assert_has(text, "skip too-many \n");
	out_release(&tree);
}

/* A pack whose index gives a tree, and a commit, the name of what is in it. */
static void test_what_leads_back_to_itself(void **state)
{
	struct temp_tree *t = *state;
	struct oid self = {{0x42}}, commit = {{0x43}};
	struct out tree;
	struct str text;
	struct hostile_entry entries[2];

	hostile_init(t, "circle");
	out_init_buffer(&tree, MOST_BYTES);
	hostile_entry(&tree, "40000", STR("versions"), &self);
	text = arena_printf(&t->arena, "tree %s\nparent %s\ncommitter C <c> 1 +0000\n\n",
			    hex_of(t, &self), hex_of(t, &commit));
	entries[0] = (struct hostile_entry){.id = self, .kind = 2, .bytes = out_content(&tree)};
	entries[1] = (struct hostile_entry){.id = commit, .kind = 1, .bytes = text};
	hostile_pack(t, "circle", "a", entries, 2);
	put_commit(t, "circle",
		   arena_printf(&t->arena, "tree %s\nparent %s\ncommitter C <c> 2 +0000\n\n",
				hex_of(t, &self), hex_of(t, &commit))
			   .ptr);
	assert_has(read_history(t, "circle", false), "skip corrupt-object");
	out_release(&tree);
}

static void test_refs(void **state)
{
	struct temp_tree *t = *state;
	struct oid tree, commit;
	struct str hex;

	hostile_init(t, "refs");
	tree = put_tree(t, "refs");
	commit = put_commit(
		t, "refs",
		arena_printf(&t->arena, "tree %s\ncommitter C <c> 1 +0000\n\n", hex_of(t, &tree))
			.ptr);
	hex = oid_hex(&t->arena, &commit);
	temp_text(t, "refs/refs/heads/garbage", "nothing\n");
	temp_text(t, "refs/refs/heads/symbolic", "ref: refs/heads/nowhere\n");
	temp_text(t, "refs/refs/heads/x.lock", "");
	temp_text(t, "refs/refs/notes/commits", "nothing that is looked at\n");
	temp_text(t, "refs/packed-refs",
		  arena_printf(&t->arena,
			       "# pack-refs with: peeled\n" STR_FMT " refs/tags/one\n^" STR_FMT
			       "\n%s refs/tags/a-tree\nno ref\n"
			       "2222222222222222222222222222222222222222 refs/heads/gone\n" STR_FMT
			       " refs/heads/garbage\n",
			       STR_ARG(hex), STR_ARG(hex), hex_of(t, &tree), STR_ARG(hex))
			  .ptr);
	assert_int_equal(mkfifo(temp_path(t, "refs/refs/heads/fifo"), 0600), 0);
	assert_text(read_history(t, "refs", true), "versions/a.py introduced -\n"
						   "skip missing-object \n"
						   "skip corrupt-object \n"
						   "skip corrupt-object \n"
						   "skip refused \n"
						   "commits 1 missing 0\n");
}

static void test_other_kinds_of_repositories(void **state)
{
	struct temp_tree *t = *state;

	hostile_init(t, "reftable");
	temp_text(t, "reftable/config",
		  "[core]\nrepositoryformatversion = 1\n[extensions]\nrefstorage = reftable\n");
	assert_has(read_history(t, "reftable", true), "open: ");
	hostile_init(t, "sha256");
	temp_text(t, "sha256/config",
		  "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = sha256\n");
	assert_has(read_history(t, "sha256", true), "open: ");
}

static int set_up(void **state)
{
	static struct temp_tree t;
	const struct corpus_options options = {.histories = true};

	temp_tree_make(&t);
	*state = &t;
	return corpus_init(&options, NULL);
}

static int tear_down(void **state)
{
	corpus_shutdown();
	temp_tree_remove(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates_and_lines),
		cmocka_unit_test(test_parents_that_are_not_commits),
		cmocka_unit_test(test_octopus),
		cmocka_unit_test(test_deep_and_wide),
		cmocka_unit_test(test_what_leads_back_to_itself),
		cmocka_unit_test(test_refs),
		cmocka_unit_test(test_other_kinds_of_repositories),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
