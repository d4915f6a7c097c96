import type { DemoArticle } from './types';

export const articlesMain2: DemoArticle[] = [
  {
    key: 'export-csv', category: 'app', slug: 'export-readings-as-csv',
    title: { en: 'Export readings as CSV', fr: 'Exporter les relevés en CSV' },
    summary: { en: 'Choose period, step, time zone and separator so that your spreadsheet opens it at once.', fr: 'Choisir période, pas, fuseau et séparateur pour que le tableur l’ouvre du premier coup.' },
    body: {
      en: `## Make an export

1. Open a site, a group or one meter.
2. Choose **Export** at the top of the chart.
3. Pick the period and the step: 15 minutes, hour, day or month.
4. Pick the format and press **Download**.

Exports of more than a year are prepared in the background. You receive a link by e-mail, which works for seven days.

## Which format?

| Format | Separator | Decimal | Good for |
| --- | --- | --- | --- |
| International | comma | point | scripts, English spreadsheets |
| French | semicolon | comma | French and German spreadsheets |
| Tab | tab | point | copying into a table |

If all values land in a single column, the separator is the wrong one for your spreadsheet.

## The hour that happens twice

On the last Sunday of October the clocks go back, and local time contains 02:00 twice. Both lines are real; please do not delete one. In March an hour is missing for the same reason. Choose **UTC** as the time zone when you calculate with the file.

## Empty cells

An empty cell means that no reading exists. A zero means that the meter measured zero. Please keep the two apart when you form averages.`,
      fr: `## Faire un export

1. Ouvrez un site, un groupe ou un compteur.
2. Choisissez **Exporter** au-dessus du graphique.
3. Indiquez la période et le pas : 15 minutes, heure, jour ou mois.
4. Choisissez le format, puis **Télécharger**.

Les exports de plus d’un an sont préparés en arrière-plan. Vous recevez par e-mail un lien valable sept jours.

## Quel format ?

| Format | Séparateur | Décimale | Convient pour |
| --- | --- | --- | --- |
| International | virgule | point | scripts, tableurs anglais |
| Français | point-virgule | virgule | tableurs français et allemands |
| Tabulation | tabulation | point | copier dans un tableau |

Si toutes les valeurs arrivent dans une seule colonne, le séparateur ne convient pas à votre tableur.

## L’heure qui existe deux fois

Le dernier dimanche d’octobre, les horloges reculent et l’heure locale contient deux fois 02:00. Les deux lignes sont réelles ; n’en supprimez aucune. En mars, une heure manque pour la même raison. Choisissez le fuseau **UTC** si vous calculez avec le fichier.

## Cellules vides

Une cellule vide signifie qu’il n’y a pas de relevé. Un zéro signifie que le compteur a mesuré zéro. Distinguez bien les deux dans vos moyennes.`,
    },
  },
  {
    key: 'alerts', category: 'app', slug: 'set-up-alerts',
    title: { en: 'Set up alerts that people still read', fr: 'Créer des alertes que l’on lit encore' },
    summary: { en: 'Thresholds, duration, hours of the day and who is told.', fr: 'Seuils, durée, plages horaires et destinataires.' },
    body: {
      en: `An alert that comes every day is soon ignored. Begin with a few, and give each one a person who acts on it.

## Create an alert

1. Open the meter or group and choose **Alerts > New**.
2. Choose the condition, for example *power above 40 kW*.
3. Set the **duration**: how long the condition must last before anybody is told.
4. Set the hours if it matters only at night or at the weekend. A span may cross midnight, such as 22:00 to 06:00.
5. Choose who is told, by e-mail or in the app.

> **Note:** The duration is not a pause between alerts. With a duration of 60 minutes the message cannot arrive earlier than one hour after the peak began.

## Good first alerts

- **Nothing measured for 30 minutes:** the freezer or the meter is off
- **Night load above normal:** something was left running
- **Close to the contracted power:** time to shift a load

## Quiet for a while

During maintenance open the alert and choose *Pause*. It wakes by itself at the time you set, so nobody has to remember it. The list shows paused alerts in grey, together with the name of the person who paused them.`,
      fr: `Une alerte quotidienne finit vite ignorée. Commencez par quelques-unes, et donnez à chacune une personne qui agit.

## Créer une alerte

1. Ouvrez le compteur ou le groupe et choisissez **Alertes > Nouvelle**.
2. Choisissez la condition, par exemple *puissance au-dessus de 40 kW*.
3. Réglez la **durée** : le temps que la condition doit tenir avant tout message.
4. Réglez la plage horaire si elle ne compte que la nuit ou le week-end. Une plage peut passer minuit, par exemple de 22:00 à 06:00.
5. Choisissez les destinataires, par e-mail ou dans l’application.

> **Remarque :** la durée n’est pas une pause entre deux alertes. Avec une durée de 60 minutes, le message ne peut arriver qu’une heure après le début de la pointe.

## De bonnes premières alertes

- **Aucune mesure depuis 30 minutes :** le congélateur ou le compteur est arrêté
- **Charge de nuit anormale :** un appareil est resté en marche
- **Proche de la puissance souscrite :** il est temps de décaler une charge

## Le silence pour un moment

Pendant une maintenance, ouvrez l’alerte et choisissez *Pause*. Elle se réveille seule à l’heure fixée, personne n’a besoin d’y penser. La liste montre les alertes en pause en gris, avec le nom de la personne concernée.`,
    },
  },
  {
    key: 'roles', category: 'app', slug: 'invite-colleagues-and-choose-roles',
    title: { en: 'Invite colleagues and choose their role', fr: 'Inviter des collègues et choisir leur rôle' },
    summary: { en: 'Who may see, change, invite and pay.', fr: 'Qui peut voir, modifier, inviter et payer.' },
    body: {
      en: `Everybody has their own sign-in; please do not share one. A role belongs to a site, so the same person can manage one site and only look at another.

| Role | Sees readings | Changes meters | Invites people | Sees invoices |
| --- | --- | --- | --- | --- |
| Viewer | yes | no | no | no |
| Technician | yes | yes | no | no |
| Manager | yes | yes | yes | no |
| Owner | yes | yes | yes | yes |

## Invite somebody

1. Open **Site > People > Invite**.
2. Type the e-mail address and choose the role.
3. Press **Send**. The invitation works for fourteen days.

If the *Invite* button is grey, your own role does not allow it. The page shows the name of the managers you can ask.

## Hide the costs

A viewer sees costs by default. Turn off **Show costs** on the person, and they see kilowatt-hours only. This is useful for contractors and tenants.

## When somebody leaves

Choose **Remove** beside the name. Open sessions end within a minute. Alerts that only this person received are listed, and you can hand them to somebody else in the same step.

The last owner of a site cannot be removed. Name a second one first.`,
      fr: `Chacun a son propre accès ; merci de ne pas le partager. Un rôle est lié à un site : la même personne peut gérer un site et seulement consulter un autre.

| Rôle | Voit les relevés | Modifie les compteurs | Invite | Voit les factures |
| --- | --- | --- | --- | --- |
| Lecture | oui | non | non | non |
| Technicien | oui | oui | non | non |
| Gestionnaire | oui | oui | oui | non |
| Propriétaire | oui | oui | oui | oui |

## Inviter quelqu’un

1. Ouvrez **Site > Personnes > Inviter**.
2. Saisissez l’adresse e-mail et choisissez le rôle.
3. Appuyez sur **Envoyer**. L’invitation reste valable quatorze jours.

Si le bouton *Inviter* est grisé, votre rôle ne le permet pas. La page indique les gestionnaires à qui vous adresser.

## Masquer les coûts

Par défaut, le rôle Lecture voit les coûts. Désactivez **Afficher les coûts** pour la personne, et elle ne verra que des kilowattheures. C’est utile pour les prestataires et les locataires.

## Quand quelqu’un part

Choisissez **Retirer** à côté du nom. Les sessions ouvertes se ferment en moins d’une minute. Les alertes que cette personne était seule à recevoir sont listées, et vous pouvez les confier à quelqu’un d’autre au même moment.

Le dernier propriétaire d’un site ne peut pas être retiré. Nommez-en d’abord un second.`,
    },
  },
  {
    key: 'sign-in', category: 'app', slug: 'sign-in-problems',
    title: { en: 'Reset your password and two-step sign-in', fr: 'Réinitialiser le mot de passe et la double authentification' },
    summary: { en: 'For a forgotten password, a refused code or a lost phone.', fr: 'Mot de passe oublié, code refusé ou téléphone perdu.' },
    body: {
      en: `## Forgotten password

1. Choose **Forgot password** on the sign-in page.
2. Open the e-mail. The link works once and for one hour.
3. Choose a new password of at least twelve characters.

No e-mail after ten minutes? Look in the spam folder, and check that you typed the address of the invitation. For privacy the page says the same thing whether an account exists or not.

## The code is always refused

The codes depend on the clock of your phone. If it is off by more than thirty seconds, every code fails.

- Turn on **automatic date and time** on the phone.
- Wait for the next code, then type it without spaces.

## Lost or new phone

Use one of the ten **recovery codes** you saved during set-up. Each works once. Afterwards open *Account > Security* and connect the new phone.

## No recovery codes left

Ask an owner of your site to write to us. We call the number in the contract before we reset anything, so please allow one working day. We never reset two-step sign-in because of an e-mail alone.

> **Tip:** Print the recovery codes and keep them where you keep keys, not on the phone they are meant to replace.`,
      fr: `## Mot de passe oublié

1. Choisissez **Mot de passe oublié** sur la page de connexion.
2. Ouvrez l’e-mail. Le lien sert une seule fois et pendant une heure.
3. Choisissez un nouveau mot de passe d’au moins douze caractères.

Rien après dix minutes ? Regardez dans les indésirables et vérifiez que vous avez saisi l’adresse de l’invitation. Par discrétion, la page répond la même chose, que le compte existe ou non.

## Le code est toujours refusé

Les codes dépendent de l’heure du téléphone. Avec plus de trente secondes d’écart, aucun code ne passe.

- Activez la **date et l’heure automatiques** du téléphone.
- Attendez le code suivant et saisissez-le sans espace.

## Téléphone perdu ou nouveau

Utilisez l’un des dix **codes de secours** enregistrés au départ. Chacun sert une fois. Ouvrez ensuite *Compte > Sécurité* et associez le nouveau téléphone.

## Plus aucun code de secours

Demandez à un propriétaire du site de nous écrire. Nous appelons le numéro du contrat avant toute remise à zéro ; comptez un jour ouvré. Nous ne le faisons jamais sur la foi d’un simple e-mail.

> **Astuce :** imprimez les codes de secours et rangez-les avec vos clés, non sur le téléphone qu’ils doivent remplacer.`,
    },
  },
  {
    key: 'hub-lights', category: 'hub', slug: 'what-the-hub-lights-mean',
    title: { en: 'What the lights on the Hub mean', fr: 'Ce que disent les voyants du Hub' },
    summary: { en: 'Power, network and radio at a glance, and what to do about orange or red.', fr: 'Alimentation, réseau et radio d’un coup d’œil, et que faire en orange ou rouge.' },
    body: {
      en: `The Hub has three lights. From left to right they stand for **power**, **network** and **radio**. Three times green means that all is well.

![A gateway with three lights on its front](demo:images/hub-lights.svg)

| Light | Colour | Meaning |
| --- | --- | --- |
| Power | green | running |
| Power | blinking orange | installing an update, do not unplug |
| Power | red | fault in the Hub or its power supply |
| Network | green | connected to Tallybrook |
| Network | blinking orange | local network only, no way out |
| Network | blue | waiting for new Wi-Fi settings |
| Radio | green | all meters answer |
| Radio | orange | some meters are silent |
| Radio | off | no meter paired yet |

## Network blinks orange

Readings are safe: meters keep 72 hours. Check the cable first, then the firewall. After a change of firewall, port 8883 or the name server is usually missing.

## Power stays red

1. Unplug the Hub for one minute.
2. Use another socket and, if you have one, another supply of 5 V and 3 A.
3. Still red? Write to us with the serial number. A fault like this is covered by the three-year warranty, unless water was involved.

Please do not press the reset hole: it erases the list of paired meters.`,
      fr: `Le Hub a trois voyants : de gauche à droite **alimentation**, **réseau** et **radio**. Trois fois vert veut dire que tout va bien.

![Une passerelle avec trois voyants en façade](demo:images/hub-lights.svg)

| Voyant | Couleur | Signification |
| --- | --- | --- |
| Alimentation | vert | en marche |
| Alimentation | orange clignotant | mise à jour en cours, ne pas débrancher |
| Alimentation | rouge | défaut du Hub ou de son alimentation |
| Réseau | vert | relié à Tallybrook |
| Réseau | orange clignotant | réseau local seul, pas de sortie |
| Réseau | bleu | attend de nouveaux réglages Wi-Fi |
| Radio | vert | tous les compteurs répondent |
| Radio | orange | certains compteurs se taisent |
| Radio | éteint | aucun compteur appairé |

## Le réseau clignote en orange

Les relevés sont en sécurité : les compteurs gardent 72 heures. Vérifiez d’abord le câble, puis le pare-feu. Après un changement de pare-feu, il manque le plus souvent le port 8883 ou le serveur de noms.

## L’alimentation reste rouge

1. Débranchez le Hub pendant une minute.
2. Essayez une autre prise et, si possible, une autre alimentation de 5 V et 3 A.
3. Toujours rouge ? Écrivez-nous avec le numéro de série. Ce défaut est couvert par la garantie de trois ans, sauf en cas de dégât des eaux.

N’appuyez pas dans le trou de remise à zéro : il efface la liste des compteurs appairés.`,
    },
  },
  {
    key: 'firmware', category: 'hub', slug: 'update-the-firmware',
    title: { en: 'Update the firmware of the Hub', fr: 'Mettre à jour le micrologiciel du Hub' },
    summary: { en: 'How updates arrive, how to start one yourself and what to do when one gets stuck.', fr: 'Comment arrivent les mises à jour, comment en lancer une et que faire si elle se bloque.' },
    body: {
      en: `## Updates come by themselves

The Hub looks for a new version each night at **02:00** in the time zone of its site. Installing takes five to ten minutes. During that time the power light blinks orange and the meters keep their readings, so nothing is lost.

## Start one yourself

1. Open **Hub > Firmware** in the app.
2. Compare the installed version with the offered one.
3. Choose **Install now** and leave the Hub plugged in.

## It stops halfway

- **Stuck below 70 %:** the download is cut. Some proxies stop files above 50 MB. Ask for an exception for \`updates.tallybrook.example\`.
- **Stuck above 70 %:** wait thirty minutes. The Hub then returns to the version before by itself.
- **It repeats each night:** send us the log from **Hub > Diagnostics > Download log**.

## Choose your own night

Managers can move the time or hold back updates for up to 30 days under *Hub > Firmware > Schedule*. Security updates are never held back for longer than seven days.

| Version | What is new |
| --- | --- |
| 4.2.1 | corrects restarts on Hubs with more than 40 meters |
| 4.2.0 | faster catch-up after an outage |
| 4.1.7 | more exact clock |`,
      fr: `## Les mises à jour arrivent seules

Le Hub cherche une nouvelle version chaque nuit à **02:00**, heure de son site. L’installation prend cinq à dix minutes. Pendant ce temps, le voyant d’alimentation clignote en orange et les compteurs gardent leurs relevés : rien n’est perdu.

## En lancer une vous-même

1. Ouvrez **Hub > Micrologiciel** dans l’application.
2. Comparez la version installée et la version proposée.
3. Choisissez **Installer maintenant** et laissez le Hub branché.

## Elle s’arrête en route

- **Bloquée sous 70 % :** le téléchargement est coupé. Certains serveurs mandataires arrêtent les fichiers de plus de 50 Mo. Demandez une exception pour \`updates.tallybrook.example\`.
- **Bloquée au-dessus de 70 % :** attendez trente minutes. Le Hub revient alors seul à la version précédente.
- **Elle recommence chaque nuit :** envoyez-nous le journal depuis **Hub > Diagnostic > Télécharger le journal**.

## Choisir votre nuit

Les gestionnaires peuvent déplacer l’heure ou retenir les mises à jour jusqu’à 30 jours dans *Hub > Micrologiciel > Calendrier*. Une mise à jour de sécurité n’est jamais retenue plus de sept jours.

| Version | Nouveautés |
| --- | --- |
| 4.2.1 | corrige les redémarrages au-delà de 40 compteurs |
| 4.2.0 | rattrapage plus rapide après une coupure |
| 4.1.7 | horloge plus précise |`,
    },
  },
];
