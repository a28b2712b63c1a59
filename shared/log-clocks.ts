/**
 * A stamp further than this beyond the time of its API server, in ms, is of a node whose clock is ahead, or was: nodes that ask a time server are together within a second, and
 * what is known of the server's time is good to a few.
 */
export const aheadMs = 10_000;
