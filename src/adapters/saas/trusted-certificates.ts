import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { faultCode } from './fault-code.js';

/** A file of further certificates cannot be used. The message names the file and the reason. */
export class UnusableCaFile extends Error {}

/**
 * What is trusted in outbound TLS: the built-in authorities and those of the files. Made once and shared by all connections,
 * since parsing some hundred certificates for each would hold up everything else. Undefined without files: Node's own default.
 */
export function trustedCertificates(caFiles: readonly string[]): SecureContext | undefined {
  if (caFiles.length === 0) return undefined;
  return createSecureContext({ ca: [...rootCertificates, ...caFiles.flatMap(certificatesIn)] });
}

function certificatesIn(file: string): string[] {
  const certificates = contentOf(file).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) throw new UnusableCaFile(`CA file ${file} holds no PEM certificate`);
  for (const certificate of certificates) expectReadable(certificate, file);
  return certificates;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UnusableCaFile(`CA file ${file} cannot be read: ${faultCode(cause)}`, { cause });
  }
}

function expectReadable(certificate: string, file: string): void {
  try {
    new X509Certificate(certificate);
  } catch (cause) {
    throw new UnusableCaFile(`CA file ${file} holds a certificate that cannot be parsed`, { cause });
  }
}
