import { ORIGIN } from './company';
import type { Booted } from './strapi';

const KB = 'plugin::customer-portal.knowledge-base';
const CATEGORY = 'plugin::customer-portal.category';
const ARTICLE = 'plugin::customer-portal.article';

/** A knowledge base at the root of the test domain: one category, one article in two languages, one draft. */
export async function foundKnowledgeBase(
  { strapi, services }: Booted,
  origin = ORIGIN,
): Promise<{ articleId: string; categoryId: string }> {
  const locales = strapi.plugin('i18n').service('locales');
  if (!(await locales.findByCode('fr'))) await locales.create({ code: 'fr', name: 'French (fr)' });
  // Content types of a plugin are not in the generated types.
  const documents = (uid: string) => strapi.documents(uid as never) as unknown as Documents;
  const base = await documents(KB).create({
    locale: 'en',
    data: { title: 'Harbour help', tagline: 'Answers' },
  });
  await documents(KB).update({
    documentId: base.documentId,
    locale: 'fr',
    data: { title: 'Aide Harbour', tagline: 'Réponses' },
  });
  const category = await documents(CATEGORY).create({
    locale: 'en',
    data: {
      name: 'Getting started',
      slug: 'getting-started',
      description: 'First steps',
      knowledgeBase: base.documentId,
    },
    status: 'published',
  });
  await documents(CATEGORY).update({
    documentId: category.documentId,
    locale: 'fr',
    data: { name: 'Premiers pas', slug: 'premiers-pas', knowledgeBase: base.documentId },
    status: 'published',
  });
  const article = await documents(ARTICLE).create({
    locale: 'en',
    data: {
      title: 'Mount the meter',
      slug: 'mount-the-meter',
      summary: 'On a rail, in five minutes.',
      body: '## Steps\n\nClick it **in**. <script>alert(1)</script> [bad](javascript:alert(1)) [good](https://example.com)',
      category: category.documentId,
    },
    status: 'published',
  });
  await documents(ARTICLE).update({
    documentId: article.documentId,
    locale: 'fr',
    data: {
      title: 'Monter le compteur',
      slug: 'monter-le-compteur',
      summary: 'Sur un rail.',
      body: 'Cliquez.',
      category: category.documentId,
    },
    status: 'published',
  });
  await documents(ARTICLE).create({
    locale: 'en',
    data: { title: 'Not ready', slug: 'not-ready', body: 'Draft', category: category.documentId },
  });
  const domain = await services.portals.createDomain({ origin, primaryLanguage: 'en' });
  await services.portals.placeKnowledgeBase({
    knowledgeBaseId: base.documentId,
    domainKey: domain.key,
    slug: '',
  });
  await services.articles.refresh();
  return { articleId: article.documentId, categoryId: category.documentId };
}

interface Documents {
  create(input: object): Promise<{ documentId: string }>;
  update(input: object): Promise<{ documentId: string }>;
}
