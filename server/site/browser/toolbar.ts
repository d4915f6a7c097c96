import { element, say, type Composer } from './composer';

type Mark = 'bold' | 'italic' | 'link' | 'list' | 'quote' | 'code';

/** Letter that is pressed with Ctrl or ⌘, and the lines of the sign. */
const MARKS: [mark: Mark, key: string, lines: string][] = [
  ['bold', 'b', 'M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z'],
  ['italic', 'i', 'M11 5h6M7 19h6M14 5l-4 14'],
  [
    'link',
    'k',
    'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1',
  ],
  ['list', '', 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01'],
  ['quote', '', 'M5 5v14M10 8h9M10 12h9M10 16h6'],
  ['code', 'e', 'M9 8l-4 4 4 4M15 8l4 4-4 4'],
];
const SVG = 'http://www.w3.org/2000/svg';
const isApple = /mac|iphone|ipad/i.test(navigator.platform);

/** Buttons above a message that write Markdown into it; one stop of the Tab key, arrows between them. */
export function addToolbar(composer: Composer, field: HTMLTextAreaElement): void {
  const buttons = MARKS.map(([mark, key, lines], at) => {
    const label = say(composer, mark);
    const keys = key === '' ? '' : ` (${isApple ? '⌘' : 'Ctrl+'}${key.toUpperCase()})`;
    const button = element('button', {
      type: 'button',
      'aria-label': label,
      title: label + keys,
      'data-mark': mark,
      tabindex: at === 0 ? '0' : '-1',
      ...(key === '' ? {} : { 'aria-keyshortcuts': `${isApple ? 'Meta' : 'Control'}+${key}` }),
    });
    button.append(signOf(lines));
    button.addEventListener('click', () => write(composer, field, mark));
    return button;
  });
  const toolbar = element(
    'div',
    {
      role: 'toolbar',
      class: 'toolbar',
      'aria-label': say(composer, 'toolbar'),
      'aria-controls': field.id,
    },
    ...buttons,
  );
  toolbar.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const isMirrored = getComputedStyle(toolbar).direction === 'rtl';
    const steps: Record<string, number> = {
      ArrowRight: isMirrored ? -1 : 1,
      ArrowLeft: isMirrored ? 1 : -1,
    };
    const step = steps[event.key];
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? buttons.length - 1
          : step === undefined
            ? -1
            : (at + step + buttons.length) % buttons.length;
    const button = buttons[next];
    if (!button) return;
    event.preventDefault();
    for (const one of buttons) one.tabIndex = one === button ? 0 : -1;
    button.focus();
  });
  field.before(toolbar);
  field.classList.add('with-toolbar');
  field.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const found = MARKS.find(([, key]) => key !== '' && key === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    write(composer, field, found[0]);
  });
}

/** Ctrl or ⌘ with Enter sends, by the button that comes first. */
export function sendByKeyboard(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    const button = form.querySelector<HTMLButtonElement>('button.primary:not([type="button"])');
    if (!button || button.disabled) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
}

function signOf(lines: string): SVGElement {
  const sign = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: '20',
    height: '20',
    fill: 'none',
    stroke: 'currentColor',
  };
  for (const [name, value] of Object.entries({
    ...attributes,
    'stroke-width': '2',
    'aria-hidden': 'true',
  }))
    sign.setAttribute(name, value);
  sign.setAttribute('stroke-linecap', 'round');
  sign.setAttribute('stroke-linejoin', 'round');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', lines);
  sign.append(path);
  return sign;
}

function write(composer: Composer, field: HTMLTextAreaElement, mark: Mark): void {
  field.focus();
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  switch (mark) {
    case 'bold':
      return wrap(field, '**');
    case 'italic':
      return wrap(field, '*');
    case 'code':
      if (!chosen.includes('\n')) return wrap(field, '`');
      return put(field, start, end, `\`\`\`\n${chosen}\n\`\`\``, 4, 4 + chosen.length);
    case 'link': {
      const text = chosen || say(composer, 'linkText');
      const address = 'https://';
      const at = text.length + 3;
      return put(field, start, end, `[${text}](${address})`, at, at + address.length);
    }
    case 'list':
      return begin(field, '- ');
    case 'quote':
      return begin(field, '> ');
  }
}

/** Puts a mark around what is chosen, or takes it away again. */
function wrap(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const isInside =
    value.slice(start - mark.length, start) === mark &&
    value.slice(end, end + mark.length) === mark;
  if (isInside && chosen !== '')
    return put(field, start - mark.length, end + mark.length, chosen, 0, chosen.length);
  put(field, start, end, mark + chosen + mark, mark.length, mark.length + chosen.length);
}

/** Puts a mark before each chosen line, or takes it away again. */
function begin(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart, selectionEnd, value } = field;
  const start = value.lastIndexOf('\n', selectionStart - 1) + 1;
  const next = value.indexOf('\n', selectionEnd);
  const end = next < 0 ? value.length : next;
  const lines = value.slice(start, end).split('\n');
  const isMarked = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (isMarked ? line.slice(mark.length) : mark + line)).join('\n');
  put(field, start, end, text, text.length, text.length);
}

/** Writes as if it were typed, so that it can be undone; `from` and `to` are chosen then, counted from `start`. */
function put(
  field: HTMLTextAreaElement,
  start: number,
  end: number,
  text: string,
  from: number,
  to: number,
): void {
  field.setSelectionRange(start, end);
  // The only way that undo knows of; nothing else replaces it.
  if (!document.execCommand('insertText', false, text)) {
    field.setRangeText(text, start, end);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(start + from, start + to);
}
