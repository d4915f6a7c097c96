import { Flex, Typography } from '@strapi/design-system';
import type { AccessImpact } from '../../../server/contracts/access-groups';
import { ContactSamples } from '../../components/FilterGroupsEditor/ContactSamples';
import { useWords } from '../../useWords';

/** Who would come in and who would be kept out, in numbers and with some of them. */
export function ImpactText({ impact: { letIn, keptOut, invited } }: { impact: AccessImpact }) {
  const t = useWords();
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {letIn.count > 0 && (
        <>
          <Typography fontWeight="semiBold">
            {t('accessGroups.letIn', { count: letIn.count })}
          </Typography>
          <ContactSamples contacts={letIn.sample} />
        </>
      )}
      {keptOut.count > 0 && (
        <>
          <Typography fontWeight="semiBold">
            {t('accessGroups.keptOut', { count: keptOut.count })}
          </Typography>
          <ContactSamples contacts={keptOut.sample} />
        </>
      )}
      <Typography variant="pi" textColor="neutral600">
        {invited > 0
          ? t('accessGroups.invitedByMail', { count: invited })
          : t('accessGroups.nobodyMailed')}
      </Typography>
    </Flex>
  );
}
