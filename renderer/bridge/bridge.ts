import type { Result } from '../../shared/cluster-error.ts';
import type {
  CallArguments,
  CallChannel,
  CallValue,
  StreamArguments,
  StreamChannel,
  StreamEvent,
  StreamItem,
} from '../../shared/contract.ts';

/**
 * The page's only way out: the same two verbs over Electron IPC and over the loopback WebSocket.
 * `call` always resolves (failures are values). `open` delivers events in order; nothing is delivered after the
 * returned function was called, nor after an `end` event.
 */
export interface Bridge {
  call<Channel extends CallChannel>(channel: Channel, args: CallArguments<Channel>): Promise<Result<CallValue<Channel>>>;
  open<Channel extends StreamChannel>(
    channel: Channel,
    args: StreamArguments<Channel>,
    listener: (event: StreamEvent<StreamItem<Channel>>) => void,
  ): () => void;
}
