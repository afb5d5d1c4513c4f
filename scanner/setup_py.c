#include "scanner/setup_py.h"

#include "scanner/drivers.h"
#include "scanner/env_names.h"

/* What the names around a string say of it. */
struct place {
	bool listed;    /* in a list, tuple or set */
	bool required;  /* under a name with "require" in it */
	bool for_tests; /* "dev", "tests_require" … */
	bool other;     /* keywords=[…] and the like: no requirements */
};

static void take_name(struct place *place, struct str name)
{
	static const struct str others[] = {
		STR_INIT("keywords"),     STR_INIT("classifiers"), STR_INIT("packages"),
		STR_INIT("entry_points"), STR_INIT("name"),        STR_INIT("py_modules"),
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		place->other |= str_eq(name, others[i]);
	place->required |= str_has(name, STR("require"));
	/* what only the installation needs is not what the program runs on */
	place->for_tests |= drivers_is_for_tests(name) || str_eq(name, STR("setup_requires"));
}

static void look_at(struct place *place, struct env_names *names, uint32_t node)
{
	const struct cst *c = names->cst;
	uint32_t name = 0;
	struct str text;

	switch (cst_kind(c, node)) {
	case CST_LIST:
	case CST_TUPLE:
	case CST_SET:
		place->listed = true;
		return;
	case CST_PAIR:
		name = cst_child(c, node, FIELD_KEY);
		break;
	case CST_KEYWORD_ARGUMENT:
		name = cst_child(c, node, FIELD_NAME);
		break;
	case CST_ASSIGNMENT:
		name = cst_child(c, node, FIELD_LEFT);
		if (name && cst_kind(c, name) == CST_SUBSCRIPT) /* extras["dev"] = … */
			name = cst_child(c, name, FIELD_SUBSCRIPT);
		break;
	default:
		return;
	}
	if (!name)
		return;
	if (cst_kind(c, name) == CST_IDENTIFIER)
		take_name(place, cst_text(c, name));
	else if (env_text(names, name, &text))
		take_name(place, text);
}

/* Who needs what is required at `node`; TRUST_COUNT: it is no requirement. */
static enum trust trust_at(struct env_names *names, uint32_t node)
{
	struct place place = {0};

	for (uint32_t i = names->parents[node]; i; i = names->parents[i]) {
		if (cst_kind(names->cst, i) == CST_FUNCTION_DEFINITION)
			break;
		look_at(&place, names, i);
	}
	if (place.other || (!place.listed && !place.required))
		return TRUST_COUNT;
	return place.for_tests ? TRUST_TEST_DRIVER : TRUST_DRIVER;
}

static void read_string(struct env_names *names, struct str path, uint32_t node,
			struct arena *arena, struct signs *signs)
{
	uint32_t line = cst_line_at(names->cst, node);
	dialect_set dialects = 0;
	struct str text, requirement;
	enum trust trust;

	if (!env_text(names, node, &text))
		return;
	while (str_split(&text, '\n', &requirement))
		dialects |= drivers_of_requirement(requirement);
	trust = dialects ? trust_at(names, node) : TRUST_COUNT;
	if (trust != TRUST_COUNT)
		signs_add(signs, arena, trust, dialects, path, line,
			  cst_line(names->cst->files[0], line));
}

void setup_py_read(struct str path, const struct cst *cst, struct arena *arena,
		   struct arena *scratch, struct signs *signs)
{
	struct env_names names;

	env_names_init(&names, cst, scratch);
	for (uint32_t i = 0; i < cst->files[0]->count; i++)
		if (cst_kind(cst, i) == CST_STRING)
			read_string(&names, path, i, arena, signs);
}
