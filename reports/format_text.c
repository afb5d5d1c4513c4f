/*
 * For people: findings by repository, environment and migration, then what was not read and the
 * totals (text_summary.c).
 */
#include "reports/format.h"
#include "reports/text_view.h"

enum {
	GROUP_INDENT = 2,
	FINDING_INDENT = 4,
	DETAIL_INDENT = 13, /* FINDING_INDENT, the longest severity, two spaces */
	LABEL_WIDTH = 5,    /* "why", "fix" */
	EVIDENCE_SHOWN = 3,
	TEXT_BYTES = 2000, /* of one name or message */
};

struct str view_text(struct text_view *v, struct str s)
{
	struct arena *a = &v->layout.arena;
	size_t cut = TEXT_BYTES;

	if (s.len <= TEXT_BYTES)
		return text_clean(a, s);
	while (cut > TEXT_BYTES - 4 && ((unsigned char)s.ptr[cut] & 0xc0) == 0x80)
		cut--; /* back to the start of a UTF-8 sequence */
	return arena_join(a, text_clean(a, str_sub(s, 0, cut)), STR("..."));
}

enum text_style severity_style(enum severity severity)
{
	static const enum text_style styles[] = {
		[SEVERITY_NOTE] = STYLE_NOTE,
		[SEVERITY_WARNING] = STYLE_WARNING,
		[SEVERITY_ERROR] = STYLE_ERROR,
	};

	return styles[severity];
}

/* ---- headers, each written when the first thing below it is --------------------------------- */

static void show_repository(struct text_view *v, const struct unit_reader *units)
{
	const struct record_repository *repository = &units->place.repository;
	struct text_layout *t = &v->layout;

	if (v->repository_shown)
		return;
	v->repository_shown = true;
	text_begin(t, 0, GROUP_INDENT);
	text_word(t, STYLE_TITLE, view_text(v, repository->name));
	if (!repository->git)
		text_words(t, STYLE_DIM, STR("(plain folder)"));
	else if (repository->commit.len)
		text_printf(t, STYLE_DIM, "(" STR_FMT " at " STR_FMT ")",
			    STR_ARG(view_text(v, repository->ref)),
			    STR_ARG(text_fit(view_text(v, repository->commit), 12)));
	if (units->incomplete)
		text_words(t, STYLE_ERROR, STR("not read completely"));
	text_end(t);
}

static void show_environment(struct text_view *v, const struct unit_reader *units)
{
	struct text_layout *t = &v->layout;

	show_repository(v, units);
	if (v->environment_shown || !v->environment_line.len)
		return;
	v->environment_shown = true;
	if (v->environments_shown++)
		text_gap(t);
	text_begin(t, GROUP_INDENT, 2 * GROUP_INDENT);
	text_words(t, STYLE_DIM, v->environment_line);
	text_end(t);
}

static void show_group(struct text_view *v, const struct unit_reader *units,
		       const struct finding *f)
{
	struct text_layout *t = &v->layout;

	show_environment(v, units);
	if (v->group_shown && str_eq(v->group, f->path))
		return;
	v->group_shown = true;
	v->group = arena_str(&v->environment, f->path);
	text_gap(t);
	text_begin(t, GROUP_INDENT, 2 * GROUP_INDENT);
	text_word(t, STYLE_TITLE, f->path.len ? view_text(v, f->path) : STR("(the whole chain)"));
	if (f->revision.len)
		text_printf(t, STYLE_DIM, "(revision " STR_FMT ")",
			    STR_ARG(view_text(v, f->revision)));
	text_end(t);
}

/* ---- one finding ----------------------------------------------------------------------------- */

static const struct rule *rule_of(const struct text_view *v, const struct finding *f,
				  uint32_t *ret_index)
{
	*ret_index = report_rule(v->report, f->rule);
	return *ret_index < v->report->rule_count ? v->report->rules[*ret_index] : NULL;
}

static struct str rule_label(struct text_view *v, const struct finding *f)
{
	uint32_t index;
	const struct rule *rule = rule_of(v, f, &index);

	if (!rule)
		return view_text(v, f->rule);
	return arena_printf(&v->layout.arena, "%s (%s)", rule->name, rule->id);
}

/* "path:18:5", as editors and terminals take it. */
static struct str location(struct text_view *v, struct str path, struct span at)
{
	struct str shown = view_text(v, path);

	if (!at.line)
		return shown;
	if (!at.column)
		return arena_printf(&v->layout.arena, STR_FMT ":%u", STR_ARG(shown), at.line);
	return arena_printf(&v->layout.arena, STR_FMT ":%u:%u", STR_ARG(shown), at.line, at.column);
}

static struct str dialect_list(struct arena *a, dialect_set dialects, struct str separator)
{
	struct str list = STR("");

	for (int bit = 0; bit < DIALECT_COUNT; bit++) {
		if (!(dialects & 1u << bit))
			continue;
		list = arena_join(a, list.len ? arena_join(a, list, separator) : list,
				  dialect_name(1u << bit));
	}
	return list;
}

/* What follows the location: where it runs, what is lost, how sure that is. */
static void show_qualifiers(struct text_view *v, const struct finding *f)
{
	struct text_layout *t = &v->layout;

	if (f->has_direction)
		text_printf(t, STYLE_DIM, "in " STR_FMT, STR_ARG(direction_name(f->direction)));
	if (f->dialects && f->dialects != v->dialects)
		text_printf(t, STYLE_DIM, "on " STR_FMT,
			    STR_ARG(dialect_list(&t->arena, f->dialects, STR(", "))));
	if (f->scenario.len)
		text_printf(t, STYLE_DIM, "when " STR_FMT, STR_ARG(view_text(v, f->scenario)));
	if (f->verdict.len)
		text_printf(t, STYLE_DIM, "[" STR_FMT "]", STR_ARG(view_text(v, f->verdict)));
	if (f->confidence != CONFIDENCE_HIGH)
		text_printf(t, STYLE_DIM, "[%s]",
			    f->confidence == CONFIDENCE_LOW ? "low confidence" : "proven");
}

static void show_evidence(struct text_view *v, const struct finding *f)
{
	uint32_t shown = f->evidence_count;
	struct text_layout *t = &v->layout;

	if (!v->report->verbose && shown > EVIDENCE_SHOWN)
		shown = EVIDENCE_SHOWN;
	for (uint32_t i = 0; i < shown; i++) {
		const struct evidence *e = &f->evidence[i];

		text_begin(t, DETAIL_INDENT, DETAIL_INDENT + LABEL_WIDTH);
		text_words(t, STYLE_DIM, STR("see"));
		text_column(t, DETAIL_INDENT + LABEL_WIDTH);
		text_word(t, STYLE_PLAIN,
			  location(v, e->path.len ? e->path : f->path,
				   (struct span){.line = e->line}));
		text_end(t);
		if (e->text.len)
			text_source(t, DETAIL_INDENT, e->line, e->text);
	}
	if (shown == f->evidence_count)
		return;
	text_begin(t, DETAIL_INDENT + LABEL_WIDTH, DETAIL_INDENT + LABEL_WIDTH);
	text_printf(t, STYLE_DIM, "and %u more", f->evidence_count - shown);
	text_end(t);
}

static void show_paragraph(struct text_layout *t, const char *label, const char *text)
{
	text_begin(t, DETAIL_INDENT, DETAIL_INDENT + LABEL_WIDTH);
	text_words(t, STYLE_DIM, str_from(label));
	text_column(t, DETAIL_INDENT + LABEL_WIDTH);
	text_words(t, STYLE_PLAIN, str_from(text));
	text_end(t);
}

/* In full for a rule's first finding in the repository. */
static void show_why(struct text_view *v, const struct finding *f)
{
	struct text_layout *t = &v->layout;
	uint32_t index;
	const struct rule *rule = rule_of(v, f, &index);

	if (!rule)
		return;
	if (v->explained[index] && !v->report->verbose) {
		text_begin(t, DETAIL_INDENT, DETAIL_INDENT);
		text_printf(t, STYLE_DIM, "why, fix: as for the first %s above", rule->id);
		text_end(t);
		return;
	}
	v->explained[index] = true;
	show_paragraph(t, "why", rule->why);
	show_paragraph(t, "fix", rule->fix);
}

/* Why a finding that is listed all the same (--verbose) does not count. */
static void show_exemption(struct text_view *v, const struct unit_place *place,
			   const struct record_finding *r)
{
	static const char *const forms[] = {
		[SUPPRESSION_TIDEMARK] = "# tidemark: allow",
		[SUPPRESSION_NOQA] = "# noqa",
		[SUPPRESSION_MRT] = "# mrt: ignore",
	};
	const struct finding *f = &r->finding;
	struct text_layout *t = &v->layout;

	if (r->counts)
		return;
	text_begin(t, DETAIL_INDENT, DETAIL_INDENT);
	if (f->suppressed) {
		text_printf(t, STYLE_DIM, "suppressed by '%s'", forms[f->suppressed_by]);
		if (f->suppressed_line)
			text_printf(t, STYLE_DIM, "on line %u", f->suppressed_line);
		if (f->suppressed_reason.len)
			text_printf(t, STYLE_DIM, "-- " STR_FMT,
				    STR_ARG(view_text(v, f->suppressed_reason)));
	} else {
		text_printf(t, STYLE_DIM, "not counted: the environment's role is " STR_FMT,
			    STR_ARG(role_name(place->role)));
	}
	text_end(t);
}

static void show_finding(struct text_view *v, const struct unit_reader *units,
			 const struct record_finding *r)
{
	const struct finding *f = &r->finding;
	struct text_layout *t = &v->layout;

	show_group(v, units, f);
	text_begin(t, FINDING_INDENT, DETAIL_INDENT);
	text_attach(t, r->counts ? severity_style(f->severity) : STYLE_DIM,
		    severity_name(f->severity));
	text_column(t, DETAIL_INDENT);
	text_words(t, STYLE_TITLE, rule_label(v, f));
	text_attach(t, STYLE_PLAIN, STR(":"));
	text_words(t, STYLE_PLAIN, view_text(v, f->message));
	text_end(t);
	text_begin(t, DETAIL_INDENT, DETAIL_INDENT);
	if (f->path.len)
		text_word(t, STYLE_PLAIN, location(v, f->path, f->at));
	show_qualifiers(v, f);
	text_end(t);
	if (f->at.line && f->excerpt.len)
		text_source(t, DETAIL_INDENT, f->at.line, f->excerpt);
	show_evidence(v, f);
	show_exemption(v, &units->place, r);
	show_why(v, f);
}

/* --quiet: as compilers do it. */
static void show_line(struct text_view *v, const struct unit_reader *units,
		      const struct record_finding *r)
{
	const struct finding *f = &r->finding;
	struct text_layout *t = &v->layout;

	show_repository(v, units);
	text_begin(t, GROUP_INDENT, 2 * GROUP_INDENT);
	text_word(t, STYLE_PLAIN,
		  location(v, f->path.len ? f->path : units->place.environment, f->at));
	text_attach(t, STYLE_PLAIN, STR(":"));
	text_words(t, severity_style(f->severity), severity_name(f->severity));
	text_words(t, STYLE_TITLE, rule_label(v, f));
	text_attach(t, STYLE_PLAIN, STR(":"));
	text_words(t, STYLE_PLAIN, view_text(v, f->message));
	text_end(t);
}

/* ---- walking --------------------------------------------------------------------------------- */

static void take_finding(struct text_view *v, const struct unit_reader *units,
			 const struct record_finding *r)
{
	const struct finding *f = &r->finding;
	uint32_t index;

	if (r->counts) {
		struct rule_total *total;

		rule_of(v, f, &index);
		total = &v->by_rule[index];
		total->findings++;
		if (f->severity > total->worst)
			total->worst = f->severity;
		v->has_findings = true;
	} else if (f->suppressed) {
		v->suppressed++;
	} else {
		v->apart[f->severity]++;
	}
	if (v->report->quiet && r->counts)
		show_line(v, units, r);
	else if (!v->report->quiet && (r->counts || v->report->verbose))
		show_finding(v, units, r);
}

/* What was counted but not listed. */
static void end_environment(struct text_view *v, const struct unit_reader *units)
{
	struct text_layout *t = &v->layout;
	struct str apart = severities_text(&t->arena, v->apart);

	if (!v->report->quiet && !v->report->verbose && (apart.len || v->suppressed)) {
		show_environment(v, units);
		text_begin(t, FINDING_INDENT, FINDING_INDENT);
		if (apart.len)
			text_printf(t, STYLE_DIM, "not counted (role " STR_FMT "): " STR_FMT,
				    STR_ARG(role_name(v->role)), STR_ARG(apart));
		if (apart.len && v->suppressed)
			text_attach(t, STYLE_DIM, STR(";"));
		if (v->suppressed)
			text_printf(t, STYLE_DIM, "suppressed: " STR_FMT,
				    STR_ARG(count_text(&t->arena, v->suppressed, "finding",
						       "findings")));
		text_end(t);
	}
	memset(v->apart, 0, sizeof(v->apart));
	v->suppressed = 0;
	v->environment_shown = v->group_shown = false;
	v->environment_line = STR("");
	v->dialects = 0;
	v->role = ROLE_PRODUCTION;
	arena_reset(&v->environment);
}

/* "postgresql (alembic.ini:12)": the dialects and why we think so. */
static struct str dialects_text(struct text_view *v, const struct environment *env)
{
	struct arena *a = &v->layout.arena;
	struct str list = dialect_list(a, env->dialects, STR(", "));
	const struct evidence *first = env->dialect_evidence;

	if (!env->dialects)
		return STR("dialect not known");
	if (env->dialects_given)
		return arena_printf(a, STR_FMT " (--dialect)", STR_ARG(list));
	if (!env->dialect_evidence_count)
		return list;
	if (!first->path.len)
		return arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(list),
				    STR_ARG(view_text(v, first->text)));
	return arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(list),
			    STR_ARG(location(v, first->path, (struct span){.line = first->line})));
}

/* "; lock_timeout=4s": what decides how an interrupted or blocked migration ends. */
static struct str settings_text(struct text_view *v, const struct environment *env)
{
	struct str list = STR("");

	for (int kind = 0; kind < SETTING_NAMING_IX; kind++) {
		const struct env_setting *s = &env->settings[kind];

		if (s->state == SETTING_SET && kind != SETTING_RENDER_AS_BATCH &&
		    kind != SETTING_INCLUDE_SCHEMAS && kind != SETTING_VERSION_TABLE &&
		    kind != SETTING_VERSION_TABLE_SCHEMA)
			list = arena_printf(&v->layout.arena, STR_FMT "; " STR_FMT "=" STR_FMT,
					    STR_ARG(list), STR_ARG(setting_name(kind)),
					    STR_ARG(view_text(v, s->value)));
	}
	return list;
}

static void begin_environment(struct text_view *v, const struct unit_reader *units,
			      const struct record_environment *r)
{
	const struct environment *env = &r->env;
	struct arena *a = &v->layout.arena;
	struct str role = STR("");

	end_environment(v, units);
	v->dialects = env->dialects;
	v->role = env->role;
	if (env->role != ROLE_PRODUCTION)
		role = arena_printf(a, "; %s%s%s", role_name(env->role).ptr,
				    env->role_evidence.len ? ": " : "",
				    arena_str(a, view_text(v, env->role_evidence)).ptr);
	v->environment_line = arena_printf(
		&v->environment,
		STR_FMT ": " STR_FMT "; " STR_FMT "; " STR_FMT ", " STR_FMT "%s" STR_FMT STR_FMT,
		STR_ARG(view_text(v, env->name)), STR_ARG(view_text(v, env->framework)),
		STR_ARG(dialects_text(v, env)),
		STR_ARG(count_text(a, r->migrations, "migration", "migrations")),
		STR_ARG(count_text(a, r->heads, "head", "heads")),
		env->forward_only ? "; forward-only" : "", STR_ARG(settings_text(v, env)),
		STR_ARG(role));
	if (v->report->verbose && !v->report->quiet)
		show_environment(v, units);
}

static int show_unit(struct text_view *v, struct unit_reader *units, struct err *reterr)
{
	struct record record;
	int result;

	v->repository_shown = v->has_findings = false;
	v->environments_shown = 0;
	memset(v->explained, 0, (v->report->rule_count + 1) * sizeof(*v->explained));
	if (v->report->verbose && !v->report->quiet)
		show_repository(v, units);
	while ((result = unit_record(units, &record, reterr)) > 0) {
		if (record.kind == RECORD_ENVIRONMENT)
			begin_environment(v, units, &record.as.environment);
		else if (record.kind == RECORD_FINDING)
			take_finding(v, units, &record.as.finding);
		text_clear(&v->layout);
	}
	end_environment(v, units);
	text_clear(&v->layout);
	v->repositories_with_findings += v->has_findings;
	if (v->repository_shown && !v->report->quiet)
		text_gap(&v->layout);
	return result;
}

static int show_units(struct text_view *v, struct err *reterr)
{
	struct unit_reader units;
	int result = 0;

	unit_reader_init(&units, v->report);
	while (result >= 0 && !v->layout.out->error && (result = unit_next(&units, reterr)) > 0)
		result = show_unit(v, &units, reterr);
	unit_reader_release(&units);
	if (v->report->quiet && v->repositories_with_findings)
		text_gap(&v->layout);
	return result < 0 ? result : 0;
}

static void view_init(struct text_view *v, const struct report *report, struct out *out)
{
	*v = (struct text_view){.report = report};
	text_layout_init(&v->layout, out, report->width, report->color);
	arena_init(&v->run);
	arena_init(&v->environment);
	v->by_rule = arena_array(&v->run, report->rule_count + 1, sizeof(*v->by_rule));
	v->explained = arena_array(&v->run, report->rule_count + 1, sizeof(*v->explained));
}

static int render(const struct report *report, struct out *out, struct err *reterr)
{
	struct text_view v;
	int result;

	view_init(&v, report, out);
	result = show_units(&v, reterr);
	if (result == 0)
		result = text_summary(&v, reterr);
	text_layout_release(&v.layout);
	arena_release(&v.run);
	arena_release(&v.environment);
	return result;
}

const struct format format_text = {
	.name = "text",
	.extension = "txt",
	.summary = "for reading: findings by repository and migration, with why and fix",
	.render = render,
};
