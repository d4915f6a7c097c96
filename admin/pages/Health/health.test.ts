import en from '../../translations/en';

/** Codes of server/rules/health.ts by check. */
const CODES: Record<string, string> = {
  'public-url': 'good missing local',
  https: 'good local plain',
  proxy: 'good none untrusted unseen direct',
  mail: 'good viewer held failing sendmail',
  attachments: 'good public unwritable temporary bucket unreachable',
  'virus-scan': 'none clamav hook silent unscanned',
  locales: 'good missing',
  accounts: 'good missing',
  jobs: 'good stuck',
  database: 'good sqlite',
};

it('has words for every sentence of the health page', () => {
  const words = Object.entries(CODES).flatMap(([name, codes]) =>
    codes.split(' ').map((code) => `health.${name}.${code}`),
  );
  expect(words.filter((word) => !(word in en))).toEqual([]);
});
