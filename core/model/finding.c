#include "core/model/finding.h"

#include "core/model/environment.h"

static const struct str severities[] = {STR_INIT("note"), STR_INIT("warning"), STR_INIT("error")};
static const struct str confidences[] = {STR_INIT("low"), STR_INIT("high"), STR_INIT("proven")};
static const struct str roles[] = {STR_INIT("production"), STR_INIT("test"), STR_INIT("example"),
				   STR_INIT("template"), STR_INIT("vendored")};

struct str severity_name(enum severity severity)
{
	return severities[severity];
}

bool severity_parse(struct str name, enum severity *ret_severity)
{
	for (int i = SEVERITY_NOTE; i <= SEVERITY_ERROR; i++) {
		if (str_eq(severities[i], name)) {
			*ret_severity = i;
			return true;
		}
	}
	return false;
}

struct str confidence_name(enum confidence confidence)
{
	return confidences[confidence];
}

struct str role_name(enum role role)
{
	return roles[role];
}
