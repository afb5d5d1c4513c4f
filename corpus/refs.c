#include "corpus/refs.h"

#include "core/base/cleanup.h"
#include "core/base/limits.h"
#include "corpus/git_util.h"

#include <sys/stat.h>

CLEANUP_DEFINE(free_reference, git_reference *, git_reference_free)
CLEANUP_DEFINE(free_iterator, git_reference_iterator *, git_reference_iterator_free)

enum {
	LINKS = 10, /* symbolic refs, or tags of tags, one behind the other */
	REF_BYTES = 8 * 1024,
};

struct lookup {
	git_repository *repository;
	struct objects *objects;
	struct arena *arena;
	struct str asked; /* for messages */
};

/* libgit2 opens a loose ref without a look at what it is: a FIFO would stop it for ever. */
static int check_loose(const struct lookup *l, struct str name, struct err *reterr)
{
	const char *folders[] = {git_repository_path(l->repository),
				 git_repository_commondir(l->repository)};

	for (int i = 0; i < 2; i++) {
		struct str path = arena_printf(l->arena, "%s/" STR_FMT, folders[i], STR_ARG(name));
		struct stat st;

		/* a folder is no ref: refs/heads */
		if (stat(path.ptr, &st) < 0 || S_ISDIR(st.st_mode))
			continue;
		if (!S_ISREG(st.st_mode))
			return err_set(reterr, ERR_REFUSED, STR_FMT ": not a file", STR_ARG(path));
		if (st.st_size > REF_BYTES)
			return err_set(reterr, ERR_CORRUPT, STR_FMT ": too long for a ref",
				       STR_ARG(path));
	}
	return 0;
}

/* The id behind a ref of this full name. ERR_NOT_FOUND, with the name where the search ended. */
static int follow(const struct lookup *l, struct str name, struct oid *ret_id, struct str *ret_end,
		  struct err *reterr)
{
	*ret_end = name;
	for (int i = 0; i < LINKS; i++) {
		CLEANUP(free_reference) git_reference *reference = NULL;
		int failed, valid = 0;
		int result;

		if (git_reference_name_is_valid(&valid, name.ptr) < 0 || !valid)
			return err_set(reterr, ERR_NOT_FOUND, "'" STR_FMT "' is no name of a ref",
				       STR_ARG(name));
		result = check_loose(l, name, reterr);
		if (result)
			return result;
		failed = git_reference_lookup(&reference, l->repository, name.ptr);
		if (failed)
			return git_failed(reterr, failed, name);
		if (git_reference_type(reference) == GIT_REFERENCE_DIRECT) {
			memcpy(ret_id->bytes, git_reference_target(reference)->id, OID_BYTES);
			return 0;
		}
		*ret_end = name = arena_str(l->arena,
					    str_from(git_reference_symbolic_target(reference)));
	}
	return err_set(reterr, ERR_CORRUPT, STR_FMT ": symbolic refs that lead in a circle",
		       STR_ARG(l->asked));
}

/* In doubt it has: then the message asks for --ref. */
static bool has_refs(const struct lookup *l)
{
	CLEANUP(free_iterator) git_reference_iterator *iterator = NULL;
	const char *name;

	return git_reference_iterator_new(&iterator, l->repository) != 0 ||
	       git_reference_next_name(&name, iterator) != GIT_ITEROVER;
}

static int find_head(const struct lookup *l, struct oid *ret_id, struct err *reterr)
{
	struct str end;
	int result = follow(l, STR("HEAD"), ret_id, &end, reterr);

	if (result != ERR_NOT_FOUND)
		return result;
	if (!has_refs(l))
		return err_set(reterr, ERR_NOT_FOUND, "the repository is empty: it has no commit");
	return err_set(reterr, ERR_NOT_FOUND,
		       "HEAD points to " STR_FMT ", which does not exist (--ref chooses another)",
		       STR_ARG(end));
}

/* In git's order (gitrevisions(7)). ERR_NOT_FOUND when no ref has this name. */
static int find_ref(const struct lookup *l, struct oid *ret_id, struct err *reterr)
{
	static const struct {
		const char *before, *after;
	} forms[] = {
		{"", ""},
		{"refs/", ""},
		{"refs/tags/", ""},
		{"refs/heads/", ""},
		{"refs/remotes/", ""},
		{"refs/remotes/", "/HEAD"},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct str name = arena_printf(l->arena, "%s" STR_FMT "%s", forms[i].before,
					       STR_ARG(l->asked), forms[i].after);
		struct str end;
		int result;

		/* .git/config is no ref, whatever is in it */
		if (i == 0 && !str_starts(name, STR("refs/")))
			continue;
		result = follow(l, name, ret_id, &end, reterr);
		if (result != ERR_NOT_FOUND)
			return result;
		if (!str_eq(end, name))
			return err_set(reterr, ERR_USAGE,
				       STR_FMT " points to " STR_FMT ", which does not exist",
				       STR_ARG(name), STR_ARG(end));
	}
	return ERR_NOT_FOUND;
}

static int find(const struct lookup *l, struct oid *ret_id, struct err *reterr)
{
	int result;

	if (str_eq(l->asked, STR("HEAD")))
		return find_head(l, ret_id, reterr);
	if (oid_parse(l->asked, ret_id))
		return 0;
	result = find_ref(l, ret_id, reterr);
	if (result == ERR_NOT_FOUND)
		result = objects_expand(l->objects, l->asked, ret_id, NULL);
	if (result == ERR_USAGE)
		return err_set(reterr, ERR_NOT_FOUND, "'" STR_FMT "' is not one commit",
			       STR_ARG(l->asked));
	if (result == ERR_NOT_FOUND)
		return err_set(reterr, ERR_NOT_FOUND, "no branch, tag or commit '" STR_FMT "'",
			       STR_ARG(l->asked));
	return result;
}

/* Reads only what it needs, so that a date or a name that git cannot parse does no harm. */
static int read_commit(const struct lookup *l, const struct oid *commit, struct oid *ret_tree,
		       struct err *reterr)
{
	struct str content;
	int result = objects_read(l->objects, commit, OBJECT_COMMIT, LIMIT_OBJECT_BYTES, true,
				  &content, reterr);

	if (result)
		return result;
	if (!oid_take_line(&content, STR("tree "), ret_tree))
		return err_set(reterr, ERR_CORRUPT, "a commit without a tree");
	return 0;
}

static int peel_tag(struct objects *objects, struct oid *id, struct err *reterr)
{
	struct str content;
	int result = objects_read(objects, id, OBJECT_TAG, LIMIT_OBJECT_BYTES, true, &content,
				  reterr);

	if (!result && !oid_take_line(&content, STR("object "), id))
		result = err_set(reterr, ERR_CORRUPT, "a tag of nothing");
	return result;
}

int refs_peel(struct objects *objects, struct str about, struct oid *id, struct err *reterr)
{
	for (int i = 0; i < LINKS; i++) {
		enum object_type type;
		uint64_t size;
		int result = objects_look(objects, id, &type, &size, reterr);
		char hex[OID_HEX + 1];

		if (result == ERR_NOT_FOUND) {
			oid_format(id, hex);
			return err_set(reterr, ERR_NOT_FOUND,
				       "commit %s is not in the repository (a clone without its "
				       "objects?)",
				       hex);
		}
		if (result)
			return result;
		if (type == OBJECT_COMMIT)
			return 0;
		if (type != OBJECT_TAG)
			return err_set(reterr, ERR_USAGE, "'" STR_FMT "' is a %s, not a commit",
				       STR_ARG(about), object_type_name(type));
		result = peel_tag(objects, id, reterr);
		if (result)
			return result;
	}
	return err_set(reterr, ERR_CORRUPT, "'" STR_FMT "': tags of tags without end",
		       STR_ARG(about));
}

static int peel(const struct lookup *l, struct oid *id, struct err *reterr)
{
	int result = refs_peel(l->objects, l->asked, id, reterr);

	return result == ERR_USAGE ? ERR_NOT_FOUND : result;
}

int refs_resolve(git_repository *repository, struct objects *objects, struct str ref,
		 struct arena *arena, struct oid *ret_commit, struct oid *ret_tree,
		 struct err *reterr)
{
	const struct lookup lookup = {repository, objects, arena, ref};
	struct oid commit, tree;
	int result = find(&lookup, &commit, reterr);

	if (!result)
		result = peel(&lookup, &commit, reterr);
	if (!result)
		result = read_commit(&lookup, &commit, &tree, reterr);
	if (result)
		return result;
	*ret_commit = commit;
	*ret_tree = tree;
	return 0;
}
