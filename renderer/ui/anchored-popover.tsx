import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './popover.module.css';

/** A panel beside an element that is no button of its own, such as a cell of a grid; closes on escape or a click elsewhere. `label` names it for screen readers. */
export function AnchoredPopover({
  anchor,
  label,
  width,
  onClose,
  children,
}: {
  /** Null = it is closed. */
  anchor: HTMLElement | null;
  label: string;
  /** px. */
  width: number;
  /** The focus should go back to where it came from. */
  onClose: () => void;
  children: ReactNode;
}) {
  if (anchor === null) return null;
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Radix.Anchor virtualRef={{ current: anchor }} />
      <Radix.Portal>
        <Radix.Content
          className={css.popover}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          style={{ width }}
          data-key-boundary
          // The panel itself has the focus: its first button would show its tooltip over what is to be read.
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
