import { letDraftsWait } from './drafts';

/** ms before the end at which it is said once more. */
const SAID_AGAIN = 30_000;
/** ms; timers of pages in the background and of sleeping computers are late anyway. */
const LOOKS_EVERY = 30_000;

/** What the pages of one browser tell each other. */
interface Told {
  session: string;
  /** Epoch ms of a visit; 0 when the session was ended. */
  seenAt: number;
}

/** Tells of the end of a session for want of a visit before it comes, with a button that keeps it (layout/idle-warning.tsx). */
export function warnBeforeIdleEnd(): void {
  const found = document.querySelector<HTMLDialogElement>('#idle');
  const says = document.querySelector<HTMLElement>('#idle-says');
  if (!found || !says) return;
  const dialog = found;
  const { session = '' } = dialog.dataset;
  const [idle, left, warns, most] = (['idle', 'left', 'warns', 'most'] as const).map((name) =>
    Number(dialog.dataset[name]),
  ) as [number, number, number, number];
  // From when the page was asked for: what the network took is taken from the time that is left, never added.
  const begunAt = Date.now() - performance.now();
  const last = begunAt + most;
  let endsAt = begunAt + left;
  let isDismissed = false;
  let isOver = false;
  let saidAt = Infinity;
  let before: Element | null = null;
  let timer = 0;

  for (const field of dialog.querySelectorAll<HTMLInputElement>('[name="formToken"]'))
    field.value = dialog.dataset.token ?? '';
  const part = (name: 'warning' | 'over') =>
    dialog.querySelector<HTMLElement>(`[data-part="${name}"]`);
  const stays = dialog.querySelector<HTMLFormElement>('form[data-stays]');
  const failed = dialog.querySelector<HTMLElement>('[data-failed]');
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('customer-portal') : null;
  const tell = (seenAt: number) => channel?.postMessage({ session, seenAt } satisfies Told);

  /** It takes the focus only from somebody who is not typing. */
  function open(): void {
    if (dialog.open) return;
    before = document.activeElement;
    if (before?.matches('input, textarea, select')) dialog.setAttribute('open', '');
    else dialog.show();
  }

  function close(): void {
    const hadFocus = dialog.contains(document.activeElement);
    dialog.removeAttribute('open');
    if (failed) failed.textContent = '';
    if (hadFocus && before instanceof HTMLElement) before.focus();
  }

  function stay(seenAt: number): void {
    if (isOver) return;
    endsAt = Math.max(endsAt, Math.min(seenAt + idle, last));
    if (endsAt - Date.now() <= warns) return;
    isDismissed = false;
    saidAt = Infinity;
    if (dialog.open) close();
    look();
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    letDraftsWait();
    const [warning, over] = [part('warning'), part('over')];
    if (warning) warning.hidden = true;
    if (over) over.hidden = false;
    // The page does not name its own address: pages that are the same for everybody stay so.
    const link = over?.querySelector('a');
    if (link && dialog.dataset.comesBack !== undefined)
      link.search = `?next=${encodeURIComponent(location.pathname + location.search)}`;
    dialog.setAttribute('aria-labelledby', 'idle-over-title');
    dialog.setAttribute('aria-describedby', 'idle-over-text');
    dialog.removeAttribute('open');
    open();
    if (says && over) says.textContent = over.querySelector('h2')?.textContent ?? '';
  }

  function look(): void {
    clearTimeout(timer);
    if (isOver) return;
    const rest = endsAt - Date.now();
    if (rest <= 0) return end();
    const isNear = rest <= warns;
    if (isNear) {
      const time = dialog.querySelector<HTMLElement>('[data-time]');
      if (time) time.textContent = (time.dataset.time ?? '').replace('{time}', asTime(rest));
      if (!isDismissed) open();
      if (says && (saidAt === Infinity || (saidAt > SAID_AGAIN && rest <= SAID_AGAIN))) {
        saidAt = rest;
        says.textContent = `${dialog.querySelector('h2')?.textContent ?? ''}. ${dialog.querySelector('#idle-text')?.textContent ?? ''}`;
      }
    }
    timer = window.setTimeout(look, isNear ? 1000 : Math.min(LOOKS_EVERY, rest - warns));
  }

  stays?.addEventListener('submit', (event) => {
    event.preventDefault();
    const askedAt = Date.now();
    const body = new URLSearchParams({
      formToken: stays.querySelector<HTMLInputElement>('[name="formToken"]')?.value ?? '',
    });
    fetch(stays.action, { method: 'POST', body })
      .then((answer) => {
        if (answer.status === 204) {
          stay(askedAt);
          tell(askedAt);
        } else if (answer.status === 401) end();
        else throw new Error(String(answer.status));
      })
      .catch(() => {
        if (failed) failed.textContent = failed.dataset.failed ?? '';
      })
      .finally(() => stays.querySelectorAll('button').forEach((one) => (one.disabled = false)));
  });
  dialog.querySelector('[data-closes]')?.addEventListener('click', dismiss);
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') dismiss();
  });
  function dismiss(): void {
    if (isOver) return;
    isDismissed = true;
    close();
  }
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-signs-out]'))
    form.addEventListener('submit', () => tell(0));

  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.session !== session) return;
    if (data.seenAt === 0) end();
    else stay(data.seenAt);
  });
  document.addEventListener('visibilitychange', look);
  tell(begunAt);
  look();
}

/** Minutes and seconds, as clocks say them: 1:05. */
function asTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
