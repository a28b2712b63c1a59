import { expect, test } from 'vitest';
import { isLoopbackHost, proxyEnvironment, proxyForUrl } from '../../../electron/kube/proxy-for-url.ts';

const proxied = (url: string, noProxy: string) =>
  proxyForUrl(new URL(url), { httpsProxy: 'http://p:3128', httpProxy: '', noProxy }) !== null;

// Cases of golang.org/x/net/http/httpproxy proxy_test.go, and those its comments promise.
test.each([
  ['https://example.com', '', true],
  ['https://localhost', '', false],
  ['https://127.0.0.1', '', false],
  ['https://127.0.0.2:6443', '', false],
  ['https://[::1]', '', false],
  ['https://[::2]', '', true],
  ['https://example.com', '*', false],
  ['https://example.com', 'other.com, *', false],
  ['https://barbaz.net', 'example.com, barbaz.net', false],
  ['https://www.barbaz.net', 'barbaz.net', false],
  ['https://foobarbaz.net', 'barbaz.net', true],
  ['https://barbaz.net', '.barbaz.net', true],
  ['https://www.barbaz.net', '.barbaz.net', false],
  ['https://www.barbaz.net', '*.barbaz.net', false],
  ['https://barbaz.net:8443', 'barbaz.net:443', true],
  ['https://barbaz.net', 'barbaz.net:443', false],
  ['https://192.168.1.5', '192.168.1.0/24', false],
  ['https://192.168.2.5', '192.168.1.0/24', true],
  ['https://192.168.1.5', '192.168.1.5', false],
  ['https://192.168.1.5:6443', '192.168.1.5:443', true],
  ['https://[2001:db8::52:0:1]', '2001:db8::52:0:2', true],
  ['https://[2001:db8::52:0:1]', '2001:db8::52:0:1', false],
  ['https://[2001:db8:a0b:12f0::1]', '2001:db8::/32', false],
  ['https://[2002:db8:a0b:12f0::1]:443', '[2002:db8:a0b:12f0::1]:443', false],
  ['https://EXAMPLE.com', 'example.COM', false],
  ['https://example.com', ':443', true],
  ['https://example.com', ' , ,', true],
])('%s with NO_PROXY=%s goes through the proxy: %s', (url, noProxy, expected) => {
  expect(proxied(url, noProxy)).toBe(expected);
});

test('the proxy is chosen by the scheme, upper case first, http:// by default', () => {
  const environment = proxyEnvironment({ HTTPS_PROXY: 'secure:1', https_proxy: 'lower:1', http_proxy: 'socks5://plain:2' });
  expect(proxyForUrl(new URL('https://a'), environment)).toBe('http://secure:1');
  expect(proxyForUrl(new URL('http://a'), environment)).toBe('socks5://plain:2');
  expect(proxyForUrl(new URL('https://a'), proxyEnvironment({}))).toBeNull();
});

test('loopback is told from look-alikes', () => {
  expect(['localhost', '127.1.2.3', '::1', '[::1]'].every(isLoopbackHost)).toBe(true);
  expect(['127.0.0.1.evil.com', 'localhost.evil.com', '128.0.0.1', '::2'].some(isLoopbackHost)).toBe(false);
});
