import { randomBytes } from 'node:crypto';

/**
 * Placeholder that the build leaves in index.html (`<meta property="csp-nonce" nonce="…">`, `html.cspNonce` of Vite) where the
 * nonce of one answer goes. Radix, cmdk and CodeMirror put their few <style> elements under it.
 */
export const noncePlaceholder = '__TIMONIER_NONCE__';

/** A fresh nonce, 128 bit as CSP level 3 recommends at least. */
export function createNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * Content-Security-Policy of every answer in both shells. `nonce` null = an answer without injected styles.
 * Style attributes written by script (`element.style`) are not restricted by style-src; style attributes in HTML are refused.
 */
export function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No text becomes script or HTML by way of the DOM (innerHTML, script.text), not even by a library's mistake.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Headers of every answer, in both shells: pages, errors and refused upgrades alike. Names are lower case. */
export function pageHeaders(nonce: string | null): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=()',
    'cache-control': 'no-store',
  };
}
