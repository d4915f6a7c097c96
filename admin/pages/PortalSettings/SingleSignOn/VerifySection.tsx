import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import type {
  PreviewedPerson,
  ProviderDetail,
  ProviderTest,
} from '../../../../server/contracts/identity-providers';
import type { PortalDetail } from '../../../../server/contracts/portals';
import { missingFields } from '../../../../server/rules/identity-providers';
import { Notice } from '../../../components/Notice';
import { OutsideLink } from '../../../components/OutsideLink';
import { RelativeTime } from '../../../components/RelativeTime';
import { useWords } from '../../../useWords';
import { Folded } from './Folded';
import { StepSection } from './StepSection';
import type { RoundTrip } from './useProviderTest';

interface Props {
  provider: ProviderDetail;
  portal: PortalDetail;
  isDirty: boolean;
  isDisabled: boolean;
  test: RoundTrip;
  onVerify: () => void;
}

/** A real sign-in, and what came of it in words. */
export function VerifySection({ provider, portal, isDirty, isDisabled, test, onVerify }: Props) {
  const t = useWords();
  const { last, isWaiting } = test;
  const isFilled = missingFields(provider.kind, provider.settings).length === 0 || isDirty;
  const isReached = portal.state === 'live';
  return (
    <StepSection step="verify" hint={t('sso.verify.hint')}>
      {!isReached && <Notice kind="warning">{t('sso.verify.notLive')}</Notice>}
      {isReached && !isFilled && <Notice kind="primary">{t('sso.verify.fill')}</Notice>}
      <Flex gap={4} wrap="wrap">
        {!isDisabled && (
          <Button
            variant="secondary"
            startIcon={<Play />}
            loading={isWaiting}
            disabled={!isFilled || !isReached}
            onClick={onVerify}
          >
            {t(isDirty ? 'sso.verify.saveAndDo' : 'sso.verify.do')}
          </Button>
        )}
        {provider.verifiedAt > 0 && (
          <Typography variant="pi" textColor="neutral600">
            {t('sso.verify.last')} <RelativeTime at={provider.verifiedAt} />
          </Typography>
        )}
      </Flex>
      {isWaiting && (
        <Notice kind="primary" title={t('sso.verify.waiting')} isNews>
          <Typography textColor="neutral800">{t('sso.verify.waitingText')}</Typography>
          {test.address !== '' && (
            <OutsideLink to={test.address}>{t('sso.verify.byHand')}</OutsideLink>
          )}
          <Button variant="tertiary" onClick={test.stopWaiting}>
            {t('sso.verify.stop')}
          </Button>
        </Notice>
      )}
      {!isWaiting && last && last.state !== 'open' && <Outcome test={last} />}
    </StepSection>
  );
}

function Outcome({ test }: { test: ProviderTest }) {
  const t = useWords();
  const { state, problem, detail, person } = test;
  if (state === 'passed')
    return (
      <Notice kind="success" title={t('sso.verify.passed')} isNews>
        <Typography textColor="neutral800">{t('sso.verify.passedText')}</Typography>
        {person && <Person person={person} />}
      </Notice>
    );
  if (state === 'expired' || problem === '')
    return (
      <Notice kind="warning" title={t('sso.verify.expired')} isNews>
        {t('sso.verify.expiredText')}
      </Notice>
    );
  return (
    <Notice kind="danger" title={t(`sso.problem.${problem}`)} isNews>
      <Typography textColor="neutral800">{t(`sso.fix.${problem}`)}</Typography>
      {detail !== '' && (
        <Folded title={t('sso.verify.detail')}>
          <Box paddingTop={2}>
            <Typography textColor="neutral800" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
              {detail}
            </Typography>
          </Box>
        </Folded>
      )}
    </Notice>
  );
}

/** Whether the admin himself would get in, which verifying does not ask for. */
function Person({ person }: { person: PreviewedPerson }) {
  const t = useWords();
  return (
    <Typography textColor="neutral800">
      {person.problem === ''
        ? t('sso.person.enters', { address: person.address })
        : t('sso.person.refused', { reason: t(`sso.problem.${person.problem}`) })}
    </Typography>
  );
}
