/** A cause inside a Status. */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** A refusal in the API server's own words: thrown by handlers, answered as a `Status`. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: number, reason: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The Status object. */
  get body(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

const qualified = (resource: string, group: string): string => (group === '' ? resource : `${resource}.${group}`);

/** 404 for an object. */
export function notFound(resource: string, group: string, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${qualified(resource, group)} ${JSON.stringify(name)} not found`, {
    name,
    ...(group === '' ? {} : { group }),
    kind: resource,
  });
}

/** 404 for a path nobody serves. */
export function unknownPath(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource');
}

/** 409 for a name that is taken. */
export function alreadyExists(resource: string, group: string, name: string): StatusError {
  return new StatusError(409, 'AlreadyExists', `${qualified(resource, group)} ${JSON.stringify(name)} already exists`, {
    name,
    kind: resource,
  });
}

/** 409 for an update that carries an old resourceVersion or another uid. */
export function conflict(resource: string, group: string, name: string, why: string): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource, group)} ${JSON.stringify(name)}: ${why}`,
    { name, ...(group === '' ? {} : { group }), kind: resource },
  );
}

/** 400 with the server's words for what it could not read. */
export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** 410 of a continue token or of a list at an exact version. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

/** 504 of a resourceVersion the server has not reached yet. */
export function tooLargeResourceVersion(asked: number, current: number): StatusError {
  return new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
