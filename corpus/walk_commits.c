#include "corpus/walk_commits.h"

#include "core/base/limits.h"

#include <stdlib.h>

void walk_commits_init(struct walk_commits *c, struct objects *objects, const volatile int *stop)
{
	*c = (struct walk_commits){.objects = objects, .stop = stop};
	arena_init(&c->arena);
}

void walk_commits_release(struct walk_commits *c)
{
	oid_map_release(&c->numbers);
	arena_release(&c->arena);
}

static bool is_stopped(const struct walk_commits *c)
{
	return c->stop && *c->stop;
}

/* The commit's index; UINT32_MAX when there are too many. */
static uint32_t number_of(struct walk_commits *c, const struct oid *id)
{
	bool is_new;
	uint32_t *number;

	if (c->items.count >= LIMIT_WALK_COMMITS) {
		number = oid_map_get(&c->numbers, id, 0);
		c->too_many |= !number;
		return number ? *number : UINT32_MAX;
	}
	number = oid_map_put(&c->numbers, id, 0, &is_new);
	if (is_new) {
		*number = c->items.count;
		*vec_push(&c->arena, &c->items) = (struct walk_commit){.id = *id};
	}
	return *number;
}

void walk_commits_add(struct walk_commits *c, const struct oid *id)
{
	number_of(c, id);
}

/* ---- one commit ---------------------------------------------------------------------------------- */

/* "<word>name <mail> <seconds> <zone>\n". What is no such number is WALK_NO_TIME. */
static int64_t take_time(struct str *content, struct str word)
{
	/* 0001-01-01 to 9999-12-31 */
	static const int64_t first = INT64_C(-62135596800), last = INT64_C(253402300799);
	struct str line, digits;
	bool negative;
	int64_t time = 0;

	if (!str_starts(*content, word) || !str_split(content, '\n', &line))
		return WALK_NO_TIME;
	line = str_sub(line, (size_t)(str_rchr(line, '>') + 1), line.len);
	line = str_trim(line);
	if (!str_split(&line, ' ', &digits))
		return WALK_NO_TIME;
	negative = digits.len && digits.ptr[0] == '-';
	if (negative)
		digits = str_sub(digits, 1, digits.len);
	if (!digits.len || digits.len > 12)
		return WALK_NO_TIME;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return WALK_NO_TIME;
		time = time * 10 + (digits.ptr[i] - '0');
	}
	time = negative ? -time : time;
	return time < first || time > last ? WALK_NO_TIME : time;
}

static bool add_parent(struct walk_commits *c, const struct oid *id)
{
	uint32_t number = number_of(c, id);

	if (number == UINT32_MAX || c->parents.count >= LIMIT_WALK_PARENTS) {
		c->too_many = true;
		return false;
	}
	*vec_push(&c->arena, &c->parents) = number;
	return true;
}

static int parse(struct walk_commits *c, uint32_t number, struct str content, struct err *reterr)
{
	struct walk_commit *commit = &c->items.items[number];
	struct oid tree, parent;
	bool cut = false;

	if (!oid_take_line(&content, STR("tree "), &tree))
		return err_set(reterr, ERR_CORRUPT, "a commit without a tree");
	commit->tree = tree;
	commit->parents = c->parents.count;
	while (oid_take_line(&content, STR("parent "), &parent))
		cut |= !add_parent(c, &parent);
	commit = &c->items.items[number]; /* they moved */
	commit->parent_count = c->parents.count - commit->parents;
	commit->some_parent_unread = cut;
	commit->author_time = take_time(&content, STR("author "));
	commit->time = take_time(&content, STR("committer "));
	commit->read = true;
	return 0;
}

static void skip_commit(struct walk_commits *c, const struct oid *id, enum skip_reason reason,
			const char *why, struct lister *skips)
{
	char hex[OID_HEX + 1];
	struct arena_mark mark = arena_mark(&c->arena);

	c->unread++;
	oid_format(id, hex);
	listing_skip(skips, reason, STR(""), arena_printf(&c->arena, "commit %s: %s", hex, why));
	arena_rewind(&c->arena, mark);
}

static void read_commit(struct walk_commits *c, uint32_t number, struct lister *skips)
{
	struct oid id = c->items.items[number].id;
	enum object_type type = OBJECT_COMMIT;
	struct str content;
	struct err err;
	int result = objects_take(c->objects, &id, &type, &content, &err);

	if (result == ERR_NOT_FOUND) {
		c->missing++;
		return;
	}
	if (!result && type != OBJECT_COMMIT)
		result = err_set(&err, ERR_CORRUPT, "a commit is promised, but it is a %s",
				 object_type_name(type));
	if (!result)
		result = parse(c, number, content, &err);
	if (result)
		skip_commit(c, &id, listing_reason(result), err.text, skips);
}

/* Takes out the parents that were not read. */
static void settle_parents(struct walk_commits *c)
{
	for (uint32_t i = 0; i < c->items.count; i++) {
		struct walk_commit *commit = &c->items.items[i];
		uint32_t *parents = c->parents.items + commit->parents, kept = 0;

		for (uint32_t j = 0; j < commit->parent_count; j++) {
			if (c->items.items[parents[j]].read) {
				parents[kept++] = parents[j];
				continue;
			}
			commit->some_parent_unread = true;
			commit->first_parent_unread |= j == 0;
		}
		commit->parent_count = kept;
	}
}

/* ---- the order --------------------------------------------------------------------------------- */

struct ordering {
	struct walk_commits *commits;
	uint32_t *open;             /* by commit: parents that have not come */
	uint32_t *first, *children; /* children of i: children[first[i]] … [first[i + 1]] */
	uint32_t *heap, heap_count;
};

static bool comes_before(const struct ordering *o, uint32_t a, uint32_t b)
{
	const struct walk_commit *x = &o->commits->items.items[a];
	const struct walk_commit *y = &o->commits->items.items[b];

	return x->time != y->time ? x->time < y->time : oid_cmp(&x->id, &y->id) < 0;
}

static void heap_push(struct ordering *o, uint32_t commit)
{
	uint32_t at = o->heap_count++;

	for (; at && comes_before(o, commit, o->heap[(at - 1) / 2]); at = (at - 1) / 2)
		o->heap[at] = o->heap[(at - 1) / 2];
	o->heap[at] = commit;
}

static uint32_t heap_pop(struct ordering *o)
{
	uint32_t top = o->heap[0], last = o->heap[--o->heap_count], at = 0, child;

	while ((child = 2 * at + 1) < o->heap_count) {
		if (child + 1 < o->heap_count &&
		    comes_before(o, o->heap[child + 1], o->heap[child]))
			child++;
		if (!comes_before(o, o->heap[child], last))
			break;
		o->heap[at] = o->heap[child];
		at = child;
	}
	o->heap[at] = last;
	return top;
}

static void find_children(struct ordering *o)
{
	const struct walk_commits *c = o->commits;
	uint32_t *next = o->first + 1; /* one behind, until all are in */

	for (uint32_t i = 0; i < c->items.count; i++)
		for (uint32_t j = 0; j < c->items.items[i].parent_count; j++)
			next[c->parents.items[c->items.items[i].parents + j] + 1]++;
	for (uint32_t i = 1; i <= c->items.count; i++)
		next[i] += next[i - 1];
	for (uint32_t i = 0; i < c->items.count; i++) {
		const struct walk_commit *commit = &c->items.items[i];

		o->open[i] = commit->parent_count;
		for (uint32_t j = 0; j < commit->parent_count; j++)
			o->children[next[c->parents.items[commit->parents + j]]++] = i;
	}
}

static void put_in_order(struct ordering *o)
{
	struct walk_commits *c = o->commits;

	for (uint32_t i = 0; i < c->items.count; i++)
		if (c->items.items[i].read && !o->open[i])
			heap_push(o, i);
	while (o->heap_count) {
		uint32_t commit = heap_pop(o);

		*vec_push(&c->arena, &c->order) = commit;
		for (uint32_t i = o->first[commit]; i < o->first[commit + 1]; i++)
			if (!--o->open[o->children[i]])
				heap_push(o, o->children[i]);
	}
}

static void order_commits(struct walk_commits *c)
{
	uint32_t count = c->items.count;
	struct ordering o = {.commits = c};
	struct arena scratch;

	arena_init(&scratch);
	o.open = arena_array(&scratch, count, sizeof(*o.open));
	o.first = arena_array(&scratch, count + 2, sizeof(*o.first));
	o.children = arena_array(&scratch, c->parents.count, sizeof(*o.children));
	o.heap = arena_array(&scratch, count, sizeof(*o.heap));
	find_children(&o);
	put_in_order(&o);
	arena_release(&scratch);
}

/* ---- all of them --------------------------------------------------------------------------------- */

/* Ids are not computed again, so an index that lies can make a commit its own ancestor. */
static void leave_out_circles(struct walk_commits *c, struct lister *skips)
{
	uint32_t read = 0;

	for (uint32_t i = 0; i < c->items.count; i++)
		read += c->items.items[i].read;
	if (read == c->order.count)
		return;
	listing_skip(skips, SKIP_CORRUPT, STR(""),
		     arena_printf(&c->arena,
				  "%u commits are their own ancestors, or descend from such",
				  read - c->order.count));
	c->unread += read - c->order.count;
}

int walk_commits_read(struct walk_commits *c, struct lister *skips, struct err *reterr)
{
	/* reading lengthens the list */
	for (uint32_t i = 0; i < c->items.count; i++) {
		if (is_stopped(c))
			return err_set(reterr, ERR_STOPPED, "stopped");
		read_commit(c, i, skips);
	}
	settle_parents(c);
	order_commits(c);
	leave_out_circles(c, skips);
	if (c->missing)
		listing_skip(
			skips, SKIP_MISSING, STR(""),
			arena_printf(&c->arena,
				     "%u commits that others descend from are not in the "
				     "repository (a shallow clone?): the history before them is "
				     "not known",
				     c->missing));
	if (c->too_many)
		listing_skip(skips, SKIP_TOO_MANY, STR(""),
			     STR("too many commits: the history ends early"));
	return 0;
}
