import { join } from 'node:path';
import type { KubeconfigFile } from '../../../shared/context-view.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { LoadedPlaces } from './load-kubeconfigs.ts';
import type { MergedContext } from './merge-kubeconfigs.ts';
import type { Place } from './plan-places.ts';

/** One line of the first-run screen: where was looked and what was there. */
export interface PlaceFound {
  readonly label: string;
  readonly found: boolean;
  readonly detail: string;
}

/** Files and folders as the page shows them, with the number of contexts that each one gives. */
export function kubeconfigFiles(loaded: LoadedPlaces, merged: readonly MergedContext[]): KubeconfigFile[] {
  const counts = new Map<string, number>();
  for (const { context } of merged) counts.set(context.file, (counts.get(context.file) ?? 0) + 1);
  const folders = loaded.folders.map((folder): KubeconfigFile => {
    const inside = loaded.files.filter((file) => file.folder === folder.path);
    const contexts = inside.reduce((sum, file) => sum + (counts.get(file.path) ?? 0), 0);
    const warnings = inside.length === 0 && folder.error === null ? ['the folder holds no kubeconfig'] : [];
    return {
      path: folder.path,
      from: folder.from,
      state: folder.error === null ? 'ok' : 'broken',
      contexts,
      error: folder.error,
      warnings,
    };
  });
  const files = loaded.files.map((file): KubeconfigFile => {
    const warnings = (file.parsed?.warnings ?? []).map((warning) =>
      warning.place === null ? warning.message : `line ${warning.place.line}: ${warning.message}`,
    );
    if (file.parsed?.empty) warnings.push('is empty');
    else if (file.state === 'ok' && file.parsed?.contexts.size === 0) warnings.push('holds no context');
    return {
      path: file.path,
      from: file.from,
      state: file.state,
      contexts: counts.get(file.path) ?? 0,
      error: file.error,
      warnings: warnings.map(visibleText),
    };
  });
  return [...folders, ...files];
}

/** Where was looked, in words: for the screen that is shown when nothing was found. */
export function describePlaces(
  places: readonly Place[],
  files: readonly KubeconfigFile[],
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly home: string | null;
    readonly flagFiles: readonly string[];
  },
): PlaceFound[] {
  const found: PlaceFound[] = [];
  const describe = (place: Place, label: string) => {
    const file = files.find((candidate) => candidate.path === place.path);
    found.push({ label, found: file !== undefined && file.state !== 'missing', detail: detailOf(file) });
  };
  for (const place of places.filter((candidate) => candidate.from === 'flag')) describe(place, `--kubeconfig ${visibleText(place.path)}`);
  if (options.flagFiles.length > 0) {
    // Flags replace the other two: they were not looked at.
  } else if ((options.env.KUBECONFIG ?? '') === '') {
    found.push({ label: '$KUBECONFIG', found: false, detail: 'not set' });
    const home = options.home === null ? undefined : places.find((place) => place.path === join(options.home ?? '', '.kube', 'config'));
    if (home === undefined) found.push({ label: '~/.kube/config', found: false, detail: 'there is no home folder' });
    else describe(home, '~/.kube/config');
  } else
    for (const place of places.filter((candidate) => candidate.from === 'env')) describe(place, `$KUBECONFIG ${visibleText(place.path)}`);
  for (const place of places.filter((candidate) => candidate.from === 'added')) describe(place, visibleText(place.path));
  return found;
}

function detailOf(file: KubeconfigFile | undefined): string {
  if (file === undefined || file.state === 'missing') return 'not found';
  if (file.error !== null && file.error.kind === 'kubeconfig') return file.error.message;
  return file.contexts === 1 ? '1 context' : `${file.contexts} contexts`;
}
