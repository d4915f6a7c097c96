import { useRef, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import type {
  ProviderDetail,
  ProviderInput,
  ProviderSettings,
} from '../../../../server/contracts/identity-providers';
import { AskDialog } from '../../../components/AskDialog';
import { DangerButton } from '../../../components/DangerButton';
import { withoutEmptyLines } from '../../../components/LinesField';
import { Notice } from '../../../components/Notice';
import { FormSection, RecordFormPage } from '../../../components/RecordFormPage';
import { TextField } from '../../../components/TextField';
import { paths } from '../../../plugin';
import { deleteRecord, saveRecord } from '../../../services/records';
import { useRecordForm, type FieldErrors } from '../../../services/useRecordForm';
import { useWords, type Translate } from '../../../useWords';
import type { SectionProps } from '../sections';
import { CompanySection } from './CompanySection';
import { CopyFromProvider } from './CopyFromProvider';
import { CopyToProvider } from './CopyToProvider';
import { GroupsSection } from './GroupsSection';
import { MappingSection } from './MappingSection';
import { ProviderProgress } from './ProviderProgress';
import { TurnOnSection } from './TurnOnSection';
import { useProviderTest } from './useProviderTest';
import { isEmptyRow } from './ValueMapField';
import { VerifySection } from './VerifySection';
import { WhoEnters } from './WhoEnters';

interface Props extends SectionProps {
  /** Of the provider. */
  route: string;
  provider: ProviderDetail;
  onChanged: (provider: ProviderDetail) => void;
  reread: () => void;
}

/** A provider in five steps: our values there, its values here, a real sign-in, who enters, and on. */
export function ProviderForm({ portal, canEdit, route, provider, onChanged, reread }: Props) {
  const t = useWords();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [isAsked, setIsAsked] = useState(false);
  const list = paths.portal(portal.id, 'single-sign-on');
  const test = useProviderTest(route, reread);
  /** A round trip that begins when everything is saved. */
  const goesOn = useRef<(() => void) | null>(null);

  const form = useRecordForm<ProviderInput, ProviderDetail>({
    initial: provider.settings,
    check: (values) => problemsOf(asSent(values), provider.hasSecret, t),
    save: (values) => saveRecord<ProviderDetail>(route, asSent(values)),
    onSaved: (saved) => {
      form.reset(saved.settings);
      onChanged(saved);
      toggleNotification({ type: 'success', message: t('sso.saved') });
      goesOn.current?.();
      goesOn.current = null;
    },
  });
  const part = { ...form, provider, isDisabled: !canEdit };

  /** What is tried is what is saved, so that is saved first. The window opens by the press alone, or browsers refuse it. */
  function verify(): void {
    const tab = window.open('about:blank', '_blank');
    if (!form.isDirty) return void test.start(tab);
    goesOn.current = () => void test.start(tab);
    void form.submit().finally(() => {
      if (goesOn.current === null) return;
      goesOn.current = null;
      tab?.close();
    });
  }

  return (
    <>
      <RecordFormPage
        title={provider.settings.name}
        subtitle={`${t(`sso.preset.${provider.preset}`)} · ${portal.settings.general.name}`}
        back={{ to: list, label: t('settings.singleSignOn') }}
        form={form}
        canSave={canEdit}
        actions={
          canEdit && <DangerButton label={t('form.delete')} onClick={() => setIsAsked(true)} />
        }
      >
        <ProviderProgress provider={provider} />
        {provider.isSecretLost && (
          <Notice kind="danger" title={t('sso.secretLost')}>
            {t('sso.secretLostText')}
          </Notice>
        )}
        {provider.isOn && provider.verifiedAt === 0 && (
          <Notice kind="warning" title={t('sso.changed')}>
            {t('sso.changedText')}
          </Notice>
        )}
        <FormSection title={t('sso.nameTitle')}>
          <TextField
            name="name"
            label={t('sso.buttonName')}
            hint={t('sso.buttonNameHint', { name: form.values.name || '…' })}
            value={form.values.name}
            maxLength={60}
            isRequired
            isDisabled={!canEdit}
            error={form.errors.name}
            onChange={(name) => form.set('name', name)}
          />
        </FormSection>
        <CopyToProvider provider={provider} portal={portal} />
        <CopyFromProvider {...part} route={route} />
        <VerifySection
          provider={provider}
          portal={portal}
          isDirty={form.isDirty}
          isDisabled={!canEdit}
          test={test}
          onVerify={verify}
        />
        <WhoEnters {...part} portal={portal} />
        <MappingSection
          {...part}
          route={route}
          test={test.last}
          sent={withoutSecret(asSent(form.values))}
        />
        <CompanySection {...part} />
        <GroupsSection {...part} portal={portal} />
        <TurnOnSection
          provider={provider}
          portal={portal}
          route={route}
          isDirty={form.isDirty}
          isDisabled={!canEdit}
          onChanged={onChanged}
        />
      </RecordFormPage>
      <AskDialog
        isOpen={isAsked}
        title={t('sso.deleteTitle', { name: provider.settings.name })}
        confirm={t('form.delete')}
        onConfirm={async () => {
          await deleteRecord(route);
          toggleNotification({ type: 'success', message: t('form.deleted') });
          navigate(list);
        }}
        onClose={() => setIsAsked(false)}
      >
        <Typography>{t('sso.deleteText')}</Typography>
      </AskDialog>
    </>
  );
}

/** Without lines and rows that are still empty. */
const asSent = (values: ProviderInput): ProviderInput => ({
  ...values,
  oidc: { ...values.oidc, scopes: withoutEmptyLines(values.oidc.scopes) },
  saml: { ...values.saml, certificates: withoutEmptyLines(values.saml.certificates) },
  emailDomains: withoutEmptyLines(values.emailDomains),
  trustedDomains: withoutEmptyLines(values.trustedDomains),
  company: {
    ...values.company,
    values: values.company.values.filter((row) => !isEmptyRow(row)),
  },
  groups: values.groups.filter((row) => !isEmptyRow(row)),
});

const withoutSecret = (values: ProviderInput): ProviderSettings => {
  const settings = { ...values };
  delete settings.clientSecret;
  return settings;
};

function problemsOf(
  { name, company, groups, ...values }: ProviderInput,
  hasSecret: boolean,
  t: Translate,
): FieldErrors {
  const problems: FieldErrors = {};
  if (name.trim() === '') problems.name = t('sso.nameMissing');
  if (hasSecret && values.clientSecret === '') problems.clientSecret = t('sso.secretMissing');
  if (values.emailTrust === 'domains' && values.trustedDomains.length === 0)
    problems.trustedDomains = t('sso.trustedMissing');
  if (company.by === 'fixed' && company.fixed === '')
    problems['company.fixed'] = t('sso.companyMissing');
  company.values.forEach((row, at) => {
    if (row.value.trim() === '') problems[`company.values.${at}.value`] = t('sso.valueMissing');
    if (row.id === '') problems[`company.values.${at}.id`] = t('sso.companyMissing');
  });
  groups.forEach((row, at) => {
    if (row.value.trim() === '') problems[`groups.${at}.value`] = t('sso.valueMissing');
    if (row.id === '') problems[`groups.${at}.id`] = t('sso.groupMissing');
  });
  return problems;
}
