import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import {
  Box,
  Button,
  Field,
  Grid,
  LinkButton,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { ArrowClockwise, Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { Link, useNavigate } from 'react-router-dom';
import type { ContactDetail } from '../../../server/contracts/contacts';
import type { StructureChoices } from '../../../server/contracts/structure';
import { AskDialog } from '../../components/AskDialog';
import { PropertyFields } from '../../components/PropertyFields';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { ZoneSelect } from '../../components/ZoneSelect';
import { paths } from '../../plugin';
import { createRecord, deleteRecord, saveRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { ActivityPanel } from './ActivityPanel';
import { AddressesSection } from './AddressesSection';
import { CompaniesSection } from './CompaniesSection';
import { GroupsPanel } from './GroupsPanel';
import { MembershipsSection } from './MembershipsSection';
import { TicketsPanel } from './TicketsPanel';
import {
  inputOf,
  shownProperties,
  takenIn,
  valuesOf,
  type ContactValues,
  type Taken,
} from './contactValues';

export interface ContactRights {
  edit: boolean;
  merge: boolean;
  readCompanies: boolean;
  readGroups: boolean;
  editGroups: boolean;
}

interface Props {
  /** null for a new one. */
  contact: ContactDetail | null;
  structure: StructureChoices;
  can: ContactRights;
  onChanged: (contact: ContactDetail) => void;
  /** Reads the contact again. */
  onRead: () => void;
}

const NONE = 'none';

export function ContactForm({ contact, structure, can, onChanged, onRead }: Props) {
  const t = useWords();
  const { locale } = useIntl();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [taken, setTaken] = useState<Taken | null>(null);
  const [made, setMade] = useState('');
  const [isTrashing, setIsTrashing] = useState(false);
  const properties = structure.properties.filter(({ subject }) => subject === 'contact');

  const form = useRecordForm<ContactValues, ContactDetail | { id: string }>({
    initial: valuesOf(contact),
    check: (values): FieldErrors =>
      values.name.trim() === '' ? { name: t('contacts.nameMissing') } : {},
    async save(values) {
      setTaken(null);
      try {
        const input = inputOf(values, contact);
        return contact
          ? await saveRecord<ContactDetail>(`/contacts/${contact.id}`, input)
          : await createRecord<{ id: string }>('/contacts', input);
      } catch (error) {
        setTaken(takenIn(error));
        throw error;
      }
    },
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      if ('addresses' in saved) {
        form.reset(valuesOf(saved));
        onChanged(saved);
      } else setMade(saved.id);
    },
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.contact(made), { replace: true });
  }, [made, navigate]);

  const { values, errors, set } = form;
  const isInBin = (contact?.trashedAt ?? 0) > 0;
  const isDisabled = !can.edit || isInBin;
  const primary = contact?.addresses.find(({ isPrimary }) => isPrimary)?.address ?? '';

  async function restore(): Promise<void> {
    if (!contact) return;
    await createRecord(`/contacts/${contact.id}/restore`, {});
    toggleNotification({ type: 'success', message: t('contacts.restored') });
    onRead();
  }

  async function trash(): Promise<void> {
    if (!contact) return;
    await deleteRecord(`/contacts/${contact.id}`);
    toggleNotification({ type: 'success', message: t('contacts.trashed') });
    onRead();
  }

  const actions = contact && (
    <>
      {can.merge && !isInBin && (
        <LinkButton tag={Link} variant="tertiary" to={`${paths.contact(contact.id)}/merge`}>
          {t('contacts.merge')}
        </LinkButton>
      )}
      {can.edit && !isInBin && (
        <Button variant="danger-light" startIcon={<Trash />} onClick={() => setIsTrashing(true)}>
          {t('contacts.trash')}
        </Button>
      )}
      {can.edit && isInBin && (
        <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={() => void restore()}>
          {t('contacts.restore')}
        </Button>
      )}
    </>
  );

  return (
    <>
      <RecordFormPage
        title={contact ? contact.name || primary || t('contacts.nameless') : t('contacts.new')}
        subtitle={primary || undefined}
        back={{ to: paths.contacts, label: t('nav.contacts') }}
        form={form}
        canSave={!isDisabled}
        saveLabel={contact ? undefined : t('form.create')}
        actions={actions}
        below={
          contact && (
            <>
              {can.readGroups && (
                <GroupsPanel
                  contact={contact}
                  canEdit={can.editGroups && !isInBin}
                  onChanged={onRead}
                />
              )}
              {contact.tickets && <TicketsPanel contact={contact} tickets={contact.tickets} />}
              <ActivityPanel entries={contact.activity} properties={properties} />
            </>
          )
        }
      >
        {isInBin && (
          <Box background="danger100" hasRadius padding={4} role="status">
            <Typography textColor="danger700">{t('contacts.inBin')}</Typography>
          </Box>
        )}
        <FormSection title={t('contacts.general')}>
          <Grid.Root gap={5}>
            <Cell>
              <Text
                name="name"
                label={t('contacts.name')}
                isRequired
                value={values.name}
                maxLength={191}
                error={errors.name}
                isDisabled={isDisabled}
                onChange={(name) => set('name', name)}
              />
            </Cell>
            <Cell>
              <Text
                name="phone"
                label={t('contacts.phone')}
                value={values.phone}
                maxLength={40}
                error={errors.phone}
                isDisabled={isDisabled}
                onChange={(phone) => set('phone', phone)}
              />
            </Cell>
            <Cell>
              <LanguageField
                value={values.language}
                languages={structure.languages}
                error={errors.language}
                isDisabled={isDisabled}
                onChange={(language) => set('language', language)}
              />
            </Cell>
            <Cell>
              <ZoneField
                value={values.timeZone}
                error={errors.timeZone}
                isDisabled={isDisabled}
                onChange={(timeZone) => set('timeZone', timeZone)}
              />
            </Cell>
          </Grid.Root>
          {contact?.externalId && (
            <Typography variant="pi" textColor="neutral600">
              {t('contacts.externalId', { id: contact.externalId })}
            </Typography>
          )}
        </FormSection>
        <AddressesSection
          addresses={values.addresses}
          errors={errors}
          taken={taken}
          hasAccount={contact?.hasAccount ?? false}
          isDisabled={isDisabled}
          onChange={(addresses) => set('addresses', addresses)}
        />
        <CompaniesSection
          companies={values.companies}
          errors={errors}
          isDisabled={isDisabled}
          isLinked={can.readCompanies}
          onChange={(companies) => set('companies', companies)}
        />
        {contact && (
          <MembershipsSection
            memberships={contact.memberships}
            disabled={values.disabled}
            hasAccount={contact.hasAccount}
            isDisabled={isDisabled}
            onChange={(disabled) => set('disabled', disabled)}
          />
        )}
        {properties.some(({ isStandard }) => !isStandard) && (
          <FormSection title={t('contacts.properties')}>
            <PropertyFields
              properties={properties}
              values={shownProperties(contact, values)}
              errors={errors}
              isDisabled={isDisabled}
              language={locale}
              onChange={(key, value) => set('properties', { ...values.properties, [key]: value })}
            />
          </FormSection>
        )}
      </RecordFormPage>
      <AskDialog
        isOpen={isTrashing}
        title={t('contacts.trashTitle', { name: contact?.name ?? '' })}
        confirm={t('contacts.trash')}
        onConfirm={trash}
        onClose={() => setIsTrashing(false)}
      >
        <Typography>{t('contacts.trashText')}</Typography>
      </AskDialog>
    </>
  );
}

const Cell = ({ children }: { children: JSX.Element }) => (
  <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
    {children}
  </Grid.Item>
);

interface FieldProps {
  value: string;
  error: string | undefined;
  isDisabled: boolean;
  onChange: (value: string) => void;
}

function Text(
  props: FieldProps & { name: string; label: string; maxLength: number; isRequired?: boolean },
) {
  return (
    <Field.Root name={props.name} error={props.error} required={props.isRequired === true}>
      <Field.Label>{props.label}</Field.Label>
      <TextInput
        value={props.value}
        maxLength={props.maxLength}
        dir="auto"
        disabled={props.isDisabled}
        onChange={({ target }: { target: { value: string } }) => props.onChange(target.value)}
      />
      <Field.Error />
    </Field.Root>
  );
}

function LanguageField(props: FieldProps & { languages: string[] }) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const { value, languages } = props;
  const all = value === '' || languages.includes(value) ? languages : [...languages, value];
  return (
    <Field.Root name="language" error={props.error} hint={t('contacts.languageHint')}>
      <Field.Label>{t('contacts.language')}</Field.Label>
      <SingleSelect
        value={value || NONE}
        disabled={props.isDisabled}
        onChange={(next) => props.onChange(next === NONE ? '' : String(next))}
      >
        <SingleSelectOption value={NONE}>{t('contacts.asBrowser')}</SingleSelectOption>
        {all.map((one) => (
          <SingleSelectOption key={one} value={one}>
            {formatDisplayName(one, { type: 'language' }) ?? one}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}

function ZoneField({ value, error, isDisabled, onChange }: FieldProps) {
  const t = useWords();
  return (
    <Field.Root name="timeZone" error={error}>
      <Field.Label>{t('contacts.timeZone')}</Field.Label>
      <ZoneSelect
        value={value}
        placeholder={t('contacts.asBrowser')}
        isDisabled={isDisabled}
        onChange={onChange}
      />
      <Field.Error />
    </Field.Root>
  );
}
