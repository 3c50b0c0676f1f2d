import type { Fleet } from './fleet.js';
import type { FleetNode } from './fleet-node.js';

/** Something breaks; what it gives mends it again. */
export interface Fault {
  readonly name: string;
  strike(fleet: Fleet): Promise<() => Promise<void>> | (() => Promise<void>);
}

type Choose = (fleet: Fleet) => FleetNode | undefined;

const primary: Choose = ({ primaries: [first] }) => first;
const replica: Choose = ({ replicas: [first] }) => first;

/** Every part, one fault each. */
export const faults: readonly Fault[] = [
  ...([['a replica', replica], ['the primary', primary]] as const).flatMap(([who, choose]) => [
    onNode(`${who} is stopped for a while`, choose, (node) => {
      node.pause();
      return async () => node.resume();
    }),
    onNode(`${who} is killed and started again`, choose, async (node) => {
      await node.kill();
      return () => node.start();
    }),
    onNode(`${who} loses sight of Redis`, choose, (node) => {
      node.redis.hold();
      return async () => node.redis.release();
    }),
  ]),
  {
    name: 'Redis is stopped for a while',
    strike: ({ redis }) => {
      redis.pause();
      return async () => redis.resume();
    },
  },
  {
    name: 'Redis is killed and comes back with its data',
    strike: async ({ redis }) => {
      await redis.kill();
      return () => redis.boot();
    },
  },
  {
    name: 'Redis is killed and comes back empty',
    strike: async ({ redis }) => {
      await redis.kill();
      redis.erase();
      return () => redis.boot();
    },
  },
  {
    name: 'every connection to Redis breaks',
    strike: ({ nodes }) => {
      for (const node of nodes) node.redis.cut();
      return async () => undefined;
    },
  },
  {
    name: 'SaaS refuses connections',
    strike: async ({ saas }) => {
      await saas.refuseConnections();
      return () => saas.acceptConnections();
    },
  },
  {
    name: 'SaaS falls silent',
    strike: ({ wayToSaas }) => {
      wayToSaas.hold();
      return async () => wayToSaas.release();
    },
  },
];

function onNode(name: string, choose: Choose, strike: (node: FleetNode) => Promise<() => Promise<void>> | (() => Promise<void>)): Fault {
  return {
    name,
    strike: (fleet) => {
      const node = choose(fleet);
      if (!node) throw new Error('there is no such node');
      return strike(node);
    },
  };
}
