import { breathe } from './event-loop';

const spin = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('long work', () => {
  it('lets others in every few ms, and none when it is short', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    await breathe();
    turns = 0;
    for (let step = 0; step < 20; step += 1) await breathe();
    expect(turns).toBe(0);
    for (let step = 0; step < 100; step += 1) {
      spin(1);
      await breathe();
    }
    clearImmediate(next);
    expect(turns).toBeGreaterThan(10);
  });

  it('goes on when nobody waits any more', async () => {
    let waiting = 5;
    const answer = () => {
      spin(2);
      waiting -= 1;
      if (waiting > 0) setImmediate(answer);
    };
    setImmediate(answer);
    spin(20);
    await breathe();
    expect(waiting).toBe(0);
  });

  it('goes on in the end when others never cease', async () => {
    let isOver = false;
    const answer = () => {
      spin(2);
      if (!isOver) setImmediate(answer);
    };
    setImmediate(answer);
    spin(20);
    await breathe();
    isOver = true;
  });
});
