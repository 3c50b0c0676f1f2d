import { BadRequestException } from '@nestjs/common';
import { maxMetricsItemBytes } from '../../../http/limits.js';
import { ShortTurns } from '../../../kernel/short-turns.js';
import { isQuickToParse } from '../../../kernel/quick-to-parse.js';
import { ReportCutter } from './report-cutter.js';

/** A piece of this length, with what comes until the next cut, is parsed, checked and brought into normal form in a few milliseconds. */
const pieceBytes = 24 * 1024;
const stepBytes = 8 * 1024;

/**
 * The parsed pieces of a post as it arrives: a small one whole, a large one some hundred items at a time, with a turn of the
 * event loop for everybody else between them. What is no JSON, or has an item that is too large, ends in an error.
 */
export async function* readReport(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<unknown, void, undefined> {
  const cutter = new ReportCutter();
  const turns = new ShortTurns();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += stepBytes) {
      cutter.add(chunk.subarray(at, at + stepBytes));
      const piece = cutter.length < pieceBytes ? undefined : cutter.cut();
      if (cutter.length > maxMetricsItemBytes) throw new BadRequestException(`one item of the report is larger than ${maxMetricsItemBytes} bytes`);
      if (piece === undefined) continue;
      yield parsed(piece);
      await turns.pause();
    }
  }
  yield parsed(cutter.rest);
}

function parsed(json: Buffer): unknown {
  if (!isQuickToParse(json)) throw new BadRequestException('one item of the report holds too many values');

  try {
    return JSON.parse(json.toString());
  } catch {
    throw new BadRequestException('the body is not valid JSON');
  }
}
