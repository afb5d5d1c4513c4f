#include "reports/sarif_object.h"

#include "reports/record_json.h"
#include "reports/uri.h"

/* SARIF reads "[text](target)" as a link; nothing from a repository may become one. */
static struct str without_links(struct arena *a, struct str text)
{
	char *safe;
	size_t len = 0;

	if (!str_has(text, STR("](")))
		return text;
	safe = arena_alloc(a, 2 * text.len);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '[' || text.ptr[i] == ']')
			safe[len++] = '\\';
		safe[len++] = text.ptr[i];
	}
	return (struct str){safe, len};
}

cJSON *sarif_message(struct arena *a, struct str text)
{
	cJSON *object = json_object();

	json_add_str(object, a, "text", without_links(a, text));
	return object;
}

static cJSON *artifact_location(struct arena *a, struct str uri)
{
	cJSON *object = json_object();

	json_add_str(object, a, "uri", uri);
	json_add_str(object, a, "uriBaseId", STR("SRCROOT"));
	return object;
}

/* Our columns count bytes, SARIF's here count characters; `source` is the line. */
static uint32_t character_column(uint32_t column, struct str source)
{
	struct str before = str_sub(source, 0, column - 1);
	uint32_t characters = 0;

	if (column - 1 > source.len)
		return column;
	for (size_t at = 0; at < before.len; characters++) {
		size_t width = str_utf8_at(before, at);

		at += width ? width : 1;
	}
	return characters + 1;
}

static cJSON *region(struct arena *a, const struct span *at, struct str source)
{
	cJSON *object = json_object(), *snippet;

	json_add_u64(object, a, "startLine", at->line);
	if (at->column)
		json_add_u64(object, a, "startColumn", character_column(at->column, source));
	if (at->end_line >= at->line)
		json_add_u64(object, a, "endLine", at->end_line);
	if (source.len) {
		snippet = json_object();
		json_add_str(snippet, a, "text", source);
		json_add(object, "snippet", snippet);
	}
	return object;
}

static cJSON *logical_location(struct arena *a, struct str name)
{
	cJSON *locations = json_array(), *object = json_object();

	json_add_str(object, a, "fullyQualifiedName", name);
	json_push(locations, object);
	return locations;
}

cJSON *sarif_location(struct arena *a, struct str path, const struct span *at, struct str source,
		      struct str otherwise)
{
	struct str uri = uri_path(a, path);
	cJSON *object, *physical;

	if (!uri.len && !otherwise.len)
		return NULL;
	object = json_object();
	if (!uri.len) {
		json_add(object, "logicalLocations", logical_location(a, otherwise));
		return object;
	}
	physical = json_object();
	json_add(physical, "artifactLocation", artifact_location(a, uri));
	if (at->line)
		json_add(physical, "region", region(a, at, source));
	json_add(object, "physicalLocation", physical);
	return object;
}

static cJSON *rule_help(struct arena *a, const struct rule *rule)
{
	cJSON *object = json_object();

	json_add_str(object, a, "text", arena_printf(a, "%s\n\nFix: %s", rule->why, rule->fix));
	json_add_str(object, a, "markdown",
		     arena_printf(a, "%s\n\n**Fix:** %s\n", rule->why, rule->fix));
	return object;
}

static cJSON *rule_properties(struct arena *a, const struct rule *rule)
{
	cJSON *object = json_object(), *tags = codes_json(a, rule->codes);
	struct str family = family_name(rule->family);

	json_push(tags, json_string(a, family));
	json_add(object, "tags", tags);
	json_add_str(object, a, "family", family);
	json_add(object, "codes", codes_json(a, rule->codes));
	json_add_str(object, a, "since", str_from(rule->since));
	return object;
}

cJSON *sarif_rule(struct arena *a, const struct rule *rule)
{
	cJSON *object = json_object(), *configuration = json_object();

	json_add_str(object, a, "id", str_from(rule->id));
	json_add_str(object, a, "name", str_from(rule->name));
	json_add(object, "shortDescription", sarif_message(a, str_from(rule->summary)));
	json_add(object, "fullDescription", sarif_message(a, str_from(rule->why)));
	json_add(object, "help", rule_help(a, rule));
	json_add_str(configuration, a, "level", severity_name(rule->severity));
	json_add(object, "defaultConfiguration", configuration);
	json_add(object, "properties", rule_properties(a, rule));
	return object;
}
