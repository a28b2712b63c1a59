import { create } from 'zustand';
import type { DrainRun, DrainsItem } from '../../shared/drain-run.ts';
import type { Bridge } from '../bridge/bridge.ts';

/** Every drain that the main side knows. */
export interface DrainsState {
  /** False until the main side has told its runs for the first time. */
  readonly loaded: boolean;
  /** Oldest first, each once. */
  readonly runs: readonly DrainRun[];
}

/** Filled by `watchDrains`; nothing else writes it. */
export const useDrains = create<DrainsState>(() => ({ loaded: false, runs: [] }));

/** One drain; undefined when the main side has none of this id, or has told nothing yet. */
export function useDrainRun(id: string): DrainRun | undefined {
  return useDrains(({ runs }) => runs.find((run) => run.id === id));
}

/** The drains after a message of `nodes.drains`. Pure. A run keeps its place; runs that did not change keep their identity. */
export function takeDrains(state: DrainsState, item: DrainsItem): DrainsState {
  switch (item.type) {
    case 'runs':
      return { loaded: true, runs: item.runs };
    case 'run': {
      const { run } = item;
      const known = state.runs.some(({ id }) => id === run.id);
      return { ...state, runs: known ? state.runs.map((each) => (each.id === run.id ? run : each)) : [...state.runs, run] };
    }
    case 'forgotten':
      return { ...state, runs: state.runs.filter(({ id }) => id !== item.run) };
  }
}

/**
 * Keeps the store up to date until the returned function is called. After a lost connection the bridge opens the stream again, whose first message
 * holds all runs: what is shown meanwhile is as last seen.
 */
export function watchDrains(bridge: Bridge): () => void {
  return bridge.open('nodes.drains', {}, (event) => {
    if (event.type === 'items') useDrains.setState((state) => takeDrains(state, event.items), true);
  });
}
