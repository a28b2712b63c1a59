/** The nonce of this page's content security policy, for libraries that must add a style element (CodeMirror); empty when there is none. */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
