import { Field, Radio } from '@strapi/design-system';
import { OWNER_NAMES, type TicketSettings } from '../../../server/contracts/portal-settings';
import { FormSection } from '../../components/RecordFormPage';
import { useWords } from '../../useWords';
import type { TicketsPart } from './ticketsPart';

/** How customers read who answers. */
export function TicketsOwner({ values, errors, set, isDisabled }: TicketsPart) {
  const t = useWords();
  return (
    <FormSection title={t('settings.tickets.ownerName')}>
      <Field.Root
        name="ownerName"
        error={errors.ownerName}
        hint={t('settings.tickets.ownerNameHint')}
      >
        <Radio.Group
          aria-label={t('settings.tickets.ownerName')}
          value={values.ownerName}
          disabled={isDisabled}
          onValueChange={(chosen: string) =>
            set('ownerName', chosen as TicketSettings['ownerName'])
          }
        >
          {OWNER_NAMES.map((one) => (
            <Radio.Item key={one} value={one}>
              {t(`settings.tickets.ownerName.${one}`)}
            </Radio.Item>
          ))}
        </Radio.Group>
        <Field.Error />
        <Field.Hint />
      </Field.Root>
    </FormSection>
  );
}
