import { Injectable } from '@nestjs/common';
import type { FreshnessPort } from '../../ports/freshness.port.js';

/** Nobody but this node changes anything: what it holds is the latest there is. */
@Injectable()
export class NoFreshness implements FreshnessPort {
  guard(): void {}

  settle(): undefined {
    return undefined;
  }

  async look(): Promise<boolean> {
    return true;
  }

  async discover(): Promise<boolean> {
    return true;
  }
}
