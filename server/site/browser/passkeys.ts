/** Passkeys: what the browser, the person's device and the server tell each other. Only on pages that have the button. */

/** What the server sends of options, as JSON has it: bytes are base64url. */
interface Options {
  challenge: string;
  user?: { id: string };
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
}

/** ms; challenges live a little longer. */
const FRESH_FOR = 4 * 60 * 1000;
/** ms */
const LOOKS_EVERY = 20_000;

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
const text = (buffer: ArrayBuffer) =>
  btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

function read({ challenge, user, allowCredentials, excludeCredentials, ...others }: Options) {
  const byId = (list: { id: string }[] = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...others,
    challenge: bytes(challenge),
    user: user && { ...user, id: bytes(user.id) },
    allowCredentials: byId(allowCredentials),
    excludeCredentials: byId(excludeCredentials),
  };
}

function written({ id, type, response }: PublicKeyCredential): string {
  const said = response as unknown as Record<string, ArrayBuffer | undefined>;
  const parts: Record<string, unknown> = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature']) {
    const part = said[name];
    if (part) parts[name] = text(part);
  }
  const { getTransports } = response as Partial<AuthenticatorAttestationResponse>;
  if (getTransports) parts.transports = getTransports.call(response);
  return JSON.stringify({ id, rawId: id, type, response: parts });
}

function enliven(part: HTMLElement): void {
  const button = part.querySelector('button');
  const says = part.querySelector<HTMLElement>('[data-says]');
  const form = part.closest('form');
  const { passkey: purpose = '', options = '' } = part.dataset;
  if (!button || !says || !form) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'passkey';
  part.append(field);
  part.hidden = false;
  let isAsking = false;
  let waiting: AbortController | undefined;
  let waitsSince = 0;

  /** Sent without a passkey, the form brings the page that says why there is none. */
  const send = (value: string) => {
    field.value = value;
    form.requestSubmit(button);
  };

  async function ask(more: CredentialRequestOptions): Promise<string> {
    const body = new URLSearchParams({ purpose });
    const answer = await fetch(options, { method: 'POST', body, redirect: 'error' });
    if (!answer.ok) return '';
    const publicKey = read((await answer.json()) as Options);
    const made = await (purpose === 'add'
      ? navigator.credentials.create({ publicKey: publicKey as never })
      : navigator.credentials.get({ ...more, publicKey: publicKey as never }));
    return written(made as PublicKeyCredential);
  }

  /** The browser offers passkeys among what it fills the address in with. */
  async function wait(): Promise<void> {
    waiting?.abort();
    const own = (waiting = new AbortController());
    waitsSince = Date.now();
    try {
      const value = await ask({ mediation: 'conditional', signal: own.signal });
      if (value !== '' && own === waiting) send(value);
    } catch {
      // Nobody has asked for it.
    }
  }

  button.addEventListener('click', (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    waiting?.abort();
    waiting = undefined;
    says.textContent = '';
    ask({})
      .then(send)
      .catch((error: Error) => {
        // Who changes his mind, or lets the time run out, has done nothing wrong.
        const isCancelled = error.name === 'NotAllowedError' || error.name === 'AbortError';
        const { there = '', failed = '' } = part.dataset;
        if (!isCancelled)
          says.textContent = (error.name === 'InvalidStateError' && there) || failed;
        waitsSince = 0;
      })
      .finally(() => (isAsking = false));
  });
  addEventListener('pageshow', () => (field.value = ''));

  if (purpose !== 'sign-in') return;
  // One that was just refused is not offered again without a press: a device that answers by itself would go in circles.
  if (document.querySelector('.problems [href="#passkey"]')) return;
  void PublicKeyCredential.isConditionalMediationAvailable?.().then((isThere) => {
    if (!isThere) return;
    const renew = () => {
      if (!document.hidden && !isAsking && Date.now() - waitsSince > FRESH_FOR) void wait();
    };
    renew();
    setInterval(renew, LOOKS_EVERY);
    document.addEventListener('visibilitychange', renew);
  });
}

if (window.PublicKeyCredential)
  document.querySelectorAll<HTMLElement>('[data-passkey]').forEach(enliven);
