import { useIntl } from 'react-intl';
import { Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { isRunningOut } from '../../../../server/rules/certificates';
import { Notice } from '../../../components/Notice';
import { TextField } from '../../../components/TextField';
import { TickField } from '../../../components/TickField';
import { useWords } from '../../../useWords';
import { MetadataField } from './MetadataField';
import type { ProviderPart } from './providerPart';

const MOST_CERTIFICATES = 4;

/** Metadata fill in all of it; who has none types it. */
export function SamlFields(props: ProviderPart & { route: string }) {
  const { provider, values, errors, set, isDisabled } = props;
  const t = useWords();
  const { saml } = values;
  const change = (part: Partial<typeof saml>) => set('saml', { ...saml, ...part });
  const text = (name: 'entityId' | 'ssoUrl') => (
    <TextField
      name={`saml.${name}`}
      label={t(`sso.saml.${name}`)}
      value={saml[name]}
      maxLength={500}
      isRequired
      isDisabled={isDisabled}
      error={errors[`saml.${name}`]}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <>
      <MetadataField {...props} />
      {text('entityId')}
      {text('ssoUrl')}
      {saml.certificates.map((pem, index) => (
        <Certificate
          key={index}
          index={index}
          pem={pem}
          saved={
            provider.settings.saml.certificates[index] === pem
              ? provider.certificates[index]
              : undefined
          }
          error={errors[`saml.certificates.${index}`]}
          isDisabled={isDisabled}
          onChange={(next) =>
            change({
              certificates: saml.certificates.map((one, at) => (at === index ? next : one)),
            })
          }
          onRemove={() =>
            change({ certificates: saml.certificates.filter((_, at) => at !== index) })
          }
        />
      ))}
      {errors['saml.certificates'] && (
        <Typography role="alert" variant="pi" textColor="danger600">
          {errors['saml.certificates']}
        </Typography>
      )}
      {!isDisabled && saml.certificates.length < MOST_CERTIFICATES && (
        <Flex>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => change({ certificates: [...saml.certificates, ''] })}
          >
            {t('sso.certificate.add')}
          </Button>
        </Flex>
      )}
      <TickField
        name="saml.allowsIdpInitiated"
        label={t('sso.idpInitiated')}
        hint={t('sso.idpInitiatedHint')}
        isChosen={saml.allowsIdpInitiated}
        isDisabled={isDisabled}
        error={errors['saml.allowsIdpInitiated']}
        onChange={(allowsIdpInitiated) => change({ allowsIdpInitiated })}
      />
    </>
  );
}

interface CertificateProps {
  index: number;
  pem: string;
  /** As the server read it; only of one that is saved. */
  saved: { subject: string; endsAt: number } | undefined;
  error: string | undefined;
  isDisabled: boolean;
  onChange: (pem: string) => void;
  onRemove: () => void;
}

function Certificate(props: CertificateProps) {
  const { index, pem, saved, error, isDisabled, onChange, onRemove } = props;
  const t = useWords();
  const { formatDate } = useIntl();
  const label = t('sso.certificate', { number: index + 1 });
  const ends = saved ? formatDate(saved.endsAt, { dateStyle: 'long' }) : '';
  const isEnding = saved && isRunningOut([{ notBefore: 0, notAfter: saved.endsAt }], Date.now());
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Field.Root
        name={`saml.certificates.${index}`}
        error={error}
        hint={saved ? t('sso.certificate.of', { subject: saved.subject, ends }) : undefined}
      >
        <Field.Label>{label}</Field.Label>
        <Textarea
          value={pem}
          spellCheck={false}
          dir="ltr"
          rows={4}
          disabled={isDisabled}
          onChange={({ target }: { target: { value: string } }) => onChange(target.value)}
        />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
      {saved && isEnding && (
        <Notice kind="warning">
          {t(saved.endsAt < Date.now() ? 'sso.certificate.ended' : 'sso.certificate.ending', {
            ends,
          })}
        </Notice>
      )}
      {!isDisabled && (
        <Flex>
          <Button
            variant="tertiary"
            aria-label={t('sso.certificate.removeOne', { number: index + 1 })}
            onClick={onRemove}
          >
            {t('sso.certificate.remove')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
