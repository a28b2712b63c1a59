import type { ObjectDetail } from '../../../shared/contract.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { readText } from '../../kube/read-json.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import { objectPath } from '../../kube/resource-path.ts';
import type { Transport } from '../../kube/transport.ts';
import { maskSecret } from './mask-secret.ts';
import { printYaml } from './print-yaml.ts';

/** Arguments of `objects.get` after the gate's parser. An empty namespace means a cluster-scoped object. */
export interface GetObjectArguments {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly name: string;
}

/**
 * Fetches one object as the server holds it, without managedFields and, for a Secret, without its data. The YAML keeps
 * integers beyond 2^53 exact; the plain object, which travels as JSON, rounds those. Rejects with RequestFailure.
 */
export async function getObject(transport: Transport, args: GetObjectArguments, signal: AbortSignal, now: number): Promise<ObjectDetail> {
  const path = objectPath(args.resource, args.namespace, args.name);
  const text = await readText(transport, { path, purpose: 'call', signal });
  const exact = parseExactly(text, transport.host);
  if (args.resource.group === '' && args.resource.resource === 'secrets') maskSecret(exact);
  const metadata = exact.metadata;
  const fields = isRecord(metadata) ? metadata : {};
  delete fields.managedFields;
  const uid = fields.uid;
  return { uid: typeof uid === 'string' ? uid : '', yaml: printYaml(exact), object: rounded(exact), fetchedAt: now };
}

type JsonRecord = Record<string, unknown>;

/** JSON with integers that a double cannot hold as BigInt. */
function parseExactly(text: string, host: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(text, (_key, parsed: unknown, context?: { readonly source?: string }) => {
      if (typeof parsed !== 'number' || Number.isSafeInteger(parsed)) return parsed;
      const source = context?.source ?? '';
      return /^-?\d+$/.test(source) ? BigInt(source) : parsed;
    });
  } catch (thrown) {
    const detail = `the object from ${host} is not valid JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new RequestFailure({ kind: 'invalid-answer', contentType: 'application/json', detail }, undefined, thrown);
  }
  if (isRecord(value)) return value;
  throw new RequestFailure({
    kind: 'invalid-answer',
    contentType: 'application/json',
    detail: `${host} answered with something that is not an object`,
  });
}

function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? Number(each) : each)));
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
