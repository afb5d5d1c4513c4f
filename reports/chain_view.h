/*
 * The revision graph of one environment, drawn: `tidemark chain`.
 *
 * All of these write in O(nodes + edges), whatever the graph.
 */
#ifndef TIDEMARK_REPORTS_CHAIN_VIEW_H
#define TIDEMARK_REPORTS_CHAIN_VIEW_H

#include "core/base/out.h"
#include "core/model/chain_survey.h"
#include "core/model/environment.h"
#include "core/model/proof_chain.h"

struct chain_view {
	uint32_t number; /* of the environment in this run */
	struct str repository, ref, commit;
	const struct environment *env;
	const struct chain *chain;
	const struct chain_survey *survey;
	const struct chain_proofs *proofs; /* NULL: nothing was proved */
	bool schemas;                      /* write the schema around each migration */
	bool operations;                   /* write what its operations come to there */
	const bool *shown;                 /* per node; NULL: all */
	uint32_t at;                       /* the node asked for with --at, or CHAIN_NONE */
	bool explain; /* tell what was proved of `at`, and its schema before and after */
};

/* What there is to say of the graph, then the graph, newest first. */
void chain_text(const struct chain_view *view, uint32_t width, struct out *out);
/* One JSON object on one line; docs/json.md lists the keys. */
void chain_json(const struct chain_view *view, struct out *out);

/* Graphviz and Mermaid: one graph with a part for each environment, between begin and end. */
void chain_dot_begin(struct out *out);
void chain_dot(const struct chain_view *view, struct out *out);
void chain_dot_end(struct out *out);
void chain_mermaid_begin(struct out *out);
void chain_mermaid(const struct chain_view *view, struct out *out);

/* The lines of the text above the graph. */
void chain_text_summary(const struct chain_view *view, struct out *out);
/* In sentences, from what the state before the node `view->at` follows. */
void chain_text_explain(const struct chain_view *view, struct out *out);

static inline bool chain_shown(const struct chain_view *view, uint32_t node)
{
	return !view->shown || view->shown[node];
}

#endif
