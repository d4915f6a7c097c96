import { useEffect, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Field, LinkButton, TextInput, Typography } from '@strapi/design-system';
import { ArrowClockwise, Trash } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { Link, useNavigate } from 'react-router-dom';
import type { CompanyDetail, CompanyInput } from '../../../server/contracts/companies';
import type { PropertyDefinition } from '../../../server/contracts/properties';
import { CompanySelect } from '../../components/CompanySelect';
import type { PropertyInput } from '../../components/PropertyField';
import { PropertyFields } from '../../components/PropertyFields';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { createRecord, saveRecord } from '../../services/records';
import { useRecordForm, type FieldErrors } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { ActivityPanel } from './ActivityPanel';
import { ContactsPanel } from './ContactsPanel';
import { DomainsSection, type DomainValue } from './DomainsSection';
import { SightPanel, TicketsPanel } from './Panels';
import { TrashDialog } from './TrashDialog';

interface CompanyValues {
  name: string;
  externalId: string;
  domains: DomainValue[];
  parent: { id: string; name: string } | null;
  /** What was typed or chosen, by key; the others stay as they are. */
  properties: Record<string, PropertyInput>;
}

const valuesOf = (company: CompanyDetail | null): CompanyValues => ({
  name: company?.name ?? '',
  externalId: company?.externalId ?? '',
  domains: company?.domains ?? [],
  parent: company?.parent ?? null,
  properties: {},
});

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
  const { locale } = useIntl();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [made, setMade] = useState('');
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
      } else setMade(saved.id);
    },
  });
  // After the next paint, when nothing is unsaved any more.
  useEffect(() => {
    if (made !== '') navigate(paths.company(made), { replace: true });
  }, [made, navigate]);

  const { values, errors, set } = form;
  const isInBin = (company?.trashedAt ?? 0) > 0;
  const isDisabled = !can.edit || isInBin;

  async function restore(): Promise<void> {
    if (!company) return;
    await createRecord(`/companies/${company.id}/restore`, {});
    toggleNotification({ type: 'success', message: t('companies.restored') });
    onRead();
  }

  const actions = company && (
    <>
      {can.merge && !isInBin && (
        <LinkButton tag={Link} variant="tertiary" to={`${paths.company(company.id)}/merge`}>
          {t('companies.merge')}
        </LinkButton>
      )}
      {can.edit && !isInBin && (
        <Button variant="danger-light" startIcon={<Trash />} onClick={() => setIsTrashing(true)}>
          {t('companies.trash')}
        </Button>
      )}
      {can.edit && isInBin && (
        <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={() => void restore()}>
          {t('companies.restore')}
        </Button>
      )}
    </>
  );

  return (
    <>
      <RecordFormPage
        title={company ? company.name : t('companies.new')}
        back={{ to: paths.companies, label: t('nav.companies') }}
        form={form}
        canSave={!isDisabled}
        saveLabel={company ? undefined : t('form.create')}
        actions={actions}
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
              {company.tickets && <TicketsPanel tickets={company.tickets} />}
              <SightPanel portals={company.portals} />
              <ActivityPanel entries={company.activity} properties={properties} />
            </>
          )
        }
      >
        {isInBin && (
          <Box background="danger100" hasRadius padding={4} role="status">
            <Typography textColor="danger700">{t('companies.inBin')}</Typography>
          </Box>
        )}
        <FormSection title={t('companies.general')}>
          <Field.Root name="name" error={errors.name} required>
            <Field.Label>{t('companies.name')}</Field.Label>
            <TextInput
              value={values.name}
              maxLength={191}
              dir="auto"
              disabled={isDisabled}
              onChange={({ target }: { target: { value: string } }) => set('name', target.value)}
            />
            <Field.Error />
          </Field.Root>
          <CompanySelect
            label={t('companies.parent')}
            hint={t('companies.parentHint')}
            error={errors.parent}
            isDisabled={isDisabled}
            value={values.parent}
            without={company?.id}
            onChange={(parent) => set('parent', parent)}
          />
          {company && company.children.length > 0 && (
            <Box>
              <Typography tag="h3" variant="pi" fontWeight="bold">
                {t('companies.children')}
              </Typography>
              <Box tag="ul">
                {company.children.map(({ id, name }) => (
                  <li key={id}>
                    <Typography dir="auto">
                      <RecordLink to={paths.company(id)}>{name}</RecordLink>
                    </Typography>
                  </li>
                ))}
              </Box>
            </Box>
          )}
          <Field.Root
            name="externalId"
            error={errors.externalId}
            hint={t('companies.externalIdHint')}
          >
            <Field.Label>{t('companies.externalId')}</Field.Label>
            <TextInput
              value={values.externalId}
              maxLength={191}
              disabled={isDisabled}
              onChange={({ target }: { target: { value: string } }) =>
                set('externalId', target.value)
              }
            />
            <Field.Error />
            <Field.Hint />
          </Field.Root>
        </FormSection>
        <DomainsSection
          domains={values.domains}
          errors={errors}
          isDisabled={isDisabled}
          onChange={(domains) => set('domains', domains)}
        />
        {properties.some(({ isStandard }) => !isStandard) && (
          <FormSection title={t('companies.properties')}>
            <PropertyFields
              properties={properties}
              values={{ ...company?.properties, ...values.properties }}
              errors={errors}
              isDisabled={isDisabled}
              language={locale}
              onChange={(key, value) => set('properties', { ...values.properties, [key]: value })}
            />
          </FormSection>
        )}
      </RecordFormPage>
      {company && isTrashing && (
        <TrashDialog company={company} onDone={onRead} onClose={() => setIsTrashing(false)} />
      )}
    </>
  );
}
