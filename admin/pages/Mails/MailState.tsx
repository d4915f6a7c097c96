import type { StatusVariant } from '@strapi/design-system';
import type { MailView } from '../../../server/contracts/mails';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

const VARIANTS: Record<MailView['state'], StatusVariant> = {
  waiting: 'secondary',
  sending: 'secondary',
  sent: 'success',
  shown: 'success',
  failed: 'danger',
  held: 'warning',
  discarded: 'neutral',
};

export function MailState({ state }: { state: MailView['state'] }) {
  const t = useWords();
  return <Pill variant={VARIANTS[state] ?? 'neutral'}>{t(`mailState.${state}`)}</Pill>;
}
