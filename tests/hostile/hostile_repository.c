#include "tests/hostile/hostile_repository.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>
#include <git2.h>

enum {
	MOST_BYTES = 64 * 1024 * 1024,
	MOST_ENTRIES = 5000,
};

static const char *below(struct temp_tree *t, const char *name, const char *path)
{
	return arena_printf(&t->arena, "%s/%s", name, path).ptr;
}

void hostile_init(struct temp_tree *t, const char *name)
{
	temp_text(t, below(t, name, "HEAD"), "ref: refs/heads/main\n");
	temp_text(t, below(t, name, "config"),
		  "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
	temp_folder(t, below(t, name, "objects/pack"));
	temp_folder(t, below(t, name, "refs/heads"));
}

static struct str deflate_bytes(struct arena *arena, struct str bytes)
{
	uLongf len = compressBound(bytes.len);
	char *out = arena_alloc(arena, len);

	assert_int_equal(compress2((Bytef *)out, &len, (const Bytef *)bytes.ptr, bytes.len, 1),
			 Z_OK);
	return (struct str){out, len};
}

const char *hostile_loose_path(struct temp_tree *t, const char *name, const struct oid *id)
{
	char hex[OID_HEX + 1];

	oid_format(id, hex);
	return arena_printf(&t->arena, "%s/objects/%.2s/%s", name, hex, hex + 2).ptr;
}

void hostile_loose(struct temp_tree *t, const char *name, const struct oid *id, struct str bytes)
{
	temp_file(t, hostile_loose_path(t, name, id), deflate_bytes(&t->arena, bytes));
}

void hostile_remove(struct temp_tree *t, const char *name, const struct oid *id)
{
	assert_int_equal(unlink(temp_path(t, hostile_loose_path(t, name, id))), 0);
}

static struct oid sha1(struct temp_tree *t, const char *type, struct str content)
{
	git_object_t kind = git_object_string2type(type);
	struct oid id;
	git_oid oid;

	(void)t;
	assert_int_equal(git_odb_hash(&oid, content.len ? content.ptr : "", content.len, kind), 0);
	memcpy(id.bytes, oid.id, OID_BYTES);
	return id;
}

struct oid hostile_object(struct temp_tree *t, const char *name, const char *type,
			  struct str content)
{
	struct oid id = sha1(t, type, content);
	struct str header = arena_printf(&t->arena, "%s %zu", type, content.len);

	header.len++; /* its NUL */
	hostile_loose(t, name, &id, arena_join(&t->arena, header, content));
	return id;
}

struct oid hostile_blob(struct temp_tree *t, const char *name, const char *text)
{
	return hostile_object(t, name, "blob", str_from(text));
}

void hostile_entry(struct out *tree, const char *mode, struct str name, const struct oid *id)
{
	out_printf(tree, "%s ", mode);
	out_str(tree, name);
	out_char(tree, '\0');
	out_bytes(tree, id->bytes, OID_BYTES);
}

struct oid hostile_tree(struct temp_tree *t, const char *name, struct out *tree)
{
	struct oid id;

	assert_int_equal(out_flush(tree), 0);
	id = hostile_object(t, name, "tree", out_content(tree));
	out_clear(tree);
	return id;
}

void hostile_commit(struct temp_tree *t, const char *name, const struct oid *tree)
{
	char hex[OID_HEX + 1];
	struct str content;
	struct oid id;

	oid_format(tree, hex);
	content = arena_printf(&t->arena,
			       "tree %s\nauthor A <a@example.org> 1700000000 +0000\n"
			       "committer A <a@example.org> 1700000000 +0000\n\nx\n",
			       hex);
	id = hostile_object(t, name, "commit", content);
	oid_format(&id, hex);
	temp_text(t, below(t, name, "refs/heads/main"), arena_printf(&t->arena, "%s\n", hex).ptr);
}

void hostile_commit_entry(struct temp_tree *t, const char *name, const char *mode,
			  const char *entry, const struct oid *id)
{
	struct out tree;
	struct oid made;

	out_init_buffer(&tree, MOST_BYTES);
	hostile_entry(&tree, mode, str_from(entry), id);
	made = hostile_tree(t, name, &tree);
	out_release(&tree);
	hostile_commit(t, name, &made);
}

/* ---- packs ------------------------------------------------------------------ */

static void put_size(struct out *out, int kind, uint64_t size)
{
	unsigned char c = (unsigned char)(kind << 4 | (int)(size & 15));

	for (size >>= 4; size; size >>= 7) {
		out_char(out, (char)(c | 0x80));
		c = size & 0x7f;
	}
	out_char(out, (char)c);
}

static void put_distance(struct out *out, uint64_t distance)
{
	unsigned char bytes[10];
	size_t at = sizeof(bytes);

	bytes[--at] = distance & 0x7f;
	while (distance >>= 7)
		bytes[--at] = (unsigned char)(0x80 | (--distance & 0x7f));
	out_bytes(out, bytes + at, sizeof(bytes) - at);
}

static void put_number(struct out *out, uint32_t number)
{
	const char bytes[] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8),
			      (char)number};

	out_bytes(out, bytes, sizeof(bytes));
}

/* Readers compare the pack's checksum with what the index says of it, and compute neither. */
static void put_checksum(struct out *out)
{
	out_str(out, STR("not a sum of 20 byte"));
}

struct indexed {
	struct oid id;
	uint64_t offset;
};

static int by_id(const void *a, const void *b)
{
	return oid_cmp(&((const struct indexed *)a)->id, &((const struct indexed *)b)->id);
}

static void put_index(struct out *out, struct indexed *items, uint32_t count)
{
	qsort(items, count, sizeof(*items), by_id);
	out_str(out, STR("\377tOc\0\0\0\2"));
	for (unsigned first = 0; first < 256; first++) {
		uint32_t up_to = 0;

		while (up_to < count && items[up_to].id.bytes[0] <= first)
			up_to++;
		put_number(out, up_to);
	}
	for (uint32_t i = 0; i < count; i++)
		out_bytes(out, items[i].id.bytes, OID_BYTES);
	for (uint32_t i = 0; i < count; i++)
		put_number(out, 0); /* CRC, which nobody looks at when reading */
	for (uint32_t i = 0; i < count; i++)
		put_number(out, (uint32_t)items[i].offset);
}

static void put_entry(struct temp_tree *t, struct out *out, const struct hostile_entry *e,
		      const struct indexed *items, uint64_t offset)
{
	put_size(out, e->kind, e->size ? e->size : e->bytes.len);
	if (e->kind == PACKED_BY_OFFSET)
		put_distance(out, offset - items[e->base].offset);
	else if (e->kind == PACKED_BY_NAME)
		out_bytes(out, e->base_id.bytes, OID_BYTES);
	out_str(out, deflate_bytes(&t->arena, e->bytes));
}

void hostile_pack(struct temp_tree *t, const char *name, const char *pack,
		  const struct hostile_entry *entries, uint32_t count)
{
	struct indexed *items = arena_array(&t->arena, MOST_ENTRIES, sizeof(*items));
	const char *path = arena_printf(&t->arena, "%s/objects/pack/pack-%s", name, pack).ptr;
	struct out out, index;

	assert_true(count <= MOST_ENTRIES);
	out_init_buffer(&out, MOST_BYTES);
	out_init_buffer(&index, MOST_BYTES);
	out_str(&out, STR("PACK\0\0\0\2"));
	put_number(&out, count);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t offset = out_content(&out).len;

		put_entry(t, &out, &entries[i], items, offset);
		items[i] = (struct indexed){entries[i].id, offset};
	}
	for (uint32_t i = 0; i < count; i++)
		if (entries[i].offset)
			items[i].offset = entries[i].offset;
	put_checksum(&out);
	put_index(&index, items, count);
	put_checksum(&index); /* the pack's */
	put_checksum(&index);
	temp_file(t, arena_printf(&t->arena, "%s.pack", path).ptr, out_content(&out));
	temp_file(t, arena_printf(&t->arena, "%s.idx", path).ptr, out_content(&index));
	out_release(&out);
	out_release(&index);
}

static void put_delta_size(struct out *out, uint64_t size)
{
	for (; size > 0x7f; size >>= 7)
		out_char(out, (char)(0x80 | (size & 0x7f)));
	out_char(out, (char)size);
}

struct str hostile_delta(struct temp_tree *t, uint64_t base_size, uint64_t size)
{
	struct str text;
	struct out out;

	out_init_buffer(&out, MOST_BYTES);
	put_delta_size(&out, base_size);
	put_delta_size(&out, size);
	for (uint64_t done = 0; done < size; done += 0x10000)
		out_char(&out, (char)0x80);
	text = arena_str(&t->arena, out_content(&out));
	out_release(&out);
	return text;
}

struct str hostile_insert(struct temp_tree *t, uint64_t base_size, const char *text)
{
	struct str delta;
	struct out out;

	out_init_buffer(&out, MOST_BYTES);
	put_delta_size(&out, base_size);
	put_delta_size(&out, base_size + strlen(text));
	out_char(&out, (char)strlen(text));
	out_str(&out, str_from(text));
	out_char(&out, (char)0xb0); /* copy, from 0, a size of two bytes */
	out_char(&out, (char)(base_size & 0xff));
	out_char(&out, (char)(base_size >> 8));
	delta = arena_str(&t->arena, out_content(&out));
	out_release(&out);
	return delta;
}
