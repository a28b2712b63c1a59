import { create } from 'zustand';

/**
 * The page's connection to Timonier itself (not to a cluster). In the Electron window it is always `open`.
 * - lost: it broke and is tried again at `retryAt` (ms since the epoch); rows on screen are as last seen
 * - refused: there is no session for this page (the link was used in another browser, or Timonier was started again)
 */
export type ConnectionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'lost'; readonly since: number; readonly retryAt: number }
  | { readonly state: 'refused' };

/** Read by the banner of the shell; written by the socket bridge alone. */
export const useConnection = create<ConnectionState>(() => ({ state: 'open' }));
