/** What stands in place of a value that must not be kept. */
const mask = '***';
/** Members whose text is a secret wherever they stand. */
const secretNames = /^(?:token|password|client-key-data|client-certificate-data|stringData)$/i;

/**
 * A copy of what is sent, fit for a record: values of Secrets, tokens and passwords are masked, names stay. Pure; cycles do not occur in what
 * becomes JSON.
 */
export function maskSecrets(value: unknown, secret = false): unknown {
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, secret));
  if (typeof value !== 'object' || value === null) return secret && value !== null ? mask : value;
  const isSecret = 'kind' in value && value.kind === 'Secret';
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      maskSecrets(inner, secret || secretNames.test(name) || (isSecret && name === 'data')),
    ]),
  );
}
