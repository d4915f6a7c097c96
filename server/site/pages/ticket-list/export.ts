import { dispositionOf } from '../../../rules/attachment-names';
import type { CustomerSession } from '../../../services/types';
import { isMessageKey } from '../../messages';
import { PageError, type Answer, type SiteRequest } from '../../request';
import { onlyLookingPage } from '../view-as/page';
import { readAsked } from './page';

/** The list that an address asks for as a CSV file: all its pages, written while they are read. */
export async function ticketListFile(
  request: SiteRequest,
  session: CustomerSession,
): Promise<Answer> {
  if (session.viewedBy !== '') return onlyLookingPage(request, session);
  const { t, services } = request;
  const { asked } = await readAsked(request, session);
  const file = await services.ticketExports.open(session.viewer, asked, {
    subject: t('list.subject'),
    yes: t('word.yes'),
    no: t('word.no'),
    nameOf(key) {
      const name = `ticket.${key}`;
      return isMessageKey(name) ? t(name) : key;
    },
  });
  if ('retryAfter' in file) throw new PageError(429, file.retryAfter);
  return {
    kind: 'file',
    stream: file.stream,
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': dispositionOf(file.name),
    },
  };
}
