import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import { Server } from 'node:tls';
import type { RelayConfig } from '../config/relay-config.js';
import type { Log } from '../kernel/log.js';

type TlsFiles = NonNullable<RelayConfig['http']['tls']>;

const lookIntervalMs = 5_000;

export function readCertificate({ certFile, keyFile }: TlsFiles): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

/** Takes renewed certificate files into use without a restart. A pair that does not fit is refused and the old one stays. Returns the end of it. */
export function followCertificate(server: object, files: TlsFiles, log: Log): () => void {
  if (!(server instanceof Server)) return () => undefined;
  const renew = () => {
    try {
      server.setSecureContext(readCertificate(files));
      log.info({}, 'TLS certificate renewed');
    } catch (error) {
      log.error({ err: error }, 'renewed TLS certificate refused: the old one stays in use');
    }
  };
  const watched = [files.certFile, files.keyFile];
  for (const file of watched) watchFile(file, { interval: lookIntervalMs, persistent: false }, renew);
  return () => watched.forEach((file) => unwatchFile(file, renew));
}
