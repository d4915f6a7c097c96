import fc from 'fast-check';
import { h } from './html';
import { templateOf } from './template';

const draw = templateOf(['title', 'text'], ({ title, text }) => (
  <p title={title} lang={title}>
    {text}, {title}
  </p>
));

describe('a template', () => {
  it('is what TSX would draw, whatever is filled in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, text) => {
        const drawn = (
          <p title={title} lang={title}>
            {text}, {title}
          </p>
        );
        expect(draw({ title, text }).markup).toBe(drawn.markup);
      }),
    );
  });
  it('takes markup where text stands, and nothing for what is absent', () => {
    expect(draw({ title: 'a', text: <b>&</b> }).markup).toBe(
      '<p title="a" lang="a"><b>&amp;</b>, a</p>',
    );
    expect(draw({ title: 'a', text: null }).markup).toBe('<p title="a" lang="a">, a</p>');
  });
});
