import { Field, Textarea } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { CalendarDetail } from '../../../server/contracts/calendars';
import {
  INBOX_ICONS,
  type InboxDetail,
  type InboxIcon as Icon,
} from '../../../server/contracts/inboxes';
import type { StructureChoices } from '../../../server/contracts/structure';
import { FormCell, FormGrid } from '../../components/FormGrid';
import { FormSection } from '../../components/RecordFormPage';
import { SelectField } from '../../components/SelectField';
import { TextField } from '../../components/TextField';
import { useRecord } from '../../services/records';
import type { FormFields } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { InboxIcon } from './InboxIcon';
import type { InboxValues } from './inboxValues';
import { MembersField } from './MembersField';
import { OpenPill } from './OpenPill';

interface Props extends FormFields<InboxValues> {
  structure: StructureChoices;
  isDisabled: boolean;
}

const named = (rows: { id: string; name: string }[]) =>
  rows.map(({ id, name }) => ({ value: id, label: name }));

/** What the inbox is called, looks like and answers from. */
export function GeneralSection({ structure, values, errors, set, isDisabled }: Props) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  return (
    <FormSection title={t('inboxes.general')}>
      <FormGrid>
        <FormCell>
          <TextField
            name="name"
            label={t('inboxes.name')}
            isRequired
            value={values.name}
            error={errors.name}
            isDisabled={isDisabled}
            onChange={(name) => set('name', name)}
          />
        </FormCell>
        <FormCell>
          <SelectField
            name="icon"
            label={t('inboxes.icon')}
            value={values.icon}
            options={INBOX_ICONS.map((icon) => ({
              value: icon,
              label: t(`inboxes.icon.${icon}`),
              icon: <InboxIcon icon={icon} />,
            }))}
            error={errors.icon}
            isDisabled={isDisabled}
            onChange={(icon) => set('icon', icon as Icon)}
          />
        </FormCell>
        <FormCell>
          <TextField
            name="address"
            label={t('inboxes.address')}
            hint={t('inboxes.addressHint')}
            value={values.address}
            error={errors.address}
            isDisabled={isDisabled}
            onChange={(address) => set('address', address)}
          />
        </FormCell>
        <FormCell>
          <SelectField
            name="language"
            label={t('inboxes.language')}
            value={values.language}
            options={[
              { value: '', label: t('form.none') },
              ...structure.languages.map((code) => ({
                value: code,
                label: formatDisplayName(code, { type: 'language' }) ?? code,
              })),
            ]}
            error={errors.language}
            isDisabled={isDisabled}
            onChange={(language) => set('language', language)}
          />
        </FormCell>
      </FormGrid>
    </FormSection>
  );
}

/** Where its tickets belong, and how they are numbered. `inbox` is null for a new one. */
export function TicketsSection(props: Props & { inbox: InboxDetail | null }) {
  const { inbox, structure, values, errors, set, isDisabled } = props;
  const t = useWords();
  // A ticket has one portal for good.
  const isPortalFixed = Boolean(inbox?.hasTickets && inbox.portal);
  return (
    <FormSection title={t('inboxes.tickets')}>
      <FormGrid>
        <FormCell>
          <SelectField
            name="portal"
            label={t('inboxes.portal')}
            value={values.portal}
            options={[{ value: '', label: t('form.none') }, ...named(structure.portals)]}
            hint={isPortalFixed ? t('inboxes.portalFixed') : undefined}
            error={errors.portal}
            isDisabled={isDisabled || isPortalFixed}
            onChange={(portal) => set('portal', portal)}
          />
        </FormCell>
        <FormCell>
          <SelectField
            name="pipeline"
            label={t('inboxes.pipeline')}
            value={values.pipeline}
            options={named(structure.pipelines)}
            error={errors.pipeline}
            isDisabled={isDisabled}
            isRequired
            onChange={(pipeline) => set('pipeline', pipeline)}
          />
        </FormCell>
        <FormCell>
          <TextField
            name="numberPrefix"
            label={t('inboxes.numberPrefix')}
            hint={t('inboxes.numberPrefixHint')}
            value={values.numberPrefix}
            maxLength={16}
            error={errors.numberPrefix}
            isDisabled={isDisabled}
            onChange={(prefix) => set('numberPrefix', prefix)}
          />
        </FormCell>
        <FormCell>
          <TextField
            name="numberStart"
            label={t('inboxes.numberStart')}
            hint={
              inbox && inbox.lastNumber > 0
                ? t('inboxes.lastNumber', { number: String(inbox.lastNumber) })
                : t('inboxes.numberStartHint', {
                    number: `${values.numberPrefix}${values.numberStart}`,
                  })
            }
            isNumeric
            value={values.numberStart}
            error={errors.numberStart}
            isDisabled={isDisabled}
            onChange={(start) => set('numberStart', start)}
          />
        </FormCell>
      </FormGrid>
    </FormSection>
  );
}

/** Who answers, when, and with which signature. */
export function TeamSection({ structure, values, errors, set, isDisabled }: Props) {
  const t = useWords();
  const calendar = useRecord<CalendarDetail>('/calendars', values.calendar || null).data;
  return (
    <FormSection title={t('inboxes.team')}>
      <MembersField
        agents={structure.agents}
        members={values.members}
        error={errors.members}
        isDisabled={isDisabled}
        onChange={(members) => set('members', members)}
      />
      <SelectField
        name="calendar"
        label={t('inboxes.hours')}
        value={values.calendar}
        options={[{ value: '', label: t('form.none') }, ...named(structure.calendars)]}
        error={errors.calendar}
        isDisabled={isDisabled}
        onChange={(chosen) => set('calendar', chosen)}
      />
      {calendar?.id === values.calendar && (
        <div>
          <OpenPill open={calendar.open} />
        </div>
      )}
      <Field.Root name="signature" error={errors.signature} hint={t('inboxes.signatureHint')}>
        <Field.Label>{t('inboxes.signature')}</Field.Label>
        <Textarea
          value={values.signature}
          maxLength={5000}
          dir="auto"
          disabled={isDisabled}
          onChange={({ target }: { target: { value: string } }) => set('signature', target.value)}
        />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
    </FormSection>
  );
}
