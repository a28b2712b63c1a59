import { promises } from 'node:fs';
import type { ReferencedFacts } from '../registry-contexts.ts';
import type { MergedContext } from './merge-kubeconfigs.ts';
import { referencedFiles } from './referenced-files.ts';
import { fileSignature } from './watch-places.ts';

/** Files that are looked at before anything is connected; a kubeconfig with more is checked when a context is used. */
const mostLookedAt = 2_000;
/** A network drive that is away must not keep the list of contexts from appearing. */
const answerWithinMs = 2_000;

/** Looks whether the certificate, key and token files that contexts name are there and readable. Never throws, never opens them. */
export async function referencedFacts(merged: readonly MergedContext[]): Promise<ReferencedFacts> {
  const paths = new Set<string>();
  for (const context of merged) {
    for (const path of referencedFiles(context)) paths.add(path);
    if (paths.size >= mostLookedAt) break;
  }
  const facts = await Promise.all([...paths].map(async (path) => [path, await factOf(path)] as const));
  return new Map(facts);
}

async function factOf(path: string): Promise<{ mark: string; fault: string | null }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ mark: string; fault: string | null }>((resolve) => {
    timer = setTimeout(() => resolve({ mark: '?', fault: null }), answerWithinMs);
    timer.unref?.();
  });
  try {
    return await Promise.race([look(path), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function look(path: string): Promise<{ mark: string; fault: string | null }> {
  const mark = await fileSignature(path);
  if (mark === '!ENOENT' || mark === '!ENOTDIR') return { mark, fault: 'does not exist' };
  if (mark.startsWith('!'))
    return { mark, fault: mark === '!EACCES' ? 'cannot be read: permission denied' : `cannot be read (${mark.slice(1)})` };
  if (mark.startsWith('d')) return { mark, fault: 'is a directory' };
  try {
    await promises.access(path, 4);
    return { mark, fault: null };
  } catch {
    return { mark: `${mark}!`, fault: 'cannot be read: permission denied' }; // access() says no more than that.
  }
}
