import type { CustomerSession } from '../../../services/types';
import { ownPathOr, PageError, type Answer, type SiteRequest } from '../../request';

/** The switcher of languages (layout/languages.tsx): saves the choice and comes back to the page it was made on. */
export async function chooseLanguage(
  request: SiteRequest,
  { viewer }: CustomerSession,
  { language = '', next = '' }: Record<string, string>,
): Promise<Answer> {
  if (!viewer.portal.languages.includes(language)) throw new PageError(400);
  await request.services.profile.chooseLanguage(viewer, language);
  return { kind: 'redirect', to: ownPathOr(request, next) };
}
