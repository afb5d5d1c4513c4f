#include "core/base/pmap.h"

struct pmap_node {
	struct str key;
	const void *value;
	const struct pmap_node *left, *right;
	uint32_t height;
};

const void *pmap_get(struct pmap m, struct str key)
{
	for (const struct pmap_node *n = m.root; n;) {
		int order = str_cmp(key, n->key);

		if (!order)
			return n->value;
		n = order < 0 ? n->left : n->right;
	}
	return NULL;
}

static uint32_t height(const struct pmap_node *n)
{
	return n ? n->height : 0;
}

/* `like` with these subtrees, whose heights differ by at most one. */
static const struct pmap_node *join(struct arena *a, const struct pmap_node *like,
				    const struct pmap_node *left, const struct pmap_node *right)
{
	struct pmap_node *n = arena_new(a, struct pmap_node);
	uint32_t l = height(left), r = height(right);

	*n = (struct pmap_node){like->key, like->value, left, right, (l > r ? l : r) + 1};
	return n;
}

/* The same for heights that differ by two at most. */
static const struct pmap_node *balance(struct arena *a, const struct pmap_node *like,
				       const struct pmap_node *left, const struct pmap_node *right)
{
	if (height(left) > height(right) + 1) {
		const struct pmap_node *inner = left->right;

		if (height(left->left) >= height(inner))
			return join(a, left, left->left, join(a, like, inner, right));
		return join(a, inner, join(a, left, left->left, inner->left),
			    join(a, like, inner->right, right));
	}
	if (height(right) > height(left) + 1) {
		const struct pmap_node *inner = right->left;

		if (height(right->right) >= height(inner))
			return join(a, right, join(a, like, left, inner), right->right);
		return join(a, inner, join(a, like, left, inner->left),
			    join(a, right, inner->right, right->right));
	}
	return join(a, like, left, right);
}

/* The recursions below go as deep as the tree is high: PMAP_DEPTH at most. */
static const struct pmap_node *put(struct arena *a, const struct pmap_node *n,
				   const struct pmap_node *new, bool *ret_added)
{
	int order;

	if (!n) {
		*ret_added = true;
		return join(a, new, NULL, NULL);
	}
	order = str_cmp(new->key, n->key);
	if (order < 0)
		return balance(a, n, put(a, n->left, new, ret_added), n->right);
	if (order > 0)
		return balance(a, n, n->left, put(a, n->right, new, ret_added));
	return join(a, new, n->left, n->right);
}

struct pmap pmap_put(struct arena *a, struct pmap m, struct str key, const void *value)
{
	struct pmap_node new = {.key = key, .value = value};
	bool added = false;

	m.root = put(a, m.root, &new, &added);
	m.count += added;
	return m;
}

static const struct pmap_node *remove_first(struct arena *a, const struct pmap_node *n,
					    const struct pmap_node **ret_first)
{
	if (!n->left) {
		*ret_first = n;
		return n->right;
	}
	return balance(a, n, remove_first(a, n->left, ret_first), n->right);
}

static const struct pmap_node *without(struct arena *a, const struct pmap_node *n, struct str key)
{
	int order = str_cmp(key, n->key);
	const struct pmap_node *first, *rest;

	if (order < 0)
		return balance(a, n, without(a, n->left, key), n->right);
	if (order > 0)
		return balance(a, n, n->left, without(a, n->right, key));
	if (!n->right)
		return n->left;
	rest = remove_first(a, n->right, &first);
	return balance(a, first, n->left, rest);
}

struct pmap pmap_remove(struct arena *a, struct pmap m, struct str key)
{
	if (!pmap_get(m, key))
		return m;
	m.root = without(a, m.root, key);
	m.count--;
	return m;
}

static void descend(struct pmap_cursor *at, const struct pmap_node *n)
{
	for (; n; n = n->left)
		at->stack[at->depth++] = n;
}

struct pmap_cursor pmap_begin(struct pmap m)
{
	struct pmap_cursor at;

	at.depth = 0;
	descend(&at, m.root);
	return at;
}

struct pmap_cursor pmap_from(struct pmap m, struct str key)
{
	struct pmap_cursor at;

	at.depth = 0;
	for (const struct pmap_node *n = m.root; n;) {
		if (str_cmp(n->key, key) >= 0) {
			at.stack[at.depth++] = n;
			n = n->left;
		} else {
			n = n->right;
		}
	}
	return at;
}

bool pmap_next(struct pmap_cursor *at)
{
	const struct pmap_node *n;

	if (!at->depth)
		return false;
	n = at->stack[--at->depth];
	at->key = n->key;
	at->value = n->value;
	descend(at, n->right);
	return true;
}

static void push(struct pmap_diff *at, int side, const struct pmap_node *n, bool whole)
{
	if (n)
		at->parts[side][at->depth[side]++] = (struct pmap_part){n, whole};
}

struct pmap_diff pmap_compare(struct pmap before, struct pmap after)
{
	struct pmap_diff at;

	at.depth[0] = at.depth[1] = 0;
	push(&at, 0, before.root, true);
	push(&at, 1, after.root, true);
	return at;
}

/* Replaces the subtree on top by its left part, its node and its right part. */
static void open(struct pmap_diff *at, int side)
{
	const struct pmap_node *n = at->parts[side][--at->depth[side]].node;

	push(at, side, n->right, true);
	push(at, side, n, false);
	push(at, side, n->left, true);
}

static const struct pmap_part *top(const struct pmap_diff *at, int side)
{
	return at->depth[side] ? &at->parts[side][at->depth[side] - 1] : NULL;
}

/*
 * Opens the higher subtree until both tops are nodes, dropping what is shared: equal subtrees have
 * equal heights, so that they meet.
 */
static void align(struct pmap_diff *at)
{
	for (;;) {
		const struct pmap_part *old = top(at, 0), *new = top(at, 1);
		uint32_t h[2] = {old && old->whole ? old->node->height : 0,
				 new &&new->whole ? new->node->height : 0};

		if (old && new && old->node == new->node && old->whole == new->whole) {
			at->depth[0]--;
			at->depth[1]--;
		} else if (!h[0] && !h[1]) {
			return;
		} else {
			open(at, h[1] > h[0]);
		}
	}
}

bool pmap_differ(struct pmap_diff *at)
{
	for (;;) {
		const struct pmap_node *old, *new;
		int order;

		align(at);
		old = top(at, 0) ? top(at, 0)->node : NULL;
		new = top(at, 1) ? top(at, 1)->node : NULL;
		if (!old && !new)
			return false;
		order = !old ? 1 : !new ? -1 : str_cmp(old->key, new->key);
		at->key = order <= 0 ? old->key : new->key;
		at->old = order <= 0 ? old->value : NULL;
		at->new = order >= 0 ? new->value : NULL;
		at->depth[0] -= order <= 0;
		at->depth[1] -= order >= 0;
		if (at->old != at->new)
			return true;
	}
}
