import { isCommonPassword, refusalOfPassword } from './common-passwords';

describe('common passwords', () => {
  it.each([
    'Password1',
    'P@ssw0rd2024!',
    'Sunshine-77',
    '2024Football!',
    'Tru5tno1',
    'iloveyou',
    'Superman#1',
    'M1chelle99',
  ])('refuses %s', async (password) => expect(await isCommonPassword(password)).toBe(true));

  it.each(['Quiet-window-72', 'Loud-whistle-41', 'Tall3Oak', 'kettle umbrella lamp', '9#Kd2!vQ7x'])(
    'takes %s',
    async (password) => expect(await isCommonPassword(password)).toBe(false),
  );

  it('names the rules first', async () => {
    const nobody = { name: '', address: '' };
    expect(await refusalOfPassword('short', nobody)).toBe('password.tooShort');
    expect(await refusalOfPassword('Password1', nobody)).toBe('password.common');
    expect(await refusalOfPassword('Quiet-window-72', nobody)).toBe('');
  });
});
