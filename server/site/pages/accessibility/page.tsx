import { CHECKED_ON, CRITERIA, METHODS, type Criterion } from '../../accessibility/criteria';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { dateFormat } from '../../messages';
import { HelpContact } from '../../system-texts';
import type { Answer, SiteRequest } from '../../request';

const W3C = 'https://www.w3.org/TR/WCAG22/#';

/** The statement of accessibility, made from the table that says how each criterion was checked. */
export function accessibilityPage(request: SiteRequest): Answer {
  const { t, language, place } = request;
  const company = place.portal?.company ?? '';
  const date = dateFormat(language, 'UTC', 'day').format(Date.parse(CHECKED_ON));
  const partly = CRITERIA.filter(({ result }) => result === 'partly');
  const help = place.portal?.settings.general.helpContact ?? '';
  const html = renderPage(request, {
    title: t('accessibility.title'),
    children: (
      <div class="narrow prose">
        <h1>{t('accessibility.title')}</h1>
        <p>{t('accessibility.intro', { company })}</p>
        <p>{t('accessibility.state', { count: CRITERIA.length, partly: partly.length, date })}</p>
        <h2>{t('accessibility.limits')}</h2>
        <p>{t('accessibility.ownContent')}</p>
        <ul>
          {partly.map((criterion) => (
            <li>
              <Name criterion={criterion} />
            </li>
          ))}
        </ul>
        <h2>{t('accessibility.contact')}</h2>
        <p>
          {t(help === '' ? 'accessibility.contactPortal' : 'accessibility.contactHelp')}{' '}
          <HelpContact request={request} />
        </p>
        <h2>{t('accessibility.how')}</h2>
        <p>{t('accessibility.howText')}</p>
        <div class="sideways" role="region" aria-label={t('accessibility.how')} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('accessibility.criterion')}</th>
                <th scope="col">{t('accessibility.level')}</th>
                <th scope="col">{t('accessibility.result')}</th>
                <th scope="col">{t('accessibility.methods')}</th>
              </tr>
            </thead>
            <tbody>
              {CRITERIA.map((criterion) => (
                <tr>
                  <th scope="row">
                    <Name criterion={criterion} />
                  </th>
                  <td>{criterion.level}</td>
                  <td>{t(`accessibility.result.${criterion.result}`)}</td>
                  <td>
                    {METHODS.filter((method) => criterion.methods.includes(method))
                      .map((method) => t(`accessibility.method.${method}`))
                      .join(' · ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    ),
  });
  return { kind: 'page', status: 200, html };
}

/** W3C's own words are English; its page has them in other languages. */
function Name({ criterion: { id, name } }: { criterion: Criterion }) {
  const anchor = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return (
    <a href={`${W3C}${anchor}`} rel="noreferrer">
      {id} <bdi lang="en">{name}</bdi>
    </a>
  );
}
