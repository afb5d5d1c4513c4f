/* Objects that are not what they say: loose ones and packed ones. */
#include "core/base/limits.h"
#include "corpus/corpus.h"
#include "tests/hostile/hostile_repository.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char migration[] = "revision = 'a'\ndown_revision = None\n";

/* ---- loose ------------------------------------------------------------------ */

/* A repository of one a.py, whose loose object is then replaced by these bytes, deflated. */
static struct oid make_loose(struct temp_tree *t, const char *name, struct str bytes)
{
	struct oid id;

	hostile_init(t, name);
	id = hostile_blob(t, name, migration);
	hostile_commit_entry(t, name, "100644", "a.py", &id);
	hostile_loose(t, name, &id, bytes);
	return id;
}

static void assert_loose(struct temp_tree *t, const char *name, struct str bytes,
			 const char *reason, const char *detail)
{
	struct str text;

	make_loose(t, name, bytes);
	text = temp_list_details(t, name, true, "HEAD");
	assert_has(text, arena_printf(&t->arena, "skip %s a.py: ", reason).ptr);
	assert_has(text, detail);
	assert_int_equal(str_chr(text, '\n'), text.len - 1);
}

static void test_loose_lies(void **state)
{
	struct temp_tree *t = *state;
	struct str long_one = arena_printf(&t->arena, "blob 1%c%0*d", 0, 500000, 1);

	/* libgit2 1.5.1 writes these past the end of a buffer of two bytes */
	assert_loose(t, "longer", STR("blob 1\0down_revision = None; something"), "corrupt-object",
		     "it is longer than its header says");
	assert_loose(t, "much_longer", long_one, "corrupt-object",
		     "it is longer than its header says");
	assert_loose(t, "shorter", STR("blob 100\0down_revision"), "corrupt-object",
		     "it is not as long as its header says");
	/* "evil" under the id of "good" */
	assert_loose(t, "swapped", STR("blob 20\0down_revision = evil"), "corrupt-object",
		     "its content is not what its id says");
	assert_loose(t, "harmless", STR("blob 5\0x = 1"), "corrupt-object",
		     "its content is not what its id says");
	assert_loose(t, "no_header", STR("down_revision = None"), "corrupt-object",
		     "it has no header");
	assert_loose(t, "no_size", STR("blob \0x"), "corrupt-object", "it has no header");
	assert_loose(t, "odd_size", STR("blob 0x5\0xxxxx"), "corrupt-object",
		     "its header has no size");
	assert_loose(t, "minus", STR("blob -1\0x"), "corrupt-object", "its header has no size");
	assert_loose(t, "overflow", STR("blob 99999999999999999999999\0x"), "corrupt-object",
		     "its header has no size");
	assert_loose(t, "no_type", STR("blub 1\0x"), "corrupt-object", "its header has no type");
	assert_loose(t, "empty", STR(""), "corrupt-object", "it has no header");
	/* says that it is 400 MB: costs nothing */
	assert_loose(t, "giant", STR("blob 419430400\0x"), "too-large",
		     "419430400 bytes, over the limit of 8388608");
}

static void test_loose_bytes(void **state)
{
	struct temp_tree *t = *state;
	struct oid id = make_loose(t, "bytes", STR("blob 1\0x"));
	const char *path = hostile_loose_path(t, "bytes", &id);

	temp_file(t, path, STR(""));
	assert_text(temp_list(t, "bytes", true, "HEAD"), "skip corrupt-object a.py\n");
	temp_file(t, path, STR("x\x9c garbage after a header that is right"));
	assert_text(temp_list(t, "bytes", true, "HEAD"), "skip corrupt-object a.py\n");
	/* an old form that is not deflated as a whole */
	temp_file(t, path, STR("\x35 garbage"));
	assert_text(temp_list(t, "bytes", true, "HEAD"), "skip corrupt-object a.py\n");
	assert_int_equal(unlink(temp_path(t, path)), 0);
	alarm(20); /* opening a FIFO would wait for ever */
	assert_int_equal(mkfifo(temp_path(t, path), 0600), 0);
	assert_has(temp_list_details(t, "bytes", true, "HEAD"), "a FIFO, not a file");
	alarm(0);
	assert_int_equal(unlink(temp_path(t, path)), 0);
	assert_int_equal(symlink("/dev/zero", temp_path(t, path)), 0);
	assert_has(temp_list_details(t, "bytes", true, "HEAD"), "a device, not a file");
}

/* A real one: 400 MB of zeros that are 400 KB on the disk. */
static void test_giant(void **state)
{
	struct temp_tree *t = *state;
	struct rusage before, after;
	struct oid id;
	struct str hex;

	hostile_init(t, "zeros");
	temp_text(t, "400M", "");
	assert_int_equal(truncate(temp_path(t, "400M"), 400 * 1024 * 1024), 0);
	hex = temp_git_read(t, "zeros", "400M",
			    "-c core.bigFileThreshold=1m hash-object -w --stdin");
	assert_true(oid_parse(str_trim(hex), &id));
	hostile_commit_entry(t, "zeros", "100644", "zeros.py", &id);
	getrusage(RUSAGE_SELF, &before);
	assert_text(temp_list_details(t, "zeros", true, "HEAD"),
		    "skip too-large zeros.py: 419430400 bytes, over the limit of 8388608\n");
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
}

/* ---- packed ----------------------------------------------------------------- */

static struct oid any_id(unsigned char c)
{
	struct oid id;

	memset(id.bytes, c, sizeof(id.bytes));
	return id;
}

/* A repository whose a.py is this entry of a pack. */
static void make_packed(struct temp_tree *t, const char *name, const struct hostile_entry *entries,
			uint32_t count, uint32_t chosen)
{
	hostile_init(t, name);
	hostile_pack(t, name, "x", entries, count);
	hostile_commit_entry(t, name, "100644", "a.py", &entries[chosen].id);
}

static struct hostile_entry good_entry(struct temp_tree *t)
{
	struct hostile_entry entry = {.kind = PACKED_BLOB, .bytes = str_from(migration)};

	/* its id, by way of an object that is thrown away with the folder */
	hostile_init(t, "scratch");
	entry.id = hostile_blob(t, "scratch", migration);
	return entry;
}

static void test_good_pack(void **state)
{
	struct temp_tree *t = *state;
	struct hostile_entry entries[3] = {good_entry(t)};
	struct str first = STR("revision = 1\n"), second = STR("x = 2\n");

	/* what the other tests break is right */
	make_packed(t, "good", entries, 1, 0);
	assert_text(temp_list(t, "good", true, "HEAD"), "python a.py\n");
	/* a delta by name of a delta by offset */
	entries[1] = (struct hostile_entry){
		.kind = PACKED_BY_OFFSET,
		.base = 0,
		.bytes = hostile_insert(t, strlen(migration), first.ptr),
		.id = hostile_blob(t, "scratch",
				   arena_printf(&t->arena, "%s%s", first.ptr, migration).ptr),
	};
	entries[2] = (struct hostile_entry){
		.kind = PACKED_BY_NAME,
		.base_id = entries[1].id,
		.bytes = hostile_insert(t, first.len + strlen(migration), second.ptr),
		.id = hostile_blob(
			t, "scratch",
			arena_printf(&t->arena, "%s%s%s", second.ptr, first.ptr, migration).ptr),
	};
	make_packed(t, "deltas", entries, 3, 2);
	assert_text(temp_list(t, "deltas", true, "HEAD"), "python a.py\n");
}

static void test_packed_lies(void **state)
{
	struct temp_tree *t = *state;
	struct hostile_entry entry = good_entry(t);

	/* another blob's content under this id: found when it is handed on */
	entry.bytes = STR("down_revision = evil");
	make_packed(t, "packed_evil", &entry, 1, 0);
	assert_has(temp_list(t, "packed_evil", true, "HEAD"), "python a.py\nunread a.py: object ");
	assert_has(temp_list(t, "packed_evil", true, "HEAD"),
		   "its content is not what its id says");
	/* sizes */
	entry = good_entry(t);
	entry.size = 5;
	make_packed(t, "packed_longer", &entry, 1, 0);
	assert_text(temp_list(t, "packed_longer", true, "HEAD"), "skip corrupt-object a.py\n");
	entry.size = 100;
	make_packed(t, "packed_shorter", &entry, 1, 0);
	assert_text(temp_list(t, "packed_shorter", true, "HEAD"), "skip corrupt-object a.py\n");
	entry.size = UINT64_C(400) << 20;
	make_packed(t, "packed_giant", &entry, 1, 0);
	assert_text(temp_list(t, "packed_giant", true, "HEAD"), "skip too-large a.py\n");
	entry.size = UINT64_MAX;
	make_packed(t, "packed_max", &entry, 1, 0);
	assert_text(temp_list(t, "packed_max", true, "HEAD"), "skip too-large a.py\n");
	/* a kind that there is not */
	entry = good_entry(t);
	entry.kind = 5;
	make_packed(t, "packed_kind", &entry, 1, 0);
	assert_text(temp_list(t, "packed_kind", true, "HEAD"), "skip corrupt-object a.py\n");
}

static void test_offsets(void **state)
{
	static const uint64_t offsets[] = {1,          11,         0x5000,    0x10000000,
					   0x7fffffff, 0x80000000, 0xffffffff};
	struct temp_tree *t = *state;
	struct hostile_entry entry = good_entry(t);

	/* libgit2 1.5.1 reads outside of its mapping for the large ones */
	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		const char *name = arena_printf(&t->arena, "offset%zu", i).ptr;

		entry.offset = offsets[i];
		make_packed(t, name, &entry, 1, 0);
		assert_text(temp_list(t, name, true, "HEAD"), "skip corrupt-object a.py\n");
		assert_has(temp_list_details(t, name, true, "HEAD"), "pack-x.idx: ");
	}
	/* into the middle of an object */
	entry.offset = 14;
	make_packed(t, "offset_inside", &entry, 1, 0);
	assert_text(temp_list(t, "offset_inside", true, "HEAD"), "skip corrupt-object a.py\n");
}

static void test_delta_bombs(void **state)
{
	struct temp_tree *t = *state;
	struct hostile_entry entries[3];
	char *bytes = arena_alloc(&t->arena, 0x10000);

	entries[0] = (struct hostile_entry){
		.kind = PACKED_BLOB,
		.id = any_id(1),
		.bytes = {bytes, 0x10000},
	};
	/* 200 bytes that say they are 1 GB */
	entries[1] = (struct hostile_entry){
		.kind = PACKED_BY_OFFSET,
		.base = 0,
		.id = any_id(2),
		.bytes = hostile_delta(t, 0x10000, UINT64_C(1) << 30),
	};
	make_packed(t, "bomb", entries, 2, 1);
	assert_text(temp_list_details(t, "bomb", true, "HEAD"),
		    "skip too-large a.py: 1073741824 bytes, over the limit of 8388608\n");
	/* a small object that is made of it */
	entries[2] = (struct hostile_entry){
		.kind = PACKED_BY_OFFSET,
		.base = 1,
		.id = any_id(3),
		.bytes = hostile_delta(t, UINT64_C(1) << 30, 0x10000),
	};
	make_packed(t, "small_bomb", entries, 3, 2);
	assert_text(temp_list(t, "small_bomb", true, "HEAD"), "skip too-large a.py\n");
	assert_has(temp_list_details(t, "small_bomb", true, "HEAD"),
		   "what it is a delta of is over the limit");
	/* a base of another size than the delta says */
	entries[1].bytes = hostile_delta(t, 0x20000, 0x10000);
	make_packed(t, "other_base", entries, 2, 1);
	assert_text(temp_list(t, "other_base", true, "HEAD"), "skip corrupt-object a.py\n");
	/* a base that is not there */
	entries[1] = (struct hostile_entry){
		.kind = PACKED_BY_NAME,
		.base_id = any_id(9),
		.id = any_id(2),
		.bytes = hostile_delta(t, 0x10000, 0x10000),
	};
	make_packed(t, "no_base", entries, 2, 1);
	assert_text(temp_list(t, "no_base", true, "HEAD"), "skip corrupt-object a.py\n");
}

static void test_long_chain(void **state)
{
	enum { LENGTH = 4000 };
	struct temp_tree *t = *state;
	struct hostile_entry *entries = arena_array(&t->arena, LENGTH, sizeof(*entries));
	struct str content = str_from(migration);

	entries[0] = good_entry(t);
	for (uint32_t i = 1; i < LENGTH; i++) {
		entries[i] = (struct hostile_entry){
			.kind = PACKED_BY_OFFSET,
			.base = i - 1,
			.bytes = hostile_insert(t, content.len, "#"),
			.id = any_id(1),
		};
		entries[i].id.bytes[1] = (unsigned char)(i >> 8);
		entries[i].id.bytes[2] = (unsigned char)i;
		content.len++;
	}
	content = arena_printf(&t->arena, "%0*d%s", LENGTH - 1, 0, migration);
	memset((char *)content.ptr, '#', LENGTH - 1);
	entries[LENGTH - 1].id = hostile_blob(t, "scratch", content.ptr);
	make_packed(t, "chain", entries, LENGTH, LENGTH - 1);
	assert_text(temp_list(t, "chain", true, "HEAD"), "python a.py\n");
}

static void test_pack_files(void **state)
{
	struct temp_tree *t = *state;
	struct hostile_entry entry = good_entry(t);
	const char *pack = temp_path(t, "packfile/objects/pack/pack-x.pack");
	const char *index = temp_path(t, "packfile/objects/pack/pack-x.idx");
	struct stat st;

	make_packed(t, "packfile", &entry, 1, 0);
	assert_int_equal(stat(pack, &st), 0);
	assert_int_equal(truncate(pack, st.st_size - 30), 0);
	assert_text(temp_list(t, "packfile", true, "HEAD"), "skip corrupt-object a.py\n");
	assert_has(temp_list_details(t, "packfile", true, "HEAD"), "not what its index describes");
	assert_int_equal(truncate(pack, 5), 0);
	assert_has(temp_list_details(t, "packfile", true, "HEAD"), "a pack that is cut off");
	assert_int_equal(unlink(pack), 0);
	assert_text(temp_list(t, "packfile", true, "HEAD"), "skip corrupt-object a.py\n");
	make_packed(t, "packfile", &entry, 1, 0);
	assert_int_equal(truncate(index, 1000), 0);
	assert_has(temp_list_details(t, "packfile", true, "HEAD"), "pack-x.idx: ");
	assert_int_equal(truncate(index, 0), 0);
	assert_has(temp_list_details(t, "packfile", true, "HEAD"), "pack-x.idx: ");
	alarm(20);
	assert_int_equal(unlink(index), 0);
	assert_int_equal(mkfifo(index, 0600), 0);
	assert_has(temp_list_details(t, "packfile", true, "HEAD"), "pack-x.idx: a FIFO");
	alarm(0);
	/* a lying multi-pack index and commit graph are not even read */
	make_packed(t, "extra", &entry, 1, 0);
	temp_text(t, "extra/objects/pack/multi-pack-index", "MIDX\1\1\1garbage");
	temp_text(t, "extra/objects/info/commit-graph", "CGPH garbage");
	assert_text(temp_list(t, "extra", true, "HEAD"), "python a.py\n");
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
		cmocka_unit_test(test_loose_lies),  cmocka_unit_test(test_loose_bytes),
		cmocka_unit_test(test_giant),       cmocka_unit_test(test_good_pack),
		cmocka_unit_test(test_packed_lies), cmocka_unit_test(test_offsets),
		cmocka_unit_test(test_delta_bombs), cmocka_unit_test(test_long_chain),
		cmocka_unit_test(test_pack_files),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
