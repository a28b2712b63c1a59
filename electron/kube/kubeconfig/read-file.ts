import { constants, promises, type Stats } from 'node:fs';

/** What came of reading a file: its text, or why not in a few words that follow the file's name ("is a directory"). */
export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly missing: boolean; readonly directory: boolean; readonly message: string };

/** A kubeconfig of 20,000 contexts with certificates has about 60 MB; more is a mistake, and reading it would stall the start. */
export const largestKubeconfigBytes = 64 * 1024 * 1024;
/** Certificates, keys and tokens are some kilobytes. */
export const largestCredentialFileBytes = 1024 * 1024;
/** A file on a network drive that is gone may never answer; the others must not wait for it. */
const answerWithinMs = 5_000;

/**
 * Reads a text file without ever blocking or hanging on what is not one: looks first, opens without waiting for a writer
 * (FIFO), looks again, and gives up after 5 s. Never writes. Every refusal is a sentence.
 */
export async function readTextFile(path: string, largestBytes: number): Promise<FileText> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<FileText>((resolve) => {
    timer = setTimeout(() => resolve(refusal('does not answer (a network drive that is away?)')), answerWithinMs);
    timer.unref?.();
  });
  try {
    return await Promise.race([readNow(path, largestBytes), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readNow(path: string, largestBytes: number): Promise<FileText> {
  try {
    const before = unusable(await promises.stat(path), largestBytes);
    if (before !== null) return before;
    const file = await promises.open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const opened = unusable(await file.stat(), largestBytes);
      if (opened !== null) return opened;
      return decode(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    return describeReadError(error);
  }
}

function refusal(message: string, more: { missing?: boolean; directory?: boolean } = {}): FileText {
  return { ok: false, missing: more.missing ?? false, directory: more.directory ?? false, message };
}

function unusable(stats: Stats, largestBytes: number): FileText | null {
  if (stats.isDirectory()) return refusal('is a directory', { directory: true });
  if (stats.isFIFO()) return refusal('is a named pipe (FIFO); write it to a file instead');
  if (!stats.isFile()) return refusal('is not a regular file');
  if (stats.size > largestBytes)
    return refusal(
      `is ${Math.ceil(stats.size / 1024 / 1024)} MB; at most ${largestBytes / 1024 / 1024} MB are read. Is it the right file?`,
    );
  return null;
}

function describeReadError(error: unknown): FileText {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return refusal('does not exist', { missing: true });
    case 'ENOTDIR':
      return refusal('does not exist (a part of its path is a file)', { missing: true });
    case 'EACCES':
    case 'EPERM':
      return refusal('cannot be read: permission denied. Allow your user to read it (chmod u+r)');
    case 'ELOOP':
      return refusal('is a symbolic link that leads back to itself');
    default:
      return refusal(`cannot be read (${code === '' ? String(error) : code})`);
  }
}

function decode(bytes: Buffer): FileText {
  const picture = magic(bytes);
  if (picture !== null) return refusal(`is not a text file (${picture}?)`);
  // PowerShell's `>` writes UTF-16; go-yaml reads it, so kubectl does.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { ok: true, text: bytes.subarray(2).toString('utf16le') };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return { ok: true, text: Buffer.from(even).swap16().toString('utf16le') };
  }
  if (bytes.includes(0)) return refusal('is not a text file (it holds zero bytes)');
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return refusal('is not a text file (it is not UTF-8)'); // TextDecoder only says that it is not; nothing is lost.
  }
}

function magic(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 8).toString('latin1');
  if (head.startsWith('\x89PNG')) return 'PNG image';
  if (head.startsWith('\xff\xd8\xff')) return 'JPEG image';
  if (head.startsWith('PK\x03\x04')) return 'ZIP archive';
  if (head.startsWith('\x1f\x8b')) return 'gzip archive';
  if (head.startsWith('%PDF')) return 'PDF document';
  return head.startsWith('\x7fELF') ? 'program' : null;
}
