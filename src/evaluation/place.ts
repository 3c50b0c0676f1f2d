/** A place in a decision graph: a node, or, where negative, an outcome. */
export type Place = number;
