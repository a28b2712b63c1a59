import { config } from 'zod';

/*
 * zod compiles parsers with `new Function` where it may; the content security policy refuses that, and the attempt alone is a
 * violation. Must be the first import of the page: zod decides when a schema is made.
 */
config({ jitless: true });
