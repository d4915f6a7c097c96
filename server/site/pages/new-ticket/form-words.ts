import type { FormField } from '../../../contracts/request-forms';
import { wordIn } from '../../../rules/property-values';
import type { FieldProblem } from '../../../rules/request-forms';
import type { PublishedForm } from '../../../services/types';
import type { MessageKey } from '../../messages';
import type { SiteRequest } from '../../request';

export function titleOf({ language, t }: SiteRequest, { content }: PublishedForm): string {
  return wordIn(content.title, language) || t('new.title');
}

export function labelOf({ language, t }: SiteRequest, form: PublishedForm, field: FormField) {
  const property = form.properties.get(field.property);
  const otherwise = property
    ? wordIn(property.labels, language, field.property)
    : t('ticket.attach');
  return wordIn(field.labels, language) || otherwise;
}

const OWN: Record<string, Partial<Record<FieldProblem, MessageKey>>> = {
  subject: { required: 'error.subject', tooLong: 'error.subjectLong' },
  description: { required: 'error.body', tooLong: 'error.bodyLong' },
  attachments: { required: 'error.attachments' },
};

/** What is said beside a field that is wrong. */
export function problemText(
  request: SiteRequest,
  form: PublishedForm,
  field: FormField,
  problem: FieldProblem,
): string {
  const own = OWN[field.property]?.[problem];
  if (own) return request.t(own);
  return request.t(`error.field.${problem}`, { label: labelOf(request, form, field) });
}
