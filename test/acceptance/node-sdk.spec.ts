import { describeSdk } from './describe-sdk.js';
import { nodeSdk } from './node-sdk.js';

describeSdk(nodeSdk);
