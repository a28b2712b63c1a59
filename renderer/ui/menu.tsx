import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu as Radix, ContextMenu as RadixContext } from 'radix-ui';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Kbd } from './kbd.tsx';
import css from './menu.module.css';
import { useOverlayContainer } from './overlay-container.ts';

/** One entry of a menu. `run` is called after the menu closed the focus question; `items` make a submenu. */
export type MenuEntry =
  | {
      readonly type?: 'item';
      readonly label: string;
      readonly icon?: ComponentType<{ size?: number }> | undefined;
      readonly keys?: string;
      readonly disabled?: boolean;
      /** Why it is disabled, under its label. */
      readonly why?: string | undefined;
      readonly danger?: boolean;
      readonly run: () => void;
    }
  | { readonly type: 'check'; readonly label: string; readonly checked: boolean; readonly keepOpen?: boolean; readonly run: () => void }
  | { readonly type: 'radio'; readonly label: string; readonly mark?: ReactNode; readonly checked: boolean; readonly run: () => void }
  | {
      readonly type: 'sub';
      readonly label: string;
      readonly icon?: ComponentType<{ size?: number }> | undefined;
      readonly entries: readonly MenuEntry[];
    }
  | { readonly type: 'separator' }
  | { readonly type: 'heading'; readonly label: string };

/** A menu that a button opens. Not modal: the page behind stays where it is, and no style element is injected. */
export function Menu({
  trigger,
  entries,
  align = 'end',
}: {
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
}) {
  const container = useOverlayContainer();
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal {...container}>
        <Radix.Content className={css.menu} align={align} sideOffset={4} collisionPadding={8} data-key-boundary>
          <Entries entries={entries} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A menu on right click (or the menu key) on its child. */
export function ContextMenu({ children, entries }: { children: ReactElement; entries: readonly MenuEntry[] }) {
  const container = useOverlayContainer();
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal {...container}>
        <RadixContext.Content className={css.menu} collisionPadding={8} data-key-boundary>
          <Entries entries={entries} parts={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

/** Both menus of radix have the same parts, so that one list of entries serves a button and a right click. */
type Parts = Pick<
  typeof Radix,
  'Item' | 'CheckboxItem' | 'ItemIndicator' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Separator' | 'Label' | 'Portal'
>;

function Entries({ entries, parts }: { entries: readonly MenuEntry[]; parts: Parts }) {
  const container = useOverlayContainer();
  return entries.map((entry, index) => {
    const key = `${index} ${'label' in entry ? entry.label : ''}`;
    switch (entry.type) {
      case 'separator':
        return <parts.Separator key={key} className={css.separator} />;
      case 'heading':
        return (
          <parts.Label key={key} className={css.heading}>
            {entry.label}
          </parts.Label>
        );
      case 'check':
      case 'radio':
        return (
          <parts.CheckboxItem
            key={key}
            className={css.item}
            checked={entry.checked}
            role={entry.type === 'radio' ? 'menuitemradio' : 'menuitemcheckbox'}
            onSelect={(event) => {
              if (entry.type === 'check' && entry.keepOpen) event.preventDefault();
              entry.run();
            }}
          >
            <span className={css.icon}>{entry.checked ? <Check size={14} aria-hidden="true" /> : null}</span>
            {entry.type === 'radio' ? entry.mark : null}
            <span className={css.label}>{entry.label}</span>
          </parts.CheckboxItem>
        );
      case 'sub':
        return (
          <parts.Sub key={key}>
            <parts.SubTrigger className={css.item}>
              <span className={css.icon}>{entry.icon ? <entry.icon size={14} /> : null}</span>
              <span className={css.label}>{entry.label}</span>
              <ChevronRight size={14} aria-hidden="true" />
            </parts.SubTrigger>
            <parts.Portal {...container}>
              <parts.SubContent className={css.menu} collisionPadding={8} sideOffset={2} data-key-boundary>
                <Entries entries={entry.entries} parts={parts} />
              </parts.SubContent>
            </parts.Portal>
          </parts.Sub>
        );
      default:
        return (
          <parts.Item
            key={key}
            className={classes(css.item, entry.danger && css.danger)}
            disabled={entry.disabled ?? false}
            onSelect={entry.run}
          >
            <span className={css.icon}>{entry.icon ? <entry.icon size={14} /> : null}</span>
            <span className={css.label}>
              {entry.label}
              {entry.why === undefined ? null : <span className={css.why}>{entry.why}</span>}
            </span>
            {entry.keys ? <Kbd keys={entry.keys} /> : null}
          </parts.Item>
        );
    }
  });
}
