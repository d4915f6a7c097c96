import fc from 'fast-check';
import { Fragment, Html, h, type Child } from './html';

const unescape = (text: string) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

describe('TSX of the public pages', () => {
  it('escapes text and attributes, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { markup } = <p title={text}>{text}</p>;
        const found = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(markup);
        expect([unescape(found?.[1] ?? '?'), unescape(found?.[2] ?? '?')]).toEqual([text, text]);
      }),
    );
  });
  it('takes nothing for markup but what was made as markup', () => {
    const disguised = { markup: '<script>' } as unknown as Child;
    expect((<p>{disguised}</p>).markup).toBe('<p></p>');
    expect((<p>{new Html('<b>x</b>')}</p>).markup).toBe('<p><b>x</b></p>');
  });
  it('leaves out what is absent, and says true and false as HTML does', () => {
    expect(
      (<input required disabled={false} maxLength={5} aria-invalid={true} value={undefined} />)
        .markup,
    ).toBe('<input required maxlength="5" aria-invalid="true">');
    expect(
      (
        <p>
          {null}
          {false}
          {0}
          {['a', 'b']}
        </p>
      ).markup,
    ).toBe('<p>0ab</p>');
  });
  it('gives children to components and fragments', () => {
    const Box = ({ name, children }: { name: string; children: Child }) => (
      <>
        <i>{name}</i>
        {children}
      </>
    );
    expect(
      (
        <Box name="&">
          <b>1</b>2
        </Box>
      ).markup,
    ).toBe('<i>&amp;</i><b>1</b>2');
    expect((<Box name="x" children={<b>3</b>} />).markup).toBe('<i>x</i><b>3</b>');
  });
  it('keeps a line break at the start of a text field', () => {
    expect((<textarea>{'\nx'}</textarea>).markup).toBe('<textarea>\n\nx</textarea>');
  });
});
