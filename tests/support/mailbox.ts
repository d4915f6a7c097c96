import { simpleParser, type ParsedMail } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mailbox {
  port: number;
  mails: ParsedMail[];
  /** Called before a mail is accepted; throwing refuses it, a promise delays it. */
  onMail: (mail: ParsedMail) => void | Promise<void>;
  /** Readers that it does not know. */
  refusesRecipient: (address: string) => boolean;
  close(): Promise<void>;
}

/** A real SMTP server that keeps what it is given. */
export async function openMailbox(port = 0): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const box: Mailbox = {
    port: 0,
    mails,
    onMail: () => undefined,
    refusesRecipient: () => false,
    close: () => Promise.resolve(),
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      if (!box.refusesRecipient(address)) return done();
      done(Object.assign(new Error('No such user here'), { responseCode: 550 }));
    },
    onData(stream, _session, done) {
      simpleParser(stream).then(async (mail) => {
        try {
          await box.onMail(mail);
        } catch (error) {
          return done(error as Error);
        }
        mails.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  box.port = (server.server.address() as AddressInfo).port;
  box.close = () => new Promise((resolve) => server.close(() => resolve()));
  return box;
}
