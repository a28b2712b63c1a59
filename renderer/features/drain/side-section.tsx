import type { ReactNode } from 'react';
import css from './side-pane.module.css';

/** One part of the side pane under its heading; `action` stands at the heading's right end. */
export function SideSection({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={title}>
      <div className={css.title}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
