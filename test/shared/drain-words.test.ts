import { expect, it, test } from 'vitest';
import { type DrainOptions, drainOptionsSchema } from '../../shared/drain.ts';
import { drainWords } from '../../shared/drain-words.ts';
import { kubectlCommand } from '../../shared/kubectl-command.ts';

const words = (changes: Partial<DrainOptions>) => drainWords(['a', 'b'], drainOptionsSchema.parse(changes));

it.each<[Partial<DrainOptions>, string]>([
  [{}, 'drain a b'],
  [{ force: true, ignoreDaemonSets: true, deleteEmptyDirData: true }, 'drain a b --force --ignore-daemonsets --delete-emptydir-data'],
  [{ gracePeriodSeconds: 0 }, 'drain a b --grace-period=0'],
  [{ gracePeriodSeconds: 900, timeoutSeconds: 600 }, 'drain a b --grace-period=900 --timeout=10m'],
  [{ timeoutSeconds: 90 }, 'drain a b --timeout=90s'],
  [{ timeoutSeconds: 7200 }, 'drain a b --timeout=2h'],
  [{ disableEviction: true, skipWaitForDeleteTimeoutSeconds: 60 }, 'drain a b --disable-eviction --skip-wait-for-delete-timeout=60'],
])('%o', (changes, text) => {
  expect(words(changes).join(' ')).toBe(text);
});

test('a selector survives the shell', () => {
  const target = { context: 'ovh prod', kubeconfig: null, namespace: '' };
  expect(kubectlCommand(target, words({ podSelector: 'app in (a,b),!old' }))).toBe(
    "kubectl --context 'ovh prod' drain a b '--pod-selector=app in (a,b),!old'",
  );
});
