import { redact } from '../../kube/credentials/redact.ts';

/** What stands in place of a value that must not be kept. */
const mask = '***';
/** Levels that are looked into, more than any object of an API has; what is deeper is masked whole. */
const deepest = 100;

/** Members of which everything is secret, at any depth, wherever they stand. */
const secretParts = new Set(['stringdata']);
/** Members whose text is a secret wherever they stand, without `-`, `_` and `.`, in lower case: `clientSecret`, `.dockerconfigjson`, `admin-password`. */
const secretTexts =
  /(?:token|password|passwd|passphrase|apikey|privatekey|secretkey|accesskey|clientsecret|connectionstring|dockerconfigjson|dockercfg|clientkeydata|clientcertificatedata|authorization|credential|credentials)$/;
/** Names of environment variables whose value is masked. Generous: a value too many costs less than a password. */
const secretVariable = /pass|pwd|token|secret|key|credential|auth|dsn|connection_?string|cookie|session/i;
/** A flag in a command line whose value is a secret: `--db-password=x`; the value in a word of its own is masked in lists of words. */
const secretFlag =
  /^--?[\w.-]*(?:token|secret|password|passwd|passphrase|api-?key|access-?key|private-?key)(?!-?(?:file|path|name))[\w.-]*$/i;

/** What a value is about; without it only what the value itself says is known. */
export interface MaskedTarget {
  readonly group: string;
  readonly resource: string;
}

/**
 * A copy of what is sent, fit for a record: values of Secrets (also in patches, which do not say what they patch, and in the copy that `kubectl apply`
 * leaves in an annotation), tokens, passwords and keys are masked by the names of their members, of variables and of flags, and by their form in any text;
 * names stay. JSON in a text is looked into. Pure; cycles do not occur in what becomes JSON.
 */
export function maskSecrets(value: unknown, target?: MaskedTarget): unknown {
  return maskAt(value, { secret: false, ofSecret: target?.resource === 'secrets' && target.group === '', depth: 0 });
}

interface Place {
  /** Everything here is secret. */
  readonly secret: boolean;
  /** This is a Secret, or a patch of one. */
  readonly ofSecret: boolean;
  readonly depth: number;
}

function maskAt(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return place.secret ? mask : maskText(value, place.depth);
  if (typeof value !== 'object' || value === null) return place.secret && value !== null && value !== undefined ? mask : value;
  if (place.depth >= deepest) return mask;
  const inner = { ...place, depth: place.depth + 1 };
  if (Array.isArray(value))
    return value.map((item, index) => maskAt(item, { ...inner, secret: place.secret || isFlag(value[index - 1], item) }));
  const ofSecret = place.ofSecret || ('kind' in value && (value.kind === 'Secret' || value.kind === 'SecretList'));
  const members = Object.entries(value).map(([name, member]) => [
    name,
    maskAt(member, {
      ...inner,
      secret: place.secret || isSecret(name, member, value, ofSecret),
      ofSecret: ofSecret && name !== 'metadata',
    }),
  ]);
  return Object.fromEntries(members);
}

function isSecret(name: string, member: unknown, parent: object, ofSecret: boolean): boolean {
  const plain = name.toLowerCase().replace(/[-_.]/g, '');
  if (secretParts.has(plain) || (ofSecret && name === 'data')) return true;
  if (name === 'value') {
    // A variable of a container, or an operation of a JSON patch (RFC 6902).
    if ('name' in parent && typeof parent.name === 'string') return typeof member === 'string' && secretVariable.test(parent.name);
    if ('op' in parent && 'path' in parent && typeof parent.path === 'string') return isSecretPath(parent.path, member, ofSecret);
  }
  return typeof member === 'string' && secretTexts.test(plain);
}

function isSecretPath(path: string, member: unknown, ofSecret: boolean): boolean {
  const names = path.split('/').slice(1);
  if (ofSecret && names[0] === 'data') return true;
  if (names.some((name) => secretParts.has(name.toLowerCase()))) return true;
  const last = (names.at(-1) ?? '').toLowerCase().replace(/[-_.]/g, '');
  return typeof member === 'string' && secretTexts.test(last);
}

/** Whether `word` is the value of the flag before it. */
function isFlag(before: unknown, word: unknown): boolean {
  return typeof before === 'string' && typeof word === 'string' && secretFlag.test(before) && !word.startsWith('-');
}

function maskText(text: string, depth: number): string {
  if (/^\s*[[{"]/.test(text)) {
    try {
      const parsed: unknown = JSON.parse(text);
      const masked = JSON.stringify(maskAt(parsed, { secret: false, ofSecret: false, depth: depth + 1 }));
      return masked === JSON.stringify(parsed) ? text : masked;
    } catch {
      // No JSON after all: masked by its form as any text.
    }
  }
  return redact(text);
}
