import { choiceOf, compareRecords, strongerStanding } from './record-merge';

describe('merging two contacts', () => {
  it('keeps what the winner has and fills what it has not', () => {
    const fields = compareRecords(
      { name: 'Ana Lopes', phone: '', language: 'en', 'properties.serial': '7' },
      { name: 'A. Lopes', phone: '+351 21', language: '', timeZone: '' },
      { 'properties.serial': 'Serial number' },
    );
    expect(fields.map(({ field, proposal }) => [field, proposal])).toEqual([
      ['name', 'winner'],
      ['phone', 'loser'],
      ['language', 'winner'],
      ['properties.serial', 'winner'],
    ]);
    expect(fields[3]).toMatchObject({ label: 'Serial number', winner: '7', loser: '' });
  });

  it('lets a person choose otherwise, field by field', () => {
    const fields = compareRecords({ name: 'Ana', phone: '' }, { name: 'A.', phone: '1' });
    expect(choiceOf(fields, { name: 'loser' }, 'name')).toBe('loser');
    expect(choiceOf(fields, {}, 'phone')).toBe('loser');
    expect(choiceOf(fields, {}, 'unknown')).toBe('winner');
  });

  it('leaves the stronger standing, and taken away access stays away', () => {
    expect(strongerStanding('invited', 'registered')).toBe('registered');
    expect(strongerStanding('registered', '')).toBe('registered');
    expect(strongerStanding('registered', 'disabled')).toBe('disabled');
    expect(strongerStanding('', '')).toBe('');
    const standing = (winner: string, loser: string) =>
      compareRecords({ 'standing.p': winner }, { 'standing.p': loser })[0]?.proposal;
    expect(standing('registered', 'disabled')).toBe('loser');
    expect(standing('registered', 'invited')).toBe('winner');
    expect(standing('', 'invited')).toBe('loser');
  });
});
