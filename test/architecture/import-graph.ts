import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';

/** The project's root. */
export const root = path.join(import.meta.dirname, '..', '..');

/** One import statement. */
export interface Import {
  /** File, relative to the root, with `/`. */
  readonly from: string;
  /** File relative to the root, or a package name (`undici`), or `node:…`. */
  readonly to: string;
  readonly line: number;
  /** Erased before run time. */
  readonly typeOnly: boolean;
}

/** Every TypeScript source below the given folders, relative to the root. */
export function sourceFiles(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
      .sort(),
  );
}

/** `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')`. Sources are formatted by Biome, so this is enough of a parser. */
const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** The imports of one file; a relative one must exist. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(statement)) {
    const specifier = match[2] ?? match[3] ?? '';
    const line = text.slice(0, match.index).split('\n').length;
    const names = /\{([^}]*)\}/
      .exec(match[0])?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const everyNameIsType = names !== undefined && names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
    found.push({
      from: file,
      to: target(file, specifier),
      line,
      typeOnly: match[1] !== undefined || (everyNameIsType && !/import\s+\w/.test(match[0])),
    });
  }
  return found;
}

function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    const file = path.posix.join(path.posix.dirname(from), specifier.replace(/\?.*$/, ''));
    return existsSync(path.join(root, file)) ? file : `missing:${file}`;
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier))
    return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** One cycle of run-time imports per strongly connected part, as file names. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const one of imports) if (!one.typeOnly) next.set(one.from, [...(next.get(one.from) ?? []), one.to]);
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const visit = (file: string, trail: string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const to of next.get(file) ?? []) visit(to, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

/** What `entry` pulls in at run time, with the chain of files that leads to each. */
export function reachable(entry: string, imports: readonly Import[]): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const one of imports) if (!one.typeOnly) next.set(one.from, [...(next.get(one.from) ?? []), one.to]);
  const chains = new Map<string, readonly string[]>([[entry, [entry]]]);
  const queue = [entry];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const to of next.get(file) ?? []) {
      if (chains.has(to)) continue;
      chains.set(to, [...(chains.get(file) ?? []), to]);
      queue.push(to);
    }
  }
  return chains;
}
