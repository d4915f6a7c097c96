import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { MemberAction, MemberRow } from '../../../server/contracts/members';
import { useWords } from '../../useWords';
import { ActionButtons } from './ActionButtons';
import { actionsFor, type MemberRights } from './memberActions';

interface Props {
  selected: ReadonlyMap<string, MemberRow>;
  can: MemberRights;
  isSystemDomain: boolean;
  onAct: (action: MemberAction) => void;
  onClear: () => void;
}

/** What may be done with those that are ticked. */
export function BulkBar({ selected, can, isSystemDomain, onAct, onClear }: Props) {
  const t = useWords();
  const actions = actionsFor([...selected.values()], can, isSystemDomain);
  return (
    <Box
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={4}
      role="region"
      aria-label={t('members.bulk')}
    >
      <Flex gap={3} wrap="wrap">
        <Typography role="status">{t('members.selected', { count: selected.size })}</Typography>
        <ActionButtons actions={actions} onAct={onAct} />
        <Button size="S" variant="ghost" onClick={onClear}>
          {t('members.clearSelection')}
        </Button>
      </Flex>
    </Box>
  );
}
