import { brokenPasswordRules, PASSWORD_RULES } from '../../rules/password';

/** Until what was typed is told to a screen reader, so that it is told once and not at every key. ms */
const PAUSE = 900;

/** Shows passwords at the press of a button, and marks the rules of a new one while it is typed. */
export function enlivenPasswords(): void {
  for (const field of document.querySelectorAll<HTMLElement>('[data-password]')) {
    const input = field.querySelector('input');
    if (!input) continue;
    letShow(field, input);
    if (field.querySelector('[data-rule]')) markRules(field, input);
  }
}

function letShow(field: HTMLElement, input: HTMLInputElement): void {
  const button = field.querySelector<HTMLButtonElement>('.show');
  if (!button) return;
  const show = (isShown: boolean) => {
    input.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(isShown));
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  // Sent as a password, so that the browser keeps it as one and not among what was typed into other fields.
  input.form?.addEventListener('submit', () => show(false));
}

function markRules(field: HTMLElement, input: HTMLInputElement): void {
  const { ownerName = '', ownerAddress: address = '' } = field.dataset;
  const told = field.querySelector<HTMLElement>('[role=status]');
  const nameField = input.form?.querySelector<HTMLInputElement>('input[name=name]');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mark = () => {
    const name = `${ownerName} ${nameField?.value ?? ''}`;
    const broken = brokenPasswordRules(input.value.slice(0, 200), { name, address });
    const texts: string[] = [];
    for (const rule of PASSWORD_RULES) {
      const line = field.querySelector<HTMLElement>(`[data-rule=${rule}]`);
      if (!line) continue;
      const isMet = !broken.includes(rule);
      line.dataset.state = input.value === '' ? '' : isMet ? 'met' : 'unmet';
      if (!isMet) texts.push(line.textContent ?? '');
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!told) return;
      const { met = '', unmet = '' } = told.dataset;
      told.textContent =
        input.value === '' ? '' : texts.length === 0 ? met : `${unmet} ${texts.join('; ')}`;
    }, PAUSE);
  };
  input.addEventListener('input', mark);
  // Filled in by a password manager: not every one tells it as typing.
  input.addEventListener('change', mark);
  nameField?.addEventListener('input', mark);
  if (input.value !== '') mark();
}
