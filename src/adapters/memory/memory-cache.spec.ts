import { describeCacheContract } from '../../../test/contract/cache.contract.js';
import { MemoryCache } from './memory-cache.js';

describeCacheContract('MemoryCache', async () => ({ cache: new MemoryCache(), close: async () => undefined }));
