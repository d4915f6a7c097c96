import { useNotification } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { SupportRolePlan } from '../../../server/contracts/agents';
import { AskDialog } from '../../components/AskDialog';
import { Pill } from '../../components/Pill';
import { api } from '../../services/api';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useRead } from '../../services/useRead';
import { useWords } from '../../useWords';

/** Shows what the support roles would get before they are made. */
export function SupportRolesDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  const { data, error } = useRead<SupportRolePlan[]>(api('/support-roles'));
  const isNeeded = data?.some(({ missing, exists }) => missing.length > 0 || !exists) ?? false;

  const pill = ({ exists, missing }: SupportRolePlan) => {
    if (!exists) return <Pill variant="primary">{t('inboxes.roleNew')}</Pill>;
    if (missing.length === 0) return <Pill variant="success">{t('inboxes.roleComplete')}</Pill>;
    return <Pill variant="warning">{t('inboxes.roleIncomplete')}</Pill>;
  };

  return (
    <AskDialog
      isOpen
      title={t('inboxes.rolesTitle')}
      confirm={t('inboxes.rolesConfirm')}
      isConfirmable={isNeeded}
      isDanger={false}
      onConfirm={async () => {
        await createRecord('/support-roles', {});
        toggleNotification({ type: 'success', message: t('inboxes.rolesDone') });
      }}
      onClose={onClose}
    >
      {error ? <Typography>{textOf(error)}</Typography> : null}
      {!data && !error && <Typography>{t('state.loading')}</Typography>}
      <Flex direction="column" alignItems="stretch" gap={4}>
        {data?.map((plan) => (
          <Box key={plan.name}>
            <Flex gap={2} justifyContent="space-between" alignItems="flex-start">
              <Typography tag="h3" variant="omega" fontWeight="bold">
                {plan.name}
              </Typography>
              {pill(plan)}
            </Flex>
            {plan.missing.length > 0 && (
              <Typography tag="p" variant="pi" paddingTop={1}>
                {t('inboxes.roleMissing', { actions: plan.missing.join(', ') })}
              </Typography>
            )}
            {plan.extra.length > 0 && (
              <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={1}>
                {t('inboxes.roleExtra', { actions: plan.extra.join(', ') })}
              </Typography>
            )}
          </Box>
        ))}
      </Flex>
    </AskDialog>
  );
}
