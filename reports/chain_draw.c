/*
 * Graphviz and Mermaid. Nodes are called by number; what comes from a repository stands only in
 * quoted labels, where everything that could end or steer them is written as an escape.
 */
#include "reports/chain_view.h"
#include "reports/text_layout.h"

enum { LABEL_COLUMNS = 60 };

/* One syntax: how it writes a label, a node, an edge. */
struct drawer {
	const struct chain_view *view;
	struct out *out;
	struct arena arena;
	void (*label)(struct out *out, struct str clean);
	const char *newline, *node_open, *node_close, *edge, *depends, *absent_open, *absent_close;
};

/* In a quoted string of DOT: '"' and '\' get a backslash, '&' would begin an entity. */
static void dot_label(struct out *out, struct str clean)
{
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.ptr[i];

		if (c == '&') {
			out_str(out, STR("&amp;"));
			continue;
		}
		if (c == '"' || c == '\\')
			out_char(out, '\\');
		out_char(out, c);
	}
}

static bool mermaid_plain(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == ' ' || c == '_' || c == '-' || c == '.' || c == '/' ||
	       c == ',' || c == ':' || c == '=' || c == '+';
}

/* Mermaid reads Markdown, HTML and its own signs in labels: anything unusual by its number. */
static void mermaid_label(struct out *out, struct str clean)
{
	for (size_t i = 0; i < clean.len; i++) {
		unsigned char c = (unsigned char)clean.ptr[i];

		if (mermaid_plain(c))
			out_char(out, (char)c);
		else
			out_printf(out, "#%u;", c);
	}
}

static void put_label(struct drawer *d, struct str text)
{
	d->label(d->out, text_fit(text_clean(&d->arena, text), LABEL_COLUMNS));
}

static void put_node(struct drawer *d, uint32_t node)
{
	const struct chain_view *v = d->view;
	const struct migration *m = v->chain->nodes[node];

	out_printf(d->out, "\te%un%u%s", v->number, node, d->node_open);
	put_label(d, m->revision.len ? m->revision : m->path);
	if (v->proofs) {
		out_str(d->out, str_from(d->newline));
		put_label(d, verdict_words(v->proofs->worst[node]));
	}
	if (m->message.len) {
		out_str(d->out, str_from(d->newline));
		put_label(d, m->message);
	}
	out_str(d->out, str_from(d->node_close));
	arena_reset(&d->arena);
}

/* An edge from a migration to its parent, which is drawn here when it is absent. */
static void put_edge(struct drawer *d, uint32_t at)
{
	const struct chain_view *v = d->view;
	const struct chain_edge *edge = &v->chain->edges[at];

	if (!chain_shown(v, edge->child))
		return;
	if (edge->parent == CHAIN_NONE) {
		out_printf(d->out, "\te%ua%u%s", v->number, at, d->absent_open);
		put_label(d, edge->name);
		out_str(d->out, str_from(d->absent_close));
		arena_reset(&d->arena);
	}
	out_printf(d->out, "\te%un%u %s e%u%c%u", v->number, edge->child,
		   edge->depends_on ? d->depends : d->edge, v->number,
		   edge->parent == CHAIN_NONE ? 'a' : 'n',
		   edge->parent == CHAIN_NONE ? at : edge->parent);
	if (edge->depends_on && d->label == dot_label)
		out_str(d->out, STR(" [style=dashed]"));
	out_char(d->out, '\n');
}

static void put_graph(struct drawer *d)
{
	const struct chain *c = d->view->chain;

	for (uint32_t i = 0; i < c->count; i++)
		if (chain_shown(d->view, c->order[i]))
			put_node(d, c->order[i]);
	for (uint32_t i = 0; i < c->edge_count; i++)
		put_edge(d, i);
}

static void put_title(struct drawer *d)
{
	put_label(d, d->view->repository);
	d->label(d->out, STR(": "));
	put_label(d, d->view->env->name);
}

void chain_dot_begin(struct out *out)
{
	out_str(out, STR("digraph chains {\n\trankdir=TB\n\tnode [shape=box]\n"));
}

void chain_dot(const struct chain_view *view, struct out *out)
{
	struct drawer d = {
		.view = view,
		.out = out,
		.label = dot_label,
		.newline = "\\n",
		.node_open = " [label=\"",
		.node_close = "\"]\n",
		.edge = "->",
		.depends = "->",
		.absent_open = " [style=dashed label=\"",
		.absent_close = "\"]\n",
	};

	arena_init(&d.arena);
	out_printf(out, "\tsubgraph cluster_%u {\n\tlabel=\"", view->number);
	put_title(&d);
	out_str(out, STR("\"\n"));
	put_graph(&d);
	out_str(out, STR("\t}\n"));
	arena_release(&d.arena);
}

void chain_dot_end(struct out *out)
{
	out_str(out, STR("}\n"));
}

void chain_mermaid_begin(struct out *out)
{
	out_str(out, STR("flowchart TB\n"));
}

void chain_mermaid(const struct chain_view *view, struct out *out)
{
	struct drawer d = {
		.view = view,
		.out = out,
		.label = mermaid_label,
		.newline = "<br>",
		.node_open = "[\"",
		.node_close = "\"]\n",
		.edge = "-->",
		.depends = "-.->",
		.absent_open = "([\"",
		.absent_close = "\"])\n",
	};

	arena_init(&d.arena);
	out_printf(out, "\tsubgraph e%u[\"", view->number);
	put_title(&d);
	out_str(out, STR("\"]\n"));
	put_graph(&d);
	out_str(out, STR("\tend\n"));
	arena_release(&d.arena);
}
