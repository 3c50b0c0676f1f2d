/** How the text of a setting becomes its value. */
export interface Kind<T> {
  /** What a fault says was expected. */
  readonly expects: string;
  /** An empty flag (`--tls-cert=`) means "not set" here, as for Go's string flags; for numbers and booleans it is a fault. */
  readonly emptyIsUnset: boolean;
  /** The bare flag means true, and never takes the argument after it as its value. */
  readonly isSwitch: boolean;
  /** Undefined when the text is not of this kind. */
  readonly parse: (text: string) => T | undefined;
}
