import {
  LONGEST_RATING_DAYS,
  PARTICIPANT_RULES,
  type TicketSettings,
} from '../../../server/contracts/portal-settings';
import { Field, NumberInput } from '@strapi/design-system';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TickField } from '../../components/TickField';
import { useWords } from '../../useWords';
import type { TicketsPart } from './ticketsPart';

/** Whom customers add to a ticket, whether they may keep it from their company, and how they rate it. */
export function TicketsPeople({ values, errors, set, isDisabled }: TicketsPart) {
  const t = useWords();
  const { participants, customersMayMakePrivate, ratings, ratingDays } = values;
  return (
    <>
      <FormSection title={t('settings.tickets.people')}>
        <SelectField
          name="participants"
          label={t('settings.tickets.participants')}
          hint={t(`settings.tickets.participants.${participants}Hint`)}
          value={participants}
          options={PARTICIPANT_RULES.map((value) => ({
            value,
            label: t(`settings.tickets.participants.${value}`),
          }))}
          error={errors.participants}
          isDisabled={isDisabled}
          onChange={(chosen) => set('participants', chosen as TicketSettings['participants'])}
        />
        <TickField
          name="customersMayMakePrivate"
          label={t('settings.tickets.customersMayMakePrivate')}
          hint={t('settings.tickets.customersMayMakePrivateHint')}
          isChosen={customersMayMakePrivate}
          isDisabled={isDisabled}
          error={errors.customersMayMakePrivate}
          onChange={(isChosen) => set('customersMayMakePrivate', isChosen)}
        />
      </FormSection>
      <FormSection title={t('settings.tickets.ratingsTitle')}>
        <TickField
          name="ratings"
          label={t('settings.tickets.ratings')}
          hint={t('settings.tickets.ratingsHint')}
          isChosen={ratings}
          isDisabled={isDisabled}
          error={errors.ratings}
          onChange={(isChosen) => set('ratings', isChosen)}
        />
        {ratings && (
          <FormGrid>
            <FormCell>
              <Field.Root
                name="ratingDays"
                error={errors.ratingDays}
                hint={t('settings.tickets.ratingDaysHint', { most: LONGEST_RATING_DAYS })}
              >
                <Field.Label>{t('settings.tickets.ratingDays')}</Field.Label>
                <NumberInput
                  value={Number.isNaN(ratingDays) ? undefined : ratingDays}
                  disabled={isDisabled}
                  onValueChange={(days) => set('ratingDays', days ?? Number.NaN)}
                />
                <Field.Error />
                <Field.Hint />
              </Field.Root>
            </FormCell>
          </FormGrid>
        )}
      </FormSection>
    </>
  );
}
