import type { FormContent } from '../contracts/request-forms';
import { contentProblems, type ContentProblem } from '../rules/request-form-content';
import { slugProblem } from '../rules/slug';
import { formProperties } from './published-forms';
import type { SiteMap } from './site-map';

/** Pages below "new" that a form must not stand in the way of. */
const RESERVED = new Set(['new', 'preview', 'sent', 'suggestions']);

/** Why a form cannot stand at the end of an address, whoever else is there; '' when it can. */
export function formSlugProblem(slug: string): string {
  const problem = slugProblem(slug);
  if (problem !== '') return problem;
  return RESERVED.has(slug) ? `“${slug}” is reserved. Choose another address.` : '';
}

/** What is wrong with the content of a form of this portal; `isComplete` asks as well whether it can be published. */
export function formProblems(
  siteMap: SiteMap,
  content: FormContent,
  portal: { key: number; inboxKey: number },
  isComplete: boolean,
): ContentProblem[] {
  const pipelineId = (key: number) => siteMap.pipelineByKey(key)?.id ?? '';
  const inboxes = siteMap.inboxes().filter((inbox) => inbox.portalKey === portal.key);
  const pipelines = siteMap.pipelines().map(({ key, id }) => {
    const own = siteMap.statusesOf(key);
    const marked = own.filter(({ mayStart }) => mayStart);
    return [id, (marked.length > 0 ? marked : own).map((status) => status.id)] as const;
  });
  return contentProblems(
    content,
    {
      properties: formProperties(siteMap.properties('ticket')),
      contactFields: siteMap.fields('contact'),
      inboxes: new Map(inboxes.map((inbox) => [inbox.id, pipelineId(inbox.pipelineKey)])),
      defaultPipeline: pipelineId(siteMap.inboxByKey(portal.inboxKey)?.pipelineKey ?? 0),
      pipelines: new Map(pipelines),
    },
    isComplete,
  );
}
