import { json } from 'node:stream/consumers';

/** Sends the request that is described on standard input, as JSON. */

const { url, headers, body } = Object(await json(process.stdin));
// A refusal is the runtime API's to keep; the addon does not look at it either.
await fetch(url, { method: 'POST', headers, body });
