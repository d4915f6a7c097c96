import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Button, Checkbox, Field, Flex, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import type { DomainChoices, DomainDetail, DomainInput } from '../../../server/contracts/domains';
import { AskDialog } from '../../components/AskDialog';
import { FormSection, RecordFormPage } from '../../components/RecordFormPage';
import { RecordLink } from '../../components/RecordLink';
import { paths } from '../../plugin';
import { deleteRecord, saveRecord } from '../../services/records';
import { useRecordForm } from '../../services/useRecordForm';
import { useWords } from '../../useWords';
import { shownAddress } from './DomainsPage';
import { LanguageField } from './LanguageField';
import { VerificationSection } from './VerificationSection';

interface Props {
  domain: DomainDetail;
  choices: DomainChoices;
  canEdit: boolean;
  onChanged: (domain: DomainDetail) => void;
}

const KNOWLEDGE_BASES = '/content-manager/collection-types/plugin::customer-portal.knowledge-base';

const valuesOf = ({ primaryLanguage, servesAdmin }: DomainDetail): DomainInput => ({
  primaryLanguage,
  servesAdmin,
  addLocale: false,
});

export function DomainForm({ domain, choices, canEdit, onChanged }: Props) {
  const t = useWords();
  const { toggleNotification } = useNotification();
  const form = useRecordForm<DomainInput, DomainDetail>({
    initial: valuesOf(domain),
    save: (values) => saveRecord<DomainDetail>(`/domains/${domain.id}`, values),
    onSaved(saved) {
      toggleNotification({ type: 'success', message: t('form.saved') });
      onChanged(saved);
      form.reset(valuesOf(saved));
    },
  });
  const { values, errors, set } = form;
  const address = shownAddress(domain);
  const canServeAdmin = !domain.isSystem && domain.basePath === '';

  return (
    <RecordFormPage
      title={address}
      subtitle={domain.isSystem ? t('domains.systemHint') : undefined}
      back={{ to: paths.domains, label: t('nav.domains') }}
      form={form}
      canSave={canEdit}
      actions={canEdit && !domain.isSystem && <RemoveButton domain={domain} />}
      below={
        <>
          <VerificationSection domain={domain} canEdit={canEdit} onChecked={onChanged} />
          <Residents domain={domain} />
        </>
      }
    >
      <FormSection title={t('domains.general')}>
        <LanguageField
          choices={choices}
          value={values.primaryLanguage}
          addLocale={values.addLocale}
          error={errors.primaryLanguage}
          hint={t(
            values.primaryLanguage === domain.primaryLanguage
              ? 'domains.languageHint'
              : 'domains.languageChange',
          )}
          isDisabled={!canEdit}
          onChange={(language) => {
            set('primaryLanguage', language);
            set('addLocale', choices.canAddLocale && language !== domain.primaryLanguage);
          }}
          onAddLocale={(addLocale) => set('addLocale', addLocale)}
        />
        {!domain.isSystem && (
          <Field.Root
            name="servesAdmin"
            error={errors.servesAdmin}
            hint={t(canServeAdmin ? 'domains.servesAdminHint' : 'domains.servesAdminPath')}
          >
            <Checkbox
              checked={values.servesAdmin}
              disabled={!canEdit || !canServeAdmin}
              onCheckedChange={(next) => set('servesAdmin', next === true)}
            >
              {t('domains.servesAdmin')}
            </Checkbox>
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        )}
      </FormSection>
    </RecordFormPage>
  );
}

function RemoveButton({ domain }: { domain: DomainDetail }) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [isAsking, setIsAsking] = useState(false);
  const names = [
    ...domain.portals.map(({ name }) => name),
    ...domain.knowledgeBases.map(({ title }) => title),
  ];
  return (
    <>
      <Button variant="danger-light" startIcon={<Trash />} onClick={() => setIsAsking(true)}>
        {t('domains.remove')}
      </Button>
      <AskDialog
        isOpen={isAsking}
        title={t('domains.removeTitle', { domain: shownAddress(domain) })}
        confirm={t('domains.remove')}
        isConfirmable={names.length === 0}
        onConfirm={async () => {
          await deleteRecord(`/domains/${domain.id}`);
          toggleNotification({ type: 'success', message: t('domains.removed') });
          navigate(paths.domains);
        }}
        onClose={() => setIsAsking(false)}
      >
        {names.length === 0
          ? t('domains.removeText')
          : t('domains.inUse', { names: names.join(', '), count: names.length })}
      </AskDialog>
    </>
  );
}

function Residents({ domain: { portals, knowledgeBases } }: { domain: DomainDetail }) {
  const t = useWords();
  return (
    <FormSection title={t('domains.livesThere')}>
      {portals.length + knowledgeBases.length === 0 && (
        <Typography textColor="neutral600">{t('domains.nothingThere')}</Typography>
      )}
      {portals.length > 0 && (
        <Names
          title={t('domains.portals')}
          entries={portals.map(({ id, name }) => ({ name, to: paths.portal(id) }))}
        />
      )}
      {knowledgeBases.length > 0 && (
        <Names
          title={t('domains.knowledgeBases')}
          entries={knowledgeBases.map(({ id, title }) => ({
            name: title,
            to: `${KNOWLEDGE_BASES}/${id}`,
          }))}
        />
      )}
    </FormSection>
  );
}

function Names({ title, entries }: { title: string; entries: { name: string; to: string }[] }) {
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Typography tag="h3" variant="sigma" textColor="neutral600">
        {title}
      </Typography>
      {entries.map(({ name, to }) => (
        <RecordLink key={to} to={to}>
          {name}
        </RecordLink>
      ))}
    </Flex>
  );
}
