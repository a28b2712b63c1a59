import { Agent, request } from 'node:https';
import type { ControlPlane } from '../cluster/control-plane.ts';

/** What an API server answered. `body` is parsed JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Longest wait for an answer, in ms: an API server on a busy machine, not a network that breaks. */
const answerLimit = 30_000;

/** The API of a control plane as its administrator, straight and never through a proxy that breaks. */
export class AdminApi {
  readonly #server: string;
  readonly #agent: Agent;

  constructor(cluster: ControlPlane) {
    const { clusters, users } = JSON.parse(cluster.kubeconfigFor('admin')) as {
      clusters: [{ cluster: Record<string, string> }];
      users: [{ user: Record<string, string> }];
    };
    const decode = (text = '') => Buffer.from(text, 'base64');
    const { user } = users[0];
    this.#server = cluster.server;
    this.#agent = new Agent({
      keepAlive: true,
      ca: decode(clusters[0].cluster['certificate-authority-data']),
      cert: decode(user['client-certificate-data']),
      key: decode(user['client-key-data']),
    });
  }

  /** Rejects when there is no answer; any status is an answer. A PATCH is a merge patch. */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { accept: 'application/json', 'content-type': type };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#server}${path}`, { agent: this.#agent, method, headers, timeout: answerLimit }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          try {
            resolve({ status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
          } catch (error) {
            reject(error);
          }
        });
      });
      sent.once('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
