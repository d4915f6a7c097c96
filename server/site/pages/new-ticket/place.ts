import type { CustomerSession, PublishedForm } from '../../../services/types';
import { FORM_VERSION, keptOf, LEFT_OVER } from '../../layout/kept-fields';
import type { SiteRequest } from '../../request';
import type { Change } from './changed';
import { leftOverOf } from './left-over';

/** Without a name it is the only one that there is. */
export const formAt = (forms: PublishedForm[], slug?: string): PublishedForm | undefined =>
  slug === undefined
    ? forms.length === 1
      ? forms[0]
      : undefined
    : forms.find((form) => form.slug === slug);

export interface Place {
  forms: PublishedForm[];
  /** What takes the request now; null when nothing does, or nobody can choose for the customer. */
  form: PublishedForm | null;
  /** The form as it was filled in, when it is another one now. */
  before: PublishedForm | null;
  change: Change | null;
}

/** Where what was typed belongs now: its form may be changed, elsewhere or gone since the page was made. */
export async function placeOf(
  { services: { requestForms } }: SiteRequest,
  { viewer }: CustomerSession,
  slug: string | undefined,
  fields: Record<string, string>,
): Promise<Place> {
  const forms = requestForms.shown(viewer.portal, viewer);
  const version = fields[FORM_VERSION] ?? '';
  const at = formAt(forms, slug) ?? null;
  if (at && (version === '' || version === at.version))
    return { forms, form: at, before: null, change: null };
  const before = await requestForms.filledIn(viewer, version);
  const same = forms.find(({ id }) => id === before?.id);
  const only = forms.length === 1 && Object.keys(keptOf(fields)).length > 0 ? forms[0] : undefined;
  const form = same ?? at ?? only ?? null;
  return { forms, form, before, change: form && form === same ? 'same-form' : 'other-form' };
}

export const leftOverAt = (
  request: SiteRequest,
  { form, before, change }: Place,
  fields: Record<string, string>,
): string => (change ? leftOverOf(request, fields, before, form) : (fields[LEFT_OVER] ?? ''));
