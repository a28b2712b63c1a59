import { once } from 'node:events';
import http2 from 'node:http2';
import type { Connection } from '../../electron/kube/connection.ts';

/** Questions in flight at a time: what an API server lets one HTTP/2 connection have open, a hundred mostly. */
const inFlight = 100;

/**
 * Sends the bodies of SelfSubjectAccessReviews over one new HTTP/2 connection, a hundred in flight, and reads the answers without looking at them: what nobody can be
 * faster than. Returns ms. Throws when one is not answered with 201.
 */
export async function reviewRaw({ server, certificateAuthority, credential }: Connection, bodies: readonly string[]): Promise<number> {
  const started = performance.now();
  const { certificate, key } = credential.clientCertificate ?? {};
  const session = http2.connect(server, { ca: certificateAuthority ?? undefined, cert: certificate, key });
  await once(session, 'connect');
  const authorization = credential.token === null ? {} : { authorization: `Bearer ${credential.token}` };
  const rest = bodies.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const body of rest) {
        const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
        const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json', ...authorization });
        stream.end(body);
        const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader];
        if (headers[':status'] !== 201) throw new Error(`a review was answered with ${headers[':status']}`);
        stream.resume();
        if (!stream.readableEnded) await once(stream, 'end');
      }
    }),
  );
  session.close();
  return performance.now() - started;
}
