import { type FormEvent, useEffect } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { PropertyDefinition, PropertyValue } from '../../../server/contracts/properties';
import type { AgentTicketDetail } from '../../../server/contracts/tickets';
import type { PropertyInput } from '../../components/PropertyField';
import { PropertyFields } from '../../components/PropertyFields';
import { updateTicket } from '../../services/tickets';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { Panel } from './Panel';

interface Props {
  ticket: AgentTicketDetail;
  /** Custom ones of tickets; without any nothing is shown. */
  properties: PropertyDefinition[];
  canUpdate: boolean;
  onChange: (ticket: AgentTicketDetail) => void;
}

type Typed = Record<string, PropertyValue | PropertyInput>;

/** Every custom property of the ticket; what was changed is saved together. */
export function CustomProperties({ ticket, properties, canUpdate, onChange }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const { toggleNotification } = useNotification();
  const form = useRecordForm<{ properties: Typed }, AgentTicketDetail>({
    initial: { properties: ticket.properties },
    save: (values) => updateTicket(ticket.id, { properties: changesOf(ticket, values.properties) }),
    onSaved: (saved) => {
      toggleNotification({ type: 'success', message: t('properties.saved') });
      onChange(saved);
    },
  });
  const { values, isDirty, isSaving, reset } = form;
  const stored = JSON.stringify(ticket.properties);
  // A change by somebody else is shown at once where nothing was typed.
  useEffect(() => {
    if (!isDirty && !isSaving) reset({ properties: JSON.parse(stored) as Typed });
  }, [stored, isDirty, isSaving, reset]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void form.submit();
  };
  if (properties.length === 0) return null;
  return (
    <Panel title={t('properties.custom')}>
      <form ref={form.form} onSubmit={onSubmit} noValidate>
        <PropertyFields
          properties={properties}
          values={values.properties}
          errors={form.errors}
          isDisabled={!canUpdate || isSaving}
          language={locale}
          onChange={(key, value) => form.set('properties', { ...values.properties, [key]: value })}
        />
        <Box role="alert" paddingTop={form.formError ? 3 : 0}>
          {form.formError && <Typography textColor="danger600">{form.formError}</Typography>}
        </Box>
        {canUpdate && (
          <Box paddingTop={4}>
            <Button type="submit" variant="secondary" loading={isSaving} disabled={!isDirty}>
              {t('properties.save')}
            </Button>
          </Box>
        )}
      </form>
    </Panel>
  );
}

/** What differs from the ticket, as typed. */
const changesOf = (ticket: AgentTicketDetail, typed: Typed): Record<string, PropertyInput> =>
  Object.fromEntries(
    Object.entries(typed)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(ticket.properties[key]))
      .map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]),
  );
