const { cpSync } = require('node:fs');
const path = require('node:path');
const { app } = require('../app');

const BASE = 'plugin::customer-portal.knowledge-base';
const CATEGORY = 'plugin::customer-portal.category';
const ARTICLE = 'plugin::customer-portal.article';
const LANGUAGES = ['en', 'fr'];
const DAY = 24 * 60 * 60 * 1000;

/** Knowledge bases, categories and articles in both languages, published. Returns the bases' public ids by brand. */
async function seedLibrary({ strapi, services, db, content }) {
  await makeLanguages(strapi);
  cpSync(path.join(app, 'demo', 'content', 'images'), path.join(app, 'public', 'uploads', 'demo'), {
    recursive: true,
  });
  const bases = {};
  for (const [key, brand] of Object.entries(content.brands)) {
    bases[key] = await write(strapi, BASE, (language) => ({
      title: brand.knowledgeBaseTitle[language],
      tagline: brand.tagline[language],
    }));
  }
  const categories = {};
  for (const [rank, category] of content.categories.entries()) {
    categories[category.key] = await write(strapi, CATEGORY, (language) => ({
      name: category.name[language],
      slug: category.slug,
      description: category.description[language],
      rank,
      knowledgeBase: bases[category.brand],
      ...(category.parent ? { parent: categories[category.parent] } : {}),
    }));
    await strapi.documents(CATEGORY).publish({ documentId: categories[category.key], locale: '*' });
  }
  for (const [rank, article] of content.articles.entries()) {
    const documentId = await write(strapi, ARTICLE, (language) => ({
      title: article.title[language],
      slug: article.slug,
      summary: article.summary[language],
      body: article.body[language].replaceAll('demo:images/', '/uploads/demo/'),
      rank,
      visibility: 'public',
      category: categories[article.category],
    }));
    await strapi.documents(ARTICLE).publish({ documentId, locale: '*' });
    await backdate(db, documentId, rank);
  }
  await db('cp_counters').where({ name: 'version:library' }).increment('value', 1);
  await services.articles.refresh();
  return bases;
}

async function makeLanguages(strapi) {
  const locales = strapi.plugin('i18n').service('locales');
  const known = (await locales.find()).map((locale) => locale.code);
  const names = { en: 'English (en)', fr: 'French (fr)' };
  for (const code of LANGUAGES) {
    if (!known.includes(code)) await locales.create({ code, name: names[code] });
  }
}

/** One document with a version in each language. */
async function write(strapi, uid, dataIn) {
  const { documentId } = await strapi.documents(uid).create({ locale: 'en', data: dataIn('en') });
  await strapi.documents(uid).update({ documentId, locale: 'fr', data: dataIn('fr') });
  return documentId;
}

/** Articles were not all written this morning: some weeks lie between them. */
async function backdate(db, documentId, rank) {
  const updated = Date.now() - (9 + ((rank * 23) % 290)) * DAY;
  const dates = { created_at: new Date(updated - 40 * DAY), updated_at: new Date(updated) };
  await db('cp_articles').where({ document_id: documentId }).update(dates);
}

module.exports = { seedLibrary };
