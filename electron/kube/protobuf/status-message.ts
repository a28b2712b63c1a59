import { MessageDecoder } from './message-decoder.ts';
import { messageFields } from './messages.ts';
import { ProtobufError } from './protobuf-error.ts';
import { readUnknown } from './unknown-envelope.ts';

const status = new MessageDecoder(messageFields, 'meta/v1.Status', {
  status: true,
  message: true,
  reason: true,
  details: { causes: { reason: true, message: true, field: true }, retryAfterSeconds: true },
  code: true,
});

/** A protobuf Status, `k8s\0` and all, as the JSON of the API has it. Throws ProtobufError, also for an object of another kind. */
export function decodeStatus(bytes: Buffer, start = 0, end = bytes.length): Readonly<Record<string, unknown>> {
  const envelope = readUnknown(bytes, start, end);
  if (envelope.kind !== 'Status') throw new ProtobufError(`a ${envelope.kind.slice(0, 60)} instead of a Status`);
  return { kind: 'Status', ...status.decode(bytes, envelope.start, envelope.end) };
}
