import { type FSWatcher, promises, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** Editors write in several steps; reading waits for this much quiet (faults F23). */
const quietMs = 300;
/** A file that is written all the time is still read this often. */
const longestWaitMs = 1_000;
/** Network drives and symlinked volumes send no events: a look at sizes and times every 2 s finds what they miss. */
const defaultPollMs = 2_000;
/** Files of one folder that take part in the poll. */
const mostFilesInFolder = 500;

/**
 * Tells when anything at the given paths may have changed: content, replacement by rename, symlink target, appearance,
 * disappearance, a new file in a folder. `changed` is called after a short quiet, never twice at a time: the next call
 * waits until its promise is done. Nothing is called after close().
 */
export class PlaceWatcher {
  private readonly changed: () => Promise<void>;
  private readonly pollMs: number;
  private paths: readonly string[] = [];
  private readonly watchers = new Map<string, FSWatcher>();
  private signatures = new Map<string, string>();
  private quiet: NodeJS.Timeout | null = null;
  private firstNews = 0;
  private poll: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(changed: () => Promise<void>, pollMs: number = defaultPollMs) {
    this.changed = changed;
    this.pollMs = pollMs;
  }

  /** Watches these paths from now on, files and folders, existing or not. Call it before reading new ones. */
  async setPaths(paths: readonly string[]): Promise<void> {
    if (this.closed) return;
    this.paths = [...new Set(paths)];
    // What is known of a path stays known: a change that came while it was read is then still found.
    const added = this.paths.filter((path) => !this.signatures.has(path));
    for (const [path, signature] of await signaturesOf(added)) this.signatures.set(path, signature);
    for (const path of this.signatures.keys()) if (!this.paths.includes(path)) this.signatures.delete(path);
    if (this.closed) return;
    await this.watchFolders();
    this.schedulePoll();
  }

  close(): void {
    this.closed = true;
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
    if (this.quiet !== null) clearTimeout(this.quiet);
    if (this.poll !== null) clearTimeout(this.poll);
  }

  private async watchFolders(): Promise<void> {
    const folders = new Set<string>();
    for (const path of this.paths) {
      folders.add(dirname(path));
      try {
        const real = await promises.realpath(path);
        folders.add((await promises.stat(real)).isDirectory() ? real : dirname(real));
      } catch {
        // It does not exist yet (or cannot be reached): its folder and the poll will tell when it does.
      }
    }
    if (this.closed) return;
    for (const [folder, watcher] of this.watchers)
      if (!folders.has(folder)) {
        watcher.close();
        this.watchers.delete(folder);
      }
    for (const folder of folders) if (!this.watchers.has(folder)) this.watchFolder(folder);
  }

  private watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => void this.look());
      watcher.on('error', () => {
        // The folder was removed, or the system is out of watches: the poll goes on without it.
        watcher.close();
        this.watchers.delete(folder);
      });
      this.watchers.set(folder, watcher);
    } catch {
      // No such folder, or no watches left: the poll does the work.
    }
  }

  private schedulePoll(): void {
    if (this.poll !== null) clearTimeout(this.poll);
    if (this.closed) return;
    this.poll = setTimeout(() => void this.look().then(() => this.schedulePoll()), this.pollMs);
    this.poll.unref?.();
  }

  /** Compares sizes and times, so that the noise of a busy folder (a home) never causes a read. */
  private async look(): Promise<void> {
    const signatures = await signaturesOf(this.paths);
    if (this.closed || [...signatures].every(([path, signature]) => this.signatures.get(path) === signature)) return;
    for (const [path, signature] of signatures) this.signatures.set(path, signature);
    const now = Date.now();
    if (this.quiet === null) this.firstNews = now;
    else clearTimeout(this.quiet);
    const wait = Math.max(0, Math.min(quietMs, this.firstNews + longestWaitMs - now));
    this.quiet = setTimeout(() => {
      this.quiet = null;
      this.running = this.running.then(() => (this.closed ? undefined : this.changed())).then(() => this.watchFolders());
    }, wait);
  }
}

/** Sizes, times and inodes of the paths, for folders also of the files in them. Never throws. */
async function signaturesOf(paths: readonly string[]): Promise<Map<string, string>> {
  return new Map(await Promise.all(paths.map(async (path) => [path, await signatureOf(path)] as const)));
}

async function signatureOf(path: string): Promise<string> {
  const own = await fileSignature(path);
  if (!own.startsWith('d')) return own;
  try {
    const names = (await promises.readdir(path)).sort().slice(0, mostFilesInFolder);
    return `${own}[${(await Promise.all(names.map(async (name) => `${name}=${await fileSignature(join(path, name))}`))).join()}]`;
  } catch (error) {
    return `${own}!${String(error)}`;
  }
}

/** Type, size, times and inode of what a path leads to; the reason when it leads nowhere. */
export async function fileSignature(path: string): Promise<string> {
  try {
    const stats = await promises.stat(path);
    return `${stats.isDirectory() ? 'd' : 'f'}${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
  } catch (error) {
    return `!${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`;
  }
}
