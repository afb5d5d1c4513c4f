#include "scanner/alembic_config.h"

#include "core/base/vec.h"
#include "scanner/ini.h"
#include "scanner/timeouts.h"

static const struct str alembic = STR_INIT("alembic");

/* The settings of one section while they are read. */
struct draft {
	struct alembic_section section;
	struct str separator;
	VEC(struct str) locations; /* the lines or strings of version_locations */
	bool used;                 /* is it about Alembic at all? */
};

struct reading {
	struct arena *arena, *scratch;
	struct alembic_config *config;
	VEC(struct draft) drafts;
};

static struct draft *find_draft(struct reading *r, struct str name)
{
	struct draft *d;

	for (uint32_t i = r->drafts.count; i-- > 0;)
		if (str_eq(r->drafts.items[i].section.name, name))
			return &r->drafts.items[i];
	if (r->drafts.count == ALEMBIC_MAX_SECTIONS) {
		r->config->too_many = true;
		return NULL;
	}
	d = vec_push(r->scratch, &r->drafts);
	d->section.name = name;
	d->used = str_eq(name, alembic);
	return d;
}

static void add_location(struct reading *r, struct draft *d, struct str location)
{
	location = str_trim(location);
	if (str_empty(location))
		return;
	if (d->locations.count == ALEMBIC_MAX_LOCATIONS)
		r->config->too_many = true;
	else
		*vec_push(r->scratch, &d->locations) = arena_str(r->arena, location);
}

static bool is_separator(char c, struct str separator)
{
	if (c == '\n')
		return true;
	if (str_eq(separator, STR("os")))
		return c == ':';
	if (separator.len == 1)
		return c == separator.ptr[0];
	if (str_eq(separator, STR("newline")))
		return false;
	return c == ' ' || c == ',';
}

/* Splits what was collected, now that the separator is known, which may follow the list. */
static void split_locations(struct reading *r, struct draft *d)
{
	struct str separator = d->separator;

	for (uint32_t i = 0, lines = d->locations.count; i < lines; i++) {
		struct str line = d->locations.items[i];
		size_t start = 0;

		/* os.pathsep on Windows */
		if (str_eq(separator, STR("os")) && str_chr(line, ';') >= 0)
			separator = STR(";");
		d->locations.items[i] = STR("");
		for (size_t at = 0; at <= line.len; at++)
			if (at == line.len || is_separator(line.ptr[at], separator)) {
				add_location(r, d, str_sub(line, start, at));
				start = at + 1;
			}
	}
}

static void keep_draft(struct reading *r, struct draft *d)
{
	struct alembic_section *kept = &r->config->sections[r->config->section_count++];

	*kept = d->section;
	kept->name = evidence_text(r->arena, kept->name); /* it will be shown */
	kept->version_locations = arena_array(r->arena, d->locations.count, sizeof(struct str));
	for (uint32_t i = 0; i < d->locations.count; i++)
		if (!str_empty(d->locations.items[i]))
			kept->version_locations[kept->version_location_count++] =
				d->locations.items[i];
}

static bool finish(struct reading *r)
{
	uint32_t used = 0;

	for (uint32_t i = 0; i < r->drafts.count; i++)
		used += r->drafts.items[i].used;
	r->config->sections = arena_array(r->arena, used, sizeof(*r->config->sections));
	for (uint32_t i = 0; i < r->drafts.count; i++) {
		struct draft *d = &r->drafts.items[i];

		if (d->used)
			keep_draft(r, d);
		else
			signs_merge(&r->config->signs, &d->section.signs);
	}
	return used > 0;
}

/* "postgresql+psycopg2" of a URL. */
static dialect_set url_dialect(struct str url)
{
	ptrdiff_t end = str_find(url, STR("://"));
	size_t start = url.len && (url.ptr[0] == '"' || url.ptr[0] == '\'');

	return end < 0 ? 0 : dialect_parse(str_sub(url, start, (size_t)end));
}

/* In an ini file a '%' is written twice. */
static struct str single_percents(struct arena *arena, struct str value)
{
	char *copy = arena_alloc(arena, value.len);
	size_t len = 0;

	for (size_t at = 0; at < value.len; at++)
		if (value.ptr[at] != '%' || at == 0 || value.ptr[at - 1] != '%')
			copy[len++] = value.ptr[at];
	return (struct str){copy, len};
}

enum { MAX_URL = 4096 }; /* bytes in which timeouts are looked for */

static void take_url(struct reading *r, struct draft *d, const struct setting *s)
{
	struct str path = r->config->path, text;
	struct timeout_option option;

	signs_add(&d->section.signs, r->arena, TRUST_SAID, url_dialect(s->value), path, s->line,
		  s->text);
	if (!str_has(s->value, STR("timeout")))
		return;
	text = str_sub(s->value, 0, MAX_URL);
	text = timeout_options(r->scratch, single_percents(r->scratch, text));
	while (timeout_next_option(&text, &option)) {
		if (!d->section.timeouts)
			d->section.timeouts = arena_array(r->arena,
							  LAST_TIMEOUT - FIRST_TIMEOUT + 1,
							  sizeof(struct evidence));
		d->section.timeouts[option.kind - FIRST_TIMEOUT] =
			(struct evidence){path, s->line, evidence_text(r->arena, s->text)};
	}
}

static bool is_location_key(struct str key)
{
	return str_eq_nocase(key, STR("version_locations")) ||
	       str_eq_nocase(key, STR("version_path_separator")) ||
	       str_eq_nocase(key, STR("path_separator")) ||
	       str_eq_nocase(key, STR("recursive_version_locations"));
}

static bool is_true(struct str value) /* as configparser's getboolean() */
{
	return str_eq_nocase(value, STR("true")) || str_eq_nocase(value, STR("yes")) ||
	       str_eq_nocase(value, STR("on")) || str_eq(value, STR("1"));
}

static void take_ini(struct reading *r, const struct setting *s)
{
	bool location = str_eq_nocase(s->key, STR("script_location"));
	bool url = str_eq_nocase(s->key, STR("sqlalchemy.url"));
	struct draft *d;

	if (!location && !url && !str_eq(s->section, alembic) && !is_location_key(s->key))
		return;
	d = find_draft(r, s->section);
	if (!d)
		return;
	if (location && str_empty(d->section.script_location)) {
		d->section.script_location = arena_str(r->arena, s->value);
		d->used = d->used || !str_empty(s->value);
	} else if (url) {
		take_url(r, d, s);
	} else if (str_eq_nocase(s->key, STR("version_locations"))) {
		add_location(r, d, s->value);
	} else if (str_eq_nocase(s->key, STR("path_separator")) ||
		   (str_eq_nocase(s->key, STR("version_path_separator")) &&
		    str_empty(d->separator))) {
		d->separator = s->value;
	} else if (str_eq_nocase(s->key, STR("recursive_version_locations"))) {
		d->section.recursive = is_true(s->value);
	}
}

static bool read_ini(struct reading *r, struct str content)
{
	struct settings settings = {.rest = content};
	struct setting setting;

	while (ini_next(&settings, &setting))
		take_ini(r, &setting);
	for (uint32_t i = 0; i < r->drafts.count; i++)
		split_locations(r, &r->drafts.items[i]);
	return finish(r);
}

static bool read_toml(struct reading *r, struct str content)
{
	struct settings settings = {.rest = content};
	struct setting s;

	while (toml_next(&settings, &s)) {
		struct draft *d;

		if (!str_eq(s.section, STR("tool.alembic")))
			continue;
		d = find_draft(r, alembic);
		if (str_eq(s.key, STR("script_location")))
			d->section.script_location = arena_str(r->arena, s.value);
		else if (str_eq(s.key, STR("version_locations")))
			add_location(r, d, s.value);
		else if (str_eq(s.key, STR("recursive_version_locations")))
			d->section.recursive = str_eq(s.value, STR("true"));
	}
	return finish(r);
}

bool alembic_config_read(struct str path, struct str content, struct arena *arena,
			 struct arena *scratch, struct alembic_config *ret_config)
{
	struct reading r = {.arena = arena, .scratch = scratch, .config = ret_config};

	*ret_config = (struct alembic_config){.path = path};
	if (!str_has(content, alembic) && !str_has(content, STR("script_location")))
		return false;
	return str_ends(path, STR(".toml")) ? read_toml(&r, content) : read_ini(&r, content);
}
