import type { ClusterError } from '../../shared/cluster-error.ts';
import { addressOfPage, type WindowPage } from '../../shared/window-page.ts';
import type { Bridge } from '../bridge/bridge.ts';

/**
 * Opens a page of Timonier in a window of its own; the answer is why it was not, null when it was. In the Electron window the main
 * side does it, since a page may open nothing there. In a browser it is a tab or window of the same session; `noopener` gives it an
 * event loop of its own, so that neither page waits for the other.
 */
export async function openWindow(bridge: Bridge, page: WindowPage): Promise<ClusterError | null> {
  if (window.timonier === undefined) {
    window.open(addressOfPage(page), '_blank', 'noopener');
    return null;
  }
  const result = await bridge.call('windows.open', page);
  return result.ok ? null : result.error;
}
