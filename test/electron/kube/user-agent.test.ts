import { expect, test } from 'vitest';
import { userAgentOf } from '../../../electron/kube/user-agent.ts';

test('audit logs name us, our version and the machine in words that other clients use', () => {
  expect(userAgentOf('1.2.3', 'linux', 'x64')).toBe('timonier/1.2.3 (linux/amd64)');
  expect(userAgentOf('1.2.3', 'darwin', 'arm64')).toBe('timonier/1.2.3 (darwin/arm64)');
  expect(userAgentOf('1.2.3', 'win32', 'x64')).toBe('timonier/1.2.3 (windows/amd64)');
});
