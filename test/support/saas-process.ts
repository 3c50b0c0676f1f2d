import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { StandInSaasClient } from '../saas/stand-in-saas-client.mjs';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** The stand-in SaaS in a process of its own, which can be stopped in its tracks. It starts with the sample configuration. */
export class SaasProcess {
  readonly proxyKey = 'a-proxy-key-for-tests';
  readonly url: string;
  readonly control: StandInSaasClient;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, controlPort: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}/api/1.0`;
    this.control = new StandInSaasClient(`http://127.0.0.1:${controlPort}/control`);
  }

  static async start(heartbeatMs = 500): Promise<SaasProcess> {
    const [port, controlPort] = [await freePort(), await freePort()];
    const env = { PATH: process.env['PATH'] ?? '', SAAS_PORT: String(port), SAAS_CONTROL_PORT: String(controlPort), SAAS_PROXY_KEY: 'a-proxy-key-for-tests', SAAS_HEARTBEAT_MS: String(heartbeatMs) };
    const child = spawn(process.execPath, ['test/saas/main.mjs'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const saas = new SaasProcess(child, port, controlPort);
    await until(() => saas.control.state());
    return saas;
  }

  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
