const words: Readonly<Record<string, string>> = {
  EACCES: 'the user who starts the program may not write there',
  EPERM: 'the user who starts the program may not write there',
  EROFS: 'it is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full for this user',
  ENOTDIR: 'it, or a part of its path, is a file',
  EEXIST: 'it, or a part of its path, is a file',
  ENOENT: 'no file can be made there',
  ENAMETOOLONG: 'its path is too long',
  ELOOP: 'its path is a circle of links',
  EIO: 'its disk reports an error',
  ENOTSUP: 'its file system cannot link files',
  EOPNOTSUPP: 'its file system cannot link files',
  EINVAL: 'no file can be made there',
};

/** Why a file or folder could not be used, as a clause without a full stop; the system's own words where we have none. */
export function sayFileProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return words[code ?? ''] ?? message.replace(/\.$/, '');
}

/** True for an error of the file system. */
export const isFileProblem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error && words[String(error.code)] !== undefined;
