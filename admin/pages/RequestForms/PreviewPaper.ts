import { styled } from 'styled-components';

/** The look of the public pages (server/site/browser/site.css), so far as a form needs it. */
export const Paper = styled.div<{ $accent: string }>`
  --accent: ${({ $accent }) => $accent};
  --paper: #fff;
  --ink: #1b1f24;
  --quiet: #59636e;
  --line: #d9dee3;
  --soft: #eef1f4;
  --wrong: #b42318;
  --link: var(--accent);

  padding: 2.4rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--paper);
  color: var(--ink);
  font:
    1.6rem/1.6 system-ui,
    -apple-system,
    'Segoe UI',
    Roboto,
    sans-serif;
  overflow-wrap: anywhere;

  @media (prefers-color-scheme: dark) {
    --paper: #15181c;
    --ink: #e8ebee;
    --quiet: #a3adb8;
    --line: #363d45;
    --soft: #252b32;
    --wrong: #ff9b8f;
    --link: color-mix(in srgb, var(--accent), #fff 55%);
  }

  .title {
    font-size: 2.6rem;
    font-weight: 700;
    line-height: 1.25;
    letter-spacing: -0.01em;
    margin: 0 0 1.6rem;
  }

  p {
    margin: 0 0 1.6rem;
  }

  ul,
  ol {
    padding-inline-start: 2.4rem;
    list-style: revert;
  }

  a {
    color: var(--link);
    text-decoration: underline;
  }

  .cells {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0 2rem;
  }

  .full {
    grid-column: 1 / -1;
  }

  .field {
    border: 0;
    padding: 0;
    margin: 1.6rem 0;
    min-width: 0;
  }

  .label {
    display: block;
    padding: 0;
    font-weight: 600;
    margin-block-end: 0.4rem;
  }

  .note {
    font-weight: 400;
    color: var(--quiet);
  }

  .help,
  .wrong {
    font-size: 1.3rem;
    margin: 0 0 0.6rem;
    color: var(--quiet);
  }

  .wrong {
    font-size: inherit;
    font-weight: 600;
    color: var(--wrong);
  }

  .tick {
    display: flex;
    gap: 1rem;
    align-items: center;
    margin-block: 0.8rem;
  }

  input:not([type='checkbox'], [type='radio']),
  textarea,
  select {
    font: inherit;
    color: inherit;
    background: var(--paper);
    border: 1px solid color-mix(in srgb, var(--quiet), transparent 30%);
    border-radius: 8px;
    padding: 0.9rem 1.2rem;
    min-height: 4.4rem;
    width: 100%;
  }

  && [aria-invalid='true'] {
    border-color: var(--wrong);
    border-width: 2px;
  }

  .send {
    font: inherit;
    font-weight: 600;
    color: #fff;
    background: var(--accent);
    border: 1px solid var(--accent);
    border-radius: 8px;
    padding: 0.8rem 1.6rem;
    min-height: 4.4rem;
    cursor: pointer;
  }

  .notice {
    background: var(--soft);
    border-inline-start: 4px solid var(--accent);
    border-radius: 4px;
    padding: 1.2rem 1.6rem;
    margin-block: 1.6rem;
  }

  .notice > :last-child {
    margin: 0;
  }
`;
