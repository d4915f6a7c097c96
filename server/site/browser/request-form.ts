import {
  decideForm,
  fieldName,
  type Answers,
  type FieldState,
  type ShapeField,
} from '../../rules/request-forms';

/** As the page writes it into the form's data attribute. */
interface Script {
  fields: ShapeField[];
  /** What to say of each problem, by property. */
  words: Record<string, Record<string, string>>;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Shows, hides and checks the fields of request forms while they are filled in, by the rule that the server asks. */
export function enlivenRequestForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-form]')) {
    const script = JSON.parse(form.dataset.form ?? '') as Script;
    const update = () => {
      // Options that vanish take their choice with them, which may hide more.
      for (let round = 0; round <= script.fields.length; round += 1) {
        const states = decideForm(script.fields, answersOf(form, script.fields), Date.now());
        const isSettled = script.fields
          .map((field) => showField(form, field, states.get(field.property), script))
          .every(Boolean);
        if (isSettled) break;
      }
    };
    form.addEventListener('input', update);
    form.addEventListener('change', update);
    // Going back fills the fields after the script has run.
    addEventListener('pageshow', update);
    update();
  }
}

function answersOf(form: HTMLFormElement, fields: ShapeField[]): Answers {
  const data = new FormData(form);
  return Object.fromEntries(
    fields.map(({ property, kind }) => [
      property,
      kind === 'attachments'
        ? fileNames(form, data)
        : data.getAll(fieldName(property)).map((value) => (typeof value === 'string' ? value : '')),
    ]),
  );
}

/** Those that are chosen, and those that were sent ahead (uploads.ts). */
const fileNames = (form: HTMLFormElement, data: FormData): string[] => [
  ...data.getAll('files').map((value) => (typeof value === 'string' ? value : value.name)),
  ...[...form.querySelectorAll<HTMLInputElement>('[name^="upload_"]')].map(
    (input) => input.dataset.name ?? '',
  ),
];

/** False when something chosen was taken away: then the form has to be decided again. */
function showField(
  form: HTMLFormElement,
  field: ShapeField,
  state: FieldState | undefined,
  { words }: Script,
): boolean {
  const cell = form.querySelector<HTMLElement>(`[data-field="${field.property}"]`);
  if (!cell || !state) return true;
  cell.hidden = !state.isShown;
  const isSettled = !state.isShown || field.options.length === 0 || showOptions(cell, state);
  const controls = [...cell.querySelectorAll<Control>('input, textarea, select')];
  const isGroupOfBoxes = field.kind === 'choices';
  for (const control of controls) {
    const isThere = control.type === 'file' && state.problem !== 'required';
    control.required = state.isShown && field.isRequired && !isGroupOfBoxes && !isThere;
    control.setCustomValidity('');
  }
  if (state.problem !== '')
    controls[0]?.setCustomValidity(words[field.property]?.[state.problem] ?? state.problem);
  return isSettled;
}

function showOptions(cell: HTMLElement, { options }: FieldState): boolean {
  let isSettled = true;
  for (const option of cell.querySelectorAll<HTMLOptionElement | HTMLInputElement>(
    'option, input',
  )) {
    if (option.value === '') continue;
    const isShown = options.includes(option.value);
    option.disabled = !isShown;
    (option.closest<HTMLElement>('label.tick') ?? option).hidden = !isShown;
    if (isShown) continue;
    if (option instanceof HTMLOptionElement ? option.selected : option.checked) isSettled = false;
    if (option instanceof HTMLOptionElement) option.selected = false;
    else option.checked = false;
  }
  return isSettled;
}
