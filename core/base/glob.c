#include "core/base/glob.h"

struct position {
	size_t pattern, path;
	bool set;
	bool parts; /* it takes whole parts */
};

/* "**" and the slash after it, which goes with it. */
static size_t after_globstar(struct str pattern, size_t at)
{
	at += 2;
	return at < pattern.len && pattern.ptr[at] == '/' ? at + 1 : at;
}

static bool is_globstar(struct str pattern, size_t at)
{
	return at + 1 < pattern.len && pattern.ptr[at] == '*' && pattern.ptr[at + 1] == '*';
}

static bool one_matches(struct str pattern, size_t at, char c)
{
	if (at >= pattern.len)
		return false;
	return pattern.ptr[at] == '?' ? c != '/' : pattern.ptr[at] == c;
}

/* Where what follows the globstar may begin next. */
static size_t next(const struct position *globstar, struct str path)
{
	size_t at = globstar->path + 1;

	while (globstar->parts && at < path.len && path.ptr[at - 1] != '/')
		at++;
	return at;
}

/*
 * Two places to come back to: the last star, which may take one character more of its part, and the
 * last globstar, which may take any.
 */
static bool matches(struct str pattern, struct str path, uint64_t *steps)
{
	struct position star = {0}, globstar = {0};
	size_t p = 0, s = 0;

	while (s < path.len || p < pattern.len) {
		if (!*steps)
			return false;
		--*steps;
		if (is_globstar(pattern, p)) {
			p = after_globstar(pattern, p);
			globstar = (struct position){p, s, true, pattern.ptr[p - 1] == '/'};
			star.set = false;
		} else if (p < pattern.len && pattern.ptr[p] == '*') {
			star = (struct position){++p, s, true, false};
		} else if (s < path.len && one_matches(pattern, p, path.ptr[s])) {
			p++;
			s++;
		} else if (star.set && star.path < path.len && path.ptr[star.path] != '/') {
			s = ++star.path;
			p = star.pattern;
		} else if (globstar.set && globstar.path < path.len) {
			s = globstar.path = next(&globstar, path);
			p = globstar.pattern;
			star.set = false;
		} else {
			return false;
		}
	}
	return true;
}

bool glob_match(struct str pattern, struct str path, uint64_t *steps)
{
	if (pattern.len && pattern.ptr[pattern.len - 1] == '/')
		return path.len > pattern.len &&
		       matches(pattern, str_sub(path, 0, pattern.len), steps);
	return matches(pattern, path, steps);
}
