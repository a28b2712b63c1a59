import { mostWholeBytes, tooLong } from './answer-body.ts';
import { RequestFailure } from './request-failure.ts';
import type { KubeRequest, Transport } from './transport.ts';

/** An answer that was read to its end. */
export interface ReadAnswer {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Asks and reads the whole answer. Rejects with RequestFailure. */
export async function readWhole(transport: Transport, request: KubeRequest): Promise<ReadAnswer> {
  const { contentType, whole, body } = await transport.request(request);
  if (whole !== undefined) return { contentType, bytes: whole };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostWholeBytes) throw tooLong();
  }
  return { contentType, bytes: Buffer.concat(chunks, length) };
}

/** Asks and reads the whole answer as text. Rejects with RequestFailure. */
export async function readText(transport: Transport, request: KubeRequest): Promise<string> {
  return (await readWhole(transport, request)).bytes.toString('utf8');
}

/** Asks and parses the whole answer. Rejects with RequestFailure, also when it is not JSON. The caller narrows what it got. */
export async function readJson(transport: Transport, request: KubeRequest): Promise<unknown> {
  return parseAnswer(await readText(transport, request), transport.host);
}

/** What an answer's text says; `host` is for the message. Throws RequestFailure when it is not JSON. */
export function parseAnswer(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const detail = `the answer from ${host} is not valid JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new RequestFailure({ kind: 'invalid-answer', contentType: 'application/json', detail }, undefined, thrown);
  }
}
