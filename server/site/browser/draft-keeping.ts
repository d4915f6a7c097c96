import { element, say, type Composer } from './composer';
import { draftOf, dropDrafts, keepDraft } from './drafts';

const FIELDS = 'textarea:not([hidden], [readonly]), input[type="text"]:not([hidden], [readonly])';

/** Keeps what is typed into a form, and brings it back where the form is empty. */
export function keepDraftsOf(form: HTMLFormElement): void {
  const { pathname } = new URL(form.action);
  const fields = [...form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(FIELDS)];
  const cameBack = form.dataset.cameBack !== undefined;
  const restored: typeof fields = [];
  for (const field of fields) {
    const keep = () => keepDraft(pathname, field.name, field.value);
    if (cameBack) keep();
    else if (field.value === '') {
      field.value = draftOf(pathname, field.name);
      if (field.value !== '') restored.push(field);
    }
    field.addEventListener('input', keep);
  }
  if (restored.length === 0 || form.dataset.compose === undefined) return;
  const composer = JSON.parse(form.dataset.compose) as Composer;
  const discard = element(
    'button',
    { type: 'button', class: 'plain link' },
    say(composer, 'discard'),
  );
  const note = element(
    'p',
    { class: 'help draft', role: 'status' },
    `${say(composer, 'draft')} `,
    discard,
  );
  discard.addEventListener('click', () => {
    for (const field of restored) {
      field.value = field.defaultValue;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    dropDrafts(pathname);
    note.textContent = say(composer, 'discarded');
    restored[0]?.focus();
  });
  form.prepend(note);
  form.dispatchEvent(new Event('change'));
}
