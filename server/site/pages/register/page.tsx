import type { PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { query, type Answer, type SiteRequest } from '../../request';
import { closedLinkPage } from './closed';
import { invitationPart } from './invitation';
import type { RegisterPart } from './part';
import { registrationPart } from './registration';
import { siteAccountPart } from './site-account';

/** Asked in turn; each knows its own tokens. */
const PARTS: RegisterPart[] = [invitationPart, registrationPart, siteAccountPart];

/** `/register`: where invitations, registration links and confirmed addresses lead, and where people register. */
export async function registerPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx } = request;
  if (ctx.method === 'POST') {
    const { fields } = await readForm(ctx);
    for (const part of PARTS) {
      const answer = await part.take(request, portal, fields);
      if (answer) return answer;
    }
    return closedLinkPage(request);
  }
  const token = query(request, 'token');
  for (const part of PARTS) {
    const answer = await part.show(request, portal, token);
    if (answer) return answer;
  }
  return closedLinkPage(request);
}
