import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planProblemWords } from '../../../../renderer/features/overview/plan-problem-words.ts';
import { writeFacts } from '../../../../renderer/features/overview/write-facts.ts';
import { type ProblemCause, problemCauses } from '../../../../shared/problem.ts';

const messages = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../../renderer/messages/en/problems.json'), 'utf8')) as {
  cause: Record<string, Record<string, string>>;
  stalled: string;
};

/** As the page does it, for English: plural, then what is put in. */
function say(cause: ProblemCause, given: Readonly<Record<string, string | number>>, now = 0): string {
  const facts = writeFacts({ facts: given }, now, 'en');
  const text = ({ key, values }: { key: string; values: Readonly<Record<string, string | number>> }) => {
    const name = key.replace(`cause.${cause}.`, '');
    const of: Readonly<Record<string, string>> = { ...messages.cause[cause], stalled: messages.stalled };
    const found = of[name] ?? of[`${name}_${values.count === 1 ? 'one' : 'other'}`];
    if (found === undefined) throw new Error(`no message ${key}`);
    return found.replace(/\{\{(\w+)[^}]*\}\}/g, (_, value: string) => String(values[value]));
  };
  const { head, details, why, next } = planProblemWords(cause, facts);
  for (const one of [why, next]) expect(text(one)).not.toContain('undefined');
  return [text(head), ...(details.length === 0 ? [] : [details.map(text).join(', ')])].join(': ');
}

describe('planProblemWords', () => {
  it('says what a crash was, as far as anybody knows', () => {
    const facts = { container: 'app', reason: 'OOMKilled', exitCode: 137, restarts: 17, limit: '512Mi' };
    expect(say('crash-loop', facts)).toBe('Crash-looping: OOMKilled 17 times, limit 512Mi, exit 137');
    expect(say('crash-loop', { restarts: 3 })).toBe('Crash-looping: 3 restarts');
    expect(say('crash-loop', {})).toBe('Crash-looping');
  });

  it('explains a crash by how it ended', () => {
    const why = (facts: Record<string, string | number>) => planProblemWords('crash-loop', facts).why.key;
    expect(why({ reason: 'OOMKilled', exitCode: 137 })).toBe('cause.crash-loop.why-oom');
    expect(why({ reason: 'Error', exitCode: 137 })).toBe('cause.crash-loop.why-killed');
    expect(why({ reason: 'Error', exitCode: 127 })).toBe('cause.crash-loop.why-command');
    expect(why({ reason: 'Completed', exitCode: 0 })).toBe('cause.crash-loop.why-completed');
    expect(why({ reason: 'Error', exitCode: 1 })).toBe('cause.crash-loop.why');
  });

  it('says what a pod wants and where the largest gap is, else how many nodes are left out for what', () => {
    const facts = { nodes: 5, insufficientCpu: 3, taints: 2, cpu: 4000, largestCpu: 2600, largestMemory: 2 ** 33, largestNode: 'node-a' };
    expect(say('unschedulable', facts)).toBe('Unschedulable: wants 4 cores, largest gap is 2.6 on node-a, taints on 2 nodes');
    expect(
      say('unschedulable', { nodes: 3, insufficientMemory: 3, memory: 6 * 2 ** 30, largestMemory: 2.5 * 2 ** 30, largestNode: 'b' }),
    ).toBe('Unschedulable: wants 6Gi, largest gap is 2.5Gi on b');
    expect(say('unschedulable', { nodes: 1, taints: 1, taint: 'dedicated: batch' })).toBe(
      'Unschedulable: taint dedicated: batch on 1 node',
    );
  });

  it('names why an image is not pulled, and a reason that nobody has words for as it is', () => {
    expect(say('image-pull', { why: 'not-found', image: 'shop/web:v2' })).toBe('Image not pulled: not found, shop/web:v2');
    expect(say('image-pull', { why: 'denied', stalledAt: 4, stalledOf: 6 })).toBe(
      'Image not pulled: access denied, rollout stalled at 4 of 6',
    );
    expect(say('image-pull', { why: 'of-the-future', reason: 'ErrImagePull' })).toBe('Image not pulled: ErrImagePull');
  });

  it('says how long a certificate has, or how long ago it ended', () => {
    const day = 86_400_000;
    expect(say('certificate-expiring', { notAfter: 6 * day, failures: 2, why: 'not-renewed' })).toBe(
      'Certificate not renewed: expires in 6d, issuing failed 2 times',
    );
    expect(say('certificate-expiring', { notAfter: 1 * day, why: 'expired' }, 4 * day)).toBe('Certificate not renewed: expired 3d ago');
    expect(say('credential-expiring', { what: 'client-certificate', at: 2 * day }, 1 * day)).toBe('Credential ends: in 24h');
  });

  it('names namespaces that were not looked at, and says when there are more', () => {
    expect(say('not-looked-at', { resources: 'pods', namespaces: 'a, b', count: 2, of: 14 })).toBe(
      'Not looked at: forbidden to list pods in a, b',
    );
    expect(say('not-looked-at', { resources: 'pods', namespaces: 'a, b', count: 9, of: 14 })).toBe(
      'Not looked at: forbidden to list pods in a, b and others',
    );
    expect(say('not-looked-at', { resources: 'nodes', count: 0 })).toBe('Not looked at: forbidden to list nodes');
  });

  it('has words for every cause whatever is missing of its facts, or is there that nobody expects', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constantFrom('not-found', 'expired', 'Unknown', 'no-class', 'OOMKilled'));
    const names = [
      'reason',
      'why',
      'exitCode',
      'restarts',
      'cpu',
      'memory',
      'taints',
      'updated',
      'desired',
      'missing',
      'runs',
      'ratio',
      'notAfter',
      'at',
      'count',
      'of',
      'namespaces',
      'resources',
      'service',
      'status',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...problemCauses), fc.dictionary(fc.constantFrom(...names), value), (cause, facts) => {
        expect(say(cause, facts)).not.toMatch(/undefined/);
      }),
    );
  });
});
