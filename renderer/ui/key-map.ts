/** One key of the map: what it does and where it is offered. */
export interface KeyBinding {
  /** A chord (`mod+k`, `?`, `escape`) or a sequence of chords (`g p`). Letters are case sensitive as typed: `G` needs shift. */
  readonly keys: string;
  /** What it does, in the reader's language; it is listed under `?`. */
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Shown in the status bar while it is active. */
  readonly hint?: boolean;
  /** What the status bar shows instead of `keys`, for one hint that speaks for several bindings: `n N`, `1-9`. */
  readonly hintKeys?: string;
  /** What it says instead of `label` then. */
  readonly hintLabel?: string;
  /** Also while a text field has the focus. Chords with `mod` are unless this says false: `mod+a` is the field's own. */
  readonly inFields?: boolean;
  readonly enabled?: boolean;
}

/** Bindings of one part of the screen, newest scope first when they compete. */
export interface KeyScope {
  readonly name: string;
  /** Dialogs register in a higher layer than the page; only the highest layer that is open is asked. */
  readonly layer: number;
  /** Only while the focus is in this part of the page; null = everywhere. */
  readonly region: string | null;
  /** Grows with each part of the screen that appears: what is inside or came later is asked first. */
  readonly order: number;
  readonly bindings: readonly KeyBinding[];
}

/** How long a started sequence waits for its next key, in ms: as vim's timeoutlen, people think after `g`. */
export const sequenceTimeoutMs = 1_000;

/** What a key event is called in the map: `mod+k`, `?`, `g`, `shift+enter`. Shift is only named where it does not change the character. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const named = event.key.length > 1 || event.key === ' ';
  const mod = event.ctrlKey || event.metaKey;
  const key = named || mod ? event.key.toLowerCase() : event.key;
  return [mod && 'mod', event.altKey && 'alt', event.shiftKey && (named || mod) && 'shift', key].filter(Boolean).join('+');
}

/** The chords of `keys`; `space` may be written for the space key, since a space separates chords. */
export function chordsOf(keys: string): string[] {
  return keys.split(' ').map((chord) => chord.replace(/(^|\+)space$/, '$1 '));
}

/**
 * Follows the keys that are pressed and says which binding they complete. A key that continues no sequence starts a
 * new one, so `g g p` still goes to pods.
 */
export class KeySequence {
  #pressed: string[] = [];
  #at = 0;

  /** The binding that `chord` completes at `now` (ms), or null; `pending` tells that a sequence has begun. */
  press(chord: string, now: number, bindings: readonly KeyBinding[]): { readonly binding: KeyBinding | null; readonly pending: boolean } {
    if (now - this.#at > sequenceTimeoutMs) this.#pressed = [];
    this.#at = now;
    for (const pressed of [[...this.#pressed, chord], [chord]]) {
      const matching = bindings.filter((binding) => startsWith(chordsOf(binding.keys), pressed));
      const complete = matching.find((binding) => chordsOf(binding.keys).length === pressed.length);
      if (complete) {
        this.#pressed = [];
        return { binding: complete, pending: false };
      }
      if (matching.length > 0) {
        this.#pressed = pressed;
        return { binding: null, pending: true };
      }
    }
    this.#pressed = [];
    return { binding: null, pending: false };
  }
}

function startsWith(chords: readonly string[], start: readonly string[]): boolean {
  return start.length <= chords.length && start.every((chord, index) => chords[index] === chord);
}
