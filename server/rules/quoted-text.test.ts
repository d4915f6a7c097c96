import fc from 'fast-check';
import { splitQuoted } from './quoted-text';

describe('quoted text', () => {
  it.each([
    ['lines behind >', 'Thanks!\n\n> Did it work?\n> Mara', 'Thanks!', 'Did it work?\nMara'],
    [
      'with the line of a mail program',
      'Yes.\n\nOn Mon, 30 Nov 2026 at 10:15, Mara <m@x.example> wrote:\n> Did it?\n',
      'Yes.',
      'On Mon, 30 Nov 2026 at 10:15, Mara <m@x.example> wrote:\nDid it?',
    ],
    [
      'with that line broken in two',
      'Yes.\nOn Mon, 30 Nov 2026 at 10:15, Mara Berg\n<m@x.example> wrote:\n> Did it?',
      'Yes.',
      'On Mon, 30 Nov 2026 at 10:15, Mara Berg\n<m@x.example> wrote:\nDid it?',
    ],
    [
      'in German',
      'Ja.\nAm 30.11.2026 um 10:15 schrieb Mara Berg:\n> Geht es?',
      'Ja.',
      'Am 30.11.2026 um 10:15 schrieb Mara Berg:\nGeht es?',
    ],
    [
      'behind a divider',
      'See below\n\n-----Original Message-----\nFrom: Mara\n\nDid it?',
      'See below',
      '-----Original Message-----\nFrom: Mara\n\nDid it?',
    ],
  ])('folds %s', (_name, body, text, quoted) => {
    expect(splitQuoted(body)).toEqual({ text, quoted });
  });

  it.each([
    ['a quotation that is answered below', '> Did it work?\n\nYes, it did.'],
    ['one between two answers', 'Two things\n\n> One?\n\nYes.\n> Two?\n\nNo.'],
    ['a message that is nothing else', '> Did it work?'],
    ['one that quotes nothing', 'On Monday he wrote:\n\nNothing.'],
    ['an empty one', ''],
  ])('leaves %s as it is', (_name, body) => {
    expect(splitQuoted(body)).toEqual({ text: body, quoted: '' });
  });

  it('loses no word of any message, and nobody waits for it', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('> a', '', '-----Original Message-----', 'On x y z wrote:'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const body = lines.join('\n');
        const { text, quoted } = splitQuoted(body);
        const words = (of: string) => of.replace(/[>\s]/g, '');
        expect(words(text + quoted)).toBe(words(body));
      }),
    );
    const begin = performance.now();
    splitQuoted(`${'On a '.repeat(10_000)}\n> x`);
    splitQuoted('>\n'.repeat(30_000));
    expect(performance.now() - begin).toBeLessThan(500);
  });
});
