/*
 * Reading a folder's names.
 */
#ifndef TIDEMARK_CORPUS_FOLDER_H
#define TIDEMARK_CORPUS_FOLDER_H

#include "core/base/arena.h"
#include "core/base/err.h"

enum folder_item_kind {
	ITEM_FILE,
	ITEM_FOLDER,
	ITEM_SYMLINK,
	ITEM_OTHER, /* FIFO, socket, device */
};

struct folder_item {
	struct str name; /* terminated */
	enum folder_item_kind kind;
};

struct folder {
	struct folder_item *items; /* sorted by name, without "." and ".." */
	uint32_t count, capacity;
};

/*
 * All names in the folder `fd`, which was just opened and is kept open, in `arena`. At most `limit`
 * of them: ERR_LIMIT. ERR_IO. The text of an error does not name the folder.
 */
int folder_read(int fd, uint32_t limit, struct arena *arena, struct folder *ret_folder,
		struct err *reterr);

#endif
