import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import type { Problem } from '../../layout/parts';
import { PasswordField } from '../../layout/password-field';
import { renewedCookie, requireProof } from '../../proof-gate';
import { minutesOf, retryHeader, type Answer, type SiteRequest } from '../../request';
import { profilePart } from './shell';

const NOTHING: Answer = { kind: 'nothing' };

/** Whoever has no password yet proves first who it is, and so does whoever has a second factor. */
const isProvenFirst = async ({ services }: SiteRequest, { viewer }: CustomerSession) =>
  !(await services.passwords.has(viewer)) || (await services.secondFactors.isOn(viewer.contactKey));

/** Another password for whoever has one, with the present one, or the first one. */
export async function passwordPage(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  if (!request.services.passwords.mayHave(session)) return NOTHING;
  const unproven = (await isProvenFirst(request, session)) && requireProof(request, session);
  if (unproven) return unproven;
  return page(request, session, await request.services.passwords.has(session.viewer), []);
}

export async function changePassword(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  if (!request.services.passwords.mayHave(session)) return NOTHING;
  const { t, to, services, ctx } = request;
  const { viewer } = session;
  const password = fields.password ?? '';
  const unproven = (await isProvenFirst(request, session)) && requireProof(request, session);
  if (unproven) return unproven;
  const hasOne = await services.passwords.has(viewer);
  const answer = hasOne
    ? await services.passwords.change({
        session,
        current: fields.current ?? '',
        password,
        ip: ctx.ip,
      })
    : await services.passwords.set({ session, password });
  const here = to.portal('profile', 'password');
  if (answer.outcome === 'closed') return { kind: 'redirect', to: here };
  if (answer.outcome === 'changed')
    return {
      kind: 'redirect',
      to: `${here}?done=password`,
      cookie: renewedCookie(request, session, answer.token),
    };
  if (answer.outcome === 'limited') {
    const text = t('proof.limited', { minutes: minutesOf(answer.retryAfter) });
    return page(request, session, hasOne, [{ field: 'current', text }], answer.retryAfter);
  }
  const problem =
    answer.outcome === 'wrong'
      ? { field: 'current', text: t('error.current') }
      : { field: 'password', text: t(answer.problem) };
  return page(request, session, hasOne, [problem]);
}

function page(
  request: SiteRequest,
  session: CustomerSession,
  hasOne: boolean,
  problems: Problem[],
  wait = 0,
): Answer {
  const { t, to } = request;
  return profilePart(request, session, {
    part: 'profile/password',
    title: t('profile.password'),
    problems,
    ...(wait > 0 ? { status: 429, headers: retryHeader(wait) } : {}),
    children: (
      <form method="post" action={to.portal('profile', 'password')}>
        <FormToken request={request} />
        {!hasOne && <p>{t('profile.firstPassword')}</p>}
        <input type="hidden" name="username" autocomplete="username" value={session.address} />
        {hasOne && (
          <PasswordField
            request={request}
            id="current"
            label={t('profile.current')}
            problems={problems}
          />
        )}
        <PasswordField
          request={request}
          label={t('profile.new')}
          problems={problems}
          owner={{ name: session.name, address: session.address }}
        />
        <p class="help">{t('profile.help')}</p>
        <button class="primary">{t(hasOne ? 'profile.change' : 'profile.setPassword')}</button>
      </form>
    ),
  });
}
