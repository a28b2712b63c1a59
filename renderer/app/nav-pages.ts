import { KeyRound, type LucideIcon, NotebookText } from 'lucide-react';
import { journalPath } from '../state/drain-path.ts';
import { pathWithScope } from './paths.ts';

/** A page that is no table of a kind: in the navigation below the kinds, in the palette, and behind a key. */
export interface NavPage {
  /** Its route; the scope is added. */
  readonly path: string;
  readonly icon: LucideIcon;
  /** Its name in shell.json, under `pages`. */
  readonly name: 'access' | 'journal';
  /** The letter after `g` that goes there. */
  readonly goKey: string;
}

/** In the order of the navigation. */
export const navPages: readonly NavPage[] = [
  { path: '/access', icon: KeyRound, name: 'access', goKey: 'a' },
  { path: journalPath, icon: NotebookText, name: 'journal', goKey: 'j' },
];

/** Where a page is, with the scope of the current one. */
export function pathOfPage({ path }: NavPage): string {
  return pathWithScope(path);
}
