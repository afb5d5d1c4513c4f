#include "scanner/config.h"

#include "core/base/cleanup.h"
#include "core/base/glob.h"
#include "core/base/limits.h"
#include "core/base/vec.h"
#include "core/model/dialect.h"

#include <stdio.h>
#include <yaml.h>

enum {
	CONFIG_BYTES = 64 * 1024,
	ITEMS_MAX = 200, /* of a list: they are gone through for every finding */
	PATTERN_BYTES = 256,
	SHOWN_BYTES = 100,
	PATTERN_STEPS = 500 * 1000 * 1000, /* for all findings together */
};

struct reader {
	yaml_document_t *document;
	struct repo_config *to;
	struct arena *arena;
	struct err *err;
};

static void delete_parser(yaml_parser_t *parser)
{
	yaml_parser_delete(parser);
}

/* ---- nodes ------------------------------------------------------------------------------------ */

/* Lines of a YAML file are counted from 1 for people. */
static uint32_t line_of(const yaml_node_t *node)
{
	return (uint32_t)node->start_mark.line + 1;
}

static int wrong(struct reader *r, const yaml_node_t *node, const char *what, struct str text)
{
	size_t shown = text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES;

	while (shown && shown < text.len && ((unsigned char)text.ptr[shown] & 0xc0) == 0x80)
		shown--; /* no character is cut */
	return err_set(r->err, ERR_USAGE, "line %u: %s '" STR_FMT "'", line_of(node), what,
		       STR_ARG(str_sub(text, 0, shown)));
}

static int wants(struct reader *r, const yaml_node_t *node, const char *key, const char *what)
{
	return err_set(r->err, ERR_USAGE, "line %u: %s wants %s", line_of(node), key, what);
}

static yaml_node_t *node_of(struct reader *r, int index)
{
	return yaml_document_get_node(r->document, index);
}

static bool is_text(const yaml_node_t *node)
{
	return node->type == YAML_SCALAR_NODE;
}

static struct str text_of(const yaml_node_t *node)
{
	return (struct str){(const char *)node->data.scalar.value, node->data.scalar.length};
}

static struct str keep(struct reader *r, const yaml_node_t *node)
{
	return arena_str(r->arena, text_of(node));
}

/* ---- words ------------------------------------------------------------------------------------ */

static bool is_rule(struct str word)
{
	for (uint32_t i = 0; i < rule_count; i++)
		if (rule_matches(rules[i], word))
			return true;
	return false;
}

typedef int check_word(struct reader *r, const yaml_node_t *node);

static int check_rule(struct reader *r, const yaml_node_t *node)
{
	return is_rule(text_of(node)) ? 0 : wrong(r, node, "no rule is called", text_of(node));
}

static int check_dialect(struct reader *r, const yaml_node_t *node)
{
	uint32_t versions[DIALECT_COUNT] = {0};
	struct str text = text_of(node);

	return dialect_parse(dialect_word(text)) && dialect_version_parse(text, versions)
		       ? 0
		       : wrong(r, node, "no dialect, or no version of one, is", text);
}

static int check_pattern(struct reader *r, const yaml_node_t *node)
{
	struct str text = text_of(node);

	if (text.len && text.len <= PATTERN_BYTES && text.ptr[0] != '/')
		return 0;
	return wrong(r, node, "not a pattern of paths in this repository:", text);
}

static void add_word(struct reader *r, struct config_words *to, const yaml_node_t *node)
{
	*vec_push(r->arena, to) = (struct config_word){keep(r, node), line_of(node)};
}

/* A list of words, or one word. */
static int read_words(struct reader *r, const yaml_node_t *node, const char *key,
		      struct config_words *to, check_word *check)
{
	int result;

	if (is_text(node)) {
		result = check(r, node);
		if (!result)
			add_word(r, to, node);
		return result;
	}
	if (node->type != YAML_SEQUENCE_NODE)
		return wants(r, node, key, "a list");
	for (yaml_node_item_t *i = node->data.sequence.items.start;
	     i < node->data.sequence.items.top; i++) {
		const yaml_node_t *item = node_of(r, *i);

		if (!is_text(item))
			return wants(r, item, key, "a list of words");
		if (to->count == ITEMS_MAX)
			return wants(r, item, key, "at most 200 of them");
		result = check(r, item);
		if (result)
			return result;
		add_word(r, to, item);
	}
	return 0;
}

/* ---- the settings ----------------------------------------------------------------------------- */

static int read_select(struct reader *r, const yaml_node_t *node)
{
	return read_words(r, node, "select", &r->to->select, check_rule);
}

static int read_ignore(struct reader *r, const yaml_node_t *node)
{
	return read_words(r, node, "ignore", &r->to->ignore, check_rule);
}

static int read_paths(struct reader *r, const yaml_node_t *node)
{
	return read_words(r, node, "ignore_paths", &r->to->ignore_paths, check_pattern);
}

static int read_dialects(struct reader *r, const yaml_node_t *node)
{
	return read_words(r, node, "dialect", &r->to->dialects, check_dialect);
}

static int read_severity(struct reader *r, const yaml_node_t *node)
{
	struct rule_selection scratch;

	if (node->type != YAML_MAPPING_NODE)
		return wants(r, node, "severity", "rules with their severities");
	for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top;
	     p++) {
		const yaml_node_t *key = node_of(r, p->key), *value = node_of(r, p->value);
		struct config_word word = {.line = line_of(key)};

		if (!is_text(key) || !is_text(value))
			return wants(r, key, "severity", "rules with their severities");
		word.text = arena_printf(r->arena, STR_FMT "=" STR_FMT, STR_ARG(text_of(key)),
					 STR_ARG(text_of(value)));
		rule_selection_profile(&scratch, STR("all"), NULL);
		if (rule_selection_severity(&scratch, word.text, NULL))
			return wrong(r, key, "not a rule and error, warning or note:", word.text);
		if (r->to->severities.count == ITEMS_MAX)
			return wants(r, key, "severity", "at most 200 of them");
		*vec_push(r->arena, &r->to->severities) = word;
	}
	return 0;
}

static int read_suppression_field(struct reader *r, struct config_suppression *s,
				  const yaml_node_t *key, const yaml_node_t *value)
{
	struct str name = text_of(key);
	int result = 0;

	if (str_eq(name, STR("rule"))) {
		result = check_rule(r, value);
		s->rule = keep(r, value);
	} else if (str_eq(name, STR("path"))) {
		result = check_pattern(r, value);
		s->path = keep(r, value);
	} else if (str_eq(name, STR("revision"))) {
		s->revision = keep(r, value);
	} else if (str_eq(name, STR("fingerprint"))) {
		s->fingerprint = keep(r, value);
	} else if (str_eq(name, STR("reason"))) {
		if (text_of(value).len > LIMIT_LINE_BYTES)
			return wants(r, value, "reason", "a line, not more");
		s->reason = keep(r, value);
	} else {
		result = wrong(r, key, "suppress knows no", name);
	}
	return result;
}

static int read_suppression(struct reader *r, const yaml_node_t *node)
{
	struct config_suppression s = {.line = line_of(node)};

	if (node->type != YAML_MAPPING_NODE)
		return wants(r, node, "suppress", "a list of rule, path, revision, reason");
	for (yaml_node_pair_t *p = node->data.mapping.pairs.start; p < node->data.mapping.pairs.top;
	     p++) {
		const yaml_node_t *key = node_of(r, p->key), *value = node_of(r, p->value);
		int result;

		if (!is_text(key) || !is_text(value))
			return wants(r, key, "suppress", "words");
		result = read_suppression_field(r, &s, key, value);
		if (result)
			return result;
	}
	if (!s.reason.len)
		return wants(r, node, "suppress", "a reason");
	if (!s.rule.len && !s.path.len && !s.revision.len && !s.fingerprint.len)
		return wants(r, node, "suppress", "a rule, path, revision or fingerprint");
	*vec_push(r->arena, &r->to->suppressions) = s;
	return 0;
}

static int read_suppressions(struct reader *r, const yaml_node_t *node)
{
	int result = 0;

	if (node->type != YAML_SEQUENCE_NODE)
		return wants(r, node, "suppress", "a list");
	for (yaml_node_item_t *i = node->data.sequence.items.start;
	     i < node->data.sequence.items.top && !result; i++) {
		if (r->to->suppressions.count == ITEMS_MAX)
			return wants(r, node, "suppress", "at most 200 of them");
		result = read_suppression(r, node_of(r, *i));
	}
	return result;
}

static const struct {
	struct str key;
	int (*read)(struct reader *r, const yaml_node_t *node);
} settings[] = {
	{STR_INIT("select"), read_select},      {STR_INIT("ignore"), read_ignore},
	{STR_INIT("ignore_paths"), read_paths}, {STR_INIT("dialect"), read_dialects},
	{STR_INIT("severity"), read_severity},  {STR_INIT("suppress"), read_suppressions},
};

static int read_setting(struct reader *r, const yaml_node_t *key, const yaml_node_t *value)
{
	if (!is_text(key))
		return wants(r, key, CONFIG_NAME, "settings with a name");
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (str_eq(text_of(key), settings[i].key))
			return settings[i].read(r, value);
	return wrong(r, key, "a repository cannot set", text_of(key));
}

static int read_document(struct reader *r)
{
	const yaml_node_t *root = yaml_document_get_root_node(r->document);
	int result = 0;

	if (!root || (is_text(root) && !text_of(root).len))
		return 0; /* empty */
	if (root->type != YAML_MAPPING_NODE)
		return wants(r, root, CONFIG_NAME, "settings with a name");
	for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
	     p < root->data.mapping.pairs.top && !result; p++)
		result = read_setting(r, node_of(r, p->key), node_of(r, p->value));
	return result;
}

int config_parse(struct repo_config *ret_config, struct str content, struct arena *arena,
		 struct err *reterr)
{
	CLEANUP(delete_parser) yaml_parser_t parser = {0};
	yaml_document_t document;
	struct repo_config config = {.steps = PATTERN_STEPS};
	struct reader r = {&document, &config, arena, reterr};
	int result;

	if (content.len > CONFIG_BYTES)
		return err_set(reterr, ERR_LIMIT, "larger than %d bytes", CONFIG_BYTES);
	if (!yaml_parser_initialize(&parser))
		return err_set(reterr, ERR_IO, "no memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)content.ptr, content.len);
	if (!yaml_parser_load(&parser, &document))
		return err_set(reterr, ERR_CORRUPT, "line %zu: %s", parser.problem_mark.line + 1,
			       parser.problem ? parser.problem : "not YAML");
	result = read_document(&r);
	yaml_document_delete(&document);
	if (!result)
		*ret_config = config;
	return result;
}

/* ---- what it says of a finding ----------------------------------------------------------------- */

static const struct config_word *find_rule(const struct config_words *words,
					   const struct rule *rule)
{
	for (uint32_t i = 0; i < words->count; i++)
		if (rule_matches(rule, words->items[i].text))
			return &words->items[i];
	return NULL;
}

static bool says(const struct config_suppression *s, const struct finding *f,
		 const struct rule *rule, uint64_t *steps)
{
	char hex[17];

	snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)f->fingerprint);
	return (!s->rule.len || rule_matches(rule, s->rule)) &&
	       (!s->revision.len || str_eq(s->revision, f->revision)) &&
	       (!s->fingerprint.len || str_eq(s->fingerprint, str_from(hex))) &&
	       (!s->path.len || glob_match(s->path, f->path, steps));
}

bool config_suppresses(struct repo_config *config, const struct finding *finding,
		       struct config_verdict *ret_verdict)
{
	const struct rule *rule = rule_find(finding->rule);
	const struct config_word *word = rule ? find_rule(&config->ignore, rule) : NULL;

	if (!rule)
		return false;
	for (uint32_t i = 0; i < config->suppressions.count; i++) {
		const struct config_suppression *s = &config->suppressions.items[i];

		if (!says(s, finding, rule, &config->steps))
			continue;
		*ret_verdict = (struct config_verdict){s->line, s->reason};
		return true;
	}
	if (word) {
		*ret_verdict = (struct config_verdict){word->line, STR("ignore")};
		return true;
	}
	if (config->select.count && !find_rule(&config->select, rule)) {
		*ret_verdict = (struct config_verdict){config->select.items[0].line,
						       STR("not among what is selected")};
		return true;
	}
	for (uint32_t i = 0; i < config->ignore_paths.count; i++) {
		word = &config->ignore_paths.items[i];
		if (!glob_match(word->text, finding->path, &config->steps))
			continue;
		*ret_verdict = (struct config_verdict){word->line, STR("ignore_paths")};
		return true;
	}
	return false;
}
