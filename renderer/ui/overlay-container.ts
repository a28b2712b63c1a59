import { useContext } from 'react';
import { KeyLayer } from './use-keys.ts';

/** Id of the landmark that menus are put into: without one, what they say would belong to no part of the page. */
export const overlayContainerId = 'overlays';

/** Where a menu goes: the landmark of the page, or beside the dialog it belongs to (a dialog hides the page from screen readers). */
export function useOverlayContainer(): { container?: HTMLElement } {
  const layer = useContext(KeyLayer);
  const container = layer === 0 ? document.getElementById(overlayContainerId) : null;
  return container ? { container } : {};
}
