import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Where a window stood, in device-independent pixels. */
export interface WindowState {
  readonly x: number | undefined;
  readonly y: number | undefined;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

/** A display's usable area. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const pixels = z.number().int().min(-100_000).max(100_000);
const schema = z.object({ x: pixels, y: pixels, width: pixels.positive(), height: pixels.positive(), maximized: z.boolean() });

/** Size of the first start, and the smallest the screens are drawn for. */
export const firstSize = { width: 1440, height: 900 } as const;
export const smallestSize = { width: 800, height: 560 } as const;

/** Where to open the window: as remembered, unless its title bar would be out of reach (a display was taken away). Pure. */
export function planWindow(remembered: unknown, displays: readonly Area[]): WindowState {
  const parsed = schema.safeParse(remembered);
  if (!parsed.success) return { x: undefined, y: undefined, ...firstSize, maximized: false };
  const { x, y, maximized } = parsed.data;
  const width = Math.max(parsed.data.width, smallestSize.width);
  const height = Math.max(parsed.data.height, smallestSize.height);
  // 100 by 30 pixels of the title bar are enough to drag it back.
  const reachable = displays.some(
    (area) => x + width >= area.x + 100 && x <= area.x + area.width - 100 && y >= area.y && y <= area.y + area.height - 30,
  );
  return reachable ? { x, y, width, height, maximized } : { x: undefined, y: undefined, width, height, maximized };
}

/** Reads what was remembered; null when there is nothing, or nothing readable: a lost window position is not worth a message. */
export function readWindowState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // first start, or a broken file: the first size is used and the file is written again on quit
    return null;
  }
}

/** Remembers where the window stands; replaces the file in one step. */
export function writeWindowState(file: string, state: z.infer<typeof schema>): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
