import type { Agent } from 'node:http';

/**
 * Has an agent close what it keeps idle when a connection that it used again fails before there is an answer.
 *
 * While an execution environment is frozen, a NAT gateway or a firewall forgets its connections, and nobody is told. They are
 * all as old as the one that was found dead: one repetition is to do, not one for each of them.
 *
 * @returns the agent.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export function distrustIdle<A extends Agent>(agent: A): A {
  const reuse = agent.reuseSocket;
  agent.reuseSocket = (socket, request) => {
    reuse.call(agent, socket, request);
    // What breaks off an answer that has begun is told to the answer.
    request.once('error', () => {
      for (const idle of Object.values(agent.freeSockets).flat()) idle?.destroy();
    });
  };
  return agent;
}
