import { Button } from '@strapi/design-system';
import type { MemberAction } from '../../../server/contracts/members';
import { useWords } from '../../useWords';

interface Props {
  actions: readonly MemberAction[];
  onAct: (action: MemberAction) => void;
}

const SHUTTING_OUT: readonly MemberAction[] = ['disable', 'decline'];

/** One button for each thing that may be done with members. */
export function ActionButtons({ actions, onAct }: Props) {
  const t = useWords();
  return actions.map((action) => (
    <Button
      key={action}
      size="S"
      variant={SHUTTING_OUT.includes(action) ? 'danger-light' : 'secondary'}
      onClick={() => onAct(action)}
    >
      {t(`members.action.${action}`)}
    </Button>
  ));
}
