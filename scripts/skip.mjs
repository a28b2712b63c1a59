/** A lane cannot run on this machine; the message says what is missing. */
export class Skip extends Error {}
