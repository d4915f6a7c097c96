import { inGroups, readAppCode, readRecoveryCode, recoveryCodeOf } from './recovery-codes';

const counting = () => {
  let next = 0;
  return () => next++ % 256;
};

describe('recovery codes', () => {
  it('are sixteen letters and digits that nobody takes for another', () => {
    expect(recoveryCodeOf(counting())).toBe('abcdefghjkmnpqrs');
    // Bytes at the end of the range would make the first letters likelier.
    let byte = 247;
    expect(recoveryCodeOf(() => byte++ % 256)[0]).toBe('9');
    expect(recoveryCodeOf(() => 40)).not.toMatch(/[ilo01]/);
  });

  it('are read however they are typed', () => {
    const code = recoveryCodeOf(counting());
    expect(inGroups(code, '-')).toBe('abcd-efgh-jkmn-pqrs');
    for (const typed of [
      code,
      inGroups(code, '-'),
      ' ABCD EFGH  JKMN\tPQRS ',
      'abcd–efgh.jkmnpqrs',
    ])
      expect(readRecoveryCode(typed)).toBe(code);
    for (const typed of ['', 'abcd', `${code}a`, 'abcd-efgh-jkmn-pqr1', 'x'.repeat(10_000)])
      expect(readRecoveryCode(typed)).toBe('');
  });
});

describe('codes of an app', () => {
  it('are six digits, with spaces where people like them', () => {
    for (const typed of ['123456', '123 456', ' 12-34-56 ', '１２３４５６'])
      expect(readAppCode(typed)).toBe('123456');
    for (const typed of ['', '12345', '1234567', 'abcdef', '1e5', '12345a', '1'.repeat(10_000)])
      expect(readAppCode(typed)).toBe('');
  });
});
