import type { CustomerSession } from '../../../services/types';
import { requireProof } from '../../proof-gate';
import { minutesOf, retryHeader, type Answer, type SiteRequest } from '../../request';
import { codesShown, secondStepPage } from './second-step';

const here = ({ to }: SiteRequest) => to.portal('profile', 'second-step');
const done = (request: SiteRequest, what: string): Answer => ({
  kind: 'redirect',
  to: `${here(request)}?done=${what}`,
});

/** What the forms of passkeys.tsx send. */
export async function addPasskey(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, ctx, services } = request;
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  const answer = await services.passkeys.add(session, {
    posted: fields.passkey ?? '',
    ip: ctx.ip,
    userAgent: ctx.get('user-agent'),
  });
  switch (answer.outcome) {
    case 'added':
      return done(request, 'passkey-added');
    case 'full':
      return { kind: 'redirect', to: here(request) };
    case 'refused':
      return secondStepPage(request, session, [{ field: 'passkey', text: t('passkeys.notAdded') }]);
    case 'limited': {
      const text = t('proof.limited', { minutes: minutesOf(answer.retryAfter) });
      const page = await secondStepPage(request, session, [{ field: 'passkey', text }]);
      return { ...page, status: 429, headers: retryHeader(answer.retryAfter) } as Answer;
    }
  }
}

export async function renamePasskey(
  request: SiteRequest,
  session: CustomerSession,
  { passkey = '', ...fields }: Record<string, string>,
): Promise<Answer> {
  const name = `name-${passkey}`;
  if (await request.services.passkeys.rename(session, passkey, fields[name] ?? ''))
    return done(request, 'passkey-renamed');
  const isThere = (await request.services.passkeys.list(session)).some(({ id }) => id === passkey);
  if (!isThere) return { kind: 'nothing' };
  return secondStepPage(request, session, [{ field: name, text: request.t('passkeys.noName') }]);
}

export async function removePasskey(
  request: SiteRequest,
  session: CustomerSession,
  { passkey = '' }: Record<string, string>,
): Promise<Answer> {
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  const outcome = await request.services.passkeys.remove(session, passkey);
  if (outcome === 'unknown') return { kind: 'nothing' };
  if (outcome !== 'required') return done(request, `passkey-${outcome}`);
  const { company } = session.viewer.portal;
  return secondStepPage(request, session, [
    { field: `remove-${passkey}`, text: request.t('passkeys.needed', { company }) },
  ]);
}

/** Passkeys are to be the second step of every other way in. */
export async function askForPasskey(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  const { services } = request;
  const unproven = requireProof(request, session, here(request));
  if (unproven) return unproven;
  if ((await services.passkeys.list(session)).length === 0) return { kind: 'nothing' };
  return codesShown(request, session, await services.secondFactors.turnOnByPasskey(session));
}
