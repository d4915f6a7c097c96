import fc from 'fast-check';
import { fillMail, MAIL_VALUES, mailTextProblems } from './mail-values';

describe('own texts of mails', () => {
  it('put values where their names stand, and nothing else has a meaning', () => {
    expect(fillMail("d'{company} # '{' {nothing} {name}", { company: 'Tally', name: 'Ana' })).toBe(
      "d'Tally # '{' {nothing} Ana",
    );
  });

  it('never let a value name another one', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(fillMail('<{name}>', { name: typed, link: 'https://secret.example' })).toBe(
          `<${typed}>`,
        );
      }),
    );
  });

  it('know no name of an object that nobody gave', () => {
    expect(fillMail('{constructor} {toString} {__proto__}', {})).toBe(
      '{constructor} {toString} {__proto__}',
    );
  });

  it('are refused beside the field where they name what the mail does not know', () => {
    expect(mailTextProblems('invitation', { subject: 'Hi {nme}', text: '{link}' })).toEqual([
      { field: 'subject', message: expect.stringContaining('There is no {nme} in this mail') },
    ]);
  });

  it('are refused without the link that the mail is there for', () => {
    for (const mail of Object.keys(MAIL_VALUES) as (keyof typeof MAIL_VALUES)[])
      expect(mailTextProblems(mail, { subject: '', text: 'Hello' })).not.toEqual([]);
    expect(mailTextProblems('magic-link', { subject: '', text: '{link}' })).toEqual([
      { field: 'text', message: 'Name {code} in it: without it nobody gets further.' },
    ]);
    expect(mailTextProblems('invitation', { subject: '', text: '' })).toEqual([]);
  });
});
