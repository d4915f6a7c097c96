import { type ReactNode, useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { DomainDetail, DomainProblem } from '../../../server/contracts/domains';
import { CopyField } from '../../components/CopyField';
import { Pill } from '../../components/Pill';
import { FormSection } from '../../components/RecordFormPage';
import { RelativeTime } from '../../components/RelativeTime';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { DomainProblemText, STATE_VARIANTS } from './DomainState';

interface Props {
  domain: DomainDetail;
  canEdit: boolean;
  onChecked: (domain: DomainDetail) => void;
}

/** Whether the domain is proven, what the last check found, and the two ways to prove it. */
export function VerificationSection({ domain, canEdit, onChecked }: Props) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const [isChecking, setIsChecking] = useState(false);
  const { state, problem, checkedAt, verification } = domain;
  const isVerified = state === 'verified';

  async function check(): Promise<void> {
    setIsChecking(true);
    try {
      const next = await createRecord<DomainDetail>(`/domains/${domain.id}/check`, {});
      onChecked(next);
      const isGood = next.state === 'verified' && !next.problem;
      toggleNotification({
        type: isGood ? 'success' : 'warning',
        message: t(isGood ? 'domains.verifiedNow' : 'domains.foundProblem'),
      });
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    } finally {
      setIsChecking(false);
    }
  }

  return (
    <FormSection title={t('domains.verification')}>
      <Flex gap={4} wrap="wrap" justifyContent="space-between" alignItems="flex-start">
        <Flex direction="column" alignItems="flex-start" gap={2} flex="1 1 24rem">
          <Pill variant={STATE_VARIANTS[state]}>{t(`domains.state.${state}`)}</Pill>
          {isVerified && !problem && (
            <Typography>{t(verification ? 'domains.servedNow' : 'domains.trusted')}</Typography>
          )}
          {problem && (
            <Typography>
              {isVerified && `${t(stillOf(problem))} `}
              <DomainProblemText problem={problem} />
            </Typography>
          )}
          {verification && (
            <Typography variant="pi" textColor="neutral600">
              {checkedAt === 0 ? (
                t('domains.neverChecked')
              ) : (
                <>
                  {t('domains.lastCheck')} <RelativeTime at={checkedAt} />
                </>
              )}
            </Typography>
          )}
        </Flex>
        {canEdit && verification && (
          <Button
            variant="secondary"
            startIcon={<ArrowClockwise />}
            loading={isChecking}
            onClick={() => void check()}
          >
            {t('domains.checkNow')}
          </Button>
        )}
      </Flex>
      {verification && (!isVerified || problem) && (
        <>
          <Way title={t('domains.wayProxy')} text={t('domains.wayProxyText')}>
            <CopyField label={t('domains.proofAddress')} value={verification.url} />
          </Way>
          {verification.txt && (
            <Way title={t('domains.wayTxt')} text={t('domains.wayTxtText')}>
              <CopyField label={t('domains.txtName')} value={verification.txt.name} />
              <CopyField label={t('domains.txtValue')} value={verification.txt.value} />
              {problem && problem.txt !== '' && (
                <Typography variant="pi" textColor="neutral600">
                  {t(`domains.txt.${problem.txt}`)}
                </Typography>
              )}
            </Way>
          )}
        </>
      )}
    </FormSection>
  );
}

/** In front of what a check has found at a verified domain. */
const stillOf = ({ txt }: DomainProblem) =>
  txt === 'right' ? 'domains.provenByTxt' : 'domains.stillProblem';

function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Box>
        <Typography tag="h3" variant="omega" fontWeight="bold">
          {title}
        </Typography>
        <Typography tag="p" textColor="neutral600" paddingTop={1}>
          {text}
        </Typography>
      </Box>
      {children}
    </Flex>
  );
}
