import { Flex, Typography } from '@strapi/design-system';
import type { DomainProblem, DomainRow } from '../../../server/contracts/domains';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

export const STATE_VARIANTS = {
  pending: 'warning',
  verified: 'success',
  failed: 'danger',
} as const;

/** State of a domain as a word, with what the last check found below it. */
export function DomainState({ domain }: { domain: DomainRow }) {
  const t = useWords();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Pill variant={STATE_VARIANTS[domain.state]}>{t(`domains.state.${domain.state}`)}</Pill>
      {domain.problem && (
        <Typography variant="pi" textColor="neutral600">
          <DomainProblemText problem={domain.problem} />
        </Typography>
      )}
    </Flex>
  );
}

/** Why a check failed, in words. */
export function DomainProblemText({ problem }: { problem: DomainProblem }) {
  const t = useWords();
  return <>{t(`domains.problem.${problem.code}`, { detail: problem.detail })}</>;
}
