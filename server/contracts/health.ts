/** What the health page looks at, in its order. */
export const HEALTH_CHECKS = [
  'public-url',
  'https',
  'proxy',
  'mail',
  'attachments',
  'virus-scan',
  'locales',
  'accounts',
  'certificates',
  'jobs',
  'database',
] as const;
export type HealthName = (typeof HEALTH_CHECKS)[number];

export interface HealthCheck {
  name: HealthName;
  state: 'good' | 'warning' | 'bad';
  /** Which of the check's sentences holds: `health.<name>.<code>` in the admin. */
  code: string;
  /** What the sentence names: an address, a folder, a count. */
  detail: string;
  /** Lines of configuration to paste; '' where nothing is to be configured. */
  fix: string;
}

export interface Health {
  checks: HealthCheck[];
}

/** What became of a test mail: sent, kept in the mail viewer, held until an admin confirms, or refused by the mail server. */
export interface TestMailAnswer {
  to: string;
  outcome: 'sent' | 'shown' | 'held' | 'failed';
  /** The mail server's words; '' when it took the mail. */
  error: string;
}
