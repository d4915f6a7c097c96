import bcrypt from '@node-rs/bcrypt';
import { comparePassword, hashPassword } from './password-hashing';

describe('passwords', () => {
  afterEach(() => jest.restoreAllMocks());

  it('are hashed at a cost of 10', async () => {
    const hash = jest.spyOn(bcrypt, 'hash');
    const stored = await hashPassword('Quiet-window-72');
    expect(hash.mock.calls).toEqual([['Quiet-window-72', 10]]);
    expect(await comparePassword('Quiet-window-72', stored)).toBe(true);
    expect(await comparePassword('Quiet-window-73', stored)).toBe(false);
  });

  it('cost the same where nobody has one', async () => {
    const compare = jest.spyOn(bcrypt, 'compare');
    expect(await comparePassword('Quiet-window-72', '')).toBe(false);
    expect(compare.mock.calls).toEqual([
      ['Quiet-window-72', expect.stringMatching(/^\$2[aby]\$10\$/)],
    ]);
  });
});
