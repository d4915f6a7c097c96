import { sizeOf } from '../sizes';
import { element, say, type Composer } from './composer';
import { draftOf, keepDraft } from './drafts';

/** At a time. */
const MOST_RUNNING = 2;
/** ms before each further try that nobody has to ask for. */
const PAUSES = [1000, 3000, 8000];
/** ms without a byte, after which a connection counts as broken. */
const STALLS_AFTER = 60_000;
/** ms; the server keeps a file a little longer. */
const KEPT_FOR = 23 * 60 * 60 * 1000;
/** Name of the draft that holds them. */
const DRAFT = 'uploads';

type State = 'waiting' | 'running' | 'pausing' | 'done' | 'failed' | 'refused';

interface Upload {
  file: File | null;
  name: string;
  size: number;
  /** '' before the server has it. */
  id: string;
  /** Epoch ms when the server got it. */
  at: number;
  state: State;
  tries: number;
  request?: XMLHttpRequest;
  timer: number;
  row: HTMLElement;
}

/** Sends files ahead of their form: chosen, pasted or dropped, each by itself, again where the connection breaks. */
export function enlivenFiles(composer: Composer): void {
  const { form, limits } = composer;
  const found = form.querySelector<HTMLInputElement>('input[type="file"][name="files"]');
  if (!found) return;
  const input = found;
  const { pathname } = new URL(form.action);
  const all: Upload[] = [];
  let sending: HTMLElement | null | undefined;

  const list = element('ul', { class: 'uploads' });
  const status = element('p', { class: 'unseen', role: 'status' });
  const problem = element('p', { class: 'wrong', role: 'alert', id: 'uploads-problem' });
  problem.hidden = true;
  const told = (word: string, name = '', percent = '') => say(composer, word, { name, percent });
  const help = form.querySelector('#files-help');
  help?.append(` ${told('drop')}`);
  input.before(problem);
  input.after(list, status);

  function complain(text: string): void {
    problem.textContent = text;
    problem.hidden = text === '';
  }

  /** Pending ones count; what was refused does not. */
  const counted = () => all.filter(({ state }) => state !== 'refused');
  const isOpen = ({ state }: Upload) => ['waiting', 'running', 'pausing'].includes(state);

  function add(files: Iterable<File>): void {
    const problems: string[] = [];
    for (const file of files) {
      const taken = counted();
      const total = taken.reduce((sum, { size }) => sum + size, 0) + file.size;
      if (file.size === 0) problems.push(told('empty', file.name));
      else if (file.size > limits.fileSize) problems.push(told('tooLarge', file.name));
      else if (taken.length >= limits.files) problems.push(told('tooMany'));
      else if (total > limits.total) problems.push(told('tooMuch'));
      else all.push(make(file.name, file.size, file));
    }
    complain([...new Set(problems)].join(' '));
    pump();
    changed();
  }

  function make(name: string, size: number, file: File | null): Upload {
    const row = element('li');
    const upload: Upload = {
      file,
      name,
      size,
      id: '',
      at: 0,
      state: 'waiting',
      tries: 0,
      timer: 0,
      row,
    };
    list.append(row);
    draw(upload);
    return upload;
  }

  function draw(upload: Upload, says = ''): void {
    const { name, size, state, row, id } = upload;
    const parts: (Node | string)[] = [
      element('bdi', { class: 'name' }, name),
      element('small', {}, sizeOf(size, composer.language)),
    ];
    if (state === 'waiting' || state === 'running' || state === 'pausing')
      parts.push(
        element('progress', { max: '100', value: '0', 'aria-label': told('uploading', name, '0') }),
      );
    if (state === 'done')
      parts.push(
        element('input', { type: 'hidden', name: `upload_${id}`, value: 'yes', 'data-name': name }),
      );
    if (says !== '')
      parts.push(
        element(
          'span',
          { class: state === 'refused' || state === 'failed' ? 'wrong' : 'note' },
          says,
        ),
      );
    if (state === 'failed') {
      const again = element('button', { type: 'button', class: 'plain link' }, told('retry', name));
      again.addEventListener('click', () => {
        upload.tries = 0;
        upload.state = 'waiting';
        draw(upload);
        row.querySelector('button')?.focus();
        complain('');
        pump();
      });
      parts.push(again);
    }
    const remove = element(
      'button',
      {
        type: 'button',
        class: 'plain remove',
        'aria-label': told('remove', name),
        title: told('remove', name),
      },
      '✕',
    );
    remove.addEventListener('click', () => takeAway(upload));
    row.className = state;
    row.replaceChildren(...parts, remove);
  }

  function takeAway(upload: Upload): void {
    upload.request?.abort();
    clearTimeout(upload.timer);
    all.splice(all.indexOf(upload), 1);
    upload.row.remove();
    status.textContent = told('removed', upload.name);
    complain('');
    input.focus();
    if (upload.id !== '') {
      const body = new URLSearchParams({ formToken: tokenOf(), id: upload.id });
      // Nobody waits for it: what stays there is removed after a day.
      fetch(`${composer.uploads}/remove`, { method: 'POST', body }).catch(() => undefined);
    }
    pump();
    changed();
  }

  const tokenOf = () => form.querySelector<HTMLInputElement>('[name="formToken"]')?.value ?? '';

  function pump(): void {
    for (const upload of all) {
      if (all.filter(({ state }) => state === 'running').length >= MOST_RUNNING) return;
      if (upload.state === 'waiting') start(upload);
    }
  }

  function start(upload: Upload): void {
    if (!upload.file) return;
    upload.state = 'running';
    upload.tries += 1;
    const request = (upload.request = new XMLHttpRequest());
    const body = new FormData();
    body.append('formToken', tokenOf());
    body.append('files', upload.file, upload.name);
    let stall = 0;
    let saidAt = Date.now();
    const watch = () => {
      clearTimeout(stall);
      stall = window.setTimeout(() => {
        request.abort();
        broke(upload);
      }, STALLS_AFTER);
    };
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      watch();
      const percent = String(Math.min(99, Math.round((100 * loaded) / Math.max(1, total))));
      const bar = upload.row.querySelector('progress');
      if (bar) {
        bar.value = Number(percent);
        bar.setAttribute('aria-label', told('uploading', upload.name, percent));
      }
      if (Date.now() - saidAt < 5000) return;
      saidAt = Date.now();
      status.textContent = told('uploading', upload.name, percent);
    });
    request.addEventListener('load', () => {
      clearTimeout(stall);
      arrived(upload, request);
    });
    request.addEventListener('error', () => {
      clearTimeout(stall);
      broke(upload);
    });
    request.addEventListener('abort', () => clearTimeout(stall));
    request.open('POST', composer.uploads);
    request.setRequestHeader('Accept', 'application/json');
    request.send(body);
    watch();
  }

  function arrived(upload: Upload, request: XMLHttpRequest): void {
    const { status: code } = request;
    const answer = answerOf(request);
    if (code === 200 && answer.id !== undefined) {
      upload.id = answer.id;
      upload.name = answer.name ?? upload.name;
      upload.at = Date.now();
      upload.file = null;
      settle(upload, 'done');
      status.textContent = told('attached', upload.name);
    } else if (code === 422 && answer.problem !== undefined)
      settle(upload, 'refused', `${told('refused', upload.name)} ${answer.problem}`);
    else if (code >= 500 || code === 408) broke(upload);
    else settle(upload, 'failed', answer.problem ?? told('broken', upload.name));
  }

  function broke(upload: Upload): void {
    if (!all.includes(upload)) return;
    const pause = PAUSES[upload.tries - 1];
    if (pause === undefined) return settle(upload, 'failed', told('broken', upload.name));
    const isOffline = navigator.onLine === false;
    upload.state = 'pausing';
    draw(upload, told(isOffline ? 'offline' : 'retrying', upload.name));
    if (isOffline) upload.tries -= 1;
    else upload.timer = window.setTimeout(() => goOn(upload), pause);
    pump();
  }

  function goOn(upload: Upload): void {
    clearTimeout(upload.timer);
    upload.state = 'waiting';
    draw(upload);
    pump();
  }
  addEventListener('online', () => all.filter(({ state }) => state === 'pausing').forEach(goOn));

  function settle(upload: Upload, state: State, says = ''): void {
    upload.state = state;
    draw(upload, says);
    if (says !== '') status.textContent = says;
    pump();
    changed();
    if (sending === undefined || all.some(isOpen)) return;
    const by = sending;
    sending = undefined;
    if (all.some((one) => one.state === 'failed')) holdBack();
    else form.requestSubmit(by);
  }

  /** What the form's own rule asks for may have changed; the draft knows of them. */
  function changed(): void {
    const kept = all
      .filter(({ state }) => state === 'done')
      .map(({ id, name, size, at }) => ({ id, name, size, at }));
    keepDraft(pathname, DRAFT, kept.length === 0 ? '' : JSON.stringify(kept));
    if (form.dataset.form === undefined) input.required = false;
    form.dispatchEvent(new Event('change'));
  }

  function holdBack(): void {
    complain(told('failedBefore'));
    all
      .find(({ state }) => state === 'failed')
      ?.row.querySelector('button')
      ?.focus();
  }

  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    if (all.some(({ state }) => state === 'failed')) {
      event.preventDefault();
      holdBack();
    } else if (all.some(isOpen)) {
      event.preventDefault();
      sending = event.submitter;
      complain('');
      status.textContent = told('waiting');
      status.classList.remove('unseen');
    }
  });

  input.addEventListener('change', () => {
    add([...(input.files ?? [])]);
    input.value = '';
  });
  form.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  });
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  form.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.add('drops');
  });
  form.addEventListener('dragleave', (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) form.classList.remove('drops');
  });
  form.addEventListener('drop', (event) => {
    form.classList.remove('drops');
    if (!hasFiles(event)) return;
    event.preventDefault();
    add([...(event.dataTransfer?.files ?? [])]);
  });

  /** Files that the server has already: as the page says, else as the draft does. */
  const kept = form.querySelector<HTMLElement>('[data-kept-uploads]');
  for (const tick of kept?.querySelectorAll<HTMLInputElement>('input') ?? []) {
    const upload = make(tick.dataset.name ?? '', Number(tick.dataset.size), null);
    Object.assign(upload, { id: tick.name.replace(/^upload_/, ''), at: Date.now(), state: 'done' });
    all.push(upload);
  }
  kept?.remove();
  if (form.dataset.cameBack === undefined && all.length === 0) {
    for (const one of draftUploads(pathname)) {
      const upload = make(one.name, one.size, null);
      Object.assign(upload, { ...one, state: 'done' });
      all.push(upload);
    }
  }
  for (const upload of all) draw(upload);
  changed();
}

type KeptUpload = Pick<Upload, 'id' | 'name' | 'size' | 'at'>;

function draftUploads(path: string): KeptUpload[] {
  try {
    const kept = JSON.parse(draftOf(path, DRAFT)) as KeptUpload[];
    return kept.filter(({ at }) => Date.now() - at < KEPT_FOR);
  } catch {
    return [];
  }
}

function answerOf(request: XMLHttpRequest): { id?: string; name?: string; problem?: string } {
  try {
    return JSON.parse(request.responseText) as object;
  } catch {
    // A page: the session has ended, or something is in between.
    return {};
  }
}
