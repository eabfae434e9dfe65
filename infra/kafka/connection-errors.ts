import type { Admin } from '@platformatic/kafka';

/**
 * Listens to the connections of a client, for as long as it lives: an error that nobody listens to would end the
 * process, and the request that fails with it tells less.
 */
export class ConnectionErrors {
  #latest: Error | undefined;

  constructor({ connections }: Pick<Admin, 'connections'>) {
    connections.on('connecting', ({ connection }) => {
      connection.on('error', (error) => {
        this.#latest = error;
      });
    });
  }

  /**
   * Why the latest connection broke that did. A broker that misses a certificate says so after the connection is open,
   * and all that a request knows is that it is closed.
   */
  get latest(): Error | undefined {
    return this.#latest;
  }
}
