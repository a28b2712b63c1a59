import { Lock } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type CSSProperties, type ReactNode, useContext } from 'react';
import type { Environment } from '../../shared/context-view.ts';
import { classes } from './classes.ts';
import { contextColour } from './context-swatch.tsx';
import css from './dialog.module.css';
import { EnvMark } from './env-mark.tsx';
import { KeyLayer } from './use-keys.ts';

/**
 * A modal dialog: the focus stays inside and returns where it was, escape and a click outside close it. The scrim is our
 * own element, since radix' overlay locks scrolling with an injected style element, which the content policy forbids.
 */
export function Dialog({
  open,
  onClose,
  label,
  width = 560,
  top = 84,
  className,
  children,
}: {
  open: boolean;
  onClose: () => void;
  /** Name for screen readers; a visible title inside should say the same. */
  label: string;
  width?: number;
  /** Distance from the top of the window in px. */
  top?: number;
  className?: string | undefined;
  children: ReactNode;
}) {
  const layer = useContext(KeyLayer);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className={css.scrim}>
          <Radix.Content
            className={classes(css.dialog, className)}
            style={{ width, marginTop: top, maxHeight: `calc(100vh - ${top + 24}px)` }}
            aria-describedby={undefined}
          >
            <Radix.Title className="visually-hidden">{label}</Radix.Title>
            <KeyLayer value={layer + 1}>{children}</KeyLayer>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Title, scrolling body and footer of an ordinary dialog. */
export function DialogBody({ title, footer, children }: { title: ReactNode; footer?: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className={css.body}>
        <div className={css.title} aria-hidden="true">
          {title}
        </div>
        {children}
      </div>
      {footer ? <footer className={css.footer}>{footer}</footer> : null}
    </>
  );
}

/** Head of a dialog that changes something in one context: its colour, name and mark are what people look at before they press. */
export function DialogContextHead({
  colour,
  name,
  environment,
  note,
  aside,
  locked = false,
}: {
  colour: number;
  name: string;
  environment: Environment;
  note?: string;
  aside?: ReactNode;
  locked?: boolean;
}) {
  return (
    <div className={css.context} style={{ '--context': contextColour(colour) } as CSSProperties}>
      <i className={css.edge} aria-hidden="true" />
      {locked ? <Lock size={15} aria-hidden="true" /> : null}
      <b className={css.name}>{name}</b>
      <EnvMark environment={environment} />
      {note ? <span className={css.note}>{note}</span> : null}
      <span className={css.space} />
      {aside}
    </div>
  );
}
