import { eachElement, eachMember } from '../../../kernel/json-text.js';
import type { RawReport } from '../../../modules/metrics/domain/raw-report.js';
import { rawReportOf } from './raw-report-of.js';

/** Far less than a millisecond of work when items are of the ordinary kind. */
const itemsAtOnce = 64;

/** What the text of a report says, in small reports one by one. Throws when it is none; what came before counts all the same. */
export function* reportsIn(text: string): Generator<RawReport, void, undefined> {
  for (const { key, valueStart, valueEnd } of eachMember(text)) {
    if (key !== 'metricsData' && key !== 'targetData') continue;
    const list = text.slice(valueStart, valueEnd);
    if (list !== 'null') yield* listed(key, list);
  }
}

function* listed(member: 'metricsData' | 'targetData', list: string): Generator<RawReport, void, undefined> {
  let items: unknown[] = [];
  for (const item of eachElement(list)) {
    items.push(JSON.parse(item));
    if (items.length < itemsAtOnce) continue;
    yield reportOf(member, items);
    items = [];
  }
  yield reportOf(member, items);
}

function reportOf(member: 'metricsData' | 'targetData', items: readonly unknown[]): RawReport {
  const report = rawReportOf({ [member]: items });
  if (!report) throw new SyntaxError(`What is listed in ${member} is nothing that SDKs report`);
  return report;
}
