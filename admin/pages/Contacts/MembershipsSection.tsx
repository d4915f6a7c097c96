import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { ContactMembership } from '../../../server/contracts/contacts';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { useWords } from '../../useWords';
import { StandingPill } from './StandingPill';

interface Props {
  memberships: ContactMembership[];
  /** Ids of portals where access is to be disabled. */
  disabled: string[];
  hasAccount: boolean;
  isDisabled: boolean;
  onChange: (disabled: string[]) => void;
}

/** The contact's standing at each portal, with what it has consented to there. */
export function MembershipsSection(props: Props) {
  const { memberships, disabled, hasAccount, isDisabled, onChange } = props;
  const t = useWords();
  return (
    <FormSection
      title={t('contacts.memberships')}
      hint={t(hasAccount ? 'contacts.membershipsHint' : 'contacts.noAccount')}
    >
      {memberships.length === 0 && (
        <Typography textColor="neutral600">{t('contacts.noMembership')}</Typography>
      )}
      {memberships.map((membership) => {
        const { portal, standing, consents } = membership;
        return (
          <Flex
            key={portal.id}
            gap={4}
            wrap="wrap"
            justifyContent="space-between"
            alignItems="flex-start"
            padding={4}
            hasRadius
            background="neutral100"
          >
            <Box>
              <Flex gap={2} wrap="wrap">
                <Typography tag="h3" fontWeight="semiBold" dir="auto">
                  {portal.name}
                </Typography>
                <StandingPill standing={standing} />
              </Flex>
              <Flex gap={4} wrap="wrap" paddingTop={1}>
                <Since word="contacts.registeredAt" at={membership.registeredAt} />
                <Since word="contacts.lastSignIn" at={membership.lastSignInAt} />
                <Since word="contacts.disabledAt" at={membership.disabledAt} />
              </Flex>
              <Consents consents={consents} />
            </Box>
            <Checkbox
              checked={disabled.includes(portal.id)}
              disabled={isDisabled}
              onCheckedChange={(next) =>
                onChange(
                  next === true
                    ? [...disabled, portal.id]
                    : disabled.filter((one) => one !== portal.id),
                )
              }
            >
              {t('contacts.disable')}
            </Checkbox>
          </Flex>
        );
      })}
    </FormSection>
  );
}

function Since({
  word,
  at,
}: {
  word: 'contacts.registeredAt' | 'contacts.lastSignIn' | 'contacts.disabledAt';
  at: number;
}) {
  const t = useWords();
  if (at === 0) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      {t(word)} <RelativeTime at={at} />
    </Typography>
  );
}

function Consents({ consents }: { consents: ContactMembership['consents'] }) {
  const t = useWords();
  const { formatDate } = useIntl();
  if (consents.length === 0) return null;
  return (
    <Box paddingTop={2}>
      <Typography variant="pi" fontWeight="bold">
        {t('contacts.consents')}
      </Typography>
      <ul>
        {consents.map(({ name, givenAt }) => (
          <li key={name}>
            <Typography variant="pi">
              {[name, givenAt > 0 ? formatDate(givenAt, { dateStyle: 'medium' }) : '']
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          </li>
        ))}
      </ul>
    </Box>
  );
}
