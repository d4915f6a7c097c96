import type { AgentTicketDetail, MessageKind } from '../../../server/contracts/tickets';
import { useWords } from '../../useWords';

type Person = AgentTicketDetail['people'][number];

const shortName = ({ name, address }: Person) => name.trim().split(/\s+/)[0] || address;

/** The button names its effect: who gets the reply, or that nobody outside does. */
export function useSendLabel(kind: MessageKind, people: AgentTicketDetail['people']): string {
  const t = useWords();
  if (kind === 'note') return t('composer.addNote');
  const [first, second] = people;
  if (!first) return t('composer.send');
  return t('composer.sendTo', {
    first: shortName(first),
    second: second ? shortName(second) : '',
    others: people.length - 1,
  });
}
