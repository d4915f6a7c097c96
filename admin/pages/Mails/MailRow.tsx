import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { MailView } from '../../../server/contracts/mails';
import { ClickableRow, isRowClick } from '../../components/DataTable';
import { RelativeTime } from '../../components/RelativeTime';
import { RowOpener } from '../../components/RowOpener';
import { useValueWords } from '../../useWords';
import { MailState } from './MailState';

const NoWrap = styled.td`
  white-space: nowrap;
`;

export function MailRow({ mail, onOpen }: { mail: MailView; onOpen: () => void }) {
  const wordOf = useValueWords();
  const kind = wordOf('template', mail.template);
  return (
    <ClickableRow onClick={(event) => isRowClick(event) && onOpen()}>
      <td>{mail.to}</td>
      <td>
        <RowOpener dir="auto" onClick={onOpen}>
          {/* A mail is written when it is sent: until then only its kind is known. */}
          {mail.subject || kind}
        </RowOpener>
        {mail.subject !== '' && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {kind}
          </Typography>
        )}
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
