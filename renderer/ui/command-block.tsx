import type { ReactNode } from 'react';
import css from './command-block.module.css';
import { CopyButton } from './copy-button.tsx';

/** A command that can be run as it stands, with a copy button. `children` may set parts of it in bold; `text` is what is copied. */
export function CommandBlock({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className={css.block}>
      <code className={css.text}>{children ?? text}</code>
      <CopyButton text={text} />
    </div>
  );
}
