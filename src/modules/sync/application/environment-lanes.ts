import { Injectable } from '@nestjs/common';
import { Lanes } from '../../../kernel/lanes.js';

/** What is done to one environment is done one after the other, whoever does it. A lane is the id of an environment. */
@Injectable()
export class EnvironmentLanes extends Lanes {}
