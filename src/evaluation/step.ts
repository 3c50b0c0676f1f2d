import type { DecisionGraph } from './decision-graph.js';

/** A place in a decision graph: a node, or, where negative, an outcome. */
export type Place = number;

/** Adds a step of one flag to the graph of an environment: where it begins. It leads to `otherwise` where it serves nothing. */
export type Step = (graph: DecisionGraph, otherwise: Place) => Place;
