#include "scanner/role.h"

static const struct {
	struct str segment;
	enum role role;
} segments[] = {
	{STR_INIT("test"), ROLE_TEST},
	{STR_INIT("tests"), ROLE_TEST},
	{STR_INIT("testing"), ROLE_TEST},
	{STR_INIT("testdata"), ROLE_TEST},
	{STR_INIT("test_data"), ROLE_TEST},
	{STR_INIT("testapp"), ROLE_TEST},
	{STR_INIT("test_app"), ROLE_TEST},
	{STR_INIT("test_apps"), ROLE_TEST},
	{STR_INIT("test_project"), ROLE_TEST},
	{STR_INIT("test_projects"), ROLE_TEST},
	{STR_INIT("test_migrations"), ROLE_TEST},
	{STR_INIT("test_alembic"), ROLE_TEST},
	{STR_INIT("test_env"), ROLE_TEST},
	{STR_INIT("test_fixtures"), ROLE_TEST},
	{STR_INIT("unittest"), ROLE_TEST},
	{STR_INIT("unittests"), ROLE_TEST},
	{STR_INIT("unit_tests"), ROLE_TEST},
	{STR_INIT("integration_tests"), ROLE_TEST},
	{STR_INIT("functional_tests"), ROLE_TEST},
	{STR_INIT("e2e"), ROLE_TEST},
	{STR_INIT("__tests__"), ROLE_TEST},
	{STR_INIT("example"), ROLE_EXAMPLE},
	{STR_INIT("examples"), ROLE_EXAMPLE},
	{STR_INIT("demo"), ROLE_EXAMPLE},
	{STR_INIT("demos"), ROLE_EXAMPLE},
	{STR_INIT("sample"), ROLE_EXAMPLE},
	{STR_INIT("samples"), ROLE_EXAMPLE},
	{STR_INIT("doc"), ROLE_EXAMPLE},
	{STR_INIT("docs"), ROLE_EXAMPLE},
	{STR_INIT("docs_src"), ROLE_EXAMPLE},
	{STR_INIT("tutorial"), ROLE_EXAMPLE},
	{STR_INIT("tutorials"), ROLE_EXAMPLE},
	{STR_INIT("template"), ROLE_TEMPLATE},
	{STR_INIT("templates"), ROLE_TEMPLATE},
	{STR_INIT("cookiecutter"), ROLE_TEMPLATE},
	{STR_INIT("vendor"), ROLE_VENDORED},
	{STR_INIT("vendors"), ROLE_VENDORED},
	{STR_INIT("vendored"), ROLE_VENDORED},
	{STR_INIT("_vendor"), ROLE_VENDORED},
	{STR_INIT("_vendored"), ROLE_VENDORED},
	{STR_INIT("third_party"), ROLE_VENDORED},
	{STR_INIT("thirdparty"), ROLE_VENDORED},
	{STR_INIT("3rdparty"), ROLE_VENDORED},
	{STR_INIT("node_modules"), ROLE_VENDORED},
	{STR_INIT("site_packages"), ROLE_VENDORED},
};

/* Equal but for case, and '-' equals '_'. */
static bool is_segment(struct str segment, struct str name)
{
	if (segment.len != name.len)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = segment.ptr[i];

		c = c == '-' ? '_' : c;
		c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		if (c != name.ptr[i])
			return false;
	}
	return true;
}

static bool ends_nocase(struct str s, struct str end)
{
	return s.len > end.len && str_eq_nocase(str_sub(s, s.len - end.len, s.len), end);
}

static enum role role_of_segment(struct str segment)
{
	for (size_t i = 0; i < sizeof(segments) / sizeof(segments[0]); i++)
		if (is_segment(segment, segments[i].segment))
			return segments[i].role;
	if (str_has(segment, STR("{{")) || str_has(segment, STR("{%")) ||
	    ends_nocase(segment, STR(".jinja")) || ends_nocase(segment, STR(".jinja2")) ||
	    ends_nocase(segment, STR("_template")) || ends_nocase(segment, STR("-template")) ||
	    ends_nocase(segment, STR("_templates")) || ends_nocase(segment, STR("-templates")))
		return ROLE_TEMPLATE;
	if (ends_nocase(segment, STR("_tests")) || ends_nocase(segment, STR("-tests")))
		return ROLE_TEST;
	return ROLE_PRODUCTION;
}

enum role role_of_path(struct str path, struct arena *arena, struct str *ret_evidence)
{
	struct str segment;

	while (str_split(&path, '/', &segment)) {
		enum role role = role_of_segment(segment);

		if (role != ROLE_PRODUCTION) {
			*ret_evidence = arena_printf(arena, "path segment '" STR_FMT "'",
						     STR_ARG(segment));
			return role;
		}
	}
	*ret_evidence = STR("");
	return ROLE_PRODUCTION;
}
