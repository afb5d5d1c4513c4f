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

enum setting_kind {
#define SETTING(kind, name) SETTING_##kind,
#include "core/model/setting.def"
#undef SETTING
	SETTING_COUNT
};
/* "lock_timeout" */
struct str setting_name(enum setting_kind kind);

enum setting_state {
	SETTING_UNKNOWN, /* it may be set: computed, set elsewhere, or differently in several places */
	SETTING_UNSET, /* env.py was read and leaves it alone: the default holds */
	SETTING_SET,
};
/* "unknown", "unset", "set" */
struct str setting_state_name(enum setting_state state);

/* One setting as it holds when migrations run against a database ("online"). */
struct env_setting {
	enum setting_state state;
	struct str value;         /* of SET: "true", "5s", "fk_%(table_name)s", as written */
	struct evidence evidence; /* of SET, and of UNKNOWN where something sets it; line 0: none */
};
/* Of a setting that is true or false, and false by default. */
enum tri setting_tri(const struct env_setting *setting);

struct environment {
	struct str name; /* the script_location, relative to the repository's root; "." = root */
	struct str framework; /* "alembic" */
	struct str section;   /* of alembic.ini, when it holds several databases */
	enum role role;
	struct str role_evidence; /* "path segment 'tests'" */
	dialect_set dialects;     /* 0 = not known */
	bool dialects_given;      /* by --dialect */
	/* by bit: major × 100 + minor; 0 = not known */
	uint32_t dialect_versions[DIALECT_COUNT];
	const struct evidence *dialect_evidence;
	uint32_t dialect_evidence_count;
	struct str config;         /* path of alembic.ini or pyproject.toml, empty = none */
	const struct str *folders; /* version folders with migrations, sorted */
	uint32_t folder_count;
	struct env_setting settings[SETTING_COUNT];
	enum tri transaction_per_migration, render_as_batch; /* the settings of these names */
	bool forward_only; /* no real downgrade anywhere, although upgrades do something */
};

#endif
