import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Problems, Tick, type Problem } from '../../layout/parts';
import { HelpContact } from '../../system-texts';
import type { Answer, SiteRequest } from '../../request';
import { listAddress } from './list';

interface Typed {
  email: string;
  name: string;
  sees: boolean;
}

const NOBODY: Typed = { email: '', name: '', sees: false };

export const inviteForm = (
  request: SiteRequest,
  session: CustomerSession,
  company: string,
): Promise<Answer> => show(request, session, company, NOBODY, 200, []);

/** The same answer for every address: whose it is, nobody is told. */
export async function sendInvitation(
  request: SiteRequest,
  session: CustomerSession,
  company: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, services } = request;
  const typed = {
    email: (fields.email ?? '').slice(0, 400),
    name: (fields.name ?? '').slice(0, 400),
    sees: fields.sees === 'yes',
  };
  const answer = await services.colleagues.invite(session.viewer, company, {
    address: typed.email,
    name: typed.name,
    seesTickets: typed.sees,
  });
  switch (answer?.outcome) {
    case 'asked':
      return {
        kind: 'redirect',
        to: listAddress(request, { company, done: 'colleague-invited' }),
      };
    case 'limited':
      return show(request, session, company, typed, 429, [
        { field: 'email', text: t('colleagues.limited') },
      ]);
    case 'refused':
      return show(request, session, company, typed, 422, [
        {
          field: answer.field,
          text: t(answer.field === 'email' ? 'colleagues.noAddress' : 'colleagues.noName'),
        },
      ]);
    default:
      return { kind: 'nothing' };
  }
}

async function show(
  request: SiteRequest,
  session: CustomerSession,
  companyId: string,
  typed: Typed,
  status: number,
  problems: Problem[],
): Promise<Answer> {
  const { t, to, services } = request;
  const about = await services.colleagues.companyOf(session.viewer, companyId);
  if (!about?.canInvite) return { kind: 'nothing' };
  const { company } = about;
  const html = renderPage(request, {
    title: t('colleagues.invite'),
    isError: problems.length > 0,
    current: 'profile',
    children: (
      <FormShell title={t('colleagues.invite')}>
        <p>{t('colleagues.inviteIntro', { company: company.name })}</p>
        {about.isNarrowed && (
          <p class="notice">
            {t('colleagues.narrowed')} <HelpContact request={request} />
          </p>
        )}
        <Problems request={request} problems={problems} />
        <form method="post" action={to.portal('colleagues', 'invite')}>
          <FormToken request={request} />
          <input type="hidden" name="company" value={company.id} />
          <Field
            id="email"
            label={t('signIn.email')}
            type="email"
            value={typed.email}
            autocomplete="off"
            problems={problems}
          />
          <Field
            id="name"
            label={t('profile.name')}
            value={typed.name}
            autocomplete="off"
            help={t('colleagues.nameHelp')}
            problems={problems}
          />
          {about.hasCompanyTickets && (
            <Tick id="sees" label={t('colleagues.maySee')} value="yes" isChosen={typed.sees} />
          )}
          <div class="goes-on">
            <button class="primary">{t('colleagues.send')}</button>
            <a class="button" href={listAddress(request, { company: company.id })}>
              {t('colleagues.back')}
            </a>
          </div>
        </form>
      </FormShell>
    ),
  });
  return { kind: 'page', status, html };
}
