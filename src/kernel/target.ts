/** Who a flag is evaluated for. Attribute values may be of any JSON type. */
export interface Target {
  readonly identifier: string;
  readonly name: string;
  readonly anonymous?: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}
