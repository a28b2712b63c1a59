/** Bytes that are not the protobuf message they should be. The only error that reading protobuf throws. */
export class ProtobufError extends Error {
  /** True when the bytes merely ended too early, which says nothing about the encoding but that it was cut. */
  readonly cutOff: boolean;

  constructor(message: string, cutOff = false) {
    super(message);
    this.name = 'ProtobufError';
    this.cutOff = cutOff;
  }
}
