import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { firstSize, planWindow, readWindowState, writeWindowState } from '../../../electron/shell/window-state.ts';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const first = { x: undefined, y: undefined, ...firstSize, maximized: false };

test('opens where it stood, on whichever display', () => {
  const remembered = { x: 2000, y: 100, width: 1200, height: 800, maximized: true };
  expect(planWindow(remembered, [display, { ...display, x: 1920 }])).toEqual(remembered);
});

test('keeps the size but not the place when the display is gone', () => {
  expect(planWindow({ x: 2000, y: 100, width: 1200, height: 800, maximized: false }, [display])).toEqual({
    x: undefined,
    y: undefined,
    width: 1200,
    height: 800,
    maximized: false,
  });
  expect(planWindow({ x: 0, y: -500, width: 1200, height: 800, maximized: false }, [display]).x).toBeUndefined();
});

test.each([
  null,
  'x',
  {},
  { x: 0, y: 0, width: -1, height: 5, maximized: false },
  { x: 1e12, y: 0, width: 9, height: 5, maximized: false },
])('%j is not a place', (remembered) => {
  expect(planWindow(remembered, [display])).toEqual(first);
});

test('round trip through a file only the user can read; a broken file is nothing', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-test-'));
  try {
    const file = path.join(folder, 'deep', 'window.json');
    expect(readWindowState(file)).toBeNull();
    const state = { x: 1, y: 2, width: 1300, height: 700, maximized: false };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, '{');
    expect(readWindowState(file)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
