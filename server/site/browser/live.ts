import { element } from './composer';

/** ms */
const EVERY = 30_000;
const LONGEST = 5 * 60_000;

/** Says that others have written meanwhile; nothing moves before it is asked for. */
export function announceNews(): void {
  const found = document.querySelector<HTMLElement>('[data-news]');
  if (!found) return;
  const place = found;
  let wait = EVERY;
  let timer = 0;
  let lookedAt = Date.now();

  const plan = () => {
    clearTimeout(timer);
    if (wait > 0) timer = window.setTimeout(look, wait);
  };
  /** The session is over, or the ticket out of sight: there is nothing to ask for any more. */
  const stop = () => {
    wait = 0;
    clearTimeout(timer);
  };
  const isOver = () =>
    document.querySelector<HTMLElement>('#idle [data-part="over"]')?.hidden === false;

  function look(): void {
    if (isOver()) return stop();
    if (document.hidden) return;
    lookedAt = Date.now();
    const { news = '', after = '' } = place.dataset;
    fetch(`${news}?after=${after}`, { redirect: 'manual' })
      .then(async (answer) => {
        if (answer.type === 'opaqueredirect' || (answer.status >= 400 && answer.status < 500))
          stop();
        else if (!answer.ok) throw new Error(String(answer.status));
        else {
          wait = EVERY;
          if (answer.status === 200) show(await answer.text());
        }
      })
      .catch(() => (wait = Math.min(LONGEST, 2 * wait)))
      .finally(plan);
  }

  function show(html: string): void {
    const made = new DOMParser().parseFromString(html, 'text/html').body.firstElementChild;
    if (!(made instanceof HTMLElement) || made.dataset.said === place.dataset.said) return;
    place.dataset.said = made.dataset.said ?? '';
    const button = element('button', { type: 'button' }, made.dataset.show ?? '');
    button.addEventListener('click', () => {
      const messages = [...made.querySelectorAll<HTMLElement>('article')];
      const [first] = messages;
      place.before(...messages);
      place.dataset.after =
        (messages.at(-1)?.id ?? '').replace(/^message-/, '') || place.dataset.after;
      place.dataset.said = '';
      place.replaceChildren();
      const heading = first?.querySelector('h2');
      heading?.setAttribute('tabindex', '-1');
      heading?.focus();
    });
    place.replaceChildren(`${made.dataset.said ?? ''} `, button);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden || wait === 0) return;
    if (Date.now() - lookedAt >= EVERY) look();
    else plan();
  });
  for (const form of document.querySelectorAll('form[data-signs-out]'))
    form.addEventListener('submit', stop);
  plan();
}
