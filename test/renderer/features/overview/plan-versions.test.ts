import { describe, expect, it } from 'vitest';
import { planVersions } from '../../../../renderer/features/overview/plan-versions.ts';

describe('planVersions', () => {
  it('says two tags of one image, whose registry may have a port', () => {
    expect(planVersions({ from: 'registry:5000/shop/web:3.18.1', to: 'registry:5000/shop/web:3.18.2' })).toEqual({
      from: '3.18.1',
      to: '3.18.2',
    });
  });

  it('says digests by their first digits', () => {
    const digest = (digit: string) => `web@sha256:${digit.repeat(64)}`;
    expect(planVersions({ from: digest('a'), to: digest('b') })).toEqual({ from: 'a'.repeat(12), to: 'b'.repeat(12) });
  });

  it('leaves images as they are where more than the tag differs, and numbers as they are', () => {
    expect(planVersions({ from: 'a/web:1', to: 'b/web:1' })).toEqual({ from: 'a/web:1', to: 'b/web:1' });
    expect(planVersions({ from: 'web', to: 'web:1' })).toEqual({ from: 'web', to: 'web:1' });
    expect(planVersions({ from: 4, to: 5 })).toEqual({ from: 4, to: 5 });
    expect(planVersions({ to: 'web:1' })).toEqual({ to: 'web:1' });
  });
});
