import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { chordOf, type KeyBinding, type KeyScope, KeySequence } from './key-map.ts';

/** How many dialogs are below this part of the screen: 0 for the page, 1 inside a dialog. */
export const KeyLayer = createContext(0);

/**
 * Which part of the page the bindings below belong to: they work while the focus is in the element that carries the same
 * name as `data-key-region`. null = everywhere. Parts that stand side by side (the table, each panel of the dock) bind the same keys.
 */
export const KeyRegion = createContext<string | null>(null);

let scopes: readonly KeyScope[] = [];
let lastOrder = 0;
const listeners = new Set<() => void>();
const sequence = new KeySequence();

function publish(next: readonly KeyScope[]): void {
  scopes = [...next].sort((a, b) => b.order - a.order);
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Offers `bindings` while the component is mounted. The newest scope wins where two bind the same key; scopes below an
 * open dialog are asleep. Bindings may be a new array on every render; only what is shown of them causes work.
 */
export function useKeys(name: string, bindings: readonly KeyBinding[]): void {
  const layer = useContext(KeyLayer);
  const region = useContext(KeyRegion);
  // Taken at the first render, so that a new label (another language) does not change who is asked first.
  const order = useRef(0);
  if (order.current === 0) order.current = ++lastOrder;
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings
    .map((binding) =>
      [binding.keys, binding.label, binding.hint, binding.hintKeys, binding.hintLabel, binding.inFields, binding.enabled].join('\t'),
    )
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the bindings, whose identity changes with every render
  useEffect(() => {
    const scope: KeyScope = {
      name,
      layer,
      region,
      order: order.current,
      bindings: latest.current.map((binding, index) => ({ ...binding, run: (event) => latest.current[index]?.run(event) })),
    };
    publish([...scopes, scope]);
    return () => publish(scopes.filter((each) => each !== scope));
  }, [name, layer, region, shape]);
}

/** Every scope that is registered now, newest first: for the list under `?` and the hints of the status bar. */
export function useKeyScopes(): readonly KeyScope[] {
  return useSyncExternalStore(
    subscribe,
    () => scopes,
    () => scopes,
  );
}

/** Bindings that a key would reach while the focus is in `region`, first match first. A dialog has the keys to itself, wherever it was opened from. */
export function activeBindings(from: readonly KeyScope[], region: string | null): KeyBinding[] {
  const top = Math.max(0, ...from.map((scope) => scope.layer));
  return from
    .filter((scope) => scope.layer === top && (top > 0 || scope.region === null || scope.region === region))
    .flatMap((scope) => scope.bindings.filter((binding) => binding.enabled !== false));
}

/** The region that has the keyboard: that of the focus; where the focus is in none, the first that is in use. */
function focusedRegion(): string | null {
  const own = document.activeElement?.closest('[data-key-region]');
  const region = own ?? document.querySelector('[data-key-region]:not([inert], [hidden])');
  return region?.getAttribute('data-key-region') ?? null;
}

function subscribeToFocus(listener: () => void): () => void {
  // Where the focus goes to is known only after focusout.
  const later = () => queueMicrotask(listener);
  window.addEventListener('focusin', listener);
  window.addEventListener('focusout', later);
  return () => {
    window.removeEventListener('focusin', listener);
    window.removeEventListener('focusout', later);
  };
}

/** The part of the page that has the keyboard now (`data-key-region`), for hints about what keys do there. */
export function useFocusedRegion(): string | null {
  return useSyncExternalStore(subscribeToFocus, focusedRegion, () => null);
}

/** Listens to the keyboard for all scopes. Called once by the shell; returns how to stop. */
export function listenToKeys(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
    const element = event.target instanceof Element ? event.target : null;
    const inField = element !== null && isField(element);
    const chord = chordOf(event);
    // Menus and popovers handle their own keys; chords with mod still work from there.
    if (element?.closest('[data-key-boundary]') && !chord.startsWith('mod+')) return;
    // Enter and space belong to the control that has the focus.
    if (
      (chord === 'enter' || chord === ' ') &&
      element?.closest('button, a[href], [role="button"], summary') &&
      !element.hasAttribute('data-keys')
    )
      return;
    const bindings = activeBindings(scopes, focusedRegion()).filter(
      (binding) => !inField || (binding.inFields ?? binding.keys.startsWith('mod+')),
    );
    const { binding, pending } = sequence.press(chord, event.timeStamp, bindings);
    if (binding || pending) event.preventDefault();
    binding?.run(event);
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Meta' || key === 'Alt';
}

function isField(element: Element): boolean {
  return element.matches(
    'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"], [contenteditable=""]',
  );
}
