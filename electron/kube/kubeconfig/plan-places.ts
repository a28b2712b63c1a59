import { isAbsolute, join, resolve, delimiter as systemDelimiter } from 'node:path';
import type { KubeconfigFile } from '../../../shared/context-view.ts';

/** What decides where kubeconfigs are looked for. */
export interface PlaceOptions {
  /** Files or folders of `--kubeconfig`; any of them replaces $KUBECONFIG and the home file. */
  readonly flagFiles: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null when the user has no home. */
  readonly home: string | null;
  /** Files and folders the user added, absolute. */
  readonly addedPlaces: readonly string[];
  readonly cwd: string;
  /** `;` on Windows, `:` elsewhere. */
  readonly delimiter?: string;
}

/** One place to look at: a file, or a folder whose files are each looked at. */
export interface Place {
  readonly path: string;
  readonly from: Exclude<KubeconfigFile['from'], 'demo'>;
}

/**
 * The places to look at, in order of precedence, each once (clientcmd NewDefaultClientConfigLoadingRules): flags, else
 * $KUBECONFIG without empty and repeated entries, else ~/.kube/config; then what the user added.
 */
export function planPlaces(options: PlaceOptions): Place[] {
  const places: Place[] = [];
  const add = (path: string, from: Place['from']) => {
    const absolute = isAbsolute(path) ? path : resolve(options.cwd, path);
    if (!places.some((place) => place.path === absolute)) places.push({ path: absolute, from });
  };
  const list = options.env.KUBECONFIG ?? '';
  if (options.flagFiles.length > 0) for (const path of options.flagFiles) add(expandHome(path, options.home), 'flag');
  else if (list !== '') for (const path of list.split(options.delimiter ?? systemDelimiter)) if (path !== '') add(path, 'env');
  if (options.flagFiles.length === 0 && list === '' && options.home !== null) add(join(options.home, '.kube', 'config'), 'home');
  for (const path of options.addedPlaces) add(expandHome(path, options.home), 'added');
  return places;
}

function expandHome(path: string, home: string | null): string {
  return home !== null && (path === '~' || path.startsWith('~/')) ? join(home, path.slice(1)) : path;
}
