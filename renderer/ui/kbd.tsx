import css from './kbd.module.css';
import { isMac } from './platform.ts';

const shown: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  escape: 'esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  ' ': 'space',
};

/** The caps of a shortcut: `mod+k` gives two, the sequence `g p` gives two. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(' ')
    .flatMap((chord) => (chord === '+' ? ['+'] : chord.includes('+') ? chord.split('+').map(upper) : [chord]))
    .map((cap) => shown[cap.toLowerCase()] ?? (cap.length === 1 ? cap : cap.toLowerCase()));
}

/** Letters in a chord are shown as they stand on the keys; alone, case tells `g` from `G`. */
function upper(cap: string): string {
  return cap.length === 1 ? cap.toUpperCase() : cap;
}

/** Shows a shortcut as key caps. Decorative next to a named control: the control says its key by aria-keyshortcuts. */
export function Kbd({ keys, joined = false }: { keys: string; joined?: boolean }) {
  const caps = keyCaps(keys);
  return (
    <span className={css.keys} aria-hidden="true">
      {(joined ? [caps.join(' ')] : caps).map((cap) => (
        <kbd key={cap} className={css.cap}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
