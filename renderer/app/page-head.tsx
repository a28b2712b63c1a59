import type { ReactNode } from 'react';
import css from './page-head.module.css';

/** The title bar of a page that has no table yet, so that the title does not jump when there is one. */
export function PageHead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <div className={css.head}>
        <h1>{title}</h1>
      </div>
      {children}
    </>
  );
}
