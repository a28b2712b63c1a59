import { createHash } from 'node:crypto';
import { promises } from 'node:fs';
import { basename, join } from 'node:path';
import type { KubeconfigError } from '../../../shared/cluster-error.ts';
import type { KubeconfigFile } from '../../../shared/context-view.ts';
import type { ParsedKubeconfig } from './kubeconfig-entries.ts';
import { parseKubeconfig } from './parse-kubeconfig.ts';
import type { Place } from './plan-places.ts';
import { type FileText, largestKubeconfigBytes, readTextFile } from './read-file.ts';
import type { Fault } from './yaml-node.ts';

/** One file as it stands now, and the last version of it that could be used. */
export interface LoadedFile {
  readonly path: string;
  readonly from: KubeconfigFile['from'];
  /** The added or given folder it was found in; null when it was named itself. */
  readonly folder: string | null;
  readonly state: KubeconfigFile['state'];
  readonly error: KubeconfigError | null;
  /** What its contexts are made of: this version, or the last good one. Null when there is nothing. */
  readonly parsed: ParsedKubeconfig | null;
  /** When `parsed` was read, in ms since the epoch. */
  readonly readAt: number;
  /** Content hash or refusal; two loads with equal marks need no new parse. */
  readonly mark: string;
}

/** What was found in all places. Folders have an entry of their own so that they can be shown and removed. */
export interface LoadedPlaces {
  readonly files: readonly LoadedFile[];
  readonly folders: readonly { readonly path: string; readonly from: KubeconfigFile['from']; readonly error: KubeconfigError | null }[];
}

/** Most files of one folder that are looked at; a folder with more is not a folder of kubeconfigs. */
const mostFilesInFolder = 500;

/**
 * Reads every place. `previous` supplies unchanged parses and last good versions. One place that cannot be read never
 * keeps another from being read; nothing is written.
 */
export async function loadPlaces(places: readonly Place[], previous: LoadedPlaces | null, now: number): Promise<LoadedPlaces> {
  const known = new Map((previous?.files ?? []).map((file) => [file.path, file]));
  const loaded = await Promise.all(places.map((place) => loadPlace(place, known, now)));
  const seen = new Set<string>();
  const files: LoadedFile[] = [];
  for (const file of loaded.flatMap((place) => place.files)) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    files.push(file);
  }
  return { files, folders: loaded.flatMap((place) => place.folders) };
}

async function loadPlace(place: Place, known: ReadonlyMap<string, LoadedFile>, now: number): Promise<LoadedPlaces> {
  const text = await readTextFile(place.path, largestKubeconfigBytes);
  if (text.ok || !text.directory) return { files: [loadFile(place.path, place.from, null, text, known.get(place.path), now)], folders: [] };
  if (place.from === 'env' || place.from === 'home')
    return { files: [loadFile(place.path, place.from, null, text, known.get(place.path), now)], folders: [] };
  return loadFolder(place, known, now);
}

async function loadFolder(place: Place, known: ReadonlyMap<string, LoadedFile>, now: number): Promise<LoadedPlaces> {
  let names: string[];
  try {
    names = (await promises.readdir(place.path)).filter((name) => !name.startsWith('.')).sort();
  } catch (error) {
    const message = `the folder cannot be read (${error instanceof Error ? error.message : String(error)})`;
    return { files: [], folders: [{ path: place.path, from: place.from, error: kubeconfigError(place.path, message) }] };
  }
  const tooMany = names.length > mostFilesInFolder;
  const files: LoadedFile[] = [];
  for (const name of names.slice(0, mostFilesInFolder)) {
    const path = join(place.path, name);
    const text = await readTextFile(path, largestKubeconfigBytes);
    if (!text.ok && text.directory) continue;
    if (looksLikeKubeconfig(path, text) || known.get(path)?.parsed)
      files.push(loadFile(path, place.from, place.path, text, known.get(path), now));
  }
  const error = tooMany
    ? kubeconfigError(place.path, `the folder holds ${names.length} files; only the first ${mostFilesInFolder} are read`)
    : null;
  return { files, folders: [{ path: place.path, from: place.from, error }] };
}

/** A folder may hold anything (~/.kube holds caches and keys): only files that mean to be kubeconfigs are reported. */
function looksLikeKubeconfig(path: string, text: FileText): boolean {
  if (text.ok)
    return (
      /^\s*["']?(?:clusters|contexts|current-context|users)["']?\s*:/m.test(text.text) ||
      /^\s*["']?kind["']?\s*:\s*["']?Config\b/m.test(text.text)
    );
  return /\.(?:ya?ml|conf|kubeconfig)$|^(?:kube)?config$/i.test(basename(path)) && !text.missing;
}

function loadFile(
  path: string,
  from: LoadedFile['from'],
  folder: string | null,
  text: FileText,
  before: LoadedFile | undefined,
  now: number,
): LoadedFile {
  const mark = text.ok ? createHash('sha1').update(text.text).digest('hex') : `!${text.message}`;
  if (before !== undefined && before.mark === mark && before.from === from) return before;
  const base = { path, from, folder, mark };
  const good = before?.parsed != null && before.parsed.refused === null && before.parsed.contexts.size > 0 ? before : null;
  if (!text.ok) {
    if (text.missing) {
      if (before?.parsed != null) return { ...base, state: 'missing', error: null, parsed: deleted(before.parsed), readAt: before.readAt };
      const error = from === 'flag' ? kubeconfigError(path, 'the file does not exist; check the path given with --kubeconfig') : null;
      return { ...base, state: 'missing', error, parsed: null, readAt: now };
    }
    return keepLastGood(base, good, null, kubeconfigError(path, text.message), now);
  }
  const parsed = parseKubeconfig(text.text, path);
  if (parsed.refused !== null) return keepLastGood(base, good, parsed, faultError(path, parsed.refused), now);
  if (parsed.empty && good !== null && text.text.trim() === '')
    return keepLastGood(base, good, parsed, kubeconfigError(path, 'is empty now'), now);
  // kubectl writes the section also when it is empty: a file without it is one that is being written, or was cut.
  if (parsed.contexts.size === 0 && good !== null && !/["']?\bcontexts["']?\s*:/.test(text.text))
    return keepLastGood(base, good, parsed, kubeconfigError(path, 'has no `contexts` section any more'), now);
  return { ...base, state: 'ok', error: null, parsed, readAt: now };
}

function keepLastGood(
  base: Pick<LoadedFile, 'path' | 'from' | 'folder' | 'mark'>,
  good: LoadedFile | null,
  parsed: ParsedKubeconfig | null,
  error: KubeconfigError,
  now: number,
): LoadedFile {
  if (good === null) return { ...base, state: 'broken', error, parsed, readAt: now };
  const time = new Date(good.readAt);
  const clock = `${String(time.getHours()).padStart(2, '0')}:${String(time.getMinutes()).padStart(2, '0')}`;
  const where = error.line === null ? 'has an error' : `has an error at line ${error.line}`;
  const message = `kubeconfig ${where}; using the version from ${clock} (${error.message})`;
  return { ...base, state: 'using-last-good', error: { ...error, message }, parsed: good.parsed, readAt: good.readAt };
}

/** Contexts of a file that went away under a running app stay listed, greyed: somebody may be in the middle of something. */
function deleted(parsed: ParsedKubeconfig): ParsedKubeconfig {
  const message = 'the file was deleted while Timonier ran; put it back or start again without it';
  return { ...parsed, refused: { message, place: null } };
}

/** A fault of a text as an error that travels. */
export function faultError(file: string, fault: Fault): KubeconfigError {
  return { kind: 'kubeconfig', file, line: fault.place?.line ?? null, column: fault.place?.column ?? null, message: fault.message };
}

/** A fault of a file that has no line. */
export function kubeconfigError(file: string, message: string): KubeconfigError {
  return { kind: 'kubeconfig', file, line: null, column: null, message };
}
