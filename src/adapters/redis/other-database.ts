import type { RedisConfig } from '../../config/redis-config.js';
import type { Log } from '../../kernel/log.js';
import { findEnvironments } from './find-environments.js';
import { RedisConnections } from './redis-connections.js';

/** Relays of another make have everything in database 0, whatever database is chosen: a fleet that moves from them starts with nothing elsewhere. */
export class OtherDatabase {
  #hasLooked = false;

  constructor(
    private readonly config: RedisConfig,
    private readonly log: Log,
  ) {}

  /** To be called when the chosen database is empty. Warns when database 0 is not, and looks once only. Never rejects. */
  async look(): Promise<void> {
    if (this.#hasLooked || this.config.db === 0) return;
    this.#hasLooked = true;
    const connections = new RedisConnections({ ...this.config, db: 0 }, this.log);
    try {
      const { length } = await findEnvironments(connections);
      if (length > 0) this.log.warn({ database: this.config.db, environments: length }, 'the chosen Redis database is empty while database 0 holds a configuration: look at REDIS_DB');
    } catch (error) {
      // Access to it may be forbidden.
      this.log.debug({ err: error }, 'database 0 could not be looked at');
    } finally {
      connections.onApplicationShutdown();
    }
  }
}
