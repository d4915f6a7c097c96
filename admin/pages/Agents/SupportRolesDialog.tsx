import { useNotification } from '@strapi/strapi/admin';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { SupportRolePlan } from '../../../server/contracts/agents';
import { AskDialog } from '../../components/AskDialog';
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

  const state = ({ exists, missing }: SupportRolePlan) => {
    if (!exists) return t('inboxes.roleNew', { actions: missing.join(', ') });
    if (missing.length === 0) return t('inboxes.roleComplete');
    return t('inboxes.roleMissing', { actions: missing.join(', ') });
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
            <Typography tag="h3" variant="omega" fontWeight="semiBold">
              {plan.name}
            </Typography>
            <Typography tag="p" variant="pi">
              {state(plan)}
            </Typography>
            {plan.extra.length > 0 && (
              <Typography tag="p" variant="pi" textColor="neutral600">
                {t('inboxes.roleExtra', { actions: plan.extra.join(', ') })}
              </Typography>
            )}
          </Box>
        ))}
      </Flex>
    </AskDialog>
  );
}
