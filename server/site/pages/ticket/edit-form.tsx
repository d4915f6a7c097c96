import * as z from 'zod/mini';
import { formField, formSnapshot } from '../../../contracts/request-forms';
import { fieldName, type FieldProblem } from '../../../rules/request-forms';
import type { EditableField } from '../../../services/ticket-edits';
import type { CustomerTicketDetail, PublishedForm } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { SHOWN } from '../../layout/kept-fields';
import { Problems } from '../../layout/parts';
import type { SiteRequest } from '../../request';
import { RequestFormField } from '../new-ticket/form-field';
import { problemText } from '../new-ticket/form-words';

/** What was typed and is not stored: it could not be taken, or its session had ended. By key of the property. */
export interface TypedEdits {
  values: Readonly<Record<string, readonly string[] | undefined>>;
  problems: Readonly<Record<string, FieldProblem>>;
}

interface Props {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
  typed?: TypedEdits;
}

/** The properties of a ticket that the admin lets customers edit, with the fields that request forms have. */
export function EditForm({ request, ticket, typed }: Props) {
  const { t, to } = request;
  const { editable } = ticket;
  if (editable.length === 0) return null;
  const form = asForm(editable);
  const problems = editable.flatMap(({ definition: { key } }) => {
    const problem = typed?.problems[key];
    const field = form.content.fields.find(({ property }) => property === key);
    return problem && field
      ? [{ field: fieldName(key), text: problemText(request, form, field, problem) }]
      : [];
  });
  return (
    <details class="unfolds" open={typed !== undefined}>
      <summary>{t('ticket.edit')}</summary>
      <form method="post" action={to.portal('tickets', ticket.id, 'edit')}>
        <Problems request={request} problems={problems} />
        <FormToken request={request} />
        {form.content.fields.map((field, at) => {
          const { definition, value = [] } = editable[at] ?? {};
          const shape = form.shape[at];
          return (
            definition &&
            shape && (
              <RequestFormField
                request={request}
                form={form}
                field={field}
                shape={shape}
                typed={typed?.values[definition.key] ?? value}
                problems={problems}
              />
            )
          );
        })}
        {editable.map(({ definition: { key }, value }) => (
          <textarea hidden name={SHOWN + fieldName(key)}>
            {value.join('\n')}
          </textarea>
        ))}
        <button>{t('ticket.saveEdits')}</button>
      </form>
    </details>
  );
}

/** As a request form that asks for these properties, and offers archived options that the ticket has. */
const asForm = (editable: readonly EditableField[]): PublishedForm => ({
  id: '',
  name: '',
  slug: '',
  version: '',
  content: {
    ...NO_CONTENT,
    fields: editable.map(({ definition, isRequired }) =>
      z.parse(formField, { property: definition.key, isRequired }),
    ),
  },
  properties: new Map(editable.map(({ definition }) => [definition.key, definition])),
  shape: editable.map(({ definition, value, isRequired }) => ({
    property: definition.key,
    kind: definition.kind,
    isRequired,
    conditions: [],
    options: definition.options
      .filter(({ key, isArchived }) => !isArchived || value.includes(key))
      .map(({ key }) => ({ key, conditions: [] })),
  })),
});

const NO_CONTENT = z.parse(formSnapshot, {});
