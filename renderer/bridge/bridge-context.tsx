import { createContext, type ReactNode, useContext } from 'react';
import type { Bridge } from './bridge.ts';
import { createElectronBridge } from './electron-bridge.ts';
import { createSocketBridge } from './socket-bridge.ts';

const BridgeContext = createContext<Bridge | null>(null);

/** The bridge of the shell this page runs in. Called once, at start. */
export function createBridge(): Bridge {
  return window.timonier ? createElectronBridge(window.timonier) : createSocketBridge();
}

/** Hands the bridge to every screen below. */
export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

/** The page's only way to the main side. The same object for the life of the page. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('useBridge needs a BridgeProvider above it');
  return bridge;
}
