/** Why something cannot be read or written, as one clause. */

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'part of its path is a file, not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EFBIG: 'files of this size are not allowed',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of this name',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
};

/** Of an error that writing a file, or to a stream, has thrown. Any other error is thrown again. */
export function writeProblem(error: unknown): string {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return REASONS[code] ?? code;
}

/** Of an error that reading a file has thrown; undefined for any other. */
export function readProblem(error: unknown): string | undefined {
  const code = systemCode(error);
  if (code === undefined) return undefined;
  return code === 'ENOENT' ? 'there is no such file' : (REASONS[code] ?? code);
}

function systemCode(error: unknown): string | undefined {
  const isSystem = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return isSystem ? (error.code as string) : undefined;
}
