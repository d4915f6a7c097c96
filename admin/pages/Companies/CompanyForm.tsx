import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import type { CompanyDetail, CompanyInput } from '../../../server/contracts/companies';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { BinActions, BinNotice } from '../../components/BinActions';
import { PropertiesSection } from '../../components/PropertiesSection';
import { RecordFormPage } from '../../components/RecordFormPage';
import { RecordTickets } from '../../components/RecordTickets';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useOpenMade } from '../../services/useOpenMade';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { ActivityPanel } from './ActivityPanel';
import { valuesOf, type CompanyValues } from './companyValues';
import { ContactsPanel } from './ContactsPanel';
import { DomainsSection } from './DomainsSection';
import { GeneralSection } from './GeneralSection';
import { SightPanel } from './SightPanel';
import { TrashDialog } from './TrashDialog';

interface Props {
  /** null for a new one. */
  company: CompanyDetail | null;
  properties: readonly PropertyDefinition[];
  can: { edit: boolean; merge: boolean; readContacts: boolean };
  onChanged: (company: CompanyDetail) => void;
  /** Reads the company again. */
  onRead: () => void;
}

export function CompanyForm({ company, properties, can, onChanged, onRead }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const openMade = useOpenMade(paths.company);
  const [isTrashing, setIsTrashing] = useState(false);

  const form = useRecordForm<CompanyValues, CompanyDetail | { id: string }>({
    initial: valuesOf(company),
    check: (values): FieldErrors =>
      values.name.trim() === '' ? { name: t('companies.nameMissing') } : {},
    save({ parent, ...values }) {
      const input: CompanyInput = { ...values, parent: parent?.id ?? '' };
      return company
        ? saveRecord<CompanyDetail>(`/companies/${company.id}`, input)
        : createRecord<{ id: string }>('/companies', input);
    },
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      if ('domains' in saved) {
        form.reset(valuesOf(saved));
        onChanged(saved);
      } else openMade(saved.id);
    },
  });

  const { values, errors, set } = form;
  const isInBin = (company?.trashedAt ?? 0) > 0;
  const isDisabled = !can.edit || isInBin;

  return (
    <>
      <RecordFormPage
        title={company ? company.name : t('companies.new')}
        back={{ to: paths.companies, label: t('nav.companies') }}
        form={form}
        canSave={!isDisabled}
        saveLabel={company ? undefined : t('form.create')}
        actions={
          company && (
            <BinActions
              area="companies"
              id={company.id}
              path={paths.company(company.id)}
              isInBin={isInBin}
              can={can}
              onTrash={() => setIsTrashing(true)}
              onRestored={onRead}
            />
          )
        }
        below={
          company && (
            <>
              <ContactsPanel
                key={company.domains.map(({ domain }) => domain).join(' ')}
                company={company}
                canEdit={!isDisabled}
                isLinked={can.readContacts}
                onChanged={onRead}
              />
              {company.tickets && <RecordTickets area="companies" tickets={company.tickets} />}
              <SightPanel portals={company.portals} />
              <ActivityPanel entries={company.activity} properties={properties} />
            </>
          )
        }
      >
        {isInBin && <BinNotice area="companies" />}
        <GeneralSection
          company={company}
          values={values}
          errors={errors}
          set={set}
          isDisabled={isDisabled}
        />
        <DomainsSection
          domains={values.domains}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(domains) => set('domains', domains)}
        />
        <PropertiesSection
          title={t('companies.properties')}
          properties={properties}
          stored={company?.properties}
          typed={values.properties}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(typed) => set('properties', typed)}
        />
      </RecordFormPage>
      {company && isTrashing && (
        <TrashDialog company={company} onTrashed={onRead} onClose={() => setIsTrashing(false)} />
      )}
    </>
  );
}
