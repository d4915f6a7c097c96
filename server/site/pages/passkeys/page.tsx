import { Readable } from 'node:stream';
import { PASSKEY_PURPOSES, type PasskeyPurpose } from '../../../contracts/passkeys';
import type { CustomerSession, PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { requireProof } from '../../proof-gate';
import { minutesOf, PageError, retryHeader, type Answer, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { signInHtml, waitingHtml, type SignInState } from '../sign-in/form';
import { askedOf } from '../sign-in/page';
import { signedInAnswer } from '../sign-in/signed-in';

/**
 * What a browser is to ask the device, for the script of the button (layout/passkey-button.tsx). Whatever stands in the way
 * is no answer here: the button's form is sent without a passkey then, and the page that comes back says it.
 */
export async function passkeyOptions(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx } = request;
  if (ctx.method !== 'POST') return { kind: 'nothing' };
  const { fields } = await readForm(ctx);
  const purpose = PASSKEY_PURPOSES.find((one) => one === fields.purpose);
  const options = purpose ? await optionsFor(request, portal, purpose) : null;
  if (options === null) throw new PageError(403);
  return {
    kind: 'file',
    stream: Readable.from([JSON.stringify(options)]),
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  };
}

async function optionsFor(
  request: SiteRequest,
  portal: PortalRecord,
  purpose: PasskeyPurpose,
): Promise<object | null> {
  const { services } = request;
  if (purpose === 'sign-in') return services.passkeySignIn.options(portal);
  const session = sessionFor(request, purpose);
  if (!session || session.viewer.isReadOnly) return null;
  if (purpose !== 'add') return services.passkeyGiving.options(session);
  return requireProof(request, session) ? null : services.passkeys.addingOptions(session);
}

/** Who has yet to give a second factor gives it, and who has yet to set one up may add a passkey; nothing else. */
function sessionFor(
  { session, factorDue }: SiteRequest,
  purpose: PasskeyPurpose,
): CustomerSession | null {
  const due = purpose === 'factor' ? 'ask' : 'set-up';
  return session ?? (factorDue?.factorNeed === due ? factorDue : null);
}

/** Sign-in by a passkey alone: whoever it belongs to, the answer to one that lets nobody in is the same. */
export async function passkeySignIn(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, t, to, services } = request;
  if (!services.passkeySignIn.isOffered(portal)) return { kind: 'nothing' };
  if (ctx.method !== 'POST') return { kind: 'redirect', to: to.portal('sign-in') };
  const { fields } = await readForm(ctx);
  const asked = askedOf(request, fields);
  const answer = await services.passkeySignIn.enter({
    portal,
    posted: fields.passkey ?? '',
    remember: asked.remember,
    ...signInOrigin(request),
  });
  switch (answer.outcome) {
    case 'signed-in':
      return signedInAnswer(request, portal, answer, asked);
    case 'waiting':
      return { kind: 'page', status: 403, html: waitingHtml(request) };
    case 'limited':
      return {
        ...problem(request, asked, t('signIn.limited', { minutes: minutesOf(answer.retryAfter) })),
        status: 429,
        headers: retryHeader(answer.retryAfter),
      };
    case 'refused':
      return problem(request, asked, t('passkeys.refused'));
  }
}

function problem(request: SiteRequest, asked: Omit<SignInState, 'problems'>, text: string) {
  const problems = [{ field: 'passkey', text }];
  return { kind: 'page', status: 422, html: signInHtml(request, { ...asked, problems }) } as const;
}
