import { describe, expect, it } from 'vitest';
import { containerBounds, quantityOf } from '../../../../renderer/features/detail/container-bounds.ts';

describe('bounds of a container', () => {
  it('are read from the spec of its pod, CPU in thousandths of a core and memory in bytes', () => {
    const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } };
    const pod = { spec: { containers: [{ name: 'other' }, { name: 'gateway', resources }] } };
    expect(containerBounds(pod, 'gateway')).toEqual({
      requests: { cpu: 100, memory: 256 * 2 ** 20 },
      limits: { cpu: null, memory: 512 * 2 ** 20 },
    });
  });

  it('are nothing where nothing is said, or the object is odd', () => {
    const nothing = { cpu: null, memory: null };
    for (const pod of [null, {}, { spec: { containers: [{ name: 'gateway' }] } }])
      expect(containerBounds(pod, 'gateway')).toEqual({ requests: nothing, limits: nothing });
  });

  it('read every form of a quantity', () => {
    expect(['1', '0.5', '250m', '1Ki', '1k', '1e3', '2E', 'x', ''].map(quantityOf)).toEqual([
      1,
      0.5,
      0.25,
      1_024,
      1_000,
      1_000,
      2e18,
      null,
      null,
    ]);
  });
});
