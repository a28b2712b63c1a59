import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import css from './tooltip.module.css';

/** Long enough not to flicker while the pointer crosses a toolbar, in ms. */
const openDelayMs = 450;

/** Goes once around the app: the second tooltip in a row opens at once. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={openDelayMs} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

/** Says more about its one child on hover and focus. Never the only place of a fact that is needed to act. */
export function Tooltip({
  text,
  keys,
  side = 'bottom',
  open,
  children,
}: {
  text: ReactNode;
  keys?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** Shown or not by whoever knows better than hover and focus of the child. */
  open?: boolean;
  children: ReactElement;
}) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={css.tip} side={side} sideOffset={5} collisionPadding={6}>
          {text}
          {keys ? <Kbd keys={keys} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
