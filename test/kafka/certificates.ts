import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files in PEM, valid for a day. */
export interface Certificates {
  readonly caFile: string;
  /** Private key and certificate in one file, as a broker takes them. */
  readonly brokerFile: string;
  readonly clientCertificateFile: string;
  readonly clientKeyFile: string;
}

const SERVER_NAMES = 'subjectAltName=DNS:localhost,IP:127.0.0.1';

/**
 * An authority, a certificate of the broker for `localhost`, and one of a client.
 *
 * @throws Error if the openssl command line is missing or refuses.
 */
export function makeCertificates(folder: string): Certificates {
  const file = (name: string) => join(folder, name);
  const subject = (name: string) => ['-subj', `/CN=${name}`];
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`)];
  const ca = ['-CA', file('ca.pem'), '-CAkey', file('ca.key')];
  const request = ['req', '-x509', '-days', '1'];
  openssl([...request, ...key('ca'), ...subject('Test CA'), '-out', file('ca.pem')]);
  const extension = ['-addext', SERVER_NAMES, '-addext', 'basicConstraints=critical,CA:FALSE'];
  openssl([
    ...request,
    ...key('broker'),
    ...subject('broker'),
    ...extension,
    ...ca,
    '-out',
    file('broker.crt'),
  ]);
  openssl([...request, ...key('client'), ...subject('client'), ...ca, '-out', file('client.crt')]);
  writeFileSync(
    file('broker.pem'),
    readFileSync(file('broker.key'), 'utf8') + readFileSync(file('broker.crt'), 'utf8'),
    { mode: 0o600 },
  );
  return {
    caFile: file('ca.pem'),
    brokerFile: file('broker.pem'),
    clientCertificateFile: file('client.crt'),
    clientKeyFile: file('client.key'),
  };
}

function openssl(args: readonly string[]): void {
  const { status, stderr, error } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (error !== undefined) throw new Error('openssl makes the certificates of the broker, and does not run.');
  if (status !== 0) throw new Error(`openssl ${args[0]} failed:\n${stderr}`);
}
