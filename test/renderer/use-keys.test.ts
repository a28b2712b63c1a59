import { describe, expect, it } from 'vitest';
import type { KeyScope } from '../../renderer/ui/key-map.ts';
import { activeBindings } from '../../renderer/ui/use-keys.ts';

const scope = (name: string, region: string | null, layer = 0): KeyScope => ({
  name,
  layer,
  region,
  order: 0,
  bindings: [{ keys: '/', label: name, run: () => undefined }],
});
const labels = (scopes: readonly KeyScope[], region: string | null) => activeBindings(scopes, region).map(({ label }) => label);

describe('activeBindings', () => {
  const page = [scope('logs', 'dock:1'), scope('more logs', 'dock:2'), scope('table', 'main'), scope('everywhere', null)];

  it('gives a key to the part of the page that has the focus, and to what works everywhere', () => {
    expect(labels(page, 'main')).toEqual(['table', 'everywhere']);
    expect(labels(page, 'dock:2')).toEqual(['more logs', 'everywhere']);
  });

  it('gives a key to no part when none has the focus', () => {
    expect(labels(page, null)).toEqual(['everywhere']);
  });

  it('lets a dialog have the keys to itself, whichever part opened it', () => {
    expect(labels([scope('dialog', 'dock:1', 1), ...page], 'main')).toEqual(['dialog']);
  });
});
