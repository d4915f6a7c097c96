import { Fragment } from 'react';
import { useIntl } from 'react-intl';
import { Box, Field, Grid, TextInput, Typography } from '@strapi/design-system';
import type {
  MappingPreview,
  PreviewedPerson,
  ProviderSettings,
} from '../../../../server/contracts/identity-providers';
import { Notice } from '../../../components/Notice';
import { FormSection } from '../../../components/RecordFormPage';
import { api } from '../../../services/api';
import { usePreview } from '../../../services/usePreview';
import { useWords } from '../../../useWords';
import { ClaimsTable } from './ClaimsTable';
import type { LastTest, ProviderPart } from './providerPart';

/** Company and groups have sections of their own. */
const FIELDS = ['email', 'name', 'givenName', 'familyName', 'language'] as const;
type MappedField = (typeof FIELDS)[number];
export const CLAIM_NAMES = 'sso-claim-names';

interface Props extends ProviderPart {
  route: string;
  test: LastTest;
  /** Without the secret, which a preview has no use for. */
  sent: ProviderSettings;
}

/** From which claims a person's data come, beside what they make of the last test. */
export function MappingSection({ values, errors, set, isDisabled, route, test, sent }: Props) {
  const t = useWords();
  const isTested = test?.state === 'passed';
  const preview = usePreview<MappingPreview>(isTested ? api(`${route}/preview`) : null, sent);
  const person = isTested ? (preview?.person ?? test.person) : null;
  const { mapping } = values;
  return (
    <FormSection title={t('sso.mapping')} hint={t('sso.mappingHint')}>
      <datalist id={CLAIM_NAMES}>
        {Object.keys(test?.claims ?? {}).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Grid.Root gap={4}>
        {FIELDS.map((field) => (
          <Fragment key={field}>
            <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
              <ClaimField
                name={`mapping.${field}`}
                label={t(`sso.claim.${field}`)}
                hint={t(`sso.claimHint.${field}`)}
                value={mapping[field]}
                error={errors[`mapping.${field}`]}
                isDisabled={isDisabled}
                onChange={(claim) => set('mapping', { ...mapping, [field]: claim })}
              />
            </Grid.Item>
            <Grid.Item
              col={6}
              s={12}
              xs={12}
              direction="column"
              alignItems="stretch"
              justifyContent="center"
            >
              {person && <Made field={field} person={person} />}
            </Grid.Item>
          </Fragment>
        ))}
      </Grid.Root>
      {person ? <Whole person={person} /> : <Notice kind="primary">{t('sso.preview.none')}</Notice>}
      {isTested && <ClaimsTable claims={test.claims} />}
    </FormSection>
  );
}

interface ClaimFieldProps {
  name: string;
  label: string;
  hint: string;
  value: string;
  error: string | undefined;
  isDisabled: boolean;
  onChange: (claim: string) => void;
}

/** The name of a claim; those of the last test are offered. */
export function ClaimField(props: ClaimFieldProps) {
  const t = useWords();
  return (
    <Field.Root name={props.name} error={props.error} hint={props.hint}>
      <Field.Label>{props.label}</Field.Label>
      <TextInput
        value={props.value}
        maxLength={200}
        list={CLAIM_NAMES}
        placeholder={t('sso.claim.usual')}
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
        disabled={props.isDisabled}
        onChange={({ target }: { target: { value: string } }) => props.onChange(target.value)}
      />
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
}

/** What one claim makes of the person of the last test. */
function Made({ field, person }: { field: MappedField; person: PreviewedPerson }) {
  const t = useWords();
  const { formatDisplayName } = useIntl();
  // The name is made of one of three claims, and said once.
  if (field === 'givenName' || field === 'familyName') return null;
  const said = {
    email: person.address,
    name: person.name,
    language: person.language && (formatDisplayName(person.language, { type: 'language' }) ?? ''),
  }[field];
  return (
    <Box background="neutral100" hasRadius padding={3} style={{ overflowWrap: 'anywhere' }}>
      <Typography variant="pi" textColor="neutral600">
        {t('sso.preview.made')}
      </Typography>
      <Typography tag="p" fontWeight="semiBold" dir="auto" data-made={field}>
        {said || t('sso.preview.nothing')}
      </Typography>
      {field === 'email' && person.address !== '' && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {t(person.isVerified ? 'sso.preview.verified' : 'sso.preview.unverified')}
        </Typography>
      )}
    </Box>
  );
}

/** Company, groups, and whether such a person gets in. */
function Whole({ person }: { person: PreviewedPerson }) {
  const t = useWords();
  const { formatList } = useIntl();
  const lines = [
    [t('sso.company'), person.companyName],
    [t('sso.groups'), formatList(person.groups.map(({ name }) => name))],
  ];
  return (
    <Notice
      kind={person.problem === '' ? 'success' : 'warning'}
      title={
        person.problem === ''
          ? t('sso.preview.enters')
          : t('sso.person.refused', { reason: t(`sso.problem.${person.problem}`) })
      }
      isNews
    >
      {lines.map(([label, value]) => (
        <Typography key={label} textColor="neutral800">
          {label}: {value || t('sso.preview.noValue')}
        </Typography>
      ))}
    </Notice>
  );
}
