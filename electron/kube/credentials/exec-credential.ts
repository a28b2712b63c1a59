import { z } from 'zod';
import type { Credential } from '../connection.ts';
import { pairFault } from '../kubeconfig/check-pem.ts';

const text = z.string().nullish();
const execCredential = z.object({
  kind: z.string(),
  apiVersion: z.string(),
  status: z.object({ token: text, clientCertificateData: text, clientKeyData: text, expirationTimestamp: text }).nullish(),
});

/** A credential, or a sentence saying what is wrong with the plugin's answer. Never quotes the answer: it holds secrets. */
export type ExecCredentialOutcome =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly message: string };

/**
 * Reads what a credential plugin wrote to standard output, as strictly as client-go (exec.go, refreshCredsLocked): right
 * kind and the very apiVersion of the kubeconfig, a token or a certificate with its key, both or none.
 */
export function parseExecCredential(output: string, apiVersion: string): ExecCredentialOutcome {
  if (output.trim() === '') return fault('the plugin printed nothing');
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    return fault('the plugin did not print JSON'); // The parser's message would quote the output, which may hold a token.
  }
  const parsed = execCredential.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fault(`the plugin did not print an ExecCredential: ${issue?.path.join('.') || 'it'} is missing or has the wrong type`);
  }
  const answer = parsed.data;
  if (answer.kind !== 'ExecCredential') return fault(`the plugin printed kind "${answer.kind.slice(0, 60)}", expected ExecCredential`);
  if (answer.apiVersion !== apiVersion)
    return fault(
      `the kubeconfig asks for ${apiVersion}, the plugin returned version ${answer.apiVersion.slice(0, 80)}; update the plugin or the kubeconfig`,
    );
  if (answer.status == null) return fault("the plugin didn't return a status field");
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = answer.status;
  if (!token && !clientCertificateData && !clientKeyData) return fault("the plugin didn't return a token or cert/key pair");
  if (!clientCertificateData !== !clientKeyData) return fault('the plugin returned only certificate or key, not both');
  let clientCertificate: Credential['clientCertificate'] = null;
  if (clientCertificateData && clientKeyData) {
    const pair = pairFault(clientCertificateData, clientKeyData);
    if (pair !== null) return fault(`the plugin returned a pair that cannot be used: ${pair}`);
    clientCertificate = { certificate: clientCertificateData, key: clientKeyData };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a token goes into a header, where no control character may stand
  if (token && /[\u0000-\u001f\u007f]/.test(token)) return fault('the plugin returned a token with a line break or control character');
  const expiresAt = expirationTimestamp ? Date.parse(expirationTimestamp) : null;
  if (expiresAt !== null && Number.isNaN(expiresAt)) return fault('the plugin returned an expirationTimestamp that is not a time');
  return { ok: true, credential: { token: token || null, basic: null, clientCertificate, expiresAt } };
}

function fault(message: string): ExecCredentialOutcome {
  return { ok: false, message };
}
