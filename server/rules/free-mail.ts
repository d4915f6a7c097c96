/** Domains where anybody gets an address: whoever has one there belongs to no company by it. */
const FREE_MAIL = new Set(
  `126.com 139.com 163.com 189.cn 21cn.com abv.bg alice.it aliyun.com aol.com arcor.de att.net bellsouth.net bigpond.com
  bk.ru blueyonder.co.uk bluewin.ch bol.com.br btinternet.com centrum.cz charter.net comcast.net cox.net daum.net
  duck.com earthlink.net email.com email.cz email.it fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de
  frontier.com gawab.com globo.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com guerrillamail.com
  hanmail.net hey.com home.nl hotmail.be hotmail.ca hotmail.co.jp hotmail.co.uk hotmail.com hotmail.com.ar hotmail.com.br
  hotmail.com.mx hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com ig.com.br in.com
  inbox.lv inbox.ru interia.pl juno.com keemail.me kolabnow.com laposte.net latinmail.com libero.it list.ru live.be live.ca
  live.co.uk live.com live.com.au live.com.mx live.com.pt live.de live.dk live.fr live.it live.nl live.no live.se lycos.com
  mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com mailinator.com me.com msn.com
  nate.com naver.com netcourrier.com netscape.net netzero.net neuf.fr ntlworld.com numericable.fr o2.pl onet.eu onet.pl
  online.de optonline.net optusnet.com.au orange.fr outlook.be outlook.co.id outlook.com outlook.com.au outlook.com.br
  outlook.de outlook.dk outlook.es outlook.fr outlook.ie outlook.in outlook.it outlook.jp outlook.pt outlook.sa
  pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com
  rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com skynet.be sky.com sohu.com
  spray.se startmail.com sympatico.ca t-online.de talktalk.net telefonica.net telenet.be telia.com telus.net tempmail.com terra.com.br
  terra.es tin.it tiscali.co.uk tiscali.it tlen.pl tom.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de
  ukr.net uol.com.br verizon.net videotron.ca virgilio.it virgin.net virginmedia.com vodafone.it volny.cz voila.fr walla.co.il
  walla.com wanadoo.fr web.de windstream.net wp.pl xtra.co.nz ya.ru yahoo.ca yahoo.cn yahoo.co.id yahoo.co.in yahoo.co.jp
  yahoo.co.kr yahoo.co.nz yahoo.co.th yahoo.co.uk yahoo.co.za yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.hk yahoo.com.mx
  yahoo.com.my yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.vn yahoo.de yahoo.dk yahoo.es yahoo.fr
  yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.no yahoo.pl yahoo.ro yahoo.se yandex.com yandex.kz yandex.ru yandex.ua yeah.net ymail.com
  yopmail.com ziggo.nl zoho.com zohomail.com zonnet.nl`
    .split(/\s+/)
    .filter(Boolean),
);

/** Whether a normalised domain is a provider of mailboxes for anybody. */
export const isFreeMail = (domain: string): boolean => FREE_MAIL.has(domain);
