const DISMISSED = 'dismissed announcements';
/** The oldest of so many are over by then. */
const MOST_DISMISSED = 50;

const readDismissed = (): string[] => {
  try {
    return (localStorage.getItem(DISMISSED) ?? '').split(' ').filter(Boolean);
  } catch {
    // Where nothing may be kept, it is dismissed for this page.
    return [];
  }
};

function keepDismissed(id: string): void {
  try {
    const ids = [...readDismissed().filter((one) => one !== id), id].slice(-MOST_DISMISSED);
    localStorage.setItem(DISMISSED, ids.join(' '));
  } catch {
    // The same.
  }
}

function hide(id: string): void {
  const found = document.querySelector<HTMLElement>(`[data-announcement="${CSS.escape(id)}"]`);
  if (found) found.hidden = true;
  for (const section of document.querySelectorAll<HTMLElement>('.told'))
    section.hidden = !section.querySelector('[data-announcement]:not([hidden])');
}

/** Dismissed at once, on this device for good; what the server can remember it is told behind the reader's back. */
function dismiss(place: HTMLElement): void {
  const id = place.dataset.dismisses ?? '';
  keepDismissed(id);
  if (place instanceof HTMLFormElement) void send(place).catch(() => undefined);
  hide(id);
  // What had the focus is gone.
  document.querySelector<HTMLElement>('main')?.focus();
}

const send = (form: HTMLFormElement): Promise<Response> =>
  fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form) as unknown as Record<string, string>),
  });

/** Says that it affects its reader without leaving the page: a message half-written there stays. */
async function say(form: HTMLFormElement): Promise<void> {
  const announcement = form.closest<HTMLElement>('[data-announcement]');
  const answer = await send(form);
  const made = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = answer.ok && announcement && made.getElementById(announcement.id);
  if (!now) return form.submit();
  announcement.replaceChildren(...now.childNodes);
  announcement.querySelector<HTMLElement>('.acts button')?.focus();
}

/** Announcements answer where they stand; without script each of their buttons is a form of its own. */
export function enlivenAnnouncements(): void {
  const isDismissable = (id: string) =>
    document.querySelector(`[data-dismisses="${CSS.escape(id)}"]`) !== null;
  for (const id of readDismissed().filter(isDismissable)) hide(id);
  for (const button of document.querySelectorAll<HTMLElement>('button[data-dismisses]')) {
    button.hidden = false;
    button.addEventListener('click', () => dismiss(button));
  }
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.closest('[data-announcement]')) return;
    event.preventDefault();
    if (form.dataset.dismisses !== undefined) dismiss(form);
    else say(form).catch(() => form.submit());
  });
}
