// For `node --import`: writes what each import names into the file that RECORD_LOADS names.
import { register } from 'node:module';

register('./record-loads-hooks.mjs', import.meta.url, { data: process.env.RECORD_LOADS });
