import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ContextSettings, type Settings, type SettingsPatch, settingsSchema } from '../../shared/settings.ts';

/** Only the user may read what they connect to; no secret is in it, but names of clusters are. */
const fileMode = 0o600;
const folderMode = 0o700;

/** What only the main side may change besides what the page may. */
export type SettingsChange = Omit<SettingsPatch, 'contexts'> & {
  readonly contexts?: Readonly<Record<string, Partial<ContextSettings>>> | undefined;
  readonly kubeconfigs?: readonly string[];
};

/**
 * The settings on disk: read once, written whole and atomically at each change (temporary file, then rename), so that a
 * crash leaves the old or the new file, never half of one. A file that cannot be understood, or that a newer version wrote,
 * is set aside and never overwritten. Where nothing can be written the app works on and a notice says so.
 */
export class SettingsFile {
  private readonly path: string;
  private current: Settings;
  private readonly notes: string[] = [];
  private readonly listeners = new Set<(settings: Settings) => void>();
  /** True when a file is there that must not be replaced. */
  private keepOut = false;
  private writeFailed = false;

  /** Reads the file. Never throws; `now` names a file that is set aside. */
  constructor(path: string, now: () => number = Date.now) {
    this.path = path;
    this.current = this.read(now);
  }

  get(): Settings {
    return this.current;
  }

  /** What the user should read once: a file set aside, settings that cannot be kept. */
  notices(): readonly string[] {
    return this.notes;
  }

  /** Calls `listener` after each change with the new settings. The returned function ends that. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Applies a change and writes it: plain values and lists replace; `logs`, `protection` and entries of `contexts` and `tables` are merged field by
   * field, and a field that is explicitly undefined is forgotten. Returns the new settings even when they cannot be kept.
   */
  change(patch: SettingsChange): Settings {
    const { contexts, tables, logs, protection, ...plain } = patch;
    const next: Settings = settingsSchema.parse({
      ...this.current,
      ...withoutUndefined(plain),
      contexts: mergeEntries<ContextSettings>(this.current.contexts, contexts),
      tables: mergeEntries<unknown>(this.current.tables, tables),
      logs: { ...this.current.logs, ...withoutUndefined(logs ?? {}) },
      protection: { ...this.current.protection, ...withoutUndefined(protection ?? {}) },
    });
    if (JSON.stringify(next) === JSON.stringify(this.current)) return this.current;
    this.current = next;
    this.write();
    // A listener may change something itself; nobody hears of older settings after newer ones.
    for (const listener of [...this.listeners]) listener(this.current);
    return this.current;
  }

  private read(now: () => number): Settings {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR')
        this.notes.push(`The settings at ${this.path} cannot be read (${code}); starting with the defaults.`);
      // A file that exists and cannot be read must not be replaced by defaults.
      this.keepOut = code !== 'ENOENT' && code !== 'ENOTDIR';
      return settingsSchema.parse({});
    }
    const parsed = understand(text);
    if (parsed.ok) return parsed.settings;
    this.setAside(parsed.reason, now());
    return settingsSchema.parse({});
  }

  private setAside(reason: string, now: number): void {
    const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace(/\..*$/, '');
    const aside = `${this.path}.broken-${stamp}`;
    try {
      renameSync(this.path, aside);
      this.notes.push(`The settings ${reason}. They were set aside as ${basename(aside)} and Timonier started with the defaults.`);
    } catch (error) {
      this.keepOut = true;
      this.notes.push(`The settings ${reason} and could not be set aside (${String(error)}); changes made now will not be kept.`);
    }
  }

  private write(): void {
    if (this.keepOut) return;
    const folder = dirname(this.path);
    const temporary = join(folder, `.${basename(this.path)}.${process.pid}.tmp`);
    try {
      mkdirSync(folder, { recursive: true, mode: folderMode });
      const file = openSync(temporary, 'w', fileMode);
      try {
        writeSync(file, `${JSON.stringify(this.current, null, 2)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      chmodSync(temporary, fileMode);
      renameSync(temporary, this.path);
      this.writeFailed = false;
    } catch (error) {
      removeIfThere(temporary);
      // Tried again at the next change (a full disk may have room then), said once.
      if (this.writeFailed) return;
      this.writeFailed = true;
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      this.notes.push(`Settings cannot be written to ${this.path} (${code}); changes last until Timonier is closed.`);
    }
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder cannot be written to, so there is no temporary file in it either.
  }
}

type Understood = { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly reason: string };

function understand(text: string): Understood {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'could not be read as JSON' }; // Where exactly does not matter: the file is kept.
  }
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version > 1)
    return { ok: false, reason: `were written by a newer version of Timonier (format ${version})` };
  const parsed = settingsSchema.safeParse(json);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, reason: `hold something that is not understood (${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? ''})` };
}

function mergeEntries<Entry>(
  current: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>> | undefined,
): Record<string, Entry> {
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(patch ?? {}))
    merged.set(key, { ...(merged.get(key) as object | undefined), ...(value as object) });
  return Object.fromEntries(merged) as Record<string, Entry>;
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
