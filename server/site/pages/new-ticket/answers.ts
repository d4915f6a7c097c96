import { LONG_TEXT_LENGTH, TEXT_LENGTH } from '../../../contracts/property-limits';
import { fieldName, type Answers } from '../../../rules/request-forms';
import type { PublishedForm } from '../../../services/types';
import type { SiteRequest } from '../../request';

/** What was sent, by property. */
export function answersOf(
  form: PublishedForm,
  fields: Record<string, string>,
  files: readonly string[],
): Answers {
  return Object.fromEntries(
    form.shape.map(({ property, kind }) => {
      if (kind === 'attachments') return [property, files];
      const text = fields[fieldName(property)] ?? '';
      return [property, kind === 'choices' ? text.split(/\r?\n/) : [text]];
    }),
  );
}

/** From the address, where a link names a field of the form, else the field's own default. */
export function answersAtFirst({ asked }: SiteRequest, form: PublishedForm): Answers {
  return Object.fromEntries(
    form.shape.map(({ property, kind }) => {
      const given = asked.getAll(property);
      const field = form.content.fields.find((one) => one.property === property);
      if (given.length === 0 || kind === 'attachments')
        return [property, field?.defaultValue ?? []];
      if (kind === 'choices') return [property, given.flatMap((value) => value.split(','))];
      const length = kind === 'long-text' ? LONG_TEXT_LENGTH : TEXT_LENGTH;
      return [property, given.slice(0, 1).map((value) => value.slice(0, length))];
    }),
  );
}
