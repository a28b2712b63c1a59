import { describe, expect, it } from 'vitest';
import { keyCaps } from '../../renderer/ui/kbd.tsx';
import { chordOf, chordsOf, type KeyBinding, KeySequence, sequenceTimeoutMs } from '../../renderer/ui/key-map.ts';

const binding = (keys: string): KeyBinding => ({ keys, label: keys, run: () => undefined });
const event = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const pods = binding('g p');
const top = binding('g g');
const filter = binding('/');
const all = [pods, top, filter];

describe('chordOf', () => {
  it('names keys as they are typed, and shift only where it does not change the character', () => {
    expect(chordOf(event('?', { shiftKey: true }))).toBe('?');
    expect(chordOf(event('G', { shiftKey: true }))).toBe('G');
    expect(chordOf(event('K', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+k');
    expect(chordOf(event('k', { metaKey: true }))).toBe('mod+k');
    expect(chordOf(event('Enter', { shiftKey: true }))).toBe('shift+enter');
    expect(chordOf(event('Escape'))).toBe('escape');
  });

  it('reads space as a key', () => {
    expect(chordsOf('space')).toEqual([chordOf(event(' '))]);
    expect(chordsOf('shift+space')).toEqual([chordOf(event(' ', { shiftKey: true }))]);
  });
});

describe('KeySequence', () => {
  it('runs a single key at once and a sequence at its end', () => {
    const keys = new KeySequence();
    expect(keys.press('/', 0, all).binding).toBe(filter);
    expect(keys.press('g', 10, all)).toEqual({ binding: null, pending: true });
    expect(keys.press('p', 20, all).binding).toBe(pods);
    expect(keys.press('p', 30, all)).toEqual({ binding: null, pending: false });
  });

  it('forgets a sequence after its time', () => {
    const keys = new KeySequence();
    keys.press('g', 0, all);
    expect(keys.press('p', sequenceTimeoutMs + 1, all).binding).toBeNull();
  });

  it('starts anew with a key that continues nothing', () => {
    const keys = new KeySequence();
    keys.press('g', 0, all);
    expect(keys.press('/', 10, all).binding).toBe(filter);
    keys.press('g', 20, [pods]);
    keys.press('g', 30, [pods]);
    expect(keys.press('p', 40, [pods]).binding).toBe(pods);
  });

  it('prefers the binding that is offered first', () => {
    const dialog = binding('/');
    expect(new KeySequence().press('/', 0, [dialog, filter]).binding).toBe(dialog);
  });
});

describe('keyCaps', () => {
  it('shows chords and sequences as caps', () => {
    expect(keyCaps('mod+K')).toEqual(['Ctrl', 'K']);
    expect(keyCaps('g p')).toEqual(['g', 'p']);
    expect(keyCaps('escape')).toEqual(['esc']);
    expect(keyCaps('mod+,')).toEqual(['Ctrl', ',']);
  });
});
