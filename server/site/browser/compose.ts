/** What helps to write: toolbar, drafts, files that are sent ahead, articles, news. Only on pages where somebody writes. */
import { readArticles } from './articles';
import type { Composer } from './composer';
import { keepDraftsOf } from './draft-keeping';
import { announceNews } from './live';
import { offerPrinting } from './printing';
import { enlivenRequestForms } from './request-form';
import { sendOnce } from './send-once';
import { suggestArticles } from './suggestions';
import { addToolbar, sendByKeyboard } from './toolbar';
import { enlivenFiles } from './uploads';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-compose]')) {
  const told = JSON.parse(form.dataset.compose ?? '') as Omit<Composer, 'form'>;
  const composer: Composer = { ...told, form };
  const body = form.querySelector<HTMLTextAreaElement>('textarea[name="body"]');
  if (body) addToolbar(composer, body);
  sendOnce(form);
  sendByKeyboard(form);
  enlivenFiles(composer);
  suggestArticles(form);
  form.addEventListener('submit', () => {
    const field = form.querySelector<HTMLInputElement>('input[name="readArticles"]');
    if (field) field.value = readArticles() || field.value;
  });
}
// Others that take words of one's own: their drafts are kept too, without a note.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]'))
  if (form.querySelector('textarea')) keepDraftsOf(form);
enlivenRequestForms();
offerPrinting();
announceNews();
// A picture that is not there, or not yet, leaves its card calm.
document.addEventListener(
  'error',
  ({ target }) => {
    const preview = target instanceof HTMLImageElement && target.closest<HTMLElement>('.preview');
    if (!preview) return;
    const says = document.createElement('span');
    says.textContent = preview.dataset.broken ?? '';
    preview.replaceChildren(says);
  },
  true,
);
for (const image of document.querySelectorAll<HTMLImageElement>('.preview img'))
  if (image.complete && image.naturalWidth === 0 && image.currentSrc !== '')
    image.dispatchEvent(new Event('error'));
