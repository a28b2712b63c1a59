import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnreadableJournal } from '../../../shared/journal.ts';

/** Files of one start of the app, which nobody else writes to. */
export interface JournalChain {
  readonly start: string;
  /** Newest first. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** `journal-20261126T021714Z-3f2a9c1e-0001.ndjson`: when it was begun, by which start of the app, its which file. */
const fileName = /^journal-\d{8}T\d{6}Z-([0-9a-f]{8})-(\d+)\.ndjson$/;
const ending = '.ndjson';

/** Name of a file. `at` in ms since the epoch, for people who look into the folder; what orders files is `number`, from 1 on. */
export function journalFileName(at: number, start: string, number: number): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `journal-${stamp}Z-${start}-${String(number).padStart(4, '0')}${ending}`;
}

/** What the folder holds now; nothing when there is none. Other files that end like ours are read too: what somebody put there is shown. */
export async function listChains(folder: string): Promise<{ chains: readonly JournalChain[]; unreadable: readonly UnreadableJournal[] }> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (thrown) {
    return { chains: [], unreadable: isMissing(thrown) ? [] : [{ path: folder, code: codeOf(thrown) }] };
  }
  const unreadable: UnreadableJournal[] = [];
  const chains = new Map<string, { path: string; size: number; number: number }[]>();
  for (const name of names) {
    if (!name.endsWith(ending)) continue;
    const [, start = name, number = '0'] = fileName.exec(name) ?? [];
    const path = join(folder, name);
    try {
      const { size } = await stat(path);
      chains.set(start, [...(chains.get(start) ?? []), { path, size, number: Number(number) }]);
    } catch (thrown) {
      if (!isMissing(thrown)) unreadable.push({ path, code: codeOf(thrown) });
    }
  }
  const newestFirst = [...chains].map(([start, files]) => ({ start, files: files.sort((a, b) => b.number - a.number) }));
  return { chains: newestFirst, unreadable };
}

/** Whether an error says that there is no such file or folder. */
export function isMissing(thrown: unknown): boolean {
  return codeOf(thrown) === 'ENOENT';
}

/** Node's code of an error, else its text. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}
