import { RequestFailure } from './request-failure.ts';
import type { KubeRequest, Transport } from './transport.ts';

/** Largest answer that is read whole, in bytes: an object is at most a few MB, discovery of a large cluster some more. */
const longestAnswer = 64 * 1024 * 1024;

/** Asks and reads the whole answer as text. Rejects with RequestFailure. */
export async function readText(transport: Transport, request: KubeRequest): Promise<string> {
  const answer = await transport.request(request);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestAnswer) {
      throw new RequestFailure({
        kind: 'invalid-answer',
        contentType: answer.contentType,
        detail: `an answer of more than ${longestAnswer} bytes`,
      });
    }
  }
  return Buffer.concat(chunks, length).toString('utf8');
}

/** Asks and parses the whole answer. Rejects with RequestFailure, also when it is not JSON. The caller narrows what it got. */
export async function readJson(transport: Transport, request: KubeRequest): Promise<unknown> {
  const text = await readText(transport, request);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const detail = `the answer from ${transport.host} is not valid JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new RequestFailure({ kind: 'invalid-answer', contentType: 'application/json', detail }, undefined, thrown);
  }
}
