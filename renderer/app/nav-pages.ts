import { Boxes, KeyRound, LayoutDashboard, type LucideIcon, NotebookText, TriangleAlert } from 'lucide-react';
import { journalPath } from '../state/drain-path.ts';
import { fleetPath, poolsPath, problemsPath } from '../state/fleet-path.ts';
import { pathWithScope } from './paths.ts';

/** A page that is no table of a kind: in the navigation, in the palette, and behind a key. */
export interface NavPage {
  /** Its route; the scope is added. */
  readonly path: string;
  readonly icon: LucideIcon;
  /** Its name in shell.json, under `pages`. */
  readonly name: 'fleet' | 'problems' | 'pools' | 'access' | 'journal';
  /** Where it stands in the navigation: before the kinds, or below them. */
  readonly place: 'first' | 'last';
  /** The letter after `g` that goes there. */
  readonly goKey: string;
}

/** In the order of the navigation. */
export const navPages: readonly NavPage[] = [
  { path: fleetPath, icon: LayoutDashboard, name: 'fleet', place: 'first', goKey: 'f' },
  // `g p` goes to pods.
  { path: problemsPath, icon: TriangleAlert, name: 'problems', place: 'first', goKey: 'P' },
  { path: poolsPath, icon: Boxes, name: 'pools', place: 'last', goKey: 'o' },
  { path: '/access', icon: KeyRound, name: 'access', place: 'last', goKey: 'a' },
  { path: journalPath, icon: NotebookText, name: 'journal', place: 'last', goKey: 'j' },
];

/** Where a page is, with the scope of the current one. */
export function pathOfPage({ path }: NavPage): string {
  return pathWithScope(path);
}
