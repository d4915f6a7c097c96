import { contactWords, waysToFind, type FoundBy } from './contact-words';

const rene: FoundBy = {
  id: 'abcdefghijklmnopqrstuvwx',
  name: 'René de la Tour 李小龙',
  addresses: ['rené+shop@example.com', 'rt@tour.example'],
  phone: '+49 (30) 123-45 67',
  externalIds: ['HS-1042'],
};

const finds = (contact: FoundBy, typed: string): boolean =>
  waysToFind(typed).some((ranges) =>
    ranges.every(({ from, until }) =>
      contactWords(contact).some((word) => word >= from && word < until),
    ),
  );

describe('what a contact is found by', () => {
  it.each([
    'ren',
    'RENÉ',
    'tour rene',
    'to',
    '李小',
    '小龙',
    'rené+s',
    'RT@tour.example',
    '@example',
    '+49 30 123',
    '030 1234567',
    '1234567',
    'hs-1042',
    'abcdefghijklmnopqrstuvwx',
  ])('%s finds it', (typed) => expect(finds(rene, typed)).toBe(true));

  it.each(['', 'our', 'rene x', 'rene+s@', '@tou.', '123', 'HS-104', 'e@example.com', '345'])(
    '%s does not',
    (typed) => expect(finds(rene, typed)).toBe(false),
  );

  it('stores printable ASCII of bounded length only', () => {
    const words = contactWords({ ...rene, addresses: [`${'ö'.repeat(200)}@example.com`] });
    for (const word of words) expect(word).toMatch(/^[aidnprx]["-~]{1,59}$/);
  });
});
