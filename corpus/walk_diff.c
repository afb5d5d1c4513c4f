#include "corpus/walk_diff.h"

#include "core/base/limits.h"
#include "core/model/record.h"

enum { MAX_PATHS = 8 * 1000 * 1000 };

void walk_paths_init(struct walk_paths *p, struct walk_nodes *nodes)
{
	*p = (struct walk_paths){.nodes = nodes};
	arena_init(&p->arena);
	vec_push(&p->arena, &p->items);
}

void walk_paths_release(struct walk_paths *p)
{
	oid_map_release(&p->numbers);
	arena_release(&p->arena);
}

uint32_t walk_path_below(struct walk_paths *p, uint32_t folder, uint32_t name)
{
	struct oid pair = oid_of_pair(folder, name);
	uint32_t *number, depth = p->items.items[folder].depth + 1;
	bool is_new;

	if (depth > LIMIT_TREE_DEPTH || p->items.count == MAX_PATHS)
		return PATH_NONE;
	number = oid_map_put(&p->numbers, &pair, 0, &is_new);
	if (is_new) {
		*number = p->items.count;
		*vec_push(&p->arena, &p->items) = (struct walk_path){folder, name, depth};
	}
	return *number;
}

struct str walk_path_text(const struct walk_paths *p, uint32_t folder, uint32_t entry,
			  struct arena *arena)
{
	const struct str *names = p->nodes->names.items;
	struct str name = walk_name_of(p->nodes, entry);
	size_t len = name.len;
	char *text, *to;

	for (uint32_t at = folder; at != PATH_ROOT; at = p->items.items[at].above)
		len += names[p->items.items[at].name].len + 1;
	text = arena_alloc(arena, len + 1);
	to = text + len - name.len;
	if (name.len)
		memcpy(to, name.ptr, name.len);
	for (uint32_t at = folder; at != PATH_ROOT; at = p->items.items[at].above) {
		name = names[p->items.items[at].name];
		*--to = '/';
		to -= name.len;
		memcpy(to, name.ptr, name.len);
	}
	/* the root itself, and folders, have an entry without a name */
	return (struct str){text, len && text[len - 1] == '/' ? len - 1 : len};
}

/* ---- comparing ------------------------------------------------------------------------------------- */

/* A folder of both: the entries that are left to compare. */
struct pair {
	uint32_t before, before_end, after, after_end; /* of lists */
	uint32_t folder;
};

struct diff {
	struct walk_paths *paths;
	struct pair stack[LIMIT_TREE_DEPTH + 1];
	uint32_t depth;
	walk_diff_fn tell;
	void *self;
	bool cut;
	int code; /* of the one that is told */
};

static void enter(struct diff *d, uint32_t before, uint32_t after, uint32_t folder)
{
	const struct walk_node *x = &d->paths->nodes->nodes.items[before];
	const struct walk_node *y = &d->paths->nodes->nodes.items[after];

	d->stack[d->depth++] = (struct pair){
		x->first, x->first + x->count, y->first, y->first + y->count, folder,
	};
}

/* The node of a folder; NODE_EMPTY of anything else. */
static uint32_t folder_node(const struct diff *d, uint32_t entry)
{
	const struct walk_entry *e;

	if (entry == UINT32_MAX)
		return NODE_EMPTY;
	e = walk_entry_of(d->paths->nodes, entry);
	return e->what == WALK_FOLDER ? e->node : NODE_EMPTY;
}

static void tell(struct diff *d, uint32_t folder, uint32_t entry, bool added)
{
	struct walk_difference difference = {folder, entry, added};

	if (entry != UINT32_MAX && !d->code &&
	    walk_entry_of(d->paths->nodes, entry)->what != WALK_FOLDER)
		d->code = d->tell(d->self, &difference);
}

/* Two entries of one name that are not the same; UINT32_MAX: there is none. */
static void differ(struct diff *d, uint32_t folder, uint32_t before, uint32_t after)
{
	uint32_t x = folder_node(d, before), y = folder_node(d, after), below;

	tell(d, folder, before, false);
	tell(d, folder, after, true);
	if (x == y)
		return;
	below = walk_path_below(
		d->paths, folder,
		walk_entry_of(d->paths->nodes, before == UINT32_MAX ? after : before)->name);
	if (below == PATH_NONE)
		d->cut = true;
	else
		enter(d, x, y, below);
}

static void compare_next(struct diff *d)
{
	struct pair *top = &d->stack[d->depth - 1];
	const struct walk_nodes *nodes = d->paths->nodes;
	uint32_t before = UINT32_MAX, after = UINT32_MAX;
	int order;

	if (top->before == top->before_end && top->after == top->after_end) {
		d->depth--;
		return;
	}
	if (top->before < top->before_end)
		before = nodes->lists.items[top->before];
	if (top->after < top->after_end)
		after = nodes->lists.items[top->after];
	if (before == after) {
		top->before++;
		top->after++;
		return;
	}
	order = before == UINT32_MAX ? 1
		: after == UINT32_MAX
			? -1
			: str_cmp(walk_name_of(nodes, before), walk_name_of(nodes, after));
	top->before += order <= 0;
	top->after += order >= 0;
	differ(d, top->folder, order <= 0 ? before : UINT32_MAX, order >= 0 ? after : UINT32_MAX);
}

int walk_diff(struct walk_paths *p, uint32_t before, uint32_t after, walk_diff_fn tell_fn,
	      void *self, struct err *reterr)
{
	struct diff d = {.paths = p, .tell = tell_fn, .self = self};

	if (before == after)
		return 0;
	enter(&d, before, after, PATH_ROOT);
	while (d.depth) {
		if (p->steps++ >= LIMIT_WALK_STEPS)
			return err_set(reterr, ERR_LIMIT,
				       "too many differences between commits: the history is not "
				       "followed to its end");
		compare_next(&d);
		if (d.code)
			return err_set(reterr, d.code,
				       "the history has too many versions of files");
	}
	if (d.cut)
		return err_set(reterr, ERR_LIMIT,
			       "folders of the history are nested too deeply, or too many");
	return 0;
}

/* A root that could not be read is a gap without a name. */
static bool is_unread(const struct walk_nodes *nodes, uint32_t state)
{
	const struct walk_node *root = &nodes->nodes.items[state];
	const struct walk_entry *only;

	if (!root->has_gaps || root->count != 1)
		return false;
	only = walk_entry_of(nodes, nodes->lists.items[root->first]);
	return only->what == WALK_GAP && only->detail != SKIP_BAD_NAME &&
	       str_empty(nodes->names.items[only->name]);
}

/* What an entry says of what would be in its place, were it a folder or a file that matters. */
static enum walk_presence presence_instead(const struct walk_entry *entry)
{
	return entry->what == WALK_GAP && entry->detail != SKIP_SYMLINK ? WALK_UNKNOWN
									: WALK_ABSENT;
}

static enum walk_presence look_in(const struct walk_nodes *nodes, uint32_t node, uint32_t entry)
{
	uint32_t found = walk_node_find(nodes, node, walk_name_of(nodes, entry));

	if (found == entry)
		return WALK_PRESENT;
	return found == UINT32_MAX ? WALK_ABSENT : presence_instead(walk_entry_of(nodes, found));
}

enum walk_presence walk_look(struct walk_paths *p, uint32_t state, uint32_t folder, uint32_t entry)
{
	const struct walk_nodes *nodes = p->nodes;
	uint32_t names[LIMIT_TREE_DEPTH], depth = p->items.items[folder].depth, node = state;

	if (is_unread(nodes, state))
		return WALK_UNKNOWN;
	for (uint32_t i = depth; i; i--, folder = p->items.items[folder].above)
		names[i - 1] = p->items.items[folder].name;
	p->steps += depth + 1;
	for (uint32_t i = 0; i < depth; i++) {
		uint32_t found = walk_node_find(nodes, node, nodes->names.items[names[i]]);
		const struct walk_entry *e;

		if (found == UINT32_MAX)
			return WALK_ABSENT;
		e = walk_entry_of(nodes, found);
		if (e->what != WALK_FOLDER)
			return presence_instead(e);
		node = e->node;
	}
	return look_in(nodes, node, entry);
}
