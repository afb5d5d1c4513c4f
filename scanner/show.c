/*
 * tidemark_dump() and tidemark_rules(): what the front ends understand, what the rules say.
 */
#include "core/base/limits.h"
#include "reports/dump.h"
#include "reports/rule_page.h"
#include "scanner/run.h"

#include <stdio.h>
#include <stdlib.h>

/* One dump, run on a worker of the pool for its stack. */
struct dump {
	struct tidemark_scan options;
	struct scan_run run;
	const char *path;
	bool json;
	struct out out;
	int result;
	struct err err;
};

static void put(struct dump *d, const struct migration *m, bool with_path)
{
	if (d->json) {
		dump_json(m, &d->out);
		return;
	}
	if (with_path)
		out_printf(&d->out, "== " STR_FMT "\n", STR_ARG(m->path));
	dump_text(m, &d->out);
}

static void dump_source(struct dump *d, const struct corpus_place *place, struct arena *arena,
			unsigned worker)
{
	struct corpus_source *source = NULL;
	struct corpus_listing listing = {0};
	struct evaluated evaluated = {0};

	d->result = corpus_open(place, STR("HEAD"), &source, &d->err);
	if (!d->result)
		d->result = corpus_list(source, arena, &scan_stop_signal, &listing, &d->err);
	if (!d->result)
		d->result = evaluate_all(&d->run, source, &listing, arena, worker, &evaluated);
	for (uint32_t i = 0; !d->result && i < evaluated.count; i++)
		put(d, evaluated.migrations[i], true);
	for (uint32_t i = 0; !d->result && i < evaluated.skip_count; i++)
		if (!d->json && evaluated.skips[i].reason != SKIP_UNPARSABLE)
			out_printf(&d->out, "== " STR_FMT "\nskipped (" STR_FMT "): " STR_FMT "\n",
				   STR_ARG(evaluated.skips[i].path),
				   STR_ARG(skip_reason_name(evaluated.skips[i].reason)),
				   STR_ARG(evaluated.skips[i].detail));
	evaluated_release(&evaluated);
	if (source)
		corpus_close(source);
}

static void dump_path(void *self, unsigned worker)
{
	struct dump *d = self;
	struct corpus_places places = {0};
	struct arena arena;

	arena_init(&arena);
	d->result = corpus_find(str_from(d->path), &arena, &places, &d->err);
	for (uint32_t i = 0; i < places.count && !d->result; i++)
		dump_source(d, &places.items[i], &arena, worker);
	arena_release(&arena);
}

static int report(struct tidemark_error *reterr, int result, const struct err *err)
{
	if (result && reterr) {
		reterr->code = result;
		snprintf(reterr->text, sizeof(reterr->text), "%s", err->text);
	}
	return result;
}

static int run_dump(struct dump *d, const struct tidemark_sink *sink)
{
	struct worker_tools tools = {0};
	int result = pool_start(1, 1, &d->run.pool, &d->err);

	if (result)
		return result;
	tools.frontend = frontend_worker_new();
	d->run.tools = &tools;
	d->run.options = &d->options;
	out_init_stream(&d->out, sink->write, sink->self);
	pool_submit(d->run.pool, dump_path, d);
	pool_finish(d->run.pool);
	result = d->result;
	if (out_flush(&d->out) && !result)
		result = err_set(&d->err, ERR_IO, "cannot write the output");
	out_release(&d->out);
	frontend_worker_free(tools.frontend);
	arena_release(&tools.unit);
	arena_release(&tools.scratch);
	return result;
}

int tidemark_dump(const char *path, const struct tidemark_dump_options *options,
		  const struct tidemark_sink *sink, struct tidemark_error *reterr)
{
	struct corpus_options corpus = {.trust_owner = options->trust_owner};
	const char *format = options->format ? options->format : "text";
	struct str name = str_from(format);
	struct dump *d = calloc(1, sizeof(*d));
	int result = 0;

	if (!d)
		abort();
	d->path = path;
	d->run.trace = options->trace;
	d->json = str_eq(name, STR("json"));
	if (!d->json && !str_eq(name, STR("text")))
		result = err_set(&d->err, ERR_USAGE, "dump writes text or json, not '%s'", format);
	if (!result)
		result = corpus_init(&corpus, &d->err);
	if (!result) {
		result = run_dump(d, sink);
		corpus_shutdown();
	}
	report(reterr, result, &d->err);
	free(d);
	return result;
}

static void put_rule(const struct rule *rule, struct str format, unsigned width, struct out *out)
{
	if (str_eq(format, STR("json")))
		rule_page_json(rule, out);
	else if (str_eq(format, STR("markdown")))
		rule_page_markdown(rule, out);
	else
		rule_page_text(rule, width, out);
}

int tidemark_rules(const char *rule, const char *format, unsigned width,
		   const struct tidemark_sink *sink, struct tidemark_error *reterr)
{
	const struct rule *one = rule ? rule_find(str_from(rule)) : NULL;
	struct str name = str_from(format);
	struct err err = {0};
	struct out out;
	int result = 0;

	if (rule && !one)
		return report(reterr,
			      err_set(&err, ERR_USAGE,
				      "no rule is called '%s'; see 'tidemark rules'", rule),
			      &err);
	if (!str_eq(name, STR("text")) && !str_eq(name, STR("markdown")) &&
	    !str_eq(name, STR("json")))
		return report(reterr,
			      err_set(&err, ERR_USAGE,
				      "rules are written as text, markdown or json, not '%s'",
				      format),
			      &err);
	out_init_stream(&out, sink->write, sink->self);
	if (one)
		put_rule(one, name, width, &out);
	else if (str_eq(name, STR("markdown")))
		rule_table_markdown(rules, rule_count, &out);
	else if (str_eq(name, STR("text")))
		rule_table_text(rules, rule_count, &out);
	for (uint32_t i = 0; !one && str_eq(name, STR("json")) && i < rule_count; i++)
		rule_page_json(rules[i], &out);
	result = out_flush(&out);
	out_release(&out);
	return report(reterr, result ? err_set(&err, ERR_IO, "cannot write the output") : 0, &err);
}
