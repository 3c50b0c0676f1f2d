import type { DecisionGraph } from './decision-graph.js';
import type { Place } from './place.js';

/** Adds a step of one flag to the graph of an environment: where it begins. It leads to `otherwise` where it serves nothing. */
export type Step = (graph: DecisionGraph, otherwise: Place) => Place;
