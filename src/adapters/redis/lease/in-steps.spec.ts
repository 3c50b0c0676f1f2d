import { inSteps } from './in-steps.js';

const entries = (count: number, characters: number) => Array.from({ length: count }, (_, index) => [`key-${index}`, 'x'.repeat(characters)] as const);

describe('the steps of a write', () => {
  it('hold all entries in their order', () => {
    expect(inSteps(entries(250, 10)).flat()).toEqual(entries(250, 10));
    expect(inSteps([])).toEqual([]);
  });

  it('have a hundred entries at most', () => {
    expect(inSteps(entries(250, 10)).map((step) => step.length)).toEqual([100, 100, 50]);
  });

  it('have a bounded size, but for an entry that is larger', () => {
    expect(inSteps(entries(6, 100 * 1024)).map((step) => step.length)).toEqual([2, 2, 2]);
    expect(inSteps(entries(3, 1024 * 1024)).map((step) => step.length)).toEqual([1, 1, 1]);
  });
});
