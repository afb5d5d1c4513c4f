#include "core/base/err.h"
#include "reports/chain_lanes.h"
#include "reports/chain_view.h"
#include "reports/text_layout.h"

enum {
	ABSENT_ROWS = 4,   /* of one node */
	NAMES_SHOWN = 4,   /* labels and dependencies of one node */
	NAME_COLUMNS = 48, /* of one name */
	PATH_COLUMNS = 120,
	MESSAGE_LEAST = 24, /* columns that a message gets whatever stands before it */
};

/* The graph being drawn. */
struct drawing {
	const struct chain_view *view;
	struct out *out;
	uint32_t width;
	struct arena arena; /* for the whole drawing */
	struct arena row;   /* for one node */
	struct chain_lanes lanes;
	bool *done;        /* per node: its row is written */
	uint8_t *in_cycle; /* per node */
	uint32_t *parents; /* of one node */
};

static struct str clean(struct drawing *d, struct str name)
{
	return text_fit(text_clean(&d->row, name), NAME_COLUMNS);
}

/* Adds to a line that is kept within the width. */
static void add(struct out *line, const char *separator, struct str text)
{
	out_str(line, str_from(line->len ? separator : ""));
	out_str(line, text);
}

static void add_names(struct drawing *d, struct out *line, const char *what,
		      const struct str *names, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < NAMES_SHOWN; i++)
		add(line, ", ",
		    arena_printf(&d->row, "%s " STR_FMT, what, STR_ARG(clean(d, names[i]))));
	if (count > NAMES_SHOWN)
		add(line, ", ", arena_printf(&d->row, "%u more", count - NAMES_SHOWN));
}

static bool is_head(const struct chain_view *v, uint32_t node)
{
	const struct migration *m = v->chain->nodes[node];

	return !v->survey->children[node] && m->status == MIGRATION_OK &&
	       v->chain->duplicate_of[node] == CHAIN_NONE && m->revision.len;
}

static bool is_base(const struct migration *m)
{
	return !m->parent_count && !m->parents_unknown && m->status == MIGRATION_OK;
}

/* "(head, base, label x, …)" */
static void put_marks(struct drawing *d, struct out *line, uint32_t node)
{
	const struct chain_view *v = d->view;
	const struct migration *m = v->chain->nodes[node];
	uint32_t duplicate = v->chain->duplicate_of[node];
	struct out marks;

	out_init_buffer(&marks, 4096);
	if (is_head(v, node))
		add(&marks, ", ", STR("head"));
	if (is_base(m))
		add(&marks, ", ", STR("base"));
	if (v->survey->children[node] > 1)
		add(&marks, ", ", STR("fork"));
	if (m->parent_count > 1)
		add(&marks, ", ", STR("merge"));
	if (d->in_cycle[node])
		add(&marks, ", ", STR("cycle"));
	if (m->status == MIGRATION_UNPARSABLE)
		add(&marks, ", ", STR("unparsable"));
	if (m->parents_unknown)
		add(&marks, ", ", STR("down_revision not resolved"));
	if (duplicate != CHAIN_NONE)
		add(&marks, ", ", STR("duplicate"));
	add_names(d, &marks, "label", m->labels, m->label_count);
	add_names(d, &marks, "needs", m->depends_on, m->depends_count);
	if (marks.len)
		out_printf(line, " (" STR_FMT ")", STR_ARG(out_content(&marks)));
	out_release(&marks);
}

/* The revision, and the path where that alone tells the nodes apart. */
static void put_node(struct drawing *d, uint32_t node, uint32_t used)
{
	const struct chain_view *v = d->view;
	const struct migration *m = v->chain->nodes[node];
	bool unnamed = !m->revision.len || v->chain->duplicate_of[node] != CHAIN_NONE;
	struct str message = text_clean(&d->row, m->message);
	struct out line;
	uint32_t left;

	out_init_buffer(&line, 16384);
	out_printf(&line, "  " STR_FMT,
		   STR_ARG(m->revision.len ? clean(d, m->revision) : STR("(no revision)")));
	if (v->proofs)
		out_printf(&line, " [" STR_FMT "]", STR_ARG(verdict_words(v->proofs->worst[node])));
	put_marks(d, &line, node);
	if (unnamed)
		out_printf(&line, " " STR_FMT,
			   STR_ARG(text_fit(text_clean(&d->row, m->path), PATH_COLUMNS)));
	else if (!message.len)
		message = text_clean(&d->row, str_basename(m->path));
	used += text_columns(out_content(&line)) + 1;
	left = d->width > used + MESSAGE_LEAST ? d->width - used : MESSAGE_LEAST;
	if (!unnamed && message.len)
		out_printf(&line, " " STR_FMT, STR_ARG(text_fit(message, left)));
	out_str(d->out, out_content(&line));
	out_char(d->out, '\n');
	out_release(&line);
}

static const struct absent_parent *find_absent(const struct chain_survey *s, struct str name)
{
	uint32_t low = 0, high = s->absent_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (str_cmp(s->absent[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->absent_count ? &s->absent[low] : NULL;
}

static void put_absent(struct drawing *d, uint32_t node)
{
	const struct chain *c = d->view->chain;
	uint32_t count = 0;

	for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
		const struct absent_parent *a;

		if (c->edges[e].parent != CHAIN_NONE || c->edges[e].depends_on)
			continue;
		if (count++ >= ABSENT_ROWS)
			continue;
		a = find_absent(d->view->survey, c->edges[e].name);
		chain_lanes_side_row(&d->lanes, '~');
		out_printf(d->out, "  " STR_FMT " (" STR_FMT ")\n",
			   STR_ARG(clean(d, c->edges[e].name)),
			   STR_ARG(absence_name(a ? a->absence : ABSENT_MISSING)));
	}
	if (count <= ABSENT_ROWS)
		return;
	chain_lanes_side_row(&d->lanes, '~');
	out_printf(d->out, "  and %u more that are not there\n", count - ABSENT_ROWS);
}

static void draw_node(struct drawing *d, uint32_t node)
{
	const struct chain *c = d->view->chain;
	uint32_t count = 0;

	d->done[node] = true;
	put_node(d, node, chain_lanes_row(&d->lanes, node, '*'));
	put_absent(d, node);
	for (uint32_t e = c->first_edge[node]; e < c->first_edge[node + 1]; e++) {
		uint32_t parent = c->edges[e].parent;

		if (parent != CHAIN_NONE && !c->edges[e].depends_on && !d->done[parent] &&
		    chain_shown(d->view, parent))
			d->parents[count++] = parent;
	}
	chain_lanes_lead(&d->lanes, d->parents, count);
	arena_reset(&d->row);
}

/*
 * Children before parents, and one line of history to its end before the next is begun: what was
 * made free last is drawn first. What is left then is in a cycle.
 */
static void draw_nodes(struct drawing *d)
{
	const struct chain *c = d->view->chain;
	uint32_t *waiting = arena_array(&d->arena, c->count, sizeof(*waiting));
	uint32_t *stack = arena_array(&d->arena, c->count, sizeof(*stack)), depth = 0;

	for (uint32_t i = 0; i < c->edge_count; i++)
		if (c->edges[i].parent != CHAIN_NONE && chain_shown(d->view, c->edges[i].child))
			waiting[c->edges[i].parent]++;
	for (uint32_t i = 0; i < c->count; i++)
		if (!waiting[c->order[i]] && chain_shown(d->view, c->order[i]))
			stack[depth++] = c->order[i];
	while (depth) {
		uint32_t node = stack[--depth];

		draw_node(d, node);
		for (uint32_t e = c->first_edge[node + 1]; e-- > c->first_edge[node];) {
			uint32_t parent = c->edges[e].parent;

			if (parent != CHAIN_NONE && --waiting[parent] == 0)
				stack[depth++] = parent;
		}
	}
	for (uint32_t i = c->count; i-- > 0;)
		if (!d->done[c->order[i]] && chain_shown(d->view, c->order[i]))
			draw_node(d, c->order[i]);
}

void chain_text(const struct chain_view *view, uint32_t width, struct out *out)
{
	const struct chain *c = view->chain;
	struct drawing d = {.view = view, .out = out, .width = width};
	uint32_t most = 0;

	chain_text_summary(view, out);
	if (view->explain && view->at != CHAIN_NONE)
		chain_text_explain(view, out);
	out_char(out, '\n');
	arena_init(&d.arena);
	arena_init(&d.row);
	d.done = arena_array(&d.arena, c->count, sizeof(*d.done));
	d.in_cycle = arena_array(&d.arena, c->count, sizeof(*d.in_cycle));
	for (uint32_t i = 0; i < view->survey->cycle_count; i++)
		d.in_cycle[view->survey->cycle[i]] = true;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->first_edge[i + 1] - c->first_edge[i] > most)
			most = c->first_edge[i + 1] - c->first_edge[i];
	d.parents = arena_array(&d.arena, most, sizeof(*d.parents));
	chain_lanes_init(&d.lanes, &d.arena, c->count, out);
	draw_nodes(&d);
	arena_release(&d.row);
	arena_release(&d.arena);
}
