import { describe, expect, it } from 'vitest';
import { ansiCss } from '../../../../renderer/features/logs/ansi-css.ts';

describe('ansiCss', () => {
  it('has the colours of the theme for the sixteen that have names', () => {
    expect(ansiCss({ fg: 1 })).toEqual({ color: 'var(--ansi-1)' });
    expect(ansiCss({ fg: 9, bg: 12 })).toEqual({ color: 'var(--ansi-9)', background: 'var(--ansi-fill-4)' });
    expect(ansiCss({ bold: true, italic: true })).toEqual({ fontWeight: 'var(--weight-strong)', fontStyle: 'italic' });
  });

  it('makes any other colour readable in both themes', () => {
    expect(ansiCss({ fg: '#102030' }).color).toMatch(/^light-dark\(oklch\(from #102030 min\(l, /);
  });

  it('takes text from the theme that has such a background', () => {
    expect(ansiCss({ bg: '#ffffff' })).toEqual({ colorScheme: 'light', color: 'var(--text-1)', background: '#ffffff' });
    expect(ansiCss({ fg: 2, bg: '#202020' })).toEqual({ colorScheme: 'dark', color: 'var(--ansi-2)', background: '#202020' });
    expect(ansiCss({ bg: '#0000ff' }).colorScheme).toBe('dark');
    expect(ansiCss({ bg: '#ffff00' }).colorScheme).toBe('light');
  });

  it('changes places when inverse, with what the page has where nothing was said', () => {
    expect(ansiCss({ inverse: true })).toEqual({ color: 'var(--surface-sunken)', background: 'var(--text-1)' });
    expect(ansiCss({ inverse: true, fg: 1 })).toEqual({ color: 'var(--text-1)', background: 'var(--ansi-fill-1)' });
    expect(ansiCss({ inverse: true, fg: 3, bg: 4 })).toEqual({ color: 'var(--ansi-4)', background: 'var(--ansi-fill-3)' });
  });
});
