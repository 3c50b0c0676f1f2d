const messageLimit = 800;

/** Runs checks one after the other, prints each as it ends, and counts. A check that throws has failed. */
export class Checklist {
  #passed = 0;
  #failed = 0;

  async check(name, body) {
    try {
      await body();
      this.#passed += 1;
      console.log(`  ok    ${name}`);
    } catch (error) {
      this.#failed += 1;
      console.log(`  FAIL  ${name}: ${String(error instanceof Error ? error.message : error).slice(0, messageLimit)}`);
    }
  }

  get isClean() {
    return this.#failed === 0;
  }

  summary(subject) {
    return `${subject}: ${this.#passed} passed, ${this.#failed} failed`;
  }
}
