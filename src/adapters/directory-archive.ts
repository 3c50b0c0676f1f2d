import type { FactoryProvider } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { ConfigurationArchivePort } from '../ports/configuration-archive.port.js';
import { DirectoryArchive } from './files/writing/directory-archive.js';

/** What a relay that only generates offline configuration has beside its upstream. */
export const directoryArchive: FactoryProvider<ConfigurationArchivePort> = {
  provide: ConfigurationArchivePort,
  inject: [RELAY_CONFIG],
  useFactory: ({ offline }: RelayConfig) => new DirectoryArchive(offline.configDir),
};
