import { closedBefore, NO_RETENTION, readRetention } from './retention';

const at = (text: string) => Date.parse(text);

it('counts calendar months back, and a month without that day ends on its last', () => {
  expect(closedBefore(at('2026-07-15T10:00:00Z'), 1)).toBe(at('2026-06-15T10:00:00Z'));
  expect(closedBefore(at('2026-03-31T10:00:00Z'), 1)).toBe(at('2026-02-28T10:00:00Z'));
  expect(closedBefore(at('2024-03-31T00:00:00Z'), 1)).toBe(at('2024-02-29T00:00:00Z'));
  expect(closedBefore(at('2026-01-31T00:00:00Z'), 24)).toBe(at('2024-01-31T00:00:00Z'));
});

it('keeps everything unless an inbox says otherwise in so many words', () => {
  for (const stored of [null, {}, { retention: {} }, { retention: { months: 0 } }])
    expect(readRetention(stored)).toEqual(NO_RETENTION);
  for (const months of [-1, 1.5, 241, '12', Number.NaN])
    expect(readRetention({ retention: { months, action: 'delete' } })).toEqual(NO_RETENTION);
  expect(readRetention({ retention: { months: 12, action: 'delete' } })).toEqual({
    months: 12,
    action: 'delete',
  });
  expect(readRetention({ retention: { months: 12, action: 'burn' } }).action).toBe('pseudonymise');
});
