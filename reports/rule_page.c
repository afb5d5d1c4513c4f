#include "reports/rule_page.h"

#include "reports/json_writer.h"

static struct str severity_of(const struct rule *rule)
{
	return severity_name(rule->severity);
}

void rule_table_text(const struct rule *const *all, uint32_t count, struct out *o)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct rule *r = all[i];

		out_printf(o, "%-6s %-8s" STR_FMT "%*s %-26s %s\n", r->id, severity_of(r).ptr,
			   STR_ARG(family_name(r->family)), (int)(9 - family_name(r->family).len),
			   "", r->name, r->summary);
	}
}

void rule_table_markdown(const struct rule *const *all, uint32_t count, struct out *o)
{
	out_str(o, STR("| id | name | severity | family | answers | what it flags |\n"
		       "| --- | --- | --- | --- | --- | --- |\n"));
	for (uint32_t i = 0; i < count; i++) {
		const struct rule *r = all[i];

		out_printf(o, "| %s | [%s](%s.md) | " STR_FMT " | " STR_FMT " | %s | %s |\n", r->id,
			   r->name, r->name, STR_ARG(severity_of(r)),
			   STR_ARG(family_name(r->family)), r->codes, r->summary);
	}
}

/* Words of `text`, wrapped at `width`, each line indented. */
static void put_wrapped(struct out *o, struct str text, unsigned width, unsigned indent)
{
	size_t column = 0;
	struct str word;

	while (str_split(&text, ' ', &word)) {
		if (column && column + 1 + word.len > width) {
			out_char(o, '\n');
			column = 0;
		}
		out_printf(o, "%*s", column ? 1 : (int)indent, "");
		out_str(o, word);
		column += (column ? 1 : indent) + word.len;
	}
	out_char(o, '\n');
}

static void put_indented(struct out *o, struct str text, const char *indent)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		out_str(o, str_from(indent));
		out_str(o, line);
		out_char(o, '\n');
	}
}

void rule_page_text(const struct rule *r, unsigned width, struct out *o)
{
	out_printf(o, "%s %s (" STR_FMT ", " STR_FMT ")\n\n", r->id, r->name,
		   STR_ARG(severity_of(r)), STR_ARG(family_name(r->family)));
	put_wrapped(o, str_from(r->summary), width, 0);
	out_str(o, STR("\nWhy\n"));
	put_wrapped(o, str_from(r->why), width, 2);
	out_str(o, STR("\nWhat to do\n"));
	put_wrapped(o, str_from(r->fix), width, 2);
	out_printf(o, "\nDialects: %s\n", *r->dialects ? r->dialects : "all");
	if (*r->codes)
		out_printf(o, "Answers:  %s (pytest-mrt)\n", r->codes);
	out_printf(o, "Since:    %s\n", r->since);
	for (size_t i = 0; r->bad[i]; i++) {
		out_str(o, STR("\nFlagged\n"));
		put_indented(o, str_from(r->bad[i]), "  | ");
	}
	for (size_t i = 0; r->good[i]; i++) {
		out_str(o, STR("\nNot flagged\n"));
		put_indented(o, str_from(r->good[i]), "  | ");
	}
	out_printf(o, "\nTo allow one: # tidemark: allow %s -- reason\n", r->name);
}

void rule_page_markdown(const struct rule *r, struct out *o)
{
	out_printf(o, "# %s (%s)\n\n%s\n\n", r->name, r->id, r->summary);
	out_printf(o, "* severity: " STR_FMT "\n* family: " STR_FMT "\n* dialects: %s\n",
		   STR_ARG(severity_of(r)), STR_ARG(family_name(r->family)),
		   *r->dialects ? r->dialects : "all");
	if (*r->codes)
		out_printf(o, "* answers pytest-mrt's: %s\n", r->codes);
	out_printf(o, "* since: %s\n\n## Why\n\n%s\n\n## What to do\n\n%s\n", r->since, r->why,
		   r->fix);
	for (size_t i = 0; r->bad[i]; i++)
		out_printf(o, "\n## Flagged\n\n```python\n%s```\n", r->bad[i]);
	for (size_t i = 0; r->good[i]; i++)
		out_printf(o, "\n## Not flagged\n\n```python\n%s```\n", r->good[i]);
	out_printf(o, "\n## To allow one\n\n```python\n# tidemark: allow %s -- reason\n```\n",
		   r->name);
}

static cJSON *texts(struct arena *a, const char *const *items)
{
	cJSON *array = json_array();

	for (size_t i = 0; items[i]; i++)
		json_push(array, json_string(a, str_from(items[i])));
	return array;
}

void rule_page_json(const struct rule *r, struct out *o)
{
	struct arena arena;
	cJSON *object = json_object(), *codes = json_array();
	struct str rest = str_from(r->codes), code;

	arena_init(&arena);
	json_add_str(object, &arena, "id", str_from(r->id));
	json_add_str(object, &arena, "name", str_from(r->name));
	json_add_str(object, &arena, "since", str_from(r->since));
	json_add_str(object, &arena, "family", family_name(r->family));
	json_add_str(object, &arena, "severity", severity_of(r));
	while (str_split(&rest, ' ', &code))
		json_push(codes, json_string(&arena, code));
	json_add(object, "codes", codes);
	json_add_str(object, &arena, "dialects", str_from(r->dialects));
	json_add_str(object, &arena, "summary", str_from(r->summary));
	json_add_str(object, &arena, "why", str_from(r->why));
	json_add_str(object, &arena, "fix", str_from(r->fix));
	json_add(object, "flagged", texts(&arena, r->bad));
	json_add(object, "not_flagged", texts(&arena, r->good));
	json_write(o, object);
	out_char(o, '\n');
	arena_release(&arena);
}
