/**
 * A half-written message survives a closed tab on this device until it is sent. A draft belongs to one person and one form,
 * which is named by where it goes. It stays in the browser where the person chose to be remembered, else as long as the tab.
 */
const WAITS_FOR = 'drafts wait for';
/** Whose drafts may be written: nobody's once somebody has signed out, in another tab too. */
const OWNER = 'drafts of';
/** Articles read in this visit (articles.ts) tell of their reader too. */
export const READ_ARTICLES = 'read articles';
/** ms */
const KEPT_FOR = 14 * 24 * 60 * 60 * 1000;

interface Draft {
  value: string;
  /** Epoch ms. */
  at: number;
}

/** Who is signed in on this page; '' for nobody. */
const person = (): string => document.body.dataset.person ?? '';

/** Storage may be closed to us: then nothing is kept, and nothing fails. */
function storages(): Storage[] {
  try {
    return [localStorage, sessionStorage];
  } catch {
    return [];
  }
}

const ownStorage = (): Storage | undefined =>
  storages()[document.body.dataset.remembered === undefined ? 1 : 0];

const draftKey = (path: string, name: string) => `draft ${person()} ${path} ${name}`;

function drop(storage: Storage, isDropped: (key: string) => boolean): void {
  for (const key of Object.keys(storage))
    if (key.startsWith('draft ') && isDropped(key)) storage.removeItem(key);
}

const dropEverywhere = (isDropped: (key: string) => boolean): void =>
  storages().forEach((storage) => drop(storage, isDropped));

/** Drafts of one form, whoever's they are. */
export const dropDrafts = (path: string): void =>
  dropEverywhere((key) => key.split(' ')[2] === path);

function forgetPerson(): void {
  dropEverywhere(() => true);
  for (const storage of storages()) storage.removeItem(READ_ARTICLES);
  localStorage.removeItem(OWNER);
}

/** The session has ended by itself: whoever it was finds the drafts behind the next sign-in, and nobody else. */
export function letDraftsWait(): void {
  storages()[1]?.setItem(WAITS_FOR, person());
}

/** What was kept for a field; '' for nothing. */
export function draftOf(path: string, name: string): string {
  for (const storage of storages()) {
    try {
      const { value, at } = JSON.parse(storage.getItem(draftKey(path, name)) ?? '') as Draft;
      if (Date.now() - at < KEPT_FOR && value !== '') return value;
    } catch {
      // Nothing, or of another version.
    }
  }
  return '';
}

export function keepDraft(path: string, name: string, value: string): void {
  try {
    if (localStorage.getItem(OWNER) !== person()) return;
    const key = draftKey(path, name);
    if (value === '') dropEverywhere((one) => one === key);
    else ownStorage()?.setItem(key, JSON.stringify({ value, at: Date.now() } satisfies Draft));
  } catch {
    // Full or closed: the page itself still has it.
  }
}

/** On every page: what is over is dropped, and who may write drafts is noted. */
export function tendDrafts(): void {
  const [local, session] = storages();
  if (!local || !session) return;
  const address = new URL(location.href);
  const done = address.searchParams.get('done');
  if (done === 'created')
    dropDrafts(
      `${address.pathname.replace(/\/tickets\/[^/]*$/, '/new')}/${address.searchParams.get('form') ?? ''}`,
    );
  if (done === 'reply') dropDrafts(`${address.pathname}/reply`);
  const over = document.querySelector<HTMLElement>('[data-drops-draft]');
  if (over) dropDrafts(over.dataset.dropsDraft ?? '');
  const waitsFor = session.getItem(WAITS_FOR);
  if (person() !== '') {
    dropEverywhere((key) => key.split(' ')[1] !== person());
    if (local.getItem(OWNER) !== person()) {
      for (const storage of [local, session])
        if (waitsFor !== person()) storage.removeItem(READ_ARTICLES);
      local.setItem(OWNER, person());
    }
    session.removeItem(WAITS_FOR);
  } else if (document.querySelector('[data-drops-drafts]')) {
    // Whoever comes to the sign-in page with nothing kept may be somebody else at a shared computer.
    if (done === 'signed-out') forgetPerson();
    else if (waitsFor === null) drop(session, () => true);
  }
  drop(local, (key) => {
    try {
      return Date.now() - (JSON.parse(local.getItem(key) ?? '') as Draft).at > KEPT_FOR;
    } catch {
      return true;
    }
  });
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-signs-out]'))
    form.addEventListener('submit', forgetPerson);
  // Said once: loading the page again must not take what was typed since.
  address.searchParams.delete('done');
  address.searchParams.delete('form');
  if (done !== null) history.replaceState(null, '', address);
}
