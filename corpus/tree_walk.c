#include "corpus/tree_walk.h"

#include "core/base/limits.h"
#include "core/base/map.h"
#include "core/base/vec.h"
#include "corpus/tree.h"

#include <stdlib.h>

enum {
	LIMIT_KEPT = 1000 * 1000, /* entries that may matter, in memory at once */
};

struct node; /* a tree */

/* A tree that has this one as a child. */
struct use {
	struct node *parent;
	struct use *next;
};

struct blob {
	struct oid id;
	struct corpus_entry *entry; /* made for the first candidate, shared by all */
	struct str hex;             /* in the listing … */
	struct str kept;            /* … and for tree_walk_find() */
	uint64_t size;
	bool looked, searched;
	bool matches; /* holds `down_revision` */
	/* 0, or why it could not be looked at, or searched */
	int look_code, search_code;
	struct str look_error, search_error;
};

/* An entry of a tree that may matter. */
struct child {
	struct str name;
	struct node *tree; /* one of these two, or */
	struct blob *blob;
	enum candidate_kind kind; /* what the blob is for */
	enum skip_reason reason;  /* a skip whatever else happens, */
	const char *detail;       /* if this is not NULL */
};

struct node {
	struct oid id;
	VEC(struct child) children; /* sorted by name */
	struct use *uses;
	bool relevant; /* it leads to a candidate or a skip */
	int code;      /* why it could not be read, or 0 */
	enum skip_reason reason;
	struct str error;
};

struct tree_walk {
	struct objects *objects;
	struct lister *lister;
	struct arena arena;       /* all that follows */
	struct map by_id[2];      /* of nodes, of blobs */
	VEC(struct node *) nodes; /* in the order of being found */
	VEC(struct blob *) blobs;
	uint32_t entries, kept;
};

static struct node *get_node(struct tree_walk *w, const struct oid *id)
{
	struct node *node = map_get(&w->by_id[0], oid_key(id));

	if (node)
		return node;
	node = arena_new(&w->arena, struct node);
	node->id = *id;
	*vec_push(&w->arena, &w->nodes) = node;
	*map_put(&w->arena, &w->by_id[0], oid_key(&node->id)) = node;
	return node;
}

static struct blob *get_blob(struct tree_walk *w, const struct oid *id)
{
	struct blob *blob = map_get(&w->by_id[1], oid_key(id));

	if (blob)
		return blob;
	blob = arena_new(&w->arena, struct blob);
	blob->id = *id;
	*vec_push(&w->arena, &w->blobs) = blob;
	*map_put(&w->arena, &w->by_id[1], oid_key(&blob->id)) = blob;
	return blob;
}

static void fail_node(struct node *node, enum skip_reason reason, int code, struct str error)
{
	node->reason = reason;
	node->code = code;
	node->error = error;
	node->children.count = 0;
}

/* ---- pass 1: trees ---------------------------------------------------------- */

/* What is kept of an entry. False when it does not matter. */
static bool judge_entry(struct tree_walk *w, const struct tree_entry *entry,
			struct child *ret_child)
{
	struct child child = {0};

	if (!tree_name_is_good(entry->name)) {
		child.reason = SKIP_BAD_NAME;
		child.detail = "a tree entry with a name that no file can have";
	} else if (entry->kind == ENTRY_TREE) {
		child.tree = get_node(w, &entry->id);
	} else if (entry->kind == ENTRY_BLOB) {
		if (!listing_wants(entry->name, &child.kind))
			return false;
		child.blob = get_blob(w, &entry->id);
	} else if (entry->kind == ENTRY_SYMLINK) {
		if (!listing_wants_link(entry->name))
			return false;
		child.reason = SKIP_SYMLINK;
		child.detail = "a symbolic link, which is not followed";
	} else if (entry->kind == ENTRY_UNKNOWN) {
		child.reason = SKIP_CORRUPT;
		child.detail = "a tree entry with a mode that git does not know";
	} else {
		return false; /* a submodule is another repository's */
	}
	child.name = arena_str(&w->arena, entry->name);
	*ret_child = child;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct child *)a)->name, ((const struct child *)b)->name);
}

/* git would check out one of several entries of the same name: none of them is to be trusted. */
static void mark_duplicates(struct node *node)
{
	struct child *children = node->children.items;
	uint32_t count = node->children.count;

	if (count)
		qsort(children, count, sizeof(*children), by_name);
	for (uint32_t i = 0; i + 1 < count; i++) {
		if (!str_eq(children[i].name, children[i + 1].name))
			continue;
		children[i].reason = children[i + 1].reason = SKIP_BAD_NAME;
		children[i].detail = children[i + 1].detail = "several tree entries have this name";
	}
}

static void parse_tree(struct tree_walk *w, struct node *node, struct str content)
{
	struct tree_entry entry;
	int more = 1;

	while ((more = tree_next(&content, &entry)) > 0) {
		struct child child;

		if (w->entries++ >= LIMIT_TREE_ENTRIES || w->kept >= LIMIT_KEPT) {
			fail_node(node, SKIP_TOO_MANY, ERR_LIMIT,
				  STR("too many tree entries in all: not read"));
			return;
		}
		if (!judge_entry(w, &entry, &child))
			continue;
		w->kept++;
		*vec_push(&w->arena, &node->children) = child;
	}
	if (more < 0) {
		/* What comes before the break may be as wrong. */
		fail_node(node, SKIP_CORRUPT, ERR_CORRUPT, STR("a tree that is cut off or broken"));
		return;
	}
	mark_duplicates(node);
	for (uint32_t i = 0; i < node->children.count; i++) {
		struct node *tree = node->children.items[i].tree;
		struct use *use;

		if (!tree)
			continue;
		use = arena_new(&w->arena, struct use);
		*use = (struct use){node, tree->uses};
		tree->uses = use;
	}
}

static void read_tree(struct tree_walk *w, struct node *node)
{
	struct str content;
	struct err err;
	int result = objects_read(w->objects, &node->id, OBJECT_TREE, LIMIT_TREE_BYTES, true,
				  &content, &err);

	if (result)
		fail_node(node, listing_reason(result), result,
			  arena_str(&w->arena, str_from(err.text)));
	else
		parse_tree(w, node, content);
}

/* ---- pass 2: blobs ---------------------------------------------------------- */

static void look_at(struct tree_walk *w, struct blob *blob)
{
	enum object_type type;
	struct err err;

	if (blob->looked)
		return;
	blob->looked = true;
	blob->look_code = objects_look(w->objects, &blob->id, &type, &blob->size, &err);
	if (!blob->look_code && type != OBJECT_BLOB)
		blob->look_code = err_set(&err, ERR_CORRUPT, "a blob is promised, but it is a %s",
					  object_type_name(type));
	if (!blob->look_code && blob->size > listing_limit(CANDIDATE_CONFIG))
		blob->look_code = err_set(&err, ERR_LIMIT, "%llu bytes, over the limit of %llu",
					  (unsigned long long)blob->size,
					  (unsigned long long)listing_limit(CANDIDATE_CONFIG));
	if (blob->look_code)
		blob->look_error = arena_str(&w->arena, str_from(err.text));
}

static void search(struct tree_walk *w, struct blob *blob)
{
	struct corpus_listing *listing = &w->lister->listing;
	struct str content;
	struct err err;

	if (blob->searched)
		return;
	blob->searched = true;
	blob->search_code = objects_read(w->objects, &blob->id, OBJECT_BLOB,
					 listing_limit(CANDIDATE_PYTHON), false, &content, &err);
	if (blob->search_code) {
		blob->search_error = arena_str(&w->arena, str_from(err.text));
		return;
	}
	blob->size = content.len;
	blob->matches = listing_matches(content);
	listing->files++;
	listing->bytes += content.len;
}

/* Looks at the child's blob as far as its kind needs. Does the child lead to anything? */
static bool judge_child(struct tree_walk *w, const struct child *child)
{
	if (child->detail)
		return true;
	if (!child->blob)
		return false;
	if (child->kind == CANDIDATE_PYTHON) {
		search(w, child->blob);
		return child->blob->search_code || child->blob->matches;
	}
	look_at(w, child->blob);
	return true;
}

/* Marks the node and all that lead to it. */
static void mark_relevant(struct tree_walk *w, struct node *node)
{
	VEC(struct node *) todo = {0};

	*vec_push(&w->arena, &todo) = node;
	while (todo.count) {
		node = todo.items[--todo.count];
		if (node->relevant)
			continue;
		node->relevant = true;
		for (const struct use *use = node->uses; use; use = use->next)
			if (!use->parent->relevant)
				*vec_push(&w->arena, &todo) = use->parent;
	}
}

static int judge_nodes(struct tree_walk *w)
{
	for (uint32_t i = 0; i < w->nodes.count; i++) {
		struct node *node = w->nodes.items[i];
		bool relevant = node->code != 0;

		for (uint32_t j = 0; j < node->children.count; j++) {
			if (listing_stopped(w->lister))
				return ERR_STOPPED;
			relevant |= judge_child(w, &node->children.items[j]);
		}
		if (relevant && !node->relevant)
			mark_relevant(w, node);
	}
	return 0;
}

/* ---- pass 3: paths ---------------------------------------------------------- */

struct frame {
	const struct node *node;
	uint32_t next;   /* child */
	size_t path_len; /* of the folder, its slash included */
};

struct paths {
	struct tree_walk *walk;
	struct frame frames[LIMIT_TREE_DEPTH + 1];
	uint32_t depth;
	uint32_t visited;
	bool full;
	char path[LIMIT_PATH_BYTES];
};

static void skip_at(struct paths *p, enum skip_reason reason, size_t len, struct str detail)
{
	listing_skip(p->walk->lister, reason, (struct str){p->path, len}, detail);
}

static void stop_here(struct paths *p, size_t len, const char *why)
{
	p->full = true;
	skip_at(p, SKIP_TOO_MANY, len, str_from(why));
}

static void emit_blob(struct paths *p, const struct child *child, size_t len)
{
	struct blob *blob = child->blob;
	struct arena *arena = p->walk->lister->arena;
	bool python = child->kind == CANDIDATE_PYTHON;
	int code = python ? blob->search_code : blob->look_code;

	if (code) {
		skip_at(p, listing_reason(code), len,
			python ? blob->search_error : blob->look_error);
		return;
	}
	if (python && !blob->matches)
		return;
	if (!blob->entry) {
		blob->entry = arena_new(arena, struct corpus_entry);
		blob->entry->id = blob->id;
		blob->hex = oid_hex(arena, &blob->id);
	}
	if (!listing_add(p->walk->lister, child->kind, (struct str){p->path, len}, blob->hex,
			 blob->size, blob->entry))
		stop_here(p, len, "too many candidates: nothing from here on is listed");
}

static void enter(struct paths *p, const struct node *node, size_t len)
{
	if (node->code) {
		skip_at(p, node->reason, len, node->error);
		return;
	}
	if (!node->relevant)
		return;
	if (p->depth > LIMIT_TREE_DEPTH) {
		skip_at(p, SKIP_TOO_DEEP, len, STR("folders are nested too deeply"));
		return;
	}
	if (len)
		p->path[len++] = '/';
	p->frames[p->depth++] = (struct frame){node, 0, len};
}

static void visit(struct paths *p, const struct child *child, size_t folder_len)
{
	size_t len = folder_len + child->name.len;

	if (p->visited++ >= LIMIT_TREE_ENTRIES) {
		stop_here(p, folder_len, "too many paths: nothing from here on is listed");
		return;
	}
	if (len + 1 > sizeof(p->path)) {
		skip_at(p, SKIP_TOO_DEEP, folder_len, STR("a path that is too long"));
		return;
	}
	if (child->name.len)
		memcpy(p->path + folder_len, child->name.ptr, child->name.len);
	if (child->blob && !listing_wants_at((struct str){p->path, len}))
		return;
	if (child->detail)
		skip_at(p, child->reason, len, str_from(child->detail));
	else if (child->tree)
		enter(p, child->tree, len);
	else
		emit_blob(p, child, len);
}

static int walk_paths(struct tree_walk *w)
{
	struct paths *p = arena_new(&w->arena, struct paths);

	p->walk = w;
	enter(p, w->nodes.items[0], 0);
	while (p->depth && !p->full) {
		struct frame *top = &p->frames[p->depth - 1];

		if (listing_stopped(w->lister))
			return ERR_STOPPED;
		if (top->next == top->node->children.count)
			p->depth--;
		else
			visit(p, &top->node->children.items[top->next++], top->path_len);
	}
	return 0;
}

static int walk_all(struct tree_walk *w, const struct oid *root, struct err *reterr)
{
	const struct node *first = get_node(w, root);
	int result;

	/* read_tree() lengthens the list on the way */
	for (uint32_t i = 0; i < w->nodes.count; i++) {
		if (listing_stopped(w->lister))
			return err_set(reterr, ERR_STOPPED, "stopped");
		read_tree(w, w->nodes.items[i]);
	}
	if (first->code)
		return err_set(reterr, first->code, "the root tree: " STR_FMT,
			       STR_ARG(first->error));
	result = judge_nodes(w);
	if (!result)
		result = walk_paths(w);
	return result ? err_set(reterr, result, "stopped") : 0;
}

int tree_walk(struct objects *objects, const struct oid *root, struct lister *lister,
	      struct tree_walk **ret_walk, struct err *reterr)
{
	struct tree_walk *walk = calloc(1, sizeof(*walk));
	int result;

	if (!walk)
		return err_set(reterr, ERR_IO, "no memory");
	walk->objects = objects;
	walk->lister = lister;
	arena_init(&walk->arena);
	result = walk_all(walk, root, reterr);
	walk->lister = NULL;
	if (result)
		tree_walk_free(walk);
	else
		*ret_walk = walk;
	return result;
}

void tree_walk_free(struct tree_walk *walk)
{
	if (!walk)
		return;
	arena_release(&walk->arena);
	free(walk);
}

static int compare_child(const void *name, const void *child)
{
	return str_cmp(*(const struct str *)name, ((const struct child *)child)->name);
}

enum module_kind tree_walk_find(struct tree_walk *walk, struct str path, struct oid *ret_id,
				struct str *ret_hex)
{
	const struct node *node = walk->nodes.items[0];
	struct str name;

	while (node && !node->code && str_split(&path, '/', &name)) {
		const struct child *child = node->children.count
						    ? bsearch(&name, node->children.items,
							      node->children.count,
							      sizeof(struct child), compare_child)
						    : NULL;

		if (!child || child->detail)
			return MODULE_ABSENT;
		node = child->tree;
		if (!child->blob)
			continue;
		if (path.len || (child->kind != CANDIDATE_PYTHON && child->kind != CANDIDATE_ENV))
			return MODULE_ABSENT;
		if (!child->blob->kept.len)
			child->blob->kept = oid_hex(&walk->arena, &child->blob->id);
		*ret_id = child->blob->id;
		*ret_hex = child->blob->kept;
		return MODULE_FILE;
	}
	return node && !node->code ? MODULE_FOLDER : MODULE_ABSENT;
}
