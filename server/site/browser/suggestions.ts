import { noteArticle } from './articles';
import { element } from './composer';

/** ms without typing. */
const PAUSE = 450;
/** Characters. */
const SHORTEST = 4;

/** Shows articles below the subject while it is typed. */
export function suggestArticles(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>('[data-suggestions]');
  const says = form.querySelector<HTMLElement>('[data-suggestions-say]');
  const subject = form.querySelector<HTMLInputElement>('[name="subject"]');
  if (!place || !subject) return;
  // They are seen before the request is sent: the server need not hold it back.
  if (!form.querySelector('[name="suggested"]'))
    form.prepend(element('input', { type: 'hidden', name: 'suggested', value: 'yes' }));
  let timer = 0;
  let asking: AbortController | undefined;
  let asked = '';

  function show(html: string): void {
    const made = new DOMParser().parseFromString(html, 'text/html').body;
    place?.replaceChildren(...made.childNodes);
    if (place) place.hidden = html === '';
    if (says)
      says.textContent = place?.querySelector<HTMLElement>('[data-said]')?.dataset.said ?? '';
  }

  async function ask(q: string): Promise<void> {
    asking?.abort();
    asking = new AbortController();
    const address = `${place?.dataset.suggestions ?? ''}?q=${encodeURIComponent(q)}`;
    const answer = await fetch(address, { signal: asking.signal, redirect: 'error' });
    show(answer.status === 200 ? await answer.text() : '');
  }

  const look = () => {
    const q = subject.value.trim();
    if (q === asked) return;
    asked = q;
    if (q.length < SHORTEST) show('');
    // Without an answer there are no suggestions, and nobody misses them.
    else ask(q).catch(() => undefined);
  };
  subject.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  });
  place.addEventListener('click', ({ target }) => {
    const link = target instanceof Element && target.closest<HTMLElement>('a[data-article]');
    if (link) noteArticle(link.dataset.article ?? '', document.documentElement.lang, '');
  });
}
