interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'number';
  nullable?: boolean;
  description?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const latestTimestamp = 8.64e15;

const attributes: JsonSchema = {
  description: 'A list of pairs. An object reads as its entries.',
  anyOf: [
    {
      type: 'array',
      nullable: true,
      items: {
        type: 'object',
        properties: {
          key: { type: 'string', nullable: true },
          value: { description: 'Anything: null reads as the empty text, what is no string as its JSON text' },
        },
      },
    },
    { type: 'object' },
  ],
};

const text: JsonSchema = { anyOf: [{ type: 'string', nullable: true }, { type: 'number' }] };

const entry: JsonSchema = {
  type: 'object',
  properties: {
    timestamp: { type: 'number', nullable: true, minimum: 0, maximum: latestTimestamp, description: 'Unix milliseconds; the time of arrival when missing' },
    count: { type: 'number', nullable: true, minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'How often the variation was served' },
    metricsType: { type: 'string', nullable: true, maxLength: 100, description: 'FFMETRICS when missing' },
    attributes,
  },
};

const target: JsonSchema = { type: 'object', properties: { identifier: text, name: text, attributes } };

/** What SDKs may post: everything may be missing, nothing may be of a wrong kind. Read by the validation and by the OpenAPI document. */
export const reportSchema: JsonSchema = {
  type: 'object',
  properties: {
    metricsData: { type: 'array', nullable: true, items: entry },
    targetData: { type: 'array', nullable: true, items: target },
  },
};
