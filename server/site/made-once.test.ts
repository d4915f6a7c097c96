import { Html } from './html';
import { drawnOnce, madeOnce } from './made-once';
import { translatorOf } from './messages';

describe('what is made once', () => {
  const english = translatorOf('en');
  const french = translatorOf('fr');

  it('is made once for each owner, language and part', () => {
    const owners = [{}, {}];
    let made = 0;
    const make = () => (made += 1);
    for (let turn = 0; turn < 3; turn += 1)
      for (const owner of owners)
        for (const t of [english, french])
          for (const part of ['one', 'other']) madeOnce(owner, t, part, make);
    expect(made).toBe(8);
  });
  it('is bounded: what names of parts come from is asked for by anybody', () => {
    const owner = {};
    let made = 0;
    const draw = () => new Html(String((made += 1)));
    for (let part = 0; part < 2000; part += 1) drawnOnce(owner, english, String(part), draw);
    expect(drawnOnce(owner, english, '1999', draw).markup).toBe('2000');
    expect(drawnOnce(owner, english, '0', draw).markup).toBe('2001');
  });
});
