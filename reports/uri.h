/*
 * Names from repositories as URIs: everything that is not plain is percent-encoded.
 */
#ifndef TIDEMARK_REPORTS_URI_H
#define TIDEMARK_REPORTS_URI_H

#include "core/base/arena.h"

/*
 * A path in a repository as a relative reference. The empty slice for a path that would leave its
 * root or name a host once it is resolved ("../x", "/x", "a//b"), and for the empty path.
 */
struct str uri_path(struct arena *a, struct str path);
/*
 * A remote's address as an absolute URI: URLs as they are, "user@host:path" as ssh://, absolute
 * paths as file://. The empty slice for anything else.
 */
struct str uri_origin(struct arena *a, struct str origin);

#endif
