#include "corpus/walk_trees.h"

#include "core/base/limits.h"
#include "corpus/listing.h"
#include "corpus/tree.h"

enum {
	PLACE_OUTSIDE,
	PLACE_INSIDE,
	PLACE_FIRST, /* of those that were learnt */
};

/* What `known` says of a tree besides the number of its node. */
#define KNOWN_READING (UINT32_MAX - 1)
#define KNOWN_BROKEN (UINT32_MAX - 1 - SKIP_REASON_COUNT) /* + its reason */

/* A folder in a tree that is being read. */
struct pending {
	struct str name;
	struct oid id;
	uint32_t place;
};

/* A tree being read: what is kept of it so far, and the folders that must be read first. */
struct walk_frame {
	struct arena_mark mark; /* before all that is here */
	struct oid id;
	uint32_t place;
	bool has_template;
	VEC(uint32_t) kept;
	VEC(struct pending) pending;
	uint32_t next; /* of pending */
};

void walk_trees_init(struct walk_trees *t, struct objects *objects, const volatile int *stop)
{
	*t = (struct walk_trees){.objects = objects, .stop = stop, .place_base = PLACE_FIRST};
	walk_nodes_init(&t->nodes);
	arena_init(&t->scratch);
	t->recent = arena_array(&t->nodes.arena, WALK_RECENT, sizeof(*t->recent));
}

void walk_trees_release(struct walk_trees *t)
{
	oid_map_release(&t->known);
	oid_map_release(&t->broken);
	arena_release(&t->scratch);
	walk_nodes_release(&t->nodes);
}

struct str walk_trees_reason(const struct walk_trees *t, const struct oid *tree)
{
	const uint32_t *index = oid_map_get(&t->broken, tree, 0);

	return index ? t->reasons.items[*index] : STR("");
}

/* ---- places ------------------------------------------------------------------------------------- */

static uint32_t place_below(const struct walk_trees *t, uint32_t place, struct str name)
{
	uintptr_t below;

	if (place == PLACE_INSIDE || str_eq(name, STR("versions")))
		return PLACE_INSIDE;
	if (place == PLACE_OUTSIDE)
		return PLACE_OUTSIDE;
	below = (uintptr_t)map_get(&t->places.items[place - t->place_base].folders, name);
	if (!below)
		return PLACE_OUTSIDE;
	return t->places.items[below - 1].inside ? PLACE_INSIDE
						 : t->place_base + (uint32_t)below - 1;
}

static uint32_t root_place(const struct walk_trees *t)
{
	if (!t->places.count)
		return PLACE_OUTSIDE;
	return t->places.items[0].inside ? PLACE_INSIDE : t->place_base;
}

static bool is_direct(const struct walk_trees *t, uint32_t place)
{
	return place == PLACE_INSIDE ||
	       (place != PLACE_OUTSIDE && t->places.items[place - t->place_base].direct);
}

static uint32_t add_place(struct walk_trees *t, uint32_t above, struct str name)
{
	struct arena *arena = &t->nodes.arena;
	void **below = map_put(arena, &t->places.items[above].folders, name);

	if (!*below) {
		t->places.items[above]
			.folders.entries[t->places.items[above].folders.count - 1]
			.key = arena_str(arena, name);
		*below = (void *)(uintptr_t)(t->places.count + 1);
		vec_push(arena, &t->places);
	}
	return (uint32_t)(uintptr_t)*below - 1;
}

bool walk_trees_learn(struct walk_trees *t, struct str path, bool below)
{
	struct walk_place *place;
	uint32_t at = 0, before = t->places.count;
	struct str name;

	if (!before)
		vec_push(&t->nodes.arena, &t->places);
	while (str_split(&path, '/', &name)) {
		if (str_eq(name, STR("versions")) || t->places.items[at].inside)
			return false;
		at = add_place(t, at, name);
	}
	place = &t->places.items[at];
	if (place->inside || (place->direct && !below))
		return false;
	place->direct = true;
	place->inside = below;
	t->place_base += before;
	return true;
}

/* ---- one tree ------------------------------------------------------------------------------------ */

/* Configuration that can name folders: requirements and setup.py cannot. */
static bool can_name_folders(struct str name)
{
	return str_ends(name, STR(".ini")) || str_ends(name, STR(".cfg")) ||
	       str_ends(name, STR(".toml"));
}

static bool wants_file(struct str name, bool direct, enum candidate_kind *ret_kind)
{
	static const char ends[] = {'y', 'i', 'g', 'o', 'l'};

	/* nearly all names end here */
	if (name.len < 4 || !memchr(ends, name.ptr[name.len - 1], sizeof(ends)) ||
	    !listing_wants(name, ret_kind))
		return false;
	switch (*ret_kind) {
	case CANDIDATE_PYTHON:
		return direct;
	case CANDIDATE_CONFIG:
		return can_name_folders(name);
	default:
		return true;
	}
}

static void keep(struct walk_trees *t, struct walk_frame *f, struct walk_entry entry,
		 struct str name)
{
	entry.name = walk_name(&t->nodes, name);
	*vec_push(&t->scratch, &f->kept) = walk_entry(&t->nodes, &entry);
}

static void keep_gap(struct walk_trees *t, struct walk_frame *f, const struct tree_entry *entry,
		     enum skip_reason reason)
{
	keep(t, f,
	     (struct walk_entry){
		     .what = WALK_GAP,
		     .detail = (uint8_t)reason,
		     .id = entry->id,
	     },
	     entry->name);
}

/* What is known of a folder, into the frame. */
static void keep_folder(struct walk_trees *t, struct walk_frame *f, const struct tree_entry *entry,
			uint32_t known)
{
	struct walk_entry folder = {.what = WALK_FOLDER, .node = known};

	if (known == KNOWN_READING)
		keep_gap(t, f, entry, SKIP_CORRUPT);
	else if (known >= KNOWN_BROKEN)
		keep_gap(t, f, entry, (enum skip_reason)(known - KNOWN_BROKEN));
	else if (known != NODE_EMPTY)
		keep(t, f, folder, entry->name);
}

static void read_folder(struct walk_trees *t, struct walk_frame *f, struct str name,
			const struct oid *id)
{
	uint32_t place = place_below(t, f->place, name), slot;
	const uint32_t *known;

	memcpy(&slot, id->bytes, sizeof(slot));
	slot %= WALK_RECENT;
	if (t->recent[slot].place_next == place + 1 && oid_cmp(&t->recent[slot].id, id) == 0)
		return; /* nearly all of them */
	known = oid_map_get(&t->known, id, place);
	if (known && *known == NODE_EMPTY) {
		t->recent[slot] = (struct walk_recent){*id, place + 1};
		return;
	}
	if (known) {
		const struct tree_entry entry = {.kind = ENTRY_TREE, .name = name, .id = *id};

		keep_folder(t, f, &entry, *known);
		return;
	}
	*vec_push(&t->scratch, &f->pending) = (struct pending){arena_str(&t->scratch, name), *id,
							       place};
}

static void read_file(struct walk_trees *t, struct walk_frame *f, const struct tree_entry *entry,
		      bool direct)
{
	struct walk_entry file = {.what = WALK_FILE, .id = entry->id};
	enum candidate_kind kind;

	if (!wants_file(entry->name, direct, &kind))
		return;
	f->has_template |= kind == CANDIDATE_TEMPLATE;
	file.detail = (uint8_t)kind;
	keep(t, f, file, entry->name);
}

static void read_entry(struct walk_trees *t, struct walk_frame *f, const struct tree_entry *entry,
		       bool direct)
{
	if (!tree_name_is_good(entry->name))
		keep_gap(t, f, entry, SKIP_BAD_NAME);
	else if (entry->kind == ENTRY_TREE)
		read_folder(t, f, entry->name, &entry->id);
	else if (entry->kind == ENTRY_BLOB)
		read_file(t, f, entry, direct);
	else if (entry->kind == ENTRY_SYMLINK && listing_wants_link(entry->name))
		keep_gap(t, f, entry, SKIP_SYMLINK);
	else if (entry->kind == ENTRY_UNKNOWN)
		keep_gap(t, f, entry, SKIP_CORRUPT);
}

/*
 * Takes the next entry off the tree if it is of an ordinary kind and of no interest, or a folder:
 * nearly all are, and there are tens of millions. False: tree_next() is to look at it.
 */
static bool take_ordinary(struct walk_trees *t, struct walk_frame *f, struct str *tree, bool direct)
{
	struct str rest, name;
	enum candidate_kind kind;
	struct oid id;
	const char *end;
	bool folder;

	/* the shortest that there is, with a name of one byte */
	if (tree->len < 7 + 2 + OID_BYTES)
		return false;
	folder = memcmp(tree->ptr, "40000 ", 6) == 0;
	if (!folder && memcmp(tree->ptr, "100644 ", 7) != 0)
		return false;
	rest = str_sub(*tree, folder ? 6 : 7, tree->len);
	end = memchr(rest.ptr, '\0', rest.len);
	if (!end || (size_t)(rest.ptr + rest.len - end) <= OID_BYTES)
		return false;
	name = (struct str){rest.ptr, (size_t)(end - rest.ptr)};
	/* "", ".", "..", ".git" */
	if (!name.len || name.ptr[0] == '.' || memchr(name.ptr, '/', name.len))
		return false;
	if (!folder && wants_file(name, direct, &kind))
		return false;
	if (folder) {
		memcpy(id.bytes, end + 1, OID_BYTES);
		read_folder(t, f, name, &id);
	}
	tree->len -= (size_t)(end + 1 + OID_BYTES - tree->ptr);
	tree->ptr = end + 1 + OID_BYTES;
	return true;
}

static int read_all(struct walk_trees *t, struct walk_frame *f, struct str tree, bool direct)
{
	struct tree_entry entry;
	int more = 1;

	while (more > 0) {
		if (take_ordinary(t, f, &tree, direct))
			continue;
		more = tree_next(&tree, &entry);
		if (more > 0)
			read_entry(t, f, &entry, direct);
	}
	return more;
}

/* 0, or why it is no tree. */
static int read_entries(struct walk_trees *t, struct walk_frame *f, struct str content)
{
	bool direct = is_direct(t, f->place);
	int result = read_all(t, f, content, direct);

	if (!f->has_template || direct)
		return result;
	/* it was not known before that its .py files count */
	f->kept.count = 0;
	f->pending.count = 0;
	return read_all(t, f, content, true);
}

/* ---- trees within trees ---------------------------------------------------------------------------- */

static void put_known(struct walk_trees *t, const struct oid *id, uint32_t place, uint32_t known)
{
	bool is_new;

	*oid_map_put(&t->known, id, place, &is_new) = known;
}

static uint32_t break_tree(struct walk_trees *t, const struct oid *id, enum skip_reason reason,
			   const char *text)
{
	bool is_new;
	uint32_t *index = oid_map_put(&t->broken, id, 0, &is_new);

	if (is_new) {
		*index = t->reasons.count;
		*vec_push(&t->nodes.arena, &t->reasons) = arena_str(&t->nodes.arena,
								    str_from(text));
	}
	return KNOWN_BROKEN + reason;
}

static uint32_t fail_tree(struct walk_trees *t, const struct oid *id, int code, const char *text)
{
	return break_tree(t, id, listing_reason(code), text);
}

/* Content of a tree, borrowed. */
static int take_tree(struct walk_trees *t, const struct oid *id, struct str *ret_content,
		     struct err *reterr)
{
	enum object_type type = OBJECT_TREE;
	int result;

	if (t->bytes >> 20 >= LIMIT_WALK_TREE_MEBIBYTES)
		return err_set(reterr, ERR_LIMIT, "the trees of the history are too large in all");
	result = objects_take(t->objects, id, &type, ret_content, reterr);
	if (result)
		return result;
	if (type != OBJECT_TREE)
		return err_set(reterr, ERR_CORRUPT, "a tree is promised, but it is a %s",
			       object_type_name(type));
	if (ret_content->len > LIMIT_TREE_BYTES)
		return err_set(reterr, ERR_LIMIT, "a tree of %zu bytes, over the limit of %d",
			       ret_content->len, LIMIT_TREE_BYTES);
	t->count++;
	t->bytes += ret_content->len;
	return 0;
}

static uint32_t node_of(struct walk_trees *t, struct walk_frame *f)
{
	uint32_t node = walk_node(&t->nodes, f->kept.items, f->kept.count);

	return node != NODE_NONE ? node
				 : fail_tree(t, &f->id, ERR_LIMIT,
					     "the history has too many files that may matter");
}

/* Reads a tree. What it is known as then, or KNOWN_READING: the folders in it come first. */
static uint32_t begin(struct walk_trees *t, const struct oid *id, uint32_t place)
{
	struct walk_frame f = {.mark = arena_mark(&t->scratch), .id = *id, .place = place};
	uint32_t known = KNOWN_READING;
	struct str content = {NULL, 0};
	struct err err;
	int result = take_tree(t, id, &content, &err);

	if (result) {
		known = fail_tree(t, id, result, err.text);
	} else if (read_entries(t, &f, content)) {
		/* what comes before the break may be as wrong */
		known = fail_tree(t, id, ERR_CORRUPT, "a tree that is cut off or broken");
	} else if (!f.pending.count) {
		known = node_of(t, &f);
	} else if (t->stack.count >= LIMIT_WALK_NESTING) {
		known = break_tree(t, id, SKIP_TOO_DEEP, "folders are nested too deeply");
	}
	put_known(t, id, place, known);
	if (known == KNOWN_READING)
		*vec_push(&t->nodes.arena, &t->stack) = f;
	else
		arena_rewind(&t->scratch, f.mark);
	return known;
}

/* One step for the frame on top: a folder of it, or its end. */
static void step(struct walk_trees *t)
{
	struct walk_frame *f = &t->stack.items[t->stack.count - 1];
	const struct pending *folder;
	struct tree_entry entry = {.kind = ENTRY_TREE};
	const uint32_t *known;

	if (f->next == f->pending.count) {
		put_known(t, &f->id, f->place, node_of(t, f));
		arena_rewind(&t->scratch, f->mark);
		t->stack.count--;
		return;
	}
	folder = &f->pending.items[f->next];
	known = oid_map_get(&t->known, &folder->id, folder->place);
	if (!known) {
		begin(t, &folder->id, folder->place);
		return; /* to come here again when it is known */
	}
	f->next++;
	entry.name = folder->name;
	entry.id = folder->id;
	keep_folder(t, f, &entry, *known);
}

static uint32_t root_gap(struct walk_trees *t, const struct oid *root, enum skip_reason reason)
{
	struct walk_entry gap = {
		.what = WALK_GAP,
		.detail = (uint8_t)reason,
		.id = *root,
		.name = walk_name(&t->nodes, STR("")),
	};
	uint32_t entry = walk_entry(&t->nodes, &gap);
	uint32_t node = walk_node(&t->nodes, &entry, 1);

	return node == NODE_NONE ? NODE_EMPTY : node;
}

int walk_trees_read(struct walk_trees *t, const struct oid *root, uint32_t *ret_node,
		    struct err *reterr)
{
	uint32_t place = root_place(t), known;
	const uint32_t *before = oid_map_get(&t->known, root, place);

	if (!before)
		begin(t, root, place);
	while (t->stack.count) {
		if (t->stop && *t->stop)
			return err_set(reterr, ERR_STOPPED, "stopped");
		step(t);
	}
	known = *oid_map_get(&t->known, root, place);
	*ret_node = known >= KNOWN_BROKEN
			    ? root_gap(t, root, (enum skip_reason)(known - KNOWN_BROKEN))
			    : known;
	return 0;
}
