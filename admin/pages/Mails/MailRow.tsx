import { styled } from 'styled-components';
import type { MailView } from '../../../server/contracts/mails';
import { ClickableRow, isRowClick } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { useValueWords } from '../../useWords';
import { MailState } from './MailState';

const Opener = styled.button`
  color: ${({ theme }) => theme.colors.neutral800};
  background: none;
  border: 0;
  padding: 0;
  font: inherit;
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-align: start;
  overflow-wrap: anywhere;
  cursor: pointer;

  &:hover,
  &:focus-visible {
    color: ${({ theme }) => theme.colors.primary600};
    text-decoration: underline;
  }
`;

const NoWrap = styled.td`
  white-space: nowrap;
`;

export function MailRow({ mail, onOpen }: { mail: MailView; onOpen: () => void }) {
  // A mail is written when it is sent: until then only its kind is known.
  const wordOf = useValueWords();
  return (
    <ClickableRow onClick={(event) => isRowClick(event) && onOpen()}>
      <td>{mail.to}</td>
      <td>
        <Opener type="button" aria-haspopup="dialog" dir="auto" onClick={onOpen}>
          {mail.subject || wordOf('template', mail.template)}
        </Opener>
      </td>
      <NoWrap>
        <MailState state={mail.state} />
      </NoWrap>
      <NoWrap>
        <RelativeTime at={mail.createdAt} />
      </NoWrap>
    </ClickableRow>
  );
}
