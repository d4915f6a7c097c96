import type { DemoArticle } from './types';

export const articlesSecond2: DemoArticle[] = [
  {
    key: 'leak-alerts', category: 'leaks', slug: 'how-leak-alerts-work',
    title: { en: 'How leak alerts work', fr: 'Comment fonctionnent les alertes de fuite' },
    summary: { en: 'Three kinds of alert, who is told, and what to do first.', fr: 'Trois sortes d’alerte, qui est prévenu et que faire d’abord.' },
    body: {
      en: `Rillmark knows three kinds of leak. Each has its own rule, because a burst pipe and a dripping cistern do not call for the same hurry.

| Alert | Rule | Message |
| --- | --- | --- |
| Burst | far above the usual flow for 3 minutes | at once, by telephone |
| Running tap | constant flow for 60 minutes | at once, in the app |
| Slow leak | flow never reaches zero between 02:00 and 05:00, three nights in a row | in the morning, by e-mail |

## Who is told

Each building has a contact list under **Alerts > Who is told**. Make a list for every building, or a caretaker will be woken for a house that is not theirs. The first person has five minutes to confirm; then the next one is called.

## What to do first

1. Look at the floor plan in the alert. It shows the pipe.
2. Close the valve of that column.
3. Watch the live flow. If it falls to zero, the leak is behind the valve.
4. Confirm the alert and write down what you found. The next person will be grateful.

An alert ends by itself when the flow is normal for thirty minutes. It stays in the history for two years.`,
      fr: `Rillmark distingue trois sortes de fuite. Chacune a sa règle, car une conduite rompue et une chasse d’eau qui goutte ne demandent pas la même urgence.

| Alerte | Règle | Message |
| --- | --- | --- |
| Rupture | très au-dessus du débit habituel pendant 3 minutes | aussitôt, par téléphone |
| Robinet ouvert | débit constant pendant 60 minutes | aussitôt, dans l’application |
| Fuite lente | le débit n’atteint jamais zéro entre 02:00 et 05:00, trois nuits de suite | le matin, par e-mail |

## Qui est prévenu

Chaque immeuble a une liste de contacts dans **Alertes > Destinataires**. Créez une liste par immeuble, sinon un gardien sera réveillé pour une maison qui n’est pas la sienne. La première personne a cinq minutes pour confirmer ; ensuite, la suivante est appelée.

## Que faire d’abord

1. Regardez le plan dans l’alerte : il montre la conduite.
2. Fermez la vanne de cette colonne.
3. Observez le débit en direct. S’il tombe à zéro, la fuite est derrière la vanne.
4. Confirmez l’alerte et notez ce que vous avez trouvé. La personne suivante vous remerciera.

Une alerte se termine seule après trente minutes de débit normal. Elle reste deux ans dans l’historique.`,
    },
  },
  {
    key: 'night-flow', category: 'leaks', slug: 'find-a-slow-leak-at-night',
    title: { en: 'Find a slow leak from the night flow', fr: 'Trouver une fuite lente grâce au débit nocturne' },
    summary: { en: 'Read the curve between two and five, and narrow the leak down valve by valve.', fr: 'Lire la courbe entre deux et cinq heures, et cerner la fuite vanne par vanne.' },
    body: {
      en: `In a sound building there are minutes at night when nobody uses water. If the curve never touches zero between 02:00 and 05:00, something is running.

![A flow curve that never returns to zero at night](demo:images/night-flow.svg)

## What the amount tells you

| Litres an hour | Usually |
| --- | --- |
| 1 to 4 | dripping tap |
| 5 to 20 | toilet cistern or safety valve of a boiler |
| 20 to 100 | broken joint, often in the ground |
| above 100 | look today |

Fourteen litres an hour sound little, but they make more than **120 m³ a year**.

## Narrow it down

1. Choose a quiet night and tell the residents.
2. Close the valve of column 1 for one hour, for example from 02:00 to 03:00.
3. Open it, and do the same with the next column.
4. Compare the hours in the app. The column that brings the flow to zero holds the leak.

## When no valve changes anything

Either the loss lies before the first valve, or the sensor hears something else. A heating pump less than one metre away sounds like a small, very regular flow. Move the sensor and compare one more night before you call a plumber.`,
      fr: `Dans un immeuble sain, il existe la nuit des minutes où personne n’utilise d’eau. Si la courbe ne touche jamais zéro entre 02:00 et 05:00, quelque chose coule.

![Une courbe de débit qui ne revient jamais à zéro la nuit](demo:images/night-flow.svg)

## Ce que dit la quantité

| Litres par heure | Le plus souvent |
| --- | --- |
| 1 à 4 | robinet qui goutte |
| 5 à 20 | chasse d’eau ou groupe de sécurité |
| 20 à 100 | joint rompu, souvent enterré |
| plus de 100 | à chercher aujourd’hui |

Quatorze litres par heure paraissent peu, mais cela fait plus de **120 m³ par an**.

## Cerner la fuite

1. Choisissez une nuit calme et prévenez les résidents.
2. Fermez la vanne de la colonne 1 pendant une heure, par exemple de 02:00 à 03:00.
3. Rouvrez-la et faites de même avec la colonne suivante.
4. Comparez les heures dans l’application. La colonne qui ramène le débit à zéro contient la fuite.

## Quand aucune vanne n’y change rien

Soit la perte se trouve avant la première vanne, soit le capteur entend autre chose. Une pompe de chauffage à moins d’un mètre ressemble à un petit débit très régulier. Déplacez le capteur et comparez encore une nuit avant d’appeler un plombier.`,
    },
  },
  {
    key: 'false-alarms', category: 'leaks', slug: 'stop-false-alarms',
    title: { en: 'Stop false alarms', fr: 'Éviter les fausses alertes' },
    summary: { en: 'Garden watering, filling a pool and washing at night, without missing a real leak.', fr: 'Arrosage, remplissage d’une piscine, lessives de nuit : sans manquer une vraie fuite.' },
    body: {
      en: `Nobody answers an alarm that cries every night. Before you turn one off, look whether a rule for **expected flow** is enough.

## Expected periods

For water that comes at fixed times, such as garden watering:

1. Open the sensor and choose **Expected flow > Add**.
2. Set days and hours, for example daily from 04:00 to 04:45.
3. Set the highest flow that is still normal.

Within that period only a burst above your limit raises an alert. Outside it everything stays as before.

## One time only

For filling a pool or flushing the pipes choose **Expected flow > Today**. It ends at midnight and cannot be forgotten.

## The sensor learns, but slowly

After moving in or out a flat needs two weeks until its usual flow is known again. Choose *Learn anew* on the flat, and slow-leak alerts wait until then. Burst alerts are never switched off.

## Which remedy for which alarm?

| Alarm | Remedy |
| --- | --- |
| every night at the same time | expected period |
| after a change of tenant | learn anew |
| small and regular, all day | check the distance to pumps |
| without any pattern | take it seriously |`,
      fr: `Personne ne répond à une alarme qui sonne toutes les nuits. Avant d’en couper une, voyez si une règle de **débit attendu** suffit.

## Périodes attendues

Pour l’eau qui coule à heures fixes, comme l’arrosage du jardin :

1. Ouvrez le capteur et choisissez **Débit attendu > Ajouter**.
2. Réglez les jours et les heures, par exemple chaque jour de 04:00 à 04:45.
3. Indiquez le débit maximal encore normal.

Pendant cette période, seule une rupture au-dessus de votre limite déclenche une alerte. En dehors, rien ne change.

## Une seule fois

Pour remplir une piscine ou rincer les conduites, choisissez **Débit attendu > Aujourd’hui**. La règle se termine à minuit et ne peut pas être oubliée.

## Le capteur apprend, mais lentement

Après un emménagement ou un départ, un logement a besoin de deux semaines pour que son débit habituel soit de nouveau connu. Choisissez *Réapprendre* sur le logement, et les alertes de fuite lente attendent jusque-là. Les alertes de rupture ne sont jamais coupées.

## Quel remède pour quelle alarme ?

| Alarme | Remède |
| --- | --- |
| chaque nuit à la même heure | période attendue |
| après un changement de locataire | réapprendre |
| petite et régulière, toute la journée | vérifier la distance aux pompes |
| sans aucune régularité | la prendre au sérieux |`,
    },
  },
  {
    key: 'reports', category: 'leaks', slug: 'share-the-monthly-report',
    title: { en: 'Share the monthly report', fr: 'Partager le rapport mensuel' },
    summary: { en: 'Units, languages, recipients, and what tenants may see.', fr: 'Unités, langues, destinataires, et ce que les locataires peuvent voir.' },
    body: {
      en: `On the third day of each month Rillmark makes a report for every building. It shows the consumption, the alerts and the water saved by repairs.

## Send it to others

1. Open **Building > Reports > Recipients**.
2. Add the e-mail addresses of owners or the board.
3. Choose the language for each address. English and French are available.

Recipients need no account. The link in the e-mail works for 30 days.

## Litres or cubic metres

Water bills use cubic metres. Choose **m³** under *Reports > Units*, and tenants can compare the two at a glance. One cubic metre is 1,000 litres. The choice applies to the next report; older ones are left as they were sent.

## What tenants see

| Content | Owner | Tenant |
| --- | --- | --- |
| total of the building | yes | yes |
| own flat | yes | yes |
| other flats | yes | no |
| alerts in common rooms | yes | yes |

## The report is incomplete

If a sensor was silent for more than two days, its page says *incomplete* and names the days. Reports are not made again by themselves. Choose **Make again** once the sensor has caught up, and recipients receive the new version with a note.`,
      fr: `Le troisième jour de chaque mois, Rillmark prépare un rapport pour chaque immeuble. Il montre la consommation, les alertes et l’eau économisée grâce aux réparations.

## L’envoyer à d’autres

1. Ouvrez **Immeuble > Rapports > Destinataires**.
2. Ajoutez les adresses e-mail des propriétaires ou du conseil syndical.
3. Choisissez la langue de chaque adresse : français ou anglais.

Les destinataires n’ont pas besoin de compte. Le lien de l’e-mail reste valable 30 jours.

## Litres ou mètres cubes

Les factures d’eau utilisent le mètre cube. Choisissez **m³** dans *Rapports > Unités*, et les locataires comparent d’un coup d’œil. Un mètre cube vaut 1 000 litres. Le choix vaut pour le prochain rapport ; les anciens restent tels qu’ils ont été envoyés.

## Ce que voient les locataires

| Contenu | Propriétaire | Locataire |
| --- | --- | --- |
| total de l’immeuble | oui | oui |
| son logement | oui | oui |
| autres logements | oui | non |
| alertes des parties communes | oui | oui |

## Le rapport est incomplet

Si un capteur s’est tu plus de deux jours, sa page indique *incomplet* et nomme les jours. Les rapports ne sont pas refaits d’eux-mêmes. Choisissez **Refaire** quand le capteur a rattrapé son retard, et les destinataires reçoivent la nouvelle version avec une note.`,
    },
  },
];
