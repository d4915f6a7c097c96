import type { WordsByLanguage } from '../contracts/lists';

/**
 * What customers read of standard properties beside English and French, by property (an option: `property.option`), in the
 * order of LANGUAGES. Agents read the admin's two languages.
 */
const LANGUAGES = ['de', 'es', 'pt', 'it', 'nl', 'pl', 'ar', 'ja'] as const;

type Words = readonly [string, string, string, string, string, string, string, string];

const WORDS: Record<string, Words | undefined> = {
  subject: ['Betreff', 'Asunto', 'Assunto', 'Oggetto', 'Onderwerp', 'Temat', 'الموضوع', '件名'],
  description: [
    'Beschreibung',
    'Descripción',
    'Descrição',
    'Descrizione',
    'Beschrijving',
    'Opis',
    'الوصف',
    '説明',
  ],
  message: [
    'Nachricht',
    'Mensaje',
    'Mensagem',
    'Messaggio',
    'Bericht',
    'Wiadomość',
    'الرسالة',
    'メッセージ',
  ],
  status: ['Status', 'Estado', 'Status', 'Stato', 'Status', 'Status', 'الحالة', 'ステータス'],
  priority: [
    'Priorität',
    'Prioridad',
    'Prioridade',
    'Priorità',
    'Prioriteit',
    'Priorytet',
    'الأولوية',
    '優先度',
  ],
  'priority.low': ['Niedrig', 'Baja', 'Baixa', 'Bassa', 'Laag', 'Niski', 'منخفضة', '低'],
  'priority.medium': ['Mittel', 'Media', 'Média', 'Media', 'Normaal', 'Średni', 'متوسطة', '中'],
  'priority.high': ['Hoch', 'Alta', 'Alta', 'Alta', 'Hoog', 'Wysoki', 'عالية', '高'],
  'priority.urgent': [
    'Dringend',
    'Urgente',
    'Urgente',
    'Urgente',
    'Dringend',
    'Pilny',
    'عاجلة',
    '緊急',
  ],
  category: [
    'Kategorie',
    'Categoría',
    'Categoria',
    'Categoria',
    'Categorie',
    'Kategoria',
    'الفئة',
    'カテゴリー',
  ],
  'category.product-issue': [
    'Problem mit dem Produkt',
    'Problema con el producto',
    'Problema com o produto',
    'Problema con il prodotto',
    'Probleem met het product',
    'Problem z produktem',
    'مشكلة في المنتج',
    '製品の不具合',
  ],
  'category.billing': [
    'Abrechnung',
    'Facturación',
    'Faturamento',
    'Fatturazione',
    'Facturering',
    'Rozliczenia',
    'الفوترة',
    '請求',
  ],
  'category.feature-request': [
    'Funktionswunsch',
    'Solicitud de función',
    'Sugestão de recurso',
    'Richiesta di funzionalità',
    'Verzoek om een functie',
    'Prośba o nową funkcję',
    'طلب ميزة',
    '機能の要望',
  ],
  'category.question': [
    'Frage',
    'Pregunta',
    'Pergunta',
    'Domanda',
    'Vraag',
    'Pytanie',
    'سؤال',
    '質問',
  ],
  owner: [
    'Zuständig',
    'Responsable',
    'Responsável',
    'Responsabile',
    'Behandelaar',
    'Osoba odpowiedzialna',
    'المسؤول',
    '担当者',
  ],
  company: ['Unternehmen', 'Empresa', 'Empresa', 'Azienda', 'Bedrijf', 'Firma', 'الشركة', '会社'],
  created: [
    'Erstellt',
    'Fecha de creación',
    'Data de criação',
    'Data di creazione',
    'Aangemaakt',
    'Utworzono',
    'تاريخ الإنشاء',
    '作成日',
  ],
  last_activity: [
    'Letzte Aktivität',
    'Última actividad',
    'Última atividade',
    'Ultima attività',
    'Laatste activiteit',
    'Ostatnia aktywność',
    'آخر نشاط',
    '最終更新',
  ],
  closed: [
    'Geschlossen',
    'Fecha de cierre',
    'Data de fechamento',
    'Data di chiusura',
    'Gesloten',
    'Zamknięto',
    'تاريخ الإغلاق',
    '完了日',
  ],
};

/** The words of a standard property, or of one of its options, in every language that has them. */
export const standardWords = (name: string, en: string, fr: string): WordsByLanguage => ({
  en,
  fr,
  ...Object.fromEntries(
    LANGUAGES.flatMap((language, index) => {
      const word = WORDS[name]?.[index];
      return word === undefined ? [] : [[language, word]];
    }),
  ),
});
