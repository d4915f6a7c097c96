import { useState } from 'react';
import { useRBAC } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { DomainChoices, DomainRow } from '../../../../server/contracts/domains';
import type { AddressCheck, SetupChoices } from '../../../../server/contracts/portal-setup';
import { Failure, Loading } from '../../../components/States';
import { SelectField } from '../../../components/SelectField';
import { TextField } from '../../../components/TextField';
import { permissions } from '../../../permissions';
import { api } from '../../../services/api';
import { saveRecord } from '../../../services/records';
import { useRead } from '../../../services/useRead';
import { useSettled } from '../../../services/useSettled';
import { useWords } from '../../../useWords';
import { ConnectDomainDialog } from '../../Domains/ConnectDomainForm';
import { LanguageField } from '../../Domains/LanguageField';
import { SetUpFrame } from './SetUpFrame';
import { useStepForm, type StepProps } from './useStepForm';

const WAIT = 300;

interface Props extends StepProps {
  choices: SetupChoices;
}

interface Values {
  domain: string;
  slug: string;
  /** '' leaves the domain's as it is. */
  language: string;
  addLocale: boolean;
}

/** Which domain the portal stands on, and how its address ends. */
export function DomainStep(props: Props) {
  const domains = useRead<DomainChoices>(api('/domain-choices'));
  if (domains.data)
    return <Fields {...props} domains={domains.data} onDomainsChanged={domains.refetch} />;
  return domains.error ? <Failure error={domains.error} onRetry={domains.refetch} /> : <Loading />;
}

function Fields(props: Props & { domains: DomainChoices; onDomainsChanged: () => void }) {
  const { portal, choices, domains, onDomainsChanged } = props;
  const t = useWords();
  const { allowedActions } = useRBAC(permissions.domainEdit);
  const [isConnecting, setIsConnecting] = useState(false);
  const { general } = portal.settings;
  const [connected, setConnected] = useState<DomainRow[]>([]);
  // One that was just connected may not be among those that were read.
  const rows = [
    ...domains.domains,
    ...connected.filter(({ id }) => domains.domains.every((one) => one.id !== id)),
  ];
  const form = useStepForm<'domain', Values>('domain', props, {
    initial: {
      domain: general.domain || choices.defaults.domain,
      slug: choices.defaults.slug,
      language: '',
      addLocale: false,
    },
    inputOf: ({ domain, slug }) => ({ domain, slug }),
    async before({ domain: id, language, addLocale }) {
      const chosen = rows.find((one) => one.id === id);
      if (!chosen || language === '' || language === chosen.primaryLanguage) return;
      const { servesAdmin } = chosen;
      await saveRecord(`/domains/${id}`, { primaryLanguage: language, addLocale, servesAdmin });
    },
  });
  const { values, errors, set } = form;
  const domain = rows.find(({ id }) => id === values.domain);
  const check = useAddressCheck(portal.id, values);

  return (
    <>
      <SetUpFrame step="domain" portal={portal} form={form} hint={t('setup.domain.hint')}>
        <Flex gap={3} alignItems="flex-end" wrap="wrap">
          <Box flex="1" minWidth="min(100%, 24rem)">
            <SelectField
              name="domain"
              label={t('setup.domain.domain')}
              value={values.domain}
              options={rows.map((row) => ({ value: row.id, label: labelOf(row, t) }))}
              error={errors.domain}
              isRequired
              onChange={(id) => {
                set('domain', id);
                set('language', '');
              }}
            />
          </Box>
          {allowedActions.canDomainEdit && (
            <Button
              variant="secondary"
              size="L"
              startIcon={<Plus />}
              onClick={() => setIsConnecting(true)}
            >
              {t('setup.domain.connect')}
            </Button>
          )}
        </Flex>
        <TextField
          name="slug"
          label={t('setup.domain.slug')}
          hint={t('setup.domain.slugHint')}
          value={values.slug}
          error={errors.slug ?? check?.problem?.message}
          maxLength={60}
          isRequired
          onChange={(slug) => set('slug', slug)}
        />
        {domain && (
          <Box background="neutral100" hasRadius padding={4}>
            <Typography tag="p" variant="pi" textColor="neutral600">
              {t('setup.domain.result')}
            </Typography>
            <Typography
              tag="p"
              fontWeight="semiBold"
              dir="ltr"
              style={{ overflowWrap: 'anywhere' }}
              data-testid="resulting-address"
            >
              {`${domain.origin}${domain.basePath}/${values.slug}`}
            </Typography>
            <Typography tag="p" variant="pi" textColor="neutral600" role="status">
              {check && !check.problem ? t('setup.domain.free') : ''}
            </Typography>
          </Box>
        )}
        {domain && domain.state !== 'verified' && (
          <Typography>{t('setup.domain.notVerified')}</Typography>
        )}
        {domain?.isSystem && (
          <Box>
            <Typography tag="p">{t('setup.domain.withholds')}</Typography>
            <Typography tag="p">{t('setup.domain.sends')}</Typography>
          </Box>
        )}
        {domain && (
          <PrimaryLanguage
            key={domain.id}
            domain={domain}
            choices={domains}
            portalId={portal.id}
            language={values.language || domain.primaryLanguage}
            addLocale={values.addLocale}
            error={errors.primaryLanguage}
            mayChange={Boolean(allowedActions.canDomainEdit)}
            onChange={(language) => {
              set('language', language);
              set('addLocale', domains.canAddLocale);
            }}
            onAddLocale={(addLocale) => set('addLocale', addLocale)}
          />
        )}
      </SetUpFrame>
      <ConnectDomainDialog
        isOpen={isConnecting}
        onConnected={(made) => {
          setConnected((before) => [...before, made]);
          onDomainsChanged();
          set('domain', made.id);
          set('language', '');
          setIsConnecting(false);
        }}
        onCancel={() => setIsConnecting(false)}
      />
    </>
  );
}

function labelOf(row: DomainRow, t: ReturnType<typeof useWords>): string {
  const address = `${row.origin}${row.basePath}`;
  if (row.isSystem) return t('setup.domain.system', { address });
  return row.state === 'verified' ? address : t('setup.domain.unverified', { address });
}

/** What the server says of the address that is typed; undefined while it is not asked or typed on. */
function useAddressCheck(
  portalId: string,
  { domain, slug }: Pick<Values, 'domain' | 'slug'>,
): AddressCheck | undefined {
  const url = domain === '' ? null : api(`/portals/${portalId}/address`, { domain, slug });
  const settled = useSettled(url, WAIT);
  const { data, isLoading } = useRead<AddressCheck>(settled);
  return settled === url && !isLoading ? data : undefined;
}

interface LanguageProps {
  domain: DomainRow;
  choices: DomainChoices;
  portalId: string;
  language: string;
  addLocale: boolean;
  error?: string;
  mayChange: boolean;
  onChange: (language: string) => void;
  onAddLocale: (addLocale: boolean) => void;
}

/** In which language the portal appears; it is the domain's, so a change of it says who else is concerned. */
function PrimaryLanguage(props: LanguageProps) {
  const { domain, language, mayChange } = props;
  const t = useWords();
  const { formatDisplayName } = useIntl();
  const [isChanging, setIsChanging] = useState(false);
  const others = [
    ...domain.portals.filter(({ id }) => id !== props.portalId).map(({ name }) => name),
    ...domain.knowledgeBases.map(({ title }) => title),
  ];
  if (!isChanging)
    return (
      <Flex gap={3} alignItems="center" wrap="wrap">
        <Typography>
          {t('setup.domain.language', {
            language: formatDisplayName(language, { type: 'language' }) ?? language,
          })}
        </Typography>
        {mayChange && (
          <Button variant="tertiary" onClick={() => setIsChanging(true)}>
            {t('setup.domain.changeLanguage')}
          </Button>
        )}
      </Flex>
    );
  return (
    <LanguageField
      choices={props.choices}
      value={language}
      addLocale={props.addLocale}
      error={props.error}
      hint={
        others.length > 0 && language !== domain.primaryLanguage
          ? t('setup.domain.languageFor', { names: others.join(', ') })
          : t('setup.domain.languageHint')
      }
      onChange={props.onChange}
      onAddLocale={props.onAddLocale}
    />
  );
}
