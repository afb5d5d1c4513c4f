/*
 * An environment: a chain's home. scanner/grouping infers it from configuration, env.py and the
 * files; each inference keeps its evidence.
 */
#ifndef TIDEMARK_CORE_MODEL_ENVIRONMENT_H
#define TIDEMARK_CORE_MODEL_ENVIRONMENT_H

#include "core/model/dialect.h"
#include "core/model/finding.h"

enum role { ROLE_PRODUCTION, ROLE_TEST, ROLE_EXAMPLE, ROLE_TEMPLATE, ROLE_VENDORED };
struct str role_name(enum role role);

struct environment {
	struct str name; /* the script_location, relative to the repository's root; "." = root */
	struct str framework; /* "alembic" */
	struct str section;   /* of alembic.ini, when it holds several databases */
	enum role role;
	struct str role_evidence; /* "path segment 'tests'" */
	dialect_set dialects;     /* 0 = not known */
	bool dialects_given;      /* by --dialect */
	const struct evidence *dialect_evidence;
	uint32_t dialect_evidence_count;
	struct str config;         /* path of alembic.ini or pyproject.toml, empty = none */
	const struct str *folders; /* version folders with migrations, sorted */
	uint32_t folder_count;
	enum tri transaction_per_migration, render_as_batch;
	bool forward_only; /* no real downgrade anywhere, although upgrades do something */
};

#endif
