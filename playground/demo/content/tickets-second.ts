import type { DemoTicket } from './types';

export const ticketsSecond: DemoTicket[] = [
  {
    requester: 'isabelle', participants: ['samir'], brand: 'second', subject: 'Débit nocturne permanent dans les caves, bâtiment C', priority: 'urgent', category: 'product-issue', openedDaysAgo: 10, status: 'waiting-on-us', assignee: 'elodie',
    messages: [
      { from: 'isabelle', kind: 'public', hoursAfter: 0, text: "Nous recevons une alerte chaque nuit pour le bâtiment C, mais le plombier ne trouve rien. Relevé joint.", attachments: ['releve-caves.csv'] },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "Bonjour Isabelle, 14 litres par heure, très réguliers : cela ressemble à une chasse d’eau ou à un groupe de sécurité. Pouvez-vous fermer la vanne de la colonne 2 pendant une heure cette nuit ?" },
      { from: 'samir', kind: 'public', hoursAfter: 26, text: "Vanne fermée de 2 h à 3 h : le débit n’a pas changé." },
      { from: 'elodie', kind: 'note', hoursAfter: 2, text: "So the loss is before column 2, or the sensor counts vibration from the heating pump. Ask for the position of the sensor." },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "Merci Samir, c’est très utile. Le capteur est-il à moins d’un mètre de la pompe de chauffage ?" },
      { from: 'samir', kind: 'public', hoursAfter: 20, text: "Oui, à 60 cm environ. Faut-il le déplacer ?", attachments: ['night-flow.png'] },
    ],
  },
  {
    requester: 'samir', brand: 'second', subject: 'Pile faible après huit mois seulement', priority: 'medium', category: 'product-issue', openedDaysAgo: 150, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'samir', kind: 'public', hoursAfter: 0, text: "Le capteur R1-7731 annonce une pile faible après huit mois. Journal joint.", attachments: ['collector-events.log'] },
      { from: 'jonas', kind: 'note', hoursAfter: 3, text: "Signal -104 dBm: it shouts at full power all day. Battery is fine, the place is not." },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Bonjour Samir, le signal est si faible que le capteur émet toujours à pleine puissance. Une nouvelle pile part aujourd’hui ; rapprochez aussi le collecteur d’un étage." },
      { from: 'samir', kind: 'public', hoursAfter: 90, text: "Collecteur au 2e étage, pile changée : signal bon." },
    ],
  },
  {
    requester: 'grace', brand: 'second', subject: 'Leak alert woke up the wrong caretaker', priority: 'high', category: 'question', openedDaysAgo: 132, status: 'closed', assignee: 'david',
    messages: [
      { from: 'grace', kind: 'public', hoursAfter: 0, text: "The alert for Mill Court went to the caretaker of Station House at 3 in the morning." },
      { from: 'david', kind: 'public', hoursAfter: 4, text: "Both buildings use the contact list *Night duty*. Make a list for each building in **Alerts > Who is told**, and choose it on the building." },
      { from: 'grace', kind: 'public', hoursAfter: 5, text: "Two lists made, and I sent him a box of chocolates." },
    ],
  },
  {
    requester: 'lucas', brand: 'second', subject: 'Sensor for plastic pipe', priority: 'low', category: 'question', openedDaysAgo: 118, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'lucas', kind: 'public', hoursAfter: 0, text: "Does the R1 work on PEX pipe, 32 mm?" },
      { from: 'maya', kind: 'public', hoursAfter: 5, text: "Yes, from 15 to 50 mm, copper, steel or plastic. On PEX use the wide strap, it is in the box." },
    ],
  },
  {
    requester: 'isabelle', brand: 'second', subject: 'Facture : remise pour 200 capteurs', priority: 'medium', category: 'billing', openedDaysAgo: 104, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'isabelle', kind: 'public', hoursAfter: 0, text: "Nous avons dépassé 200 capteurs en mai. La remise prévue au contrat n’apparaît pas." },
      { from: 'elodie', kind: 'public', hoursAfter: 5, text: "Vous avez raison : elle aurait dû s’appliquer dès mai. Un avoir de deux mois est émis, et la remise est désormais automatique." },
      { from: 'isabelle', kind: 'public', hoursAfter: 24, text: "Avoir reçu, merci." },
    ],
  },
  {
    requester: 'grace', brand: 'second', subject: 'Report shows litres, tenants want cubic metres', priority: 'low', category: 'feature-request', openedDaysAgo: 88, status: 'closed', assignee: 'david',
    messages: [
      { from: 'grace', kind: 'public', hoursAfter: 0, text: "Tenants compare our report with the water bill, which is in cubic metres." },
      { from: 'david', kind: 'public', hoursAfter: 6, text: "Under *Reports > Units* you can choose m³ for each building. The next report follows it." },
      { from: 'grace', kind: 'public', hoursAfter: 3, text: "I had looked everywhere but there. Thanks." },
    ],
  },
  {
    requester: 'lucas', brand: 'second', subject: 'Collector offline after router swap', priority: 'high', category: 'product-issue', openedDaysAgo: 74, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'lucas', kind: 'public', hoursAfter: 0, text: "The provider swapped the router in Torre Sul and the collector has been offline since." },
      { from: 'jonas', kind: 'public', hoursAfter: 3, text: "Hello Lucas, is the cable in a port of the new router marked *Guest*? Those often block devices." },
      { from: 'lucas', kind: 'public', hoursAfter: 2, text: "It was port 4, marked IPTV. Port 2 works." },
    ],
  },
  {
    requester: 'samir', brand: 'second', subject: 'Fausses alertes pendant l’arrosage', priority: 'medium', category: 'question', openedDaysAgo: 63, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'samir', kind: 'public', hoursAfter: 0, text: "L’arrosage automatique du jardin déclenche une alerte chaque nuit à 4 h." },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Ajoutez une **période attendue** de 4 h à 4 h 45 sur ce capteur. Une fuite hors de cette période sera toujours signalée." },
      { from: 'samir', kind: 'public', hoursAfter: 30, text: "Nuit calme. Merci Élodie." },
    ],
  },
  {
    requester: 'isabelle', participants: ['grace', 'lucas'], brand: 'second', subject: 'Onboarding of the new buildings', priority: 'medium', category: 'question', openedDaysAgo: 42, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'isabelle', kind: 'public', hoursAfter: 0, text: "We take over three buildings next month, 64 flats. What do you need from us to prepare?" },
      { from: 'maya', kind: 'public', hoursAfter: 4, text: "A list with building, flat, pipe size and who is told at night. I make the buildings and labels from it." },
      { from: 'grace', kind: 'public', hoursAfter: 22, text: "I can send the list for Mill Court and Elm Yard on Thursday." },
      { from: 'lucas', kind: 'public', hoursAfter: 6, text: "Torre Norte will follow on Monday, the pipe sizes are being measured." },
      { from: 'maya', kind: 'note', hoursAfter: 1, text: "Reserve 70 R1 and 3 collectors." },
      { from: 'maya', kind: 'public', hoursAfter: 100, text: "Both lists received. Labels and sensors leave tomorrow, sorted by building." },
      { from: 'isabelle', kind: 'public', hoursAfter: 70, text: "Everything arrived in good order. Thank you for the labels." },
    ],
  },
  {
    requester: 'grace', brand: 'second', subject: 'Sensor fell off the pipe', priority: 'medium', category: 'product-issue', openedDaysAgo: 13, status: 'waiting-on-customer', assignee: 'maya',
    messages: [
      { from: 'grace', kind: 'public', hoursAfter: 0, text: "In flat 12 the sensor fell behind the washing machine. The strap had slipped on a wet pipe." },
      { from: 'maya', kind: 'public', hoursAfter: 3, text: "Dry the pipe, put the rubber strip under the strap, and pull until it clicks twice. Then open the tap: the app should show flow within a minute. Does it?" },
    ],
  },
  {
    requester: 'lucas', brand: 'second', subject: 'Close a valve automatically on leak', priority: 'low', category: 'feature-request', openedDaysAgo: 20, status: 'waiting-on-us', assignee: 'david',
    messages: [
      { from: 'lucas', kind: 'public', hoursAfter: 0, text: "Could a leak alert close a motor valve? We have 24 V valves in the technical rooms." },
      { from: 'david', kind: 'public', hoursAfter: 7, text: "Not today. Would a dry contact on the collector be enough for your valves?" },
      { from: 'lucas', kind: 'public', hoursAfter: 15, text: "Yes, a dry contact is all we need. One for each collector." },
    ],
  },
  {
    requester: 'samir', brand: 'second', subject: 'Accès pour le nouveau gardien', priority: 'low', category: 'question', openedDaysAgo: 4, status: 'waiting-on-customer', assignee: 'elodie',
    messages: [
      { from: 'samir', kind: 'public', hoursAfter: 0, text: "Un nouveau gardien commence lundi. Peut-il voir seulement le bâtiment A ?" },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Oui, avec le rôle *Gardien* limité à un bâtiment. Quelle est son adresse e-mail ? Je prépare l’invitation pour lundi matin." },
    ],
  },
  {
    requester: 'isabelle', brand: 'second', subject: 'Rapport d’août incomplet', priority: 'high', category: 'product-issue', openedDaysAgo: 1, status: 'new',
    messages: [
      { from: 'isabelle', kind: 'public', hoursAfter: 0, text: "Le rapport mensuel du bâtiment B s’arrête au 22. Le conseil syndical se réunit vendredi et j’en ai besoin." },
      { from: 'isabelle', kind: 'public', hoursAfter: 1, text: "Les relevés existent bien dans l’application, seul le PDF est coupé." },
    ],
  },
  {
    requester: 'grace', brand: 'second', subject: 'Card about to expire', priority: 'low', category: 'billing', openedDaysAgo: 2, status: 'new',
    messages: [
      { from: 'grace', kind: 'public', hoursAfter: 0, text: "Our card expires this month. Where do I enter the new one, and can we pay by bank transfer instead?" },
      { from: 'elodie', kind: 'note', hoursAfter: 3, text: "Transfer is possible from 100 sensors, they qualify." },
    ],
  },
];
