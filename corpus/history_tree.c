#include "corpus/history_tree.h"

#include "core/base/limits.h"
#include "corpus/tree.h"

struct kept_tree {
	struct oid id;
	struct str content; /* "" when it could not be read */
};

/* An id as it is handed out: others hold on to it. */
struct kept_digits {
	struct oid id;
	struct str hex;
};

/* The content of a tree, borrowed until the next call. */
static struct str get_tree(struct history_walk *w, const struct oid *id)
{
	struct kept_tree *kept = map_get(&w->by_id, oid_key(id));
	enum object_type type = OBJECT_TREE;
	struct str content;

	if (kept)
		return kept->content;
	if (w->trees.used > LIMIT_HISTORY_CACHE_BYTES) {
		arena_reset(&w->trees);
		w->by_id = (struct map){0};
	}
	if (objects_take(w->objects, id, &type, &content, NULL) || type != OBJECT_TREE ||
	    content.len > LIMIT_TREE_BYTES)
		content = STR("");
	kept = arena_new(&w->trees, struct kept_tree);
	kept->id = *id;
	kept->content = arena_str(&w->trees, content);
	*map_put(&w->trees, &w->by_id, oid_key(&kept->id)) = kept;
	return kept->content;
}

/* The only entry of this name. */
static bool find_entry(struct str tree, struct str name, struct tree_entry *ret_entry)
{
	struct tree_entry entry;
	uint32_t found = 0;

	while (tree_next(&tree, &entry) > 0)
		if (str_eq(entry.name, name)) {
			*ret_entry = entry;
			found++;
		}
	return found == 1;
}

static enum module_kind find(struct corpus_history *history, uint32_t number, struct str path,
			     struct oid *ret_id)
{
	struct history_walk *w = history->walk;
	const struct walk_commits *commits = &w->walk.commits;
	struct tree_entry entry = {
		.kind = ENTRY_TREE,
		.id = commits->items.items[commits->order.items[number]].tree,
	};
	enum candidate_kind kind;
	struct str name;

	while (str_split(&path, '/', &name))
		if (entry.kind != ENTRY_TREE || !tree_name_is_good(name) ||
		    !find_entry(get_tree(w, &entry.id), name, &entry))
			return MODULE_ABSENT;
	*ret_id = entry.id;
	if (entry.kind == ENTRY_TREE)
		return get_tree(w, &entry.id).len ? MODULE_FOLDER : MODULE_ABSENT;
	/* as a listing of the tip has them */
	return entry.kind == ENTRY_BLOB && listing_wants(entry.name, &kind) &&
			       (kind == CANDIDATE_PYTHON || kind == CANDIDATE_ENV)
		       ? MODULE_FILE
		       : MODULE_ABSENT;
}

static struct str digits_of(struct history_walk *w, const struct oid *id)
{
	struct kept_digits *kept = map_get(&w->digits, oid_key(id));

	if (kept)
		return kept->hex;
	kept = arena_new(&w->walk.arena, struct kept_digits);
	kept->id = *id;
	kept->hex = oid_hex(&w->walk.arena, id);
	*map_put(&w->walk.arena, &w->digits, oid_key(&kept->id)) = kept;
	return kept->hex;
}

enum module_kind history_look(struct corpus_history *history, uint32_t commit, struct str path,
			      struct str *ret_blob)
{
	struct oid id;
	enum module_kind kind = find(history, commit, path, &id);

	*ret_blob = kind == MODULE_FILE ? digits_of(history->walk, &id) : STR("");
	return kind;
}

int history_read_module(struct corpus_history *history, uint32_t commit, struct str path,
			uint64_t limit, struct arena *arena, struct str *ret_content,
			struct str *ret_blob, struct err *reterr)
{
	struct str content;
	struct oid id;
	int result;

	if (find(history, commit, path, &id) != MODULE_FILE)
		return err_set(reterr, ERR_NOT_FOUND, STR_FMT ": not there", STR_ARG(path));
	result = objects_read(history->walk->objects, &id, OBJECT_BLOB, limit, true, &content,
			      reterr);
	if (result)
		return result;
	*ret_content = arena_str(arena, content);
	*ret_blob = digits_of(history->walk, &id);
	return 0;
}
