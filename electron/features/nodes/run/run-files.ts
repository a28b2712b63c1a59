import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunState } from './run-state.ts';

/** Only the user may read what they do; no secret is in it, but names of clusters and pods are. */
const fileMode = 0o600;
const folderMode = 0o700;
/** Runs that are over are kept for looking back, the newest so many. */
const mostKept = 50;
const format = 1;
const suffix = '.json';

/** A run as it was found on disk. */
export interface FoundRun {
  readonly run: RunState;
  /** ms since the epoch: when it was written. */
  readonly savedAt: number;
}

/** The spine of a file: enough to know that the rest was written by `save`, which writes all of it or nothing. */
const fileSchema = z.object({
  format: z.literal(format),
  savedAt: z.number(),
  run: z.looseObject({
    id: z.string().regex(/^[a-z0-9-]{1,100}$/),
    state: z.enum(['running', 'paused', 'stopping', 'interrupted', 'done', 'failed', 'stopped']),
    startedAt: z.number(),
    options: z.looseObject({ podSelector: z.string() }),
    pace: z.looseObject({ nodesAtOnce: z.number() }),
    contexts: z.array(
      z.looseObject({
        contextId: z.string(),
        confirmation: z.looseObject({ typed: z.string() }),
        nodes: z.array(z.looseObject({ name: z.string(), step: z.string(), pods: z.array(z.looseObject({ uid: z.string() })) })),
      }),
    ),
  }),
});

/**
 * The states of drain runs on disk, a file each, in a folder of their own. A file is written whole: to a temporary one, flushed, then renamed, so that a
 * crash at any moment leaves the state of before or of after. One that cannot be understood is set aside, said, and never overwritten.
 */
export class RunFiles {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #notes: string[] = [];

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  /** What the user should read once: files that were set aside. */
  notices(): readonly string[] {
    return this.#notes;
  }

  /** All runs, oldest first. Called once, at start. Never throws. */
  load(): readonly FoundRun[] {
    let names: readonly string[];
    try {
      names = readdirSync(this.#folder);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') this.#notes.push(`Drains of before cannot be read at ${this.#folder} (${codeOf(thrown)}).`);
      return [];
    }
    // What a crash left half written; the file it was to replace is whole.
    for (const name of names) if (name.endsWith('.tmp')) rmSync(join(this.#folder, name), { force: true });
    const found = names.filter((name) => name.endsWith(suffix)).flatMap((name) => this.#read(name) ?? []);
    found.sort((a, b) => a.run.startedAt - b.run.startedAt);
    const over = found.filter(({ run }) => run.endedAt !== null);
    const dropped = new Set(over.slice(0, Math.max(0, over.length - mostKept)));
    for (const { run } of dropped) rmSync(this.#path(run.id), { force: true });
    return found.filter((each) => !dropped.has(each));
  }

  /** Resolves once the state is on disk; rejects when it cannot be. One save of a run at a time. */
  async save(run: RunState): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: folderMode });
    const path = this.#path(run.id);
    const temporary = `${path}.tmp`;
    try {
      const file = await open(temporary, 'w', fileMode);
      try {
        await file.writeFile(`${JSON.stringify({ format, savedAt: this.#now(), run })}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (thrown) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw thrown;
    }
  }

  /** Takes a run away for good. */
  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  #read(name: string): FoundRun | null {
    const path = join(this.#folder, name);
    try {
      const parsed = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      if (parsed.success && name === `${parsed.data.run.id}${suffix}`)
        return { run: parsed.data.run as unknown as RunState, savedAt: parsed.data.savedAt };
      const issue = parsed.success ? 'its name is not that of its drain' : (parsed.error.issues[0]?.message ?? '');
      this.#setAside(name, `holds something that is not understood (${issue})`);
    } catch (thrown) {
      this.#setAside(name, thrown instanceof SyntaxError ? 'could not be read as JSON' : `could not be read (${codeOf(thrown)})`);
    }
    return null;
  }

  #setAside(name: string, why: string): void {
    const aside = `${name}.broken-${new Date(this.#now()).toISOString().replace(/[-:]|\..*$/g, '')}`;
    try {
      renameSync(join(this.#folder, name), join(this.#folder, aside));
      this.#notes.push(`A drain of before ${why}. Its file was set aside as ${aside}: look at its nodes before draining them again.`);
    } catch (thrown) {
      this.#notes.push(`A drain of before ${why}, and ${name} could not be set aside (${codeOf(thrown)}).`);
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}${suffix}`);
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}
