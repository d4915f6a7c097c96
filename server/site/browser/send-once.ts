/** 128 random bits; `randomUUID` is not there on addresses without https. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/**
 * Whoever goes back to a form that he has sent, and sends it again as it is, sends the same message: its key is kept with that
 * entry of the history. As soon as he changes it, it is another message.
 */
export function sendOnce(form: HTMLFormElement): void {
  const key = form.querySelector<HTMLInputElement>('[name="submissionKey"]');
  if (!key) return;
  const name = `sent ${new URL(form.action).pathname}`;
  const entry = () => (history.state ?? {}) as Record<string, unknown>;
  const before = entry()[name];
  let isSent = typeof before === 'string' && form.dataset.cameBack === undefined;
  if (isSent) key.value = String(before);
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    isSent = true;
    history.replaceState({ ...entry(), [name]: key.value }, '');
  });
  form.addEventListener('input', () => {
    if (!isSent) return;
    isSent = false;
    key.value = newKey();
  });
}
