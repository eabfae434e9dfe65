/** Names of the machine itself; the last is what a container calls the machine that it runs on. */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]', 'host.docker.internal'];

/** Whether what goes to this host, as a URL names it, stays on the machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.includes(hostname);
}
