import css from './kbd.module.css';
import { Kbd } from './kbd.tsx';

/** A key and what it does, as the status bar shows it. */
export function KeyHint({ keys, label, joined = false }: { keys: string; label: string; joined?: boolean }) {
  return (
    <span className={css.hint}>
      <Kbd keys={keys} joined={joined} /> {label}
    </span>
  );
}
