/** Annotation in which `kubectl apply` keeps the whole object, a Secret's data included. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Replaces everything secret in a Secret by its size, in place: `data` (by the size of what the base64 decodes to),
 * `stringData` and the copy of both that kubectl apply leaves in an annotation. Keys stay, they are what people look for.
 */
export function maskSecret(secret: Record<string, unknown>): void {
  mask(secret.data, (text) => Buffer.from(text, 'base64').length);
  mask(secret.stringData, (text) => Buffer.byteLength(text));
  const metadata = secret.metadata;
  if (!isRecord(metadata)) return;
  const annotations = metadata.annotations;
  if (isRecord(annotations) && typeof annotations[lastApplied] === 'string') {
    annotations[lastApplied] = sizeText(Buffer.byteLength(annotations[lastApplied]));
  }
}

function mask(values: unknown, sizeOf: (text: string) => number): void {
  if (!isRecord(values)) return;
  for (const key of Object.keys(values)) {
    const value = values[key];
    values[key] = sizeText(typeof value === 'string' ? sizeOf(value) : 0);
  }
}

function sizeText(bytes: number): string {
  return `<${bytes} bytes>`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
