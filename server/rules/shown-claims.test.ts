import { shownClaims } from './shown-claims';

it('keeps what is short as it is', () => {
  const claims = {
    sub: '7',
    groups: ['a', 'b'],
    email_verified: true,
    address: { city: 'Lisbon' },
  };
  expect(shownClaims(claims)).toEqual(claims);
});

it('cuts long values, and stops at 20 KB', () => {
  const shown = shownClaims({ picture: 'x'.repeat(5000), nested: { picture: 'y'.repeat(5000) } });
  expect(String(shown.picture)).toHaveLength(301);
  expect(String(shown.nested)).toHaveLength(301);
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, at) => [`c${at}`, 'z'.repeat(200)]),
  );
  expect(JSON.stringify(shownClaims(many)).length).toBeLessThan(20_000);
  expect(shownClaims({ groups: Array.from({ length: 5000 }, () => 'g') }).groups).toHaveLength(200);
});
