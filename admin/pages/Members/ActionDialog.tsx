import { Flex, Typography } from '@strapi/design-system';
import type {
  MemberAction,
  MemberActionResult,
  MemberRow,
} from '../../../server/contracts/members';
import { AskDialog } from '../../components/AskDialog';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';
import { fitting } from './memberActions';

interface Props {
  portal: { id: string; name: string };
  action: MemberAction;
  members: readonly MemberRow[];
  onDone: (result: MemberActionResult) => void;
  onClose: () => void;
}

const DANGERS: readonly MemberAction[] = ['decline', 'disable', 'end-sessions', 'cancel'];
const NAMED = 5;

/** Asks with the number before something is done to members, and says what it means. */
export function ActionDialog({ portal, action, members, onDone, onClose }: Props) {
  const t = useWords();
  const chosen = fitting(members, action);
  const left = members.length - chosen.length;
  const names = chosen.slice(0, NAMED).map(({ name, address }) => name || address);
  const values = { count: chosen.length, portal: portal.name };
  return (
    <AskDialog
      isOpen
      isDanger={DANGERS.includes(action)}
      title={t(`members.ask.${action}`, values)}
      confirm={t(`members.action.${action}`)}
      onConfirm={async () => {
        const contacts = chosen.map(({ id }) => id);
        onDone(
          await createRecord<MemberActionResult>(`/portals/${portal.id}/members/actions`, {
            action,
            contacts,
          }),
        );
      }}
      onClose={onClose}
    >
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Typography>{t(`members.means.${action}`, values)}</Typography>
        <Typography fontWeight="semiBold" dir="auto">
          {[
            names.join(', '),
            chosen.length > NAMED && t('members.andMore', { count: chosen.length - NAMED }),
          ]
            .filter(Boolean)
            .join(' ')}
        </Typography>
        {left > 0 && (
          <Typography textColor="neutral600">{t('members.notFitting', { count: left })}</Typography>
        )}
      </Flex>
    </AskDialog>
  );
}
