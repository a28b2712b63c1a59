import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const prefix = 'timonier-cold-';

/** Where this process keeps the rows of contexts that nobody looks at. */
export interface ColdFolder {
  /** Null when there is none, and `failure` says why. */
  readonly path: string | null;
  readonly failure: string | null;
  /** Removes the folder with everything in it. Synchronous, so that it can be the last thing of a process. */
  remove(): void;
}

/**
 * Makes a folder that only this user can enter (mkdtemp: 0700) in the system's temporary folder, named by the process, and
 * removes those that crashed runs of this user left there. Never throws: without a folder everything stays in memory.
 */
export function createColdFolder(parent = os.tmpdir()): ColdFolder {
  try {
    removeLeftOvers(parent);
    const folder = mkdtempSync(path.join(parent, `${prefix}${process.pid}-`));
    return { path: folder, failure: null, remove: () => rmSync(folder, { recursive: true, force: true }) };
  } catch (thrown) {
    return { path: null, failure: thrown instanceof Error ? thrown.message : String(thrown), remove: () => undefined };
  }
}

/** What belongs to processes that still run, or to others, stays. */
function removeLeftOvers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (!Number.isInteger(pid) || pid === process.pid || runs(pid)) continue;
    const folder = path.join(parent, name);
    const found = lstatSync(folder, { throwIfNoEntry: false });
    // A link of this name is none of ours.
    if (found?.isDirectory() !== true || (process.getuid !== undefined && found.uid !== process.getuid())) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, and belongs to somebody else.
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
