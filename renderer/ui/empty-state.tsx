import type { ReactNode } from 'react';
import css from './empty-state.module.css';

/** Where rows would be: the fact as title, one sentence, then reasons, at most two buttons, the equal command. Left aligned, never centred on an illustration. */
export function EmptyState({
  title,
  icon,
  text,
  actions,
  command,
  children,
}: {
  title: ReactNode;
  icon?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  command?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={css.blank}>
      <section className={css.state}>
        <div className={css.head}>
          {icon}
          <h2>{title}</h2>
        </div>
        {text ? <p className={css.text}>{text}</p> : null}
        {children}
        {actions ? <div className={css.actions}>{actions}</div> : null}
        {command ? <div className={css.command}>{command}</div> : null}
      </section>
    </div>
  );
}

/** The rows of an empty state: one per context, each with its own reason and its own remedy. */
export function EmptyReasons({ children }: { children: ReactNode }) {
  return <div className={css.reasons}>{children}</div>;
}

/** One context's reason: who, mark, why (with a smaller second line), remedy. */
export function EmptyReason({
  who,
  mark,
  detail,
  action,
  children,
}: {
  who: ReactNode;
  mark: ReactNode;
  detail?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={css.reason}>
      <span className={css.who}>{who}</span>
      <span className={css.who}>{mark}</span>
      <span>
        {children}
        {detail ? <small>{detail}</small> : null}
      </span>
      {action ?? <span />}
    </div>
  );
}
