#include "corpus/folder.h"

#include "core/base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdlib.h>
#include <sys/stat.h>

static enum folder_item_kind kind_of(int fd, const struct dirent64 *entry)
{
	struct stat st;

	switch (entry->d_type) {
	case DT_REG:
		return ITEM_FILE;
	case DT_DIR:
		return ITEM_FOLDER;
	case DT_LNK:
		return ITEM_SYMLINK;
	case DT_UNKNOWN:
		break;
	default:
		return ITEM_OTHER;
	}
	/* some file systems do not say */
	if (fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return ITEM_OTHER;
	return S_ISREG(st.st_mode)   ? ITEM_FILE
	       : S_ISDIR(st.st_mode) ? ITEM_FOLDER
	       : S_ISLNK(st.st_mode) ? ITEM_SYMLINK
				     : ITEM_OTHER;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct folder_item *)a)->name,
		       ((const struct folder_item *)b)->name);
}

/* Not opendir(): it costs six system calls a folder more. */
int folder_read(int fd, uint32_t limit, struct arena *arena, struct folder *ret_folder,
		struct err *reterr)
{
	alignas(struct dirent64) char buffer[32 * 1024];
	struct folder folder = {0};
	ssize_t got;

	while ((got = getdents64(fd, buffer, sizeof(buffer))) > 0) {
		for (ssize_t at = 0; at < got;) {
			const struct dirent64 *entry = (const void *)(buffer + at);
			struct str name = str_from(entry->d_name);

			at += entry->d_reclen;
			if (str_eq(name, STR(".")) || str_eq(name, STR("..")))
				continue;
			if (folder.count == limit)
				return err_set(reterr, ERR_LIMIT,
					       "more than %lu names in one folder",
					       (unsigned long)limit);
			*vec_push(arena, &folder) = (struct folder_item){
				.name = arena_str(arena, name),
				.kind = kind_of(fd, entry),
			};
		}
	}
	if (got < 0)
		return err_set(reterr, ERR_IO, "%s", strerror(errno));
	if (folder.count)
		qsort(folder.items, folder.count, sizeof(*folder.items), by_name);
	*ret_folder = folder;
	return 0;
}
