import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Typography } from '@strapi/design-system';
import type { ContactDetail } from '../../../server/contracts/contacts';
import type { StructureChoices } from '../../../server/contracts/structure';
import { BinActions, BinDialog, BinNotice } from '../../components/BinActions';
import { PropertiesSection } from '../../components/PropertiesSection';
import { RecordFormPage } from '../../components/RecordFormPage';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useOpenMade } from '../../services/useOpenMade';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { AccessPanel } from './AccessPanel';
import { ActivityPanel } from './ActivityPanel';
import { AddressesSection } from './AddressesSection';
import { CompaniesSection } from './CompaniesSection';
import { inputOf, takenIn, valuesOf, type ContactValues, type Taken } from './contactValues';
import { GeneralSection } from './GeneralSection';
import { GroupsPanel } from './GroupsPanel';
import { PersonalDataPanel } from './PersonalDataPanel';
import { TicketsPanel } from './TicketsPanel';

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

export function ContactForm({ contact, structure, can, onChanged, onRead }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const openMade = useOpenMade(paths.contact);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [isTrashing, setIsTrashing] = useState(false);
  const properties = structure.properties.filter(({ subject }) => subject === 'contact');

  const form = useRecordForm<ContactValues, ContactDetail | { id: string }>({
    initial: valuesOf(contact),
    check: (values): FieldErrors =>
      values.name.trim() === '' ? { name: t('contacts.nameMissing') } : {},
    async save(values) {
      setTaken(null);
      try {
        const input = inputOf(values);
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
      } else openMade(saved.id);
    },
  });

  const { values, errors, set } = form;
  const isInBin = (contact?.trashedAt ?? 0) > 0;
  const isDisabled = !can.edit || isInBin;
  const primary = contact?.addresses.find(({ isPrimary }) => isPrimary)?.address ?? '';

  return (
    <>
      <RecordFormPage
        title={contact ? contact.name || primary || t('contacts.nameless') : t('contacts.new')}
        subtitle={primary || undefined}
        back={{ to: paths.contacts, label: t('nav.contacts') }}
        form={form}
        canSave={!isDisabled}
        saveLabel={contact ? undefined : t('form.create')}
        actions={
          contact && (
            <BinActions
              area="contacts"
              id={contact.id}
              path={paths.contact(contact.id)}
              isInBin={isInBin}
              can={can}
              onTrash={() => setIsTrashing(true)}
              onRestored={onRead}
            />
          )
        }
        below={
          contact && (
            <>
              <AccessPanel contact={contact} onChanged={onRead} />
              {can.readGroups && (
                <GroupsPanel
                  contact={contact}
                  canEdit={can.editGroups && !isInBin}
                  onChanged={onRead}
                />
              )}
              {contact.tickets && <TicketsPanel contact={contact} tickets={contact.tickets} />}
              <PersonalDataPanel contact={contact} onChanged={onRead} />
              <ActivityPanel entries={contact.activity} properties={properties} />
            </>
          )
        }
      >
        {isInBin && <BinNotice area="contacts" />}
        <GeneralSection
          contact={contact}
          languages={structure.languages}
          values={values}
          errors={errors}
          set={set}
          isDisabled={isDisabled}
        />
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
        <PropertiesSection
          title={t('contacts.properties')}
          properties={properties}
          stored={contact?.properties}
          typed={values.properties}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(typed) => set('properties', typed)}
        />
      </RecordFormPage>
      {contact && (
        <BinDialog
          area="contacts"
          record={contact}
          isOpen={isTrashing}
          onTrashed={onRead}
          onClose={() => setIsTrashing(false)}
        >
          <Typography>{t('contacts.trashText')}</Typography>
        </BinDialog>
      )}
    </>
  );
}
