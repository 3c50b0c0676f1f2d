import { Pace } from './pace.js';

const piece = 100 * 1024;

/** Goes through so many pieces and tells in which turn each was gone through. */
async function turnsOf(tasks: number, piecesEach: number): Promise<readonly number[]> {
  const pace = new Pace();
  const turns: number[] = [];
  let turn = 0;
  const count = (): void => {
    turn++;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const task = async (): Promise<void> => {
    for (let done = 0; done < piecesEach; done++) {
      await pace.before(piece);
      turns.push(turn);
    }
  };
  await Promise.all(Array.from({ length: tasks }, task));
  clearImmediate(counting);
  return turns;
}

describe('a pace', () => {
  it('lets short work through at once', () => {
    expect(new Pace().before(1)).toBeUndefined();
  });

  it.each([
    ['one task', 1, 60],
    ['many tasks that share it', 60, 1],
    ['some tasks of some pieces', 10, 6],
  ])('gives other work its turn after a few pieces of %s', async (_, tasks, pieces) => {
    const turns = await turnsOf(tasks, pieces);

    expect(turns).toHaveLength(60);
    for (const turn of turns) expect(turns.filter((other) => other === turn).length).toBeLessThanOrEqual(3);
  });

  it('gives everybody who waits his share', async () => {
    const pace = new Pace();
    const order: string[] = [];
    const task = async (name: string): Promise<void> => {
      for (let done = 0; done < 20; done++) {
        await pace.before(piece);
        order.push(name);
      }
    };

    await Promise.all([task('one'), task('other')]);

    expect(order.lastIndexOf('one')).toBeGreaterThan(order.length / 2);
    expect(order.indexOf('other')).toBeLessThan(order.length / 4);
  });

  it('lets a piece through that is larger than a turn', async () => {
    const pace = new Pace();

    const pieces = [100 * 1024 * 1024, 100 * 1024 * 1024, 1].map((characters) => pace.before(characters));

    expect(pieces[0]).toBeUndefined();
    await expect(pieces[2]).resolves.toBeUndefined();
  });
});
