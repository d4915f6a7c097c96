import { breathe } from './event-loop';

/** Time passes here only by work, however busy the machine is. */
let now = 1_000_000;
const workFor = (ms: number) => {
  now += ms;
};
beforeAll(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterAll(() => jest.restoreAllMocks());

describe('long work', () => {
  it('lets others in every few ms, and nobody when it was short', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    workFor(100);
    await breathe();
    turns = 0;
    for (let step = 0; step < 20; step += 1) await breathe();
    expect(turns).toBe(0);
    for (let step = 0; step < 100; step += 1) {
      workFor(1);
      await breathe();
    }
    clearImmediate(next);
    expect(turns).toBeGreaterThan(10);
  });

  it('goes on when nobody waits any more', async () => {
    let waiting = 5;
    const answer = () => {
      workFor(2);
      waiting -= 1;
      if (waiting > 0) setImmediate(answer);
    };
    setImmediate(answer);
    workFor(20);
    await breathe();
    expect(waiting).toBe(0);
  });

  it('goes on in the end when others never cease', async () => {
    let answered = 0;
    let next: NodeJS.Immediate;
    const answer = () => {
      workFor(2);
      answered += 1;
      next = setImmediate(answer);
    };
    next = setImmediate(answer);
    workFor(20);
    await breathe();
    clearImmediate(next);
    expect(answered).toBeGreaterThan(10);
    expect(answered).toBeLessThan(30);
  });
});
