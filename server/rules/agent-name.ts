import type { OwnerName } from '../contracts/portal-settings';

/** What stands for an agent where no name of a person is shown. */
interface Stand {
  company: string;
  inbox: string;
}

/**
 * How customers read who answers, as the portal says: in messages, mails, lists and everything else that leaves for them.
 * `name` is the agent's public name, or the own one. Never empty: a message has an author.
 */
export function agentName(how: OwnerName, name: string, { company, inbox }: Stand): string {
  const words = name.trim().split(/\s+/);
  switch (how) {
    case 'full':
      return words.join(' ') || company;
    case 'first':
      return words[0] || company;
    case 'inbox':
      return inbox || company;
    case 'none':
      return company;
  }
}

/** The same for whom a ticket is assigned to; '' where nobody has it or the portal names nobody. */
export const assigneeName = (how: OwnerName, name: string, stand: Stand): string =>
  how === 'none' || name.trim() === '' ? '' : agentName(how, name, stand);
