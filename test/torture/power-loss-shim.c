/*
 * Writes down, in one order, everything a process does to the files of its data folder and everything it sends.
 *
 * Loaded with LD_PRELOAD into the terminal of a power-loss run, never otherwise. From the log, files are rebuilt as a disk may
 * hold them after the plug was pulled at any record (test/torture/disk.ts).
 *
 * Order. Each recorded call holds one lock from before the system call until its record is written, so the log's order is
 * the order in which the calls took effect, also between threads. A sync is recorded when it has returned: before that it
 * promises nothing. What the process sends to a socket is recorded in the same log once the kernel has taken it: the
 * earliest moment at which anybody else can know of it. "The API said yes to X" and "the first byte of the request for X has left" are
 * read from these bytes, so they have an exact place between the writes and syncs, which no observer outside the process could give
 * them: a reply that leaves before its commit is seen as such even if the commit follows a microsecond later.
 *
 * What it can't see it says (record "blind"): a shared writable mapping of a file other than SQLite's -shm (which is rebuilt from the
 * log file after a crash and left out), copies inside the kernel, preallocation. The harness also holds the rebuilt files against the
 * real ones at the end, so a write that goes another way is found.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATED = 1, OPENED, WRITE, TRUNCATE, SYNC, SYNC_FOLDER, RENAME, UNLINK, MKDIR, RMDIR, SENT, BLIND };

struct record {
  uint32_t magic, kind;
  uint64_t file;
  int64_t offset;
  uint32_t name_bytes, data_bytes;
};

#define MAGIC 0x746b6f6cu
#define FILES_MAX 65536

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char folder[PATH_MAX];
static size_t folder_bytes;

/* Files by inode; a number that comes again after an unlink is a new file. */
static struct { ino_t inode; dev_t device; uint64_t file; int is_shm; } files[FILES_MAX];
static size_t files_count;
static uint64_t last_file;

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("LOKET_SHIM_LOG"), *of = getenv("LOKET_SHIM_FOLDER");
  if (log == NULL || of == NULL || strlen(of) >= sizeof folder) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  log_fd = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 512);
  if (fd >= 0) syscall(SYS_close, fd);
  strcpy(folder, of);
  folder_bytes = strlen(folder);
}

static void put(enum kind kind, uint64_t file, int64_t offset, const char *name, const struct iovec *parts, int parts_count, size_t bytes) {
  struct record head = {MAGIC, kind, file, offset, name == NULL ? 0 : (uint32_t)strlen(name), (uint32_t)bytes};
  struct iovec all[2 + parts_count];
  int count = 0;
  size_t left = bytes, total = sizeof head + head.name_bytes + bytes;
  all[count++] = (struct iovec){&head, sizeof head};
  if (name != NULL) all[count++] = (struct iovec){(void *)name, head.name_bytes};
  for (int index = 0; index < parts_count && left > 0; index += 1) {
    size_t part = parts[index].iov_len < left ? parts[index].iov_len : left;
    all[count++] = (struct iovec){parts[index].iov_base, part};
    left -= part;
  }
  if (syscall(SYS_writev, log_fd, all, count) != (ssize_t)total) abort(); /* a log with holes would prove nothing */
}

static void put_bytes(enum kind kind, uint64_t file, int64_t offset, const char *name, const void *data, size_t bytes) {
  struct iovec part = {(void *)data, bytes};
  put(kind, file, offset, name, &part, 1, bytes);
}

/* The path inside the data folder, or NULL when it is elsewhere. */
static const char *inside(int at, const char *path, char *full) {
  if (log_fd < 0 || path == NULL) return NULL;
  if (path[0] == '/') {
    if (strlen(path) >= PATH_MAX) return NULL;
    strcpy(full, path);
  } else {
    char link[64], base[PATH_MAX];
    if (at == AT_FDCWD) strcpy(link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t bytes = readlink(link, base, sizeof base - 1);
    if (bytes < 0 || (size_t)bytes + strlen(path) + 2 > PATH_MAX) return NULL;
    base[bytes] = 0;
    strcpy(full, base);
    strcat(full, "/");
    strcat(full, path);
  }
  if (strncmp(full, folder, folder_bytes) != 0) return NULL;
  if (full[folder_bytes] == 0) return "";
  return full[folder_bytes] == '/' ? full + folder_bytes + 1 : NULL;
}

static int find(const struct stat *status) {
  for (size_t index = files_count; index-- > 0;)
    if (files[index].inode == status->st_ino && files[index].device == status->st_dev) return (int)index;
  return -1;
}

/* The file a descriptor stands for, 0 when it is none of the data folder's. */
static uint64_t file_of(int fd, struct stat *status) {
  if (log_fd < 0 || fstat(fd, status) != 0 || !S_ISREG(status->st_mode)) return 0;
  int index = find(status);
  return index < 0 || files[index].is_shm ? 0 : files[index].file;
}

static int ends_with(const char *text, const char *end) {
  size_t text_bytes = strlen(text), end_bytes = strlen(end);
  return text_bytes >= end_bytes && strcmp(text + text_bytes - end_bytes, end) == 0;
}

static void blind(int fd, const char *why) {
  struct stat status;
  uint64_t file = file_of(fd, &status);
  if (file == 0) return;
  pthread_mutex_lock(&lock);
  put_bytes(BLIND, file, 0, why, NULL, 0);
  pthread_mutex_unlock(&lock);
}

static int open_recorded(int at, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  const char *name = inside(at, path, full);
  if (name == NULL) return (int)syscall(SYS_openat, at, path, flags, mode);
  pthread_mutex_lock(&lock);
  struct stat before, after;
  int existed = fstatat(at, path, &before, 0) == 0;
  int fd = (int)syscall(SYS_openat, at, path, flags, mode);
  int error = errno;
  if (fd >= 0 && fstat(fd, &after) == 0 && S_ISREG(after.st_mode)) {
    int index = existed ? find(&after) : -1;
    if (index < 0) {
      if (files_count == FILES_MAX) abort();
      index = (int)files_count;
      files[index].inode = after.st_ino;
      files[index].device = after.st_dev;
      files[index].file = ++last_file;
      files[index].is_shm = ends_with(name, "-shm");
      files_count += 1;
      if (!files[index].is_shm) put_bytes(existed ? OPENED : CREATED, files[index].file, 0, name, NULL, 0);
    }
    if (existed && (flags & O_TRUNC) && !files[index].is_shm) put_bytes(TRUNCATE, files[index].file, 0, NULL, NULL, 0);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return open_recorded(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_recorded(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_recorded(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_recorded(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_recorded(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open_recorded(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* `at` is -1 for "where the descriptor stands". */
static ssize_t write_recorded(int fd, const struct iovec *parts, int count, off_t at) {
  struct stat status;
  uint64_t file = file_of(fd, &status);
  if (file == 0) {
    if (at >= 0) return count == 1 ? syscall(SYS_pwrite64, fd, parts[0].iov_base, parts[0].iov_len, at) : syscall(SYS_pwritev, fd, parts, count, at, 0);
    return count == 1 ? syscall(SYS_write, fd, parts[0].iov_base, parts[0].iov_len) : syscall(SYS_writev, fd, parts, count);
  }
  pthread_mutex_lock(&lock);
  off_t offset = at;
  if (at < 0) offset = (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &status) == 0 ? status.st_size : lseek(fd, 0, SEEK_CUR);
  ssize_t written = at < 0 ? syscall(SYS_writev, fd, parts, count) : syscall(SYS_pwritev, fd, parts, count, at, 0);
  int error = errno;
  if (written > 0) put(WRITE, file, offset, NULL, parts, count, (size_t)written);
  pthread_mutex_unlock(&lock);
  errno = error;
  return written;
}

/* A connection by its two ports: file is (own port << 16) | the other's. 0 when it is none. */
static uint64_t connection_of(int fd) {
  struct stat status;
  struct sockaddr_storage own, other;
  socklen_t own_bytes = sizeof own, other_bytes = sizeof other;
  if (log_fd < 0 || fstat(fd, &status) != 0 || !S_ISSOCK(status.st_mode)) return 0;
  if (getsockname(fd, (struct sockaddr *)&own, &own_bytes) != 0 || getpeername(fd, (struct sockaddr *)&other, &other_bytes) != 0) return 0;
  if (own.ss_family != AF_INET || other.ss_family != AF_INET) return 0;
  return (uint64_t)ntohs(((struct sockaddr_in *)&own)->sin_port) << 16 | ntohs(((struct sockaddr_in *)&other)->sin_port);
}

static ssize_t send_recorded(int fd, uint64_t connection, const struct iovec *parts, int count, int flags) {
  pthread_mutex_lock(&lock);
  struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = (size_t)count};
  ssize_t sent = syscall(SYS_sendmsg, fd, &message, flags);
  int error = errno;
  if (sent > 0) put(SENT, connection, 0, NULL, parts, count, (size_t)sent);
  pthread_mutex_unlock(&lock);
  errno = error;
  return sent;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  uint64_t connection = connection_of(fd);
  return connection != 0 ? send_recorded(fd, connection, parts, count, 0) : write_recorded(fd, parts, count, -1);
}
ssize_t write(int fd, const void *data, size_t bytes) {
  struct iovec part = {(void *)data, bytes};
  return writev(fd, &part, 1);
}
ssize_t send(int fd, const void *data, size_t bytes, int flags) {
  struct iovec part = {(void *)data, bytes};
  uint64_t connection = connection_of(fd);
  return connection != 0 ? send_recorded(fd, connection, &part, 1, flags) : syscall(SYS_sendto, fd, data, bytes, flags, NULL, 0);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  uint64_t connection = connection_of(fd);
  if (connection == 0) return syscall(SYS_sendmsg, fd, message, flags);
  return send_recorded(fd, connection, message->msg_iov, (int)message->msg_iovlen, flags);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return write_recorded(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { return write_recorded(fd, parts, count, at); }
ssize_t pwrite(int fd, const void *data, size_t bytes, off_t at) {
  struct iovec part = {(void *)data, bytes};
  return write_recorded(fd, &part, 1, at);
}
ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t at) { return pwrite(fd, data, bytes, at); }

int ftruncate(int fd, off_t size) {
  struct stat status;
  uint64_t file = file_of(fd, &status);
  if (file == 0) return (int)syscall(SYS_ftruncate, fd, size);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_ftruncate, fd, size), error = errno;
  if (result == 0) put_bytes(TRUNCATE, file, size, NULL, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

/* A folder's sync makes its names durable, a file's its content. Metadata that a file's sync may add is not counted on. */
static int sync_recorded(int fd, long number) {
  struct stat status;
  uint64_t file = file_of(fd, &status);
  char link[64], path[PATH_MAX], full[PATH_MAX];
  const char *name = NULL;
  if (file == 0 && log_fd >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t bytes = readlink(link, path, sizeof path - 1);
    if (bytes > 0) {
      path[bytes] = 0;
      name = inside(AT_FDCWD, path, full);
    }
  }
  if (file == 0 && name == NULL) return (int)syscall(number, fd);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(number, fd), error = errno;
  if (result == 0) put_bytes(name == NULL ? SYNC : SYNC_FOLDER, file, 0, name, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int fsync(int fd) { return sync_recorded(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_recorded(fd, SYS_fdatasync); }

static int rename_recorded(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char from_full[PATH_MAX], to_full[PATH_MAX];
  const char *from_name = inside(from_at, from, from_full), *to_name = inside(to_at, to, to_full);
  if (from_name == NULL && to_name == NULL) return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags), error = errno;
  if (result == 0 && (from_name == NULL || to_name == NULL)) put_bytes(BLIND, 0, 0, "a rename across the data folder's border", NULL, 0);
  else if (result == 0) put_bytes(RENAME, 0, 0, from_name, to_name, strlen(to_name));
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int rename(const char *from, const char *to) { return rename_recorded(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return rename_recorded(from_at, from, to_at, to, 0); }
int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) { return rename_recorded(from_at, from, to_at, to, flags); }

static int name_recorded(enum kind kind, int at, const char *path, long number, long argument) {
  char full[PATH_MAX];
  const char *name = inside(at, path, full);
  if (name == NULL) return (int)syscall(number, at, path, argument);
  pthread_mutex_lock(&lock);
  int result = (int)syscall(number, at, path, argument), error = errno;
  if (result == 0 && !ends_with(name, "-shm")) put_bytes(kind, 0, 0, name, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int unlink(const char *path) { return name_recorded(UNLINK, AT_FDCWD, path, SYS_unlinkat, 0); }
int unlinkat(int at, const char *path, int flags) { return name_recorded(flags & AT_REMOVEDIR ? RMDIR : UNLINK, at, path, SYS_unlinkat, flags); }
int rmdir(const char *path) { return name_recorded(RMDIR, AT_FDCWD, path, SYS_unlinkat, AT_REMOVEDIR); }
int mkdir(const char *path, mode_t mode) { return name_recorded(MKDIR, AT_FDCWD, path, SYS_mkdirat, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return name_recorded(MKDIR, at, path, SYS_mkdirat, mode); }
int remove(const char *path) {
  int result = unlink(path);
  return result != 0 && (errno == EISDIR || errno == EPERM) ? rmdir(path) : result;
}

void *mmap(void *where, size_t bytes, int access, int flags, int fd, off_t offset) {
  if (fd >= 0 && (access & PROT_WRITE) && (flags & MAP_SHARED)) blind(fd, "a shared writable mapping");
  return (void *)syscall(SYS_mmap, where, bytes, access, flags, fd, offset);
}
void *mmap64(void *where, size_t bytes, int access, int flags, int fd, off64_t offset) { return mmap(where, bytes, access, flags, fd, offset); }
int fallocate(int fd, int mode, off_t offset, off_t bytes) {
  blind(fd, "fallocate");
  return (int)syscall(SYS_fallocate, fd, mode, offset, bytes);
}
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t bytes, unsigned flags) {
  blind(to, "copy_file_range");
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, bytes, flags);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t bytes) {
  blind(to, "sendfile");
  return syscall(SYS_sendfile, to, from, offset, bytes);
}
