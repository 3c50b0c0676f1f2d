import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';

const [flagCount, groupCount] = [100, 20];

/** 100 flags and 20 groups as customers have them: about 95 KB, and no two environments alike. */
export function anOrdinaryEnvironment(number: number) {
  const environment = `environment-${number}`;
  const clause = (attribute: string, op: string, ...values: string[]) => ({ id: `clause-${number}`, attribute, op, values, negate: false });
  const flags = Array.from({ length: flagCount }, (_, index) =>
    aFeatureConfig({
      feature: `flag-${index}`,
      environment,
      rules: [
        { ruleId: `rule-${number}-1`, priority: 1, clauses: [clause('plan', 'in', 'free', `plan-${number}`)], serve: { variation: 'false' } },
        { ruleId: `rule-${number}-2`, priority: 2, clauses: [clause('', 'segmentMatch', `group-${index % groupCount}`)], serve: { variation: 'false' } },
      ],
      defaultServe: { distribution: { bucketBy: 'identifier', variations: [{ variation: 'true', weight: 30 }, { variation: 'false', weight: 70 }] } },
    }),
  );
  const segments = Array.from({ length: groupCount }, (_, index) =>
    aSegment({
      identifier: `group-${index}`,
      environment,
      included: Array.from({ length: 10 }, (_target, target) => ({ identifier: `target-${number}-${target}`, name: 'Somebody' })),
      rules: [clause('email', 'ends_with', `@example-${index}.com`)],
    }),
  );
  return { id: environment, sdkKeys: [`key-${number}`], flags, segments };
}
