import fc from 'fast-check';
import { brokenPasswordRules, passwordProblem } from './password';

const NOBODY = { name: '', address: '' };
const problem = (password: string, owner = NOBODY) => passwordProblem(password, owner);

describe('rules of passwords', () => {
  it.each([
    ['Tall3Oak', ''],
    ['tallerOak7', ''],
    ['quiet lantern', ''],
    ['talloak7', 'password.tooShort'],
    ['Tall3Oa', 'password.tooShort'],
    ['quietlanter', 'password.tooShort'],
    ['静かな窓辺の明かりと影絵', ''],
    ['é'.repeat(3), 'password.tooShort'],
    ['x'.repeat(73), 'password.tooLong'],
    ['é-ü'.repeat(15), 'password.tooLong'],
  ])('length by classes: %s', (password, expected) => expect(problem(password)).toBe(expected));

  it.each(['Moon---tide-7', 'mOoN-bAAa-tide', 'tide-\u{1F319}\u{1F319}\u{1F319}-moon-7'])(
    'repeats: %s',
    (password) => expect(problem(password)).toBe('password.repeats'),
  );

  it.each([
    'tide-abcde-7X',
    'tide-EDCBA-7X',
    'tide-34567-Xy',
    'tide-98765-Xy',
    'tide-67890-Xy',
    'tide-qwert-7X',
    'tide-TREWQ-7X',
    'tide-asdfg-7X',
    'tide-zuiop-7X',
    'tide-azert-7X',
    'tide-lkjhg-7X',
    'tide-!@#$%-7X',
    'tide-aoeui-7X',
    'tide-абвгд-7X',
    'tide-йцуке-7X',
  ])('runs of five: %s', (password) => expect(problem(password)).toBe('password.runs'));

  it('takes runs of four', () => expect(problem('tide-abcd-1234-qwer')).toBe(''));

  it.each([
    ['my-Lopes-77x', { name: 'Ana Lopes', address: '' }],
    ['my-harbour-77x', { name: '', address: 'ana@harbour.example' }],
    ['my-ZOEE-renee-7', { name: 'Zoéé Rénée', address: '' }],
    ['my-grün-müller-7', { name: '', address: 'MULLER@x.example' }],
    ['my-strasse-77X', { name: 'Straße', address: '' }],
    ['my-ana-windows-7', { name: 'Ana', address: '' }],
  ])('parts of name and address: %s', (password, owner) =>
    expect(problem(password, owner)).toBe('password.personal'),
  );

  it.each([
    ['banana-split-77', { name: 'Ana', address: '' }],
    ['examples-windows-7', { name: '', address: 'x@y.example' }],
    ['ab-windows-7x', { name: 'A B', address: '' }],
  ])('not what only looks like it: %s', (password, owner) =>
    expect(problem(password, owner)).toBe(''),
  );

  it('tells every broken rule at once', () =>
    expect(brokenPasswordRules('aaa12345', { name: 'aaa1', address: '' })).toEqual([
      'length',
      'repeats',
      'runs',
      'personal',
    ]));

  it('answers for any text, quickly', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (password, name) => {
        const rules = brokenPasswordRules(password, { name, address: '' });
        expect(rules.length === 0).toBe(problem(password, { name, address: '' }) === '');
      }),
    ));
});
